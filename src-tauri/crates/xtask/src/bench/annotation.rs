//! One annotation by our own program, from nothing, and what it left.
//!
//! Each run gets a fresh folder, so that no earlier result is taken up. Used by the benchmarks.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::cargo::CLI;
use crate::workspace::{Profile, Workspace};

/// A run that is about to start.
pub struct Annotation {
    folder: PathBuf,
    video: PathBuf,
    profile: Profile,
}

#[derive(Deserialize)]
struct Provenance {
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    pipeline: String,
    #[serde(alias = "took_ms")]
    took: f64,
}

impl Annotation {
    /// A run on the video, in an emptied folder.
    pub fn of(workspace: &Workspace, video: &Path) -> Result<Self> {
        let folder = workspace.target().join("bench/out");
        if folder.exists() {
            fs::remove_dir_all(&folder).context("empty the folder for results")?;
        }
        Ok(Self {
            folder,
            video: video.to_owned(),
            profile: Profile::Release,
        })
    }

    /// The same with the programs of another profile.
    pub fn with(self, profile: Profile) -> Self {
        Self { profile, ..self }
    }

    /// The command, with all pipelines that are on by default or only the named ones.
    pub fn command(&self, workspace: &Workspace, pipelines: &str) -> Command {
        let mut command = Command::new(workspace.program(self.profile, CLI.1));
        command
            .arg("annotate")
            .arg(&self.video)
            .arg("--out")
            .arg(&self.folder)
            .arg("--json");
        command.env("VIDEOANNOTATOR_STORAGE_DIR", self.folder.join("data"));
        if !pipelines.is_empty() {
            command.args(["--pipelines", pipelines]);
        }
        command
    }

    /// The job folder.
    pub fn job(&self) -> PathBuf {
        self.folder.join(self.video.file_stem().unwrap_or_default())
    }

    /// The exported file whose name ends so.
    pub fn output(&self, ending: &str) -> Result<PathBuf> {
        let folder = self.job().join("output");
        fs::read_dir(&folder)
            .with_context(|| format!("list `{}`", folder.display()))?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .find(|path| path.to_string_lossy().ends_with(ending))
            .with_context(|| format!("no `*{ending}` in `{}`", folder.display()))
    }

    /// Seconds that one pipeline took, by the run's own record.
    pub fn took(&self, pipeline: &str) -> Result<f64> {
        let file = self.job().join("provenance.json");
        let text = fs::read(&file).with_context(|| format!("read `{}`", file.display()))?;
        let provenance: Provenance = serde_json::from_slice(&text).context("read provenance")?;
        let step = provenance
            .steps
            .iter()
            .find(|step| step.pipeline == pipeline);
        Ok(step.with_context(|| format!("no step `{pipeline}`"))?.took / 1000.0)
    }
}
