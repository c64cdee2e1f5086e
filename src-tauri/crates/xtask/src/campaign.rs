//! `cargo xtask crash-test` and `cancel-test`: hundreds of kills and cancels at random moments.
//!
//! It builds the programs and starts the campaigns of `tests/campaign`, which talk to the programs only
//! from outside. A campaign that fails says its seed. Called by people; CI runs a short one as a test.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::cargo::{self, CLI, DESKTOP};
use crate::packages::Group;
use crate::workspace::{Profile, Workspace};
use crate::{exec, runtime, setup, ui};

/// Options of `crash-test`.
#[derive(Args)]
pub struct CrashOptions {
    /// How often engine, workers and decoders are killed
    #[arg(long, default_value_t = 200)]
    kills: u32,
    /// Where chance starts; a fresh one without it
    #[arg(long)]
    seed: Option<u64>,
    /// Kill the release build
    #[arg(long)]
    release: bool,
}

/// Options of `cancel-test`.
#[derive(Args)]
pub struct CancelOptions {
    /// How many jobs are cancelled
    #[arg(long, default_value_t = 100)]
    cancels: u32,
    /// How many of them through the window as well
    #[arg(long, default_value_t = 10)]
    window: u32,
    /// How often `annotate` is interrupted
    #[arg(long, default_value_t = 20)]
    interruptions: u32,
    /// Where chance starts; a fresh one without it
    #[arg(long)]
    seed: Option<u64>,
    /// Cancel in the release build
    #[arg(long)]
    release: bool,
}

/// The task `crash-test`.
pub fn crash(workspace: &Workspace, options: &CrashOptions) -> Result<()> {
    let mut words = vec![
        "crash".to_owned(),
        "--kills".to_owned(),
        options.kills.to_string(),
    ];
    words.extend(seed(options.seed));
    run(workspace, Profile::release_if(options.release), &words)
}

/// The task `cancel-test`.
pub fn cancel(workspace: &Workspace, options: &CancelOptions) -> Result<()> {
    let numbers = [
        ("--cancels", options.cancels),
        ("--window", options.window),
        ("--interruptions", options.interruptions),
    ];
    let numbers = numbers.map(|(name, number)| [name.to_owned(), number.to_string()]);
    let words = std::iter::once("cancel".to_owned()).chain(numbers.into_iter().flatten());
    let words: Vec<_> = words.chain(seed(options.seed)).collect();
    let profile = Profile::release_if(options.release);
    if options.window > 0 {
        exec::step("build the page", || ui::build(workspace))?;
        exec::step("build the window", || {
            cargo::build(workspace, profile, &[DESKTOP.0])
        })?;
    }
    run(workspace, profile, &words)
}

fn seed(seed: Option<u64>) -> impl Iterator<Item = String> {
    seed.into_iter()
        .flat_map(|seed| ["--seed".to_owned(), seed.to_string()])
}

/// Builds what is needed and runs a campaign on it.
fn run(workspace: &Workspace, profile: Profile, words: &[String]) -> Result<()> {
    exec::step("set up", || {
        setup::ensure(&[Group::Build, Group::Run, Group::Test])
    })?;
    exec::step("build the program", || {
        cargo::build(workspace, profile, &[CLI.0])
    })?;
    exec::step("place the runtime parts", || {
        runtime::ensure(workspace, profile)
    })?;
    exec::run(command(workspace, profile).args(words))
}

/// The program of `tests/campaign`, pointed at the programs of a profile and built like them: twenty clients of a
/// debug build would take the processor from what they measure. Its words follow.
pub fn command(workspace: &Workspace, profile: Profile) -> Command {
    let mut command = Command::new(exec::cargo());
    command
        .args(["run", "--quiet", "--package", "va-tests"])
        .args(["--bin", "campaign"])
        .args((profile == Profile::Release).then_some("--release"))
        .arg("--")
        .current_dir(workspace.root())
        .env("VIDEOANNOTATOR_TEST_PROGRAMS", workspace.programs(profile))
        .env("VIDEOANNOTATOR_RUNTIME_DIR", workspace.runtime(profile));
    command
}
