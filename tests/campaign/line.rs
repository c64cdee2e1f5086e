//! The command line of the campaigns, and how their results are shown.
//!
//! It chooses sizes; the campaigns themselves are in `va_tests::campaign`. Called by `main`.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::{Parser, Subcommand};
use va_tests::campaign::chance::fresh_seed;
use va_tests::campaign::outcome::Outcome;
use va_tests::campaign::recordings::Size;
use va_tests::campaign::{cancel, crash};
use va_tests::sandbox::Sandbox;
use va_tests::{api_bench, engine_bench};

/// Long enough for several checkpoints, large enough that a worker has to work for it.
const MINUTE_AND_A_HALF: Size = Size {
    seconds: 90,
    width: 640,
    height: 360,
};

/// The command line.
#[derive(Parser)]
#[command(name = "campaign", about = "Kill and cancel at random moments")]
pub struct Line {
    #[command(subcommand)]
    campaign: Campaign,
}

#[derive(Subcommand)]
enum Campaign {
    /// Kill engine, workers and decoders
    Crash {
        /// How many kills
        #[arg(long, default_value_t = 200)]
        kills: u32,
        /// Where chance starts; a fresh one without it
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Cancel jobs in every state
    Cancel {
        /// How many cancels of jobs
        #[arg(long, default_value_t = 100)]
        cancels: u32,
        /// How many cancels through the door of the window
        #[arg(long, default_value_t = 0)]
        window: u32,
        /// How many interruptions of `annotate`
        #[arg(long, default_value_t = 20)]
        interruptions: u32,
        /// Where chance starts; a fresh one without it
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Measure the API and print a section of docs/benchmarks.md
    Api {
        /// How long the steady load lasts
        #[arg(long, default_value_t = 2)]
        minutes: u64,
    },
    /// Measure the engine and print a section of docs/benchmarks.md
    Engine {
        /// How many jobs are in the list
        #[arg(long, default_value_t = engine_bench::Load::FULL.jobs)]
        jobs: usize,
    },
}

impl Line {
    /// Runs the campaign.
    pub fn run(self) -> Result<ExitCode> {
        let sandbox = Sandbox::new()?;
        let mut say = |line: &str| println!("{line}");
        let outcome = match self.campaign {
            Campaign::Api { minutes } => {
                let load = api_bench::Load::full(Duration::from_mins(minutes));
                println!("{}", api_bench::section(load, &sandbox)?);
                return Ok(ExitCode::SUCCESS);
            }
            Campaign::Engine { jobs } => {
                let load = engine_bench::Load {
                    jobs,
                    ..engine_bench::Load::FULL
                };
                println!("{}", engine_bench::section(load, &sandbox)?);
                return Ok(ExitCode::SUCCESS);
            }
            Campaign::Crash { kills, seed } => {
                let options = crash::Options {
                    kills,
                    seed: seed.unwrap_or_else(fresh_seed),
                    slots: 2,
                    recordings: 3,
                    size: MINUTE_AND_A_HALF,
                    pause: (Duration::from_millis(50), Duration::from_millis(2500)),
                };
                say(&format!("seed {}", options.seed));
                crash::run(&options, &sandbox, &mut say)
            }
            Campaign::Cancel {
                cancels,
                window,
                interruptions,
                seed,
            } => {
                let options = cancel::Options {
                    cancels,
                    window,
                    interruptions,
                    seed: seed.unwrap_or_else(fresh_seed),
                    long: MINUTE_AND_A_HALF,
                    short: Size {
                        seconds: 10,
                        ..MINUTE_AND_A_HALF
                    },
                    timed: true,
                };
                say(&format!("seed {}", options.seed));
                cancel::run(&options, &sandbox, &mut say)
            }
        };
        Ok(show(outcome, sandbox))
    }
}

/// Prints the result; what a failed campaign left behind is kept to be looked at.
fn show(outcome: Result<Outcome>, sandbox: Sandbox) -> ExitCode {
    match &outcome {
        Ok(outcome) => println!("\n{outcome}"),
        Err(error) => println!("\nFAILED: {error:#}"),
    }
    if outcome.is_ok_and(|outcome| outcome.passed()) {
        return ExitCode::SUCCESS;
    }
    println!("what it left: {}", sandbox.keep().display());
    ExitCode::FAILURE
}
