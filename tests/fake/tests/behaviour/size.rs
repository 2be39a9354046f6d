//! A large project is still quick.

use std::time::{Duration, Instant};

use serde_json::json;
use verda_fake::VerdaFake;

use crate::project::Project;

const LISTED_WITHIN: Duration = Duration::from_millis(50);
const STARTED_WITHIN: Duration = Duration::from_millis(10);

/// The first in a process reads the document as well, which the others share.
#[tokio::test]
async fn a_fake_starts_at_once() {
    let start = |_| {
        let started = Instant::now();
        let _fake = VerdaFake::default();
        started.elapsed()
    };
    assert!((0..5).map(start).min().unwrap() < STARTED_WITHIN);
}

#[tokio::test(start_paused = true)]
async fn a_large_project_is_listed() {
    let fake = VerdaFake::builder().without_rate_limits().balance(1e9).build();
    let project = Project::on(fake).await;
    let data = |name: &str| json!({ "name": name, "size": 50, "type": "NVMe" });
    // A debug build takes longer, so the time has no meaning there.
    let count = if cfg!(debug_assertions) { 500 } else { 5000 };
    for _ in 0..count {
        project.deploy(json!({ "volumes": [data("a"), data("b"), data("c")] })).await;
    }
    let instances = project.get("/v1/instances").await;
    let volumes = project.get("/v1/volumes").await;
    assert_eq!(instances.json().as_array().unwrap().len(), count);
    assert_eq!(volumes.json().as_array().unwrap().len(), 4 * count);
    let instances_took = quickest(&project, "/v1/instances").await;
    let volumes_took = quickest(&project, "/v1/volumes").await;
    if !cfg!(debug_assertions) {
        assert!(instances_took < LISTED_WITHIN && volumes_took < LISTED_WITHIN, "{instances_took:?}, {volumes_took:?}");
    }
    println!("{count} instances: {instances_took:?}; {} volumes: {volumes_took:?}", 4 * count);
}

/// The time of the fastest of some calls, so that other load does not count.
async fn quickest(project: &Project, path: &str) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let started = Instant::now();
        project.get(path).await;
        best = best.min(started.elapsed());
    }
    best
}
