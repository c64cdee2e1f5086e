//! The list of tasks, one line each: what `cargo xtask --help` shows.
//!
//! It parses and dispatches; it does nothing itself. Called by `main`.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::workspace::Workspace;
use crate::{bench, bundle, campaign, generate, run, runtime, setup, test};

/// The command line.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Set up, run, test, generate and bundle VideoAnnotator"
)]
pub struct Line {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing (as root on Debian), or print the line that does
    Setup(setup::Options),
    /// Place ONNX Runtime, the speech model and the demo clip beside the built programs
    Runtime(runtime::Options),
    /// Build everything, annotate a video and open the window on the result
    Run(run::Options),
    /// Set up, then run every Rust, UI and end-to-end test
    Test(test::Options),
    /// Write the generated files: API types and reference pages
    Generate(generate::Options),
    /// Make the installable package
    Bundle(bundle::Options),
    /// Kill engine, workers and decoders at random moments while jobs run
    CrashTest(campaign::CrashOptions),
    /// Cancel jobs at random moments in every state and measure until nothing of them runs
    CancelTest(campaign::CancelOptions),
    /// Measure beside other programs and write docs/benchmarks.md
    Bench(bench::Options),
}

impl Line {
    /// Does the task.
    pub fn run(self) -> Result<ExitCode> {
        let workspace = Workspace::find()?;
        match self.task {
            Task::Setup(options) => setup::task(&options),
            Task::Runtime(options) => runtime::task(&workspace, &options),
            Task::Run(options) => return run::task(&workspace, &options),
            Task::Test(options) => test::task(&workspace, &options),
            Task::Generate(options) => generate::task(&workspace, &options),
            Task::Bundle(options) => bundle::task(&workspace, &options),
            Task::CrashTest(options) => campaign::crash(&workspace, &options),
            Task::CancelTest(options) => campaign::cancel(&workspace, &options),
            Task::Bench(options) => bench::task(&workspace, &options),
        }
        .map(|()| ExitCode::SUCCESS)
    }
}
