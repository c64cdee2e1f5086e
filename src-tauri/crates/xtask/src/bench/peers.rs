//! The other programs, in a Python environment of their own, and the script that drives them.
//!
//! Nothing of it reaches the product. Used by the benchmarks.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;

use crate::exec;
use crate::python::Python;
use crate::workspace::Workspace;

/// The installed programs.
pub struct Peers {
    python: Python,
    script: PathBuf,
}

impl Peers {
    /// Installs them once per content of the requirements.
    ///
    /// `silero` adds Silero VAD's own package, which brings `PyTorch` and gigabytes of libraries for
    /// graphics cards.
    pub fn install(workspace: &Workspace, silero: bool) -> Result<Self> {
        let python = Python::ensure(&workspace.target().join("bench/venv"))?;
        python.install(&workspace.path("tests/python/requirements-bench.txt"))?;
        if silero {
            python.install(&workspace.path("tests/python/requirements-bench-silero.txt"))?;
        }
        Ok(Self {
            python,
            script: workspace.path("src-tauri/crates/xtask/bench/peers.py"),
        })
    }

    /// Runs one command of the script and reads its answer.
    pub fn ask<T: DeserializeOwned>(&self, words: &[&std::ffi::OsStr]) -> Result<T> {
        let text = exec::output(self.python.command().arg(&self.script).args(words))?;
        serde_json::from_str(&text).context("read the answer of peers.py")
    }

    /// A line of Python, for facts of the computer.
    pub fn python(&self) -> Command {
        self.python.command()
    }
}
