//! The campaigns by hand: `cargo xtask crash-test` and `cancel-test` build this and run it.
//!
//! It says what it does line by line and fails when anything was not as it has to be.
#![expect(
    clippy::print_stdout,
    reason = "a console program talks on the console"
)]

mod line;

use std::process::ExitCode;

use clap::Parser;

fn main() -> anyhow::Result<ExitCode> {
    line::Line::parse().run()
}
