//! For programs.
//!
//! | field | what |
//! |---|---|
//! | `format` | the version of this form: 1 |
//! | `old`, `new` | what was compared |
//! | `semver` | `none`, `patch`, `minor` or `major`: what the changed Rust surface asks for |
//! | `wire`, `rust` | how many findings are `breaking`, `compatible` and `none` |
//! | `findings` | each with `rule`, `fingerprint`, `wire`, `rust`, `message`, `place`, `places` (all of them, where there are several), `old` and `new` (JSON pointers), `directions`, `operations` |
//! | `accepted` | findings that were accepted, each with its `reason` |
//! | `stale` | entries of the accept file that fit no finding |
//! | `annotations` | how many changed, by kind |
//! | `surface` | where both documents have a client: what is `removed`, `changed` and `added` of its surface |
//! | `unresolved` | references that lead nowhere, each with its pointer: what stands there is compared by name alone |

use serde_json::{Value, json};

use super::Sources;
use crate::diff::finding::Verdict;
use crate::diff::report::Report;

pub(super) fn render(report: &Report, sources: Sources<'_>) -> String {
    let counts = |of: &dyn Fn(Verdict) -> usize| json!({"breaking": of(Verdict::Breaking), "compatible": of(Verdict::Compatible), "none": of(Verdict::None)});
    let accepted = report.accepted.iter().map(|(finding, reason)| {
        let mut finding = json!(finding);
        finding["reason"] = json!(reason);
        finding
    });
    let mut whole = json!({
        "format": 1,
        "old": sources.old,
        "new": sources.new,
        "semver": report.step(),
        "wire": counts(&|verdict| report.on_the_wire(verdict)),
        "rust": counts(&|verdict| report.in_rust(verdict)),
        "findings": report.findings,
        "accepted": accepted.collect::<Vec<Value>>(),
        "stale": report.stale,
        "annotations": report.annotations,
        "unresolved": report.unresolved,
    });
    if let Some(surface) = &report.surface {
        whole["surface"] = json!(surface);
    }
    format!("{whole:#}\n")
}
