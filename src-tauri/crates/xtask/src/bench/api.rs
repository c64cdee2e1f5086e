//! The API with twenty clients at once: uploads, validation, lists, cancels, and a steady load.
//!
//! Measured by `tests/support/api_bench`, which talks to the release build from outside.

use anyhow::{Context, Result};

use super::Bench;
use crate::workspace::Profile;
use crate::{campaign, exec};

/// Measures and writes the section.
pub fn measure(bench: &Bench<'_>) -> Result<String> {
    let workspace = bench.workspace;
    // where the results of other benchmarks lie: a real disk, unlike some folders for temporary files
    let folder = workspace.target().join("bench/api");
    std::fs::create_dir_all(&folder).context("make the folder for the API")?;
    exec::output(
        campaign::command(workspace, Profile::Release)
            .args(["api", "--minutes", &bench.load_minutes.to_string()])
            .env("TMPDIR", folder),
    )
}
