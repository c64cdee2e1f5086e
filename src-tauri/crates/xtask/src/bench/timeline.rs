//! Timeline: frames of the viewer while a million annotations pan and zoom in Chromium.
//!
//! Measured by `ui/e2e/timeline.e2e.mjs`, which starts the release build itself. Judges nothing: whether a
//! frame is late also depends on what else the computer does and on how its browser draws.

use anyhow::{Context, Result};

use super::Bench;
use crate::cargo::CLI;
use crate::exec;
use crate::workspace::Profile;

/// How many annotations, as in the requirement.
const ANNOTATIONS: u32 = 1_000_000;

/// Measures and writes the section.
pub fn measure(bench: &Bench<'_>) -> Result<String> {
    let workspace = bench.workspace;
    let folder = workspace.target().join("bench/timeline");
    std::fs::create_dir_all(&folder).context("make the folder for the timeline")?;
    let told = exec::output(
        exec::program("node")?
            .arg("e2e/timeline.e2e.mjs")
            .current_dir(workspace.path("ui"))
            .env("PROGRAM", workspace.program(Profile::Release, CLI.1))
            .env(
                "VIDEOANNOTATOR_RUNTIME_DIR",
                workspace.runtime(Profile::Release),
            )
            .env("ANNOTATIONS", ANNOTATIONS.to_string())
            .env("TMPDIR", folder),
    )?;
    let measured: Vec<_> = told
        .lines()
        .filter(|line| line.starts_with("   "))
        .map(|line| format!("- {}", line.trim()))
        .collect();
    Ok(format!(
        "## Timeline\n\n{ANNOTATIONS} annotations of three hours in ten tracks, read by window of time. Times between two \
         frames of a headless Chromium without a graphics card; at 60 frames a second one is 16.7 ms.\n\n{}\n",
        measured.join("\n")
    ))
}
