//! `cargo xtask bundle`: the installable package of the system that it runs on.
//!
//! Builds both programs, stages the command line as sidecar and the runtime parts as resources, and
//! lets Tauri's bundler pack them with `tauri.bundle.conf.json`. Only that file names the sidecar:
//! Tauri's build copies a staged sidecar over cargo's own program, so no build may know it.
//! Called by people, by `test` and by the release workflow.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::cargo::{CLI, DESKTOP};
use crate::packages::Group;
use crate::workspace::{Profile, Workspace};
use crate::{cargo, exec, runtime, setup, ui};

/// Where the staged things lie: ignored by git, named in `tauri.bundle.conf.json`.
const STAGE: &str = "src-tauri/binaries";

/// Options of the task.
#[derive(Args)]
pub struct Options {
    /// Package the debug build
    #[arg(long)]
    debug: bool,
    /// Kinds of package, as Tauri names them; default: the system's own
    #[arg(long)]
    bundles: Option<String>,
}

/// The task.
pub fn task(workspace: &Workspace, options: &Options) -> Result<()> {
    let profile = Profile::release_if(!options.debug);
    exec::step("set up", || setup::ensure(&[Group::Build, Group::Run]))?;
    exec::step("build the page", || ui::build(workspace))?;
    exec::step("build the programs", || {
        cargo::build(workspace, profile, &[CLI.0, DESKTOP.0])
    })?;
    exec::step("place the runtime parts", || {
        runtime::ensure(workspace, profile)
    })?;
    let kinds = options.bundles.as_deref().unwrap_or(native());
    let made = exec::step("package", || pack(workspace, profile, kinds))?;
    for file in made {
        println!("{} ({:.1} MB)", file.display(), megabytes(&file)?);
    }
    Ok(())
}

/// Packs programs that are already built and returns the packages.
pub fn pack(workspace: &Workspace, profile: Profile, kinds: &str) -> Result<Vec<PathBuf>> {
    stage(workspace, profile)?;
    let bundler = workspace.path("installers/tauri");
    ui::packages(&bundler)?;
    let program = if cfg!(windows) { "tauri.cmd" } else { "tauri" };
    let mut command = Command::new(bundler.join("node_modules/.bin").join(program));
    command.args([
        "bundle",
        "--ci",
        "--no-binary-patching",
        "--bundles",
        kinds,
        "--config",
    ]);
    command.arg(workspace.path("src-tauri/tauri.bundle.conf.json"));
    if profile == Profile::Debug {
        command.arg("--debug");
    }
    exec::run(command.current_dir(workspace.root()))?;
    let made = packages(&workspace.programs(profile).join("bundle"))?;
    if made.is_empty() {
        bail!("Tauri reported success but left no package");
    }
    Ok(made)
}

fn native() -> &'static str {
    if cfg!(windows) {
        "nsis,msi"
    } else if cfg!(target_os = "macos") {
        "app,dmg"
    } else {
        "deb"
    }
}

fn stage(workspace: &Workspace, profile: Profile) -> Result<()> {
    let folder = workspace.runtime(profile);
    let stage = workspace.path(STAGE);
    let name = format!("{}-{}{}", CLI.1, host()?, std::env::consts::EXE_SUFFIX);
    runtime::place(&workspace.program(profile, CLI.1), &stage.join(name))?;
    for file in files(&folder)? {
        let below = file
            .strip_prefix(&folder)
            .context("list the runtime folder")?;
        runtime::place(&file, &stage.join("runtime").join(below))?;
    }
    Ok(())
}

/// The target triple of this computer's compiler, which Tauri wants in the sidecar's name.
fn host() -> Result<String> {
    let text = exec::output(Command::new("rustc").arg("-vV"))?;
    triple(&text)
        .map(str::to_owned)
        .context("`rustc -vV` names no host")
}

fn triple(text: &str) -> Option<&str> {
    text.lines().find_map(|line| line.strip_prefix("host: "))
}

fn packages(folder: &Path) -> Result<Vec<PathBuf>> {
    let kinds = ["deb", "rpm", "msi", "exe", "dmg"];
    let mut found = files(folder)?;
    found.retain(|file| {
        file.extension()
            .is_some_and(|e| kinds.iter().any(|kind| e == *kind))
    });
    Ok(found)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("list `{}`", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn megabytes(file: &Path) -> Result<f64> {
    Ok(std::fs::metadata(file)?.len() as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_read_from_the_compilers_own_words() {
        let text = "rustc 1.95.0\nbinary: rustc\nhost: x86_64-unknown-linux-gnu\nrelease: 1\n";
        assert_eq!(triple(text), Some("x86_64-unknown-linux-gnu"));
    }

    #[test]
    fn only_installable_files_count_as_packages() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("deb")).unwrap();
        std::fs::write(folder.path().join("deb/a.deb"), "x").unwrap();
        std::fs::write(folder.path().join("deb/control.tar.gz"), "x").unwrap();
        let found = packages(folder.path()).unwrap();
        assert_eq!(found, [folder.path().join("deb/a.deb")]);
    }
}
