//! Running `videoannotator annotate` and reading what it says. Used by the end-to-end tests.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::sandbox::Sandbox;

/// What a run said.
#[derive(Debug)]
pub struct Run {
    /// Exit code; `None` if it was killed.
    pub code: Option<i32>,
    /// The JSON lines of standard output.
    pub lines: Vec<Value>,
    /// Standard output as it was.
    pub stdout: String,
    /// Standard error as it was.
    pub stderr: String,
}

impl Run {
    /// Reads a finished process.
    pub fn of(output: &Output) -> Self {
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        let lines = stdout
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        Self {
            code: output.status.code(),
            lines,
            stdout,
            stderr,
        }
    }

    /// The last line that says what came out.
    pub fn result(&self) -> Option<&Value> {
        self.lines
            .iter()
            .rev()
            .find(|line| line["type"] == "result")
    }

    /// Items of a track.
    pub fn count(&self, track: &str) -> u64 {
        self.result()
            .and_then(|r| r["counts"][track].as_u64())
            .unwrap_or(0)
    }

    /// The code of the error that ended it.
    pub fn error(&self) -> Option<&str> {
        let failure = |line: &'_ Value| line["failure"]["code"].is_string();
        let line = self.lines.iter().rev().find(|line| failure(line))?;
        line["failure"]["code"].as_str()
    }

    /// What it says can be done.
    pub fn hint(&self) -> Option<&str> {
        self.lines
            .iter()
            .rev()
            .find_map(|line| line["failure"]["hint"].as_str())
    }

    /// The job folder.
    pub fn folder(&self) -> Option<PathBuf> {
        self.result()
            .and_then(|r| r["folder"].as_str())
            .map(PathBuf::from)
    }

    /// The whole text of a file in `output` whose name ends like this.
    pub fn output(&self, ending: &str) -> Result<String> {
        let folder = self
            .folder()
            .context("the run has no result")?
            .join("output");
        let path = file_ending(&folder, ending)?;
        std::fs::read_to_string(&path).with_context(|| path.display().to_string())
    }
}

/// The file of a folder whose name ends like this.
pub fn file_ending(folder: &Path, ending: &str) -> Result<PathBuf> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths = entries.flatten().map(|entry| entry.path());
    let found = paths.find(|path| path.to_string_lossy().ends_with(ending));
    found.with_context(|| format!("no file in `{}` ends with `{ending}`", folder.display()))
}

/// `videoannotator annotate --json` with these arguments, not started yet.
pub fn command(sandbox: &Sandbox, arguments: &[&str]) -> Result<Command> {
    let mut command = sandbox.command("videoannotator")?;
    command.arg("annotate").arg("--json").args(arguments);
    Ok(command)
}

/// The same, run to its end.
pub fn annotate(sandbox: &Sandbox, arguments: &[&str]) -> Result<Run> {
    let output = command(sandbox, arguments)?
        .output()
        .context("start videoannotator")?;
    Ok(Run::of(&output))
}
