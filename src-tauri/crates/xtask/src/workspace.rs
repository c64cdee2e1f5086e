//! Where things are: the clone, the target folder and the programs built in it.
//!
//! It only computes paths and changes nothing. Every task uses it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::Deserialize;

use crate::exec;

/// Which of cargo's two standard profiles a task builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    /// Quick to build.
    Debug,
    /// Quick to run; what is shipped.
    Release,
}

impl Profile {
    /// `Release` when the flag is set.
    pub fn release_if(flag: bool) -> Self {
        if flag { Self::Release } else { Self::Debug }
    }

    /// The name of the profile's folder below the target folder.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }
}

/// The clone and its target folder (`CARGO_TARGET_DIR` is honoured: cargo itself is asked).
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

#[derive(Deserialize)]
struct Metadata {
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

impl Workspace {
    /// Asks cargo, without network.
    pub fn find() -> Result<Self> {
        let text = exec::output(
            Command::new(exec::cargo())
                .args([
                    "metadata",
                    "--no-deps",
                    "--format-version",
                    "1",
                    "--manifest-path",
                ])
                .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")),
        )?;
        let found: Metadata =
            serde_json::from_str(&text).context("read the answer of `cargo metadata`")?;
        Ok(Self {
            root: found.workspace_root,
            target: found.target_directory,
        })
    }

    /// A path inside the clone.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The root of the clone.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of built things that survives between runs.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// The folder of one profile's programs.
    pub fn programs(&self, profile: Profile) -> PathBuf {
        self.target.join(profile.folder())
    }

    /// A built program.
    pub fn program(&self, profile: Profile, name: &str) -> PathBuf {
        self.programs(profile)
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// The folder with what is not Rust, beside the programs.
    pub fn runtime(&self, profile: Profile) -> PathBuf {
        self.programs(profile).join("runtime")
    }

    /// The folder of shared test material beside the clone, where there is one
    /// (`VIDEOANNOTATOR_SHARED` names another).
    pub fn shared(&self) -> Option<PathBuf> {
        let folder = std::env::var_os("VIDEOANNOTATOR_SHARED")
            .map_or_else(|| self.root.join("../shared"), PathBuf::from);
        folder.join("manifest.json").is_file().then_some(folder)
    }
}
