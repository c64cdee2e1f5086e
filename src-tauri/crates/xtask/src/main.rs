//! `cargo xtask`: every development task behind one command, on every operating system.
//!
//! It is compiled before anything else is installed, so it uses five small crates and no system
//! library, and must never depend on a crate of the product. Called by people and by `.ci/run`.
#![expect(
    clippy::print_stdout,
    reason = "a console program talks on the console"
)]

mod bundle;
mod cargo;
mod exec;
mod generate;
mod packages;
mod parts;
mod python;
mod run;
mod runtime;
mod setup;
mod stamp;
mod test;
mod ui;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Set up, run, test, generate and bundle VideoAnnotator"
)]
struct Line {
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
}

fn main() -> Result<ExitCode> {
    let workspace = workspace::Workspace::find()?;
    match Line::parse().task {
        Task::Setup(options) => setup::task(&options),
        Task::Runtime(options) => runtime::task(&workspace, &options),
        Task::Run(options) => return run::task(&workspace, &options),
        Task::Test(options) => test::task(&workspace, &options),
        Task::Generate(options) => generate::task(&workspace, &options),
        Task::Bundle(options) => bundle::task(&workspace, &options),
    }
    .map(|()| ExitCode::SUCCESS)
}
