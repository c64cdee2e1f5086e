//! Runs the scripts of `tests/python` with the Python that has the parsers: the environment variable
//! `VIDEOANNOTATOR_TEST_PYTHON`, else the repository's `.venv`.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

fn interpreter() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("VIDEOANNOTATOR_TEST_PYTHON") {
        return Some(path.into());
    }
    ["bin/python", "Scripts/python.exe"]
        .iter()
        .map(|python| repository().join(".venv").join(python))
        .find(|python| python.exists())
}

/// What `script` prints about a file with this content, as JSON. `None`, loudly, where there is no Python;
/// a failure instead where `VIDEOANNOTATOR_REQUIRE_PYTHON` is 1.
pub fn check(script: &str, name: &str, content: &str) -> Option<Value> {
    let Some(python) = interpreter() else {
        let why = "no VIDEOANNOTATOR_TEST_PYTHON and no .venv: run `cargo xtask test` once";
        let required = std::env::var("VIDEOANNOTATOR_REQUIRE_PYTHON").is_ok_and(|v| v == "1");
        assert!(!required, "{script} is required: {why}");
        eprintln!("SKIPPED: {script}: {why}");
        return None;
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, content).unwrap();
    let output = Command::new(&python)
        .arg(repository().join("tests/python").join(script))
        .arg(&file)
        .env("PYTHONUTF8", "1")
        .output()
        .unwrap_or_else(|error| panic!("{} does not start: {error}", python.display()));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script} refuses {name}:\n{said}");
    Some(serde_json::from_slice(&output.stdout).expect("the scripts print JSON"))
}
