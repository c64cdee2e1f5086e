//! A folder of its own for one test, and the programs started so that they see nothing else.
//!
//! The user's data, configuration and display are out of reach. Used by the end-to-end tests.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::places;

/// A folder that disappears with the test.
#[derive(Debug)]
pub struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    /// A new, empty sandbox.
    pub fn new() -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("va-")
            .tempdir()
            .context("make a sandbox")?;
        Ok(Self { folder })
    }

    /// The sandbox's folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A path inside.
    pub fn join(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// The data folder that the programs are given.
    pub fn data(&self) -> PathBuf {
        self.join("data")
    }

    /// Leaves the folder to be looked at, and tells where it is.
    pub fn keep(self) -> PathBuf {
        self.folder.keep()
    }

    /// A built program that sees only the sandbox and the runtime folder: also no session bus, through
    /// which a window would find the one that its user has open.
    pub fn command(&self, program: &str) -> Result<Command> {
        self.command_of(&places::program(program)?)
    }

    /// The same for a program that lies elsewhere.
    pub fn command_of(&self, program: &Path) -> Result<Command> {
        let mut command = Command::new(program);
        command
            .current_dir(self.path())
            .env("HOME", self.path())
            .env("XDG_DATA_HOME", self.join("xdg-data"))
            .env("XDG_CONFIG_HOME", self.join("xdg-config"))
            .env("XDG_CACHE_HOME", self.join("xdg-cache"))
            .env(
                "DBUS_SESSION_BUS_ADDRESS",
                format!("unix:path={}", self.join("no-bus").display()),
            )
            .env("VIDEOANNOTATOR_STORAGE_DIR", self.data())
            .env("VIDEOANNOTATOR_RUNTIME_DIR", places::runtime()?)
            .env_remove("VIDEOANNOTATOR_MODELS_DIR")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY");
        Ok(command)
    }

    /// What the results in a job's folder are, to the bit.
    pub fn fingerprint(&self, folder: &Path) -> Result<String> {
        let mut command = self.command("videoannotator")?;
        let output = command.arg("fingerprint").arg(folder).output()?;
        let told = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{told}");
        let text = String::from_utf8(output.stdout)?;
        Ok(text.split_whitespace().next().context("a hash")?.to_owned())
    }
}
