//! What does not compile, and what the compiler says of it.
//!
//! The messages are those of the compiler named here; others say the same in other words, and are not asked.

use std::process::Command;

const COMPILER: &str = "rustc 1.95.";

#[test]
fn what_would_fail_when_it_runs_does_not_compile() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    if !version.starts_with(COMPILER) {
        println!("skipped: the messages were written down with {COMPILER}*, and this is {version}");
        return;
    }
    trybuild::TestCases::new().compile_fail("cases/*.rs");
}
