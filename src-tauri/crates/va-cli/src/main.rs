//! `videoannotator`: the command line and, as `videoannotator worker`, the process that does the work.

mod annotate;
mod args;
mod audit;
mod config;
mod diagnose;
mod fingerprint;
mod generate;
mod jobs;
mod listing;
mod models;
mod out;
mod probe;
mod serve;
mod storage;
mod token;
mod verify;
mod worker;

use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command, PipelinesCommand};
use va_engine::logging::{self, Shape};

fn main() -> ExitCode {
    let Arguments { log_level, command } = Arguments::parse();
    if log_level.is_some() {
        logging::start(Shape::Words, log_level);
    }
    match command {
        Command::Annotate(arguments) => annotate::run(arguments),
        Command::Serve(arguments) => serve::run(&arguments, log_level),
        Command::Pipelines { json, command } => match command {
            Some(PipelinesCommand::Audit { json, docs }) => audit::run(json, docs.as_deref()),
            None => listing::pipelines(json),
        },
        Command::Formats => listing::formats(),
        Command::Fingerprint { folders } => fingerprint::run(&folders),
        Command::Jobs { command } => jobs::run(&command),
        Command::Models { command } => models::run(command),
        Command::Config { command } => config::run(command),
        Command::Storage { command } => storage::run(command),
        Command::Token { command } => token::run(&command),
        Command::Generate { what, out } => generate::run(what, out.as_deref()),
        Command::Worker => worker::run(),
        Command::Diagnose { part, bundle, json } => diagnose::run(&part, bundle.as_deref(), json),
        Command::VerifyInstallation { json } => verify::run(json),
        Command::ProbeRuntime { library } => probe::run(&library),
    }
}
