//! A disk of a few megabytes, in memory, for what happens when one is full. Needs Linux and root.
//!
//! Used by the tests of the disk and of uploads.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::places;

/// A small disk at a folder, unmounted with the test.
#[derive(Debug)]
pub struct SmallDisk(PathBuf);

impl SmallDisk {
    /// `None` after saying loudly that the test is skipped.
    pub fn mount(at: &Path, megabytes: u32) -> Result<Option<Self>> {
        fs::create_dir_all(at)?;
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"])
            .arg(at)
            .output();
        if done.is_ok_and(|done| done.status.success()) {
            return Ok(Some(Self(at.to_owned())));
        }
        places::missing("VIDEOANNOTATOR_REQUIRE_ROOT", "a small disk needs root")
    }

    /// One that somebody else has mounted there.
    pub fn mounted(at: &Path) -> Self {
        Self(at.to_owned())
    }

    /// Changes how it is mounted.
    pub fn remount(&self, how: &str) -> Result<()> {
        let done = Command::new("mount")
            .args(["-o", &format!("remount,{how}")])
            .arg(&self.0)
            .status()?;
        anyhow::ensure!(done.success(), "the disk can't be remounted {how}");
        Ok(())
    }

    /// Fills it to the last byte.
    pub fn fill(&self) -> Result<PathBuf> {
        let ballast = self.0.join("ballast");
        let mut file = File::create(&ballast)?;
        for size in [1 << 20, 1 << 12, 1] {
            let block = vec![0; size];
            while file.write_all(&block).is_ok() {}
        }
        Ok(ballast)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let done = Command::new("umount").arg("-l").arg(&self.0).status();
        assert!(
            done.is_ok_and(|status| status.success()),
            "the small disk stays mounted"
        );
    }
}
