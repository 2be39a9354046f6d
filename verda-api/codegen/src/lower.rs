//! placeholder until the real one lands
use crate::ledger::{Ledger, Refusal};
use serde_json::Value;
/// x
pub fn recognise(_document: &Value) -> Result<(), Refusal> { Ok(()) }
fn fix(v: &mut Value) {
    match v {
        Value::Object(o) => {
            if let Some(Value::Array(a)) = o.get("type").cloned() {
                let rest: Vec<_> = a.iter().filter(|x| x.as_str() != Some("null")).cloned().collect();
                if rest.len() == 1 { o.insert("type".into(), rest[0].clone()); } else { o.remove("type"); }
            }
            o.values_mut().for_each(fix);
        }
        Value::Array(a) => a.iter_mut().for_each(fix),
        _ => {}
    }
}
/// x
pub fn lower(document: &mut Value, _ledger: &mut Ledger) -> Result<(), Refusal> {
    document["openapi"] = "3.0.3".into();
    fix(document);
    Ok(())
}
