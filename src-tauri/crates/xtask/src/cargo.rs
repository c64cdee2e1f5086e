//! Cargo, as the tasks call it: build the two programs, run the Rust tests.
//!
//! The target folder is the one that cargo itself names. Used by `run`, `test`, `generate`, `bundle`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::exec;
use crate::workspace::{Profile, Workspace};

/// The package and the program of the command line.
pub const CLI: (&str, &str) = ("va-cli", "videoannotator");
/// The package and the program of the window.
pub const DESKTOP: (&str, &str) = ("videoannotator-desktop", "videoannotator-desktop");

/// Builds the programs of the named packages.
pub fn build(workspace: &Workspace, profile: Profile, packages: &[&str]) -> Result<()> {
    let mut command = cargo(workspace, "build");
    if profile == Profile::Release {
        command.arg("--release");
    }
    for package in packages {
        command.args(["--package", package]);
    }
    exec::run(&mut command)
}

/// Builds every program and every test in one go, so that both share their dependencies.
/// This running program is left out: some systems cannot replace it.
pub fn build_with_tests(workspace: &Workspace) -> Result<()> {
    let mut command = cargo(workspace, "build");
    command.args([
        "--workspace",
        "--exclude",
        "xtask",
        "--lib",
        "--bins",
        "--tests",
    ]);
    exec::run(&mut command)
}

/// Runs the Rust tests, with cargo-nextest where it is installed.
pub fn test(
    workspace: &Workspace,
    filter: Option<&str>,
    environment: &[(&str, PathBuf)],
) -> Result<()> {
    let nextest = exec::find("cargo-nextest").is_some();
    let mut command = cargo(workspace, if nextest { "nextest" } else { "test" });
    if nextest {
        command.arg("run");
    }
    command.args(["--workspace", "--no-fail-fast"]);
    command.args(filter);
    command.envs(environment.iter().map(|(name, value)| (name, value)));
    exec::run(&mut command)
}

fn cargo(workspace: &Workspace, verb: &str) -> Command {
    let mut command = Command::new(exec::cargo());
    command.arg(verb).current_dir(workspace.root());
    command
}
