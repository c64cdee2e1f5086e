//! The files of the clone as git sees them, for the house rules.
//!
//! Tracked files and new ones that are not ignored; it reads and never writes. Used by `house_rules`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::places;

/// A file of the clone.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path from the root, with forward slashes.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

impl Source {
    /// The file's text, or `None` when it is not text.
    pub fn text(&self) -> Option<String> {
        std::fs::read_to_string(&self.path).ok()
    }

    /// Whether the name ends with one of the extensions.
    pub fn is(&self, extensions: &[&str]) -> bool {
        self.path
            .extension()
            .is_some_and(|found| extensions.iter().any(|wanted| found == *wanted))
    }
}

/// Every file of the clone that is, or would be, committed.
pub fn sources() -> Result<Vec<Source>> {
    let root = places::root();
    let listed = Command::new("git")
        .args([
            "-c",
            "safe.directory=*",
            "ls-files",
            "-z",
            "--cached",
            "--others",
        ])
        .arg("--exclude-standard")
        .current_dir(&root)
        .output()
        .context("start git")?;
    if !listed.status.success() {
        bail!(
            "git lists no files: {}",
            String::from_utf8_lossy(&listed.stderr)
        );
    }
    let names = String::from_utf8(listed.stdout).context("a file name is not UTF-8")?;
    let files: Vec<Source> = names
        .split_terminator('\0')
        .map(|name| Source {
            name: name.to_owned(),
            path: root.join(name),
        })
        .filter(|source| source.path.is_file())
        .collect();
    if files.is_empty() {
        bail!("git lists no files in `{}`", root.display());
    }
    Ok(files)
}
