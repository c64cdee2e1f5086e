//! `cargo xtask run [VIDEO]`: from a fresh clone to annotated files and the window on them.
//!
//! It shows what the programs print and adds nothing to it. Called by people.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result};
use clap::Args;

use crate::cargo::{CLI, DESKTOP};
use crate::packages::Group;
use crate::workspace::{Profile, Workspace};
use crate::{cargo, exec, runtime, setup, ui};

/// Options of the task.
#[derive(Args)]
pub struct Options {
    /// The video; without one, the demo clip
    video: Option<PathBuf>,
    /// Only the files: neither build nor open the window
    #[arg(long)]
    no_window: bool,
    /// Where the files go
    #[arg(long, default_value = "annotations")]
    out: PathBuf,
    /// Build for speed (takes longer to build)
    #[arg(long)]
    release: bool,
}

/// The task; the exit code is that of the annotation.
pub fn task(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let profile = Profile::release_if(options.release);
    exec::step("set up", || setup::ensure(&[Group::Build, Group::Run]))?;
    exec::step("build the page", || ui::build(workspace))?;
    let packages: &[&str] = if options.no_window {
        &[CLI.0]
    } else {
        &[CLI.0, DESKTOP.0]
    };
    exec::step("build the programs", || {
        cargo::build(workspace, profile, packages)
    })?;
    let folder = exec::step("place the runtime parts", || {
        runtime::ensure(workspace, profile)
    })?;

    let video = options
        .video
        .clone()
        .unwrap_or_else(|| folder.join("demo/demo.mp4"));
    let status = Command::new(workspace.program(profile, CLI.1))
        .arg("annotate")
        .arg(&video)
        .arg("--out")
        .arg(&options.out)
        .status()
        .context("start the annotation")?;
    if !status.success() {
        return Ok(code(status.code()));
    }
    if options.no_window {
        return Ok(ExitCode::SUCCESS);
    }
    if !has_display() {
        println!("No display here, so no window was opened.");
        return Ok(ExitCode::SUCCESS);
    }
    open(workspace, profile, &job_folder(&options.out, &video)?)?;
    Ok(ExitCode::SUCCESS)
}

/// Opens the window and leaves it open when this program ends.
fn open(workspace: &Workspace, profile: Profile, job: &Path) -> Result<()> {
    println!("Opening the window on {}", job.display());
    Command::new(workspace.program(profile, DESKTOP.1))
        .arg("--open")
        .arg(job)
        // The terminal, or a pipe behind this program, does not wait for the window.
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("open the window")?;
    Ok(())
}

/// `annotate` gives each video a folder named like it.
fn job_folder(out: &Path, video: &Path) -> Result<PathBuf> {
    let stem = video
        .file_stem()
        .with_context(|| format!("`{}` names no file", video.display()))?;
    let folder = out.join(stem);
    folder
        .canonicalize()
        .with_context(|| format!("find the result in `{}`", folder.display()))
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

fn code(status: Option<i32>) -> ExitCode {
    status
        .and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_is_looked_for_in_the_folder_named_like_the_video() {
        let out = tempfile::tempdir().unwrap();
        std::fs::create_dir(out.path().join("visit 1")).unwrap();
        let found = job_folder(out.path(), Path::new("/videos/visit 1.mp4")).unwrap();
        assert!(found.ends_with("visit 1"));
        assert!(job_folder(out.path(), Path::new("other.mp4")).is_err());
    }
}
