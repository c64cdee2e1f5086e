//! Engine: submitting, a list of ten thousand jobs, events, and what it costs while nothing happens.
//!
//! Measured by `tests/support/engine_bench`, which talks to the release build from outside.

use std::process::Command;

use anyhow::{Context, Result};

use super::Bench;
use crate::exec;
use crate::workspace::Profile;

/// Measures and writes the section.
pub fn measure(bench: &Bench<'_>) -> Result<String> {
    let workspace = bench.workspace;
    // where the results of other benchmarks lie: a real disk, unlike some folders for temporary files
    let folder = workspace.target().join("bench/engine");
    std::fs::create_dir_all(&folder).context("make the folder for the engine")?;
    let mut command = Command::new(exec::cargo());
    command
        .args([
            "run",
            "--quiet",
            "--package",
            "va-tests",
            "--bin",
            "campaign",
        ])
        .args(["--", "engine"])
        .current_dir(workspace.root())
        .env("TMPDIR", folder)
        .env(
            "VIDEOANNOTATOR_TEST_PROGRAMS",
            workspace.programs(Profile::Release),
        )
        .env(
            "VIDEOANNOTATOR_RUNTIME_DIR",
            workspace.runtime(Profile::Release),
        );
    exec::output(&mut command)
}
