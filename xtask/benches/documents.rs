//! What the work on documents takes: generating the client, comparing two documents, checking one. In absolute times, for looking
//! at one while it is changed.
//!
//! ```sh
//! cargo bench -p xtask --bench documents
//! ```

#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

#[path = "../tests/grown/mod.rs"]
mod grown;

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use grown::repeated;
use serde_json::Value;
use verda_api_codegen::{Inputs, generate, names::Names};
use xtask::diff::compare;
use xtask::lint::lint;

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

fn documents(criterion: &mut Criterion) {
    let document = read("openapi.json");
    let (overlay, names) = (read("verda-api/spec/overlay.yaml"), read("verda-api/spec/names.toml"));
    criterion.bench_function("regen", |bencher| {
        bencher.iter(|| generate(&Inputs { document: &document, overlay: &overlay, names: &names }).unwrap());
    });
    let old: Value = serde_json::from_str(&document).unwrap();
    let names = Names::parse(&names).unwrap();
    let mut new = old.clone();
    for schema in new["components"]["schemas"].as_object_mut().unwrap().values_mut() {
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert("new_property".to_owned(), serde_json::json!({ "type": "string" }));
        }
    }
    criterion.bench_function("diff, nothing changed", |bencher| {
        bencher.iter(|| black_box(compare(&old, &old, &names)));
    });
    criterion.bench_function("diff, every schema changed", |bencher| {
        bencher.iter(|| black_box(compare(&old, &new, &names)));
    });
    criterion.bench_function("lint", |bencher| bencher.iter(|| black_box(lint(&old))));
    // What grows with the document takes the same time for each copy; tests/diff_growth.rs counts the steps.
    for times in [1, 4, 16, 64] {
        let (old, new) = (repeated(&old, times), repeated(&new, times));
        let mut group = criterion.benchmark_group("diff, every schema changed, many times");
        group.throughput(Throughput::Elements(times as u64)).sample_size(10);
        group.bench_function(times.to_string(), |bencher| bencher.iter(|| black_box(compare(&old, &new, &names))));
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = documents
}
criterion_main!(benches);
