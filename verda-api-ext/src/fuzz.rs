//! How much the fuzz tests do: a second's worth as a rule, and as much as `PROPTEST_CASES` says.

use proptest::test_runner::{Config, RngSeed};

pub(crate) fn config() -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    Config {
        cases: asked.unwrap_or(1000),
        // The same cases on every machine, and others for those who ask for more.
        rng_seed: if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(4711) },
        failure_persistence: None,
        ..Config::default()
    }
}
