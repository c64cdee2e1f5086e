//! Engine: submitting, a list of ten thousand jobs, events, and what it costs while nothing happens.
//!
//! Measured by `tests/support/engine_bench`, which talks to the release build from outside.

use anyhow::{Context, Result};

use super::Bench;
use crate::workspace::Profile;
use crate::{campaign, exec};

/// Measures and writes the section.
pub fn measure(bench: &Bench<'_>) -> Result<String> {
    let workspace = bench.workspace;
    // where the results of other benchmarks lie: a real disk, unlike some folders for temporary files
    let folder = workspace.target().join("bench/engine");
    std::fs::create_dir_all(&folder).context("make the folder for the engine")?;
    exec::output(
        campaign::command(workspace, Profile::Release)
            .arg("engine")
            .env("TMPDIR", folder),
    )
}
