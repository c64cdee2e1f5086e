//! The clone's own Python environment, `.venv`: pip for the runtime parts, parsers for the tests.
//!
//! The product itself never uses Python. No package index is named here: pip asks the one that the
//! computer is set up with. Used by `runtime`, `test` and `bench`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::exec;
use crate::stamp::Stamp;

/// A virtual environment.
#[derive(Clone, Debug)]
pub struct Python {
    folder: PathBuf,
}

/// A Python 3.11 or newer on `PATH`.
pub fn find() -> Option<PathBuf> {
    let recent = "import sys; sys.exit(sys.version_info < (3, 11))";
    ["python3", "python"]
        .into_iter()
        .filter_map(exec::find)
        .find(|file| {
            Command::new(file)
                .args(["-c", recent])
                .output()
                .is_ok_and(|done| done.status.success())
        })
}

impl Python {
    /// The environment in `folder`, made now when it is not there.
    pub fn ensure(folder: &Path) -> Result<Self> {
        let python = Self {
            folder: folder.to_owned(),
        };
        if python.works() {
            return Ok(python);
        }
        let base =
            find().context("no Python 3.11 or newer on PATH; `cargo xtask setup` gets it")?;
        exec::run(
            Command::new(base)
                .args(["-m", "venv", "--clear"])
                .arg(folder),
        )
        .context("make a Python environment (on Debian it needs `python3-venv`)")?;
        Ok(python)
    }

    /// The interpreter.
    pub fn program(&self) -> PathBuf {
        let inside = if cfg!(windows) {
            "Scripts/python.exe"
        } else {
            "bin/python"
        };
        self.folder.join(inside)
    }

    /// A call of the interpreter.
    pub fn command(&self) -> Command {
        Command::new(self.program())
    }

    /// A call of pip, without its remarks on newer versions.
    pub fn pip(&self, verb: &str) -> Command {
        let mut command = self.command();
        command.args(["-m", "pip", verb, "--quiet", "--disable-pip-version-check"]);
        command
    }

    /// Installs a requirements file, once per content of the file.
    pub fn install(&self, requirements: &Path) -> Result<()> {
        let name = requirements
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let stamp = self.folder.join(format!(".installed-{name}"));
        Stamp::new(stamp).input(requirements)?.unless_done(|| {
            exec::run(self.pip("install").arg("--requirement").arg(requirements))
        })?;
        Ok(())
    }

    fn works(&self) -> bool {
        self.command()
            .args(["-m", "pip", "--version"])
            .output()
            .is_ok_and(|done| done.status.success())
    }
}
