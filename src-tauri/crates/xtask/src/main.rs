//! `cargo xtask`: every development task behind one command, on every operating system.
//!
//! It is compiled before anything else is installed, so it uses five small crates and no system
//! library, and must never depend on a crate of the product. Called by people and by `.ci/run`.
#![expect(
    clippy::print_stdout,
    reason = "a console program talks on the console"
)]

mod bench;
mod bundle;
mod campaign;
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
mod task;
mod test;
mod ui;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

#[expect(
    clippy::print_stderr,
    reason = "the one place where a failed task is reported"
)]
fn main() -> ExitCode {
    task::Line::parse().run().unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
