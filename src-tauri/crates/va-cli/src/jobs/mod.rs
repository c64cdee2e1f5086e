//! `jobs`: the library and the queue from the command line. Listing and showing only read, and work beside
//! a running engine; what changes something takes the data folder, or says which program holds it.

mod change;
mod import;
mod list;
pub mod read;
mod show;

pub use change::with_engine;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use va_core::job::JobStatus;
use va_core::{ErrorCode, Failure};

use crate::out;

/// What to do with jobs. A job is named by its id or by the short one that `list` prints.
#[derive(Debug, Subcommand)]
pub enum JobsCommand {
    /// List the jobs, newest first.
    List(ListArguments),
    /// Show everything about a job.
    Show {
        /// The job.
        id: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Stop jobs for good. What they have finished stays; a cancelled job never runs again.
    Cancel(Named),
    /// Queue the failed steps of jobs again.
    Retry(Named),
    /// Queue new jobs with the same recordings and settings.
    RunAgain(Named),
    /// Remove jobs with their folders. Recordings stay.
    Delete(Named),
    /// Start no job any more until the queue is resumed.
    Pause {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Let a paused queue go on.
    Resume {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Take the jobs of another program into the library.
    ///
    /// Reads the database and the result files of VideoAnnotator 1.3 or 1.4, the Python server, and changes
    /// nothing there. Jobs keep their ids, times, settings and status; their result files are copied into
    /// the library, recordings stay where they are. A job that was running when the server was left becomes
    /// failed (interrupted), one that was waiting becomes cancelled. Importing again adds only new jobs.
    Import(ImportArguments),
}

/// Jobs by name.
#[derive(Debug, Args)]
pub struct Named {
    /// The jobs.
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// Print JSON, one line a job.
    #[arg(long)]
    json: bool,
}

/// Arguments of `jobs list`.
#[derive(Debug, Args)]
pub struct ListArguments {
    /// Only jobs of this status.
    #[arg(long, value_name = "STATUS")]
    status: Option<Status>,
    /// At most so many.
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Arguments of `jobs import`.
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// The program that the jobs come from.
    #[arg(long, value_name = "PROGRAM")]
    from: ForeignProgram,
    /// The folder in which that program was started, or its database file.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
}

/// A program whose jobs can be imported.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ForeignProgram {
    /// VideoAnnotator 1.3 and 1.4.
    VideoannotatorPython,
}

/// A job's status.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Status {
    Pending,
    Running,
    Completed,
    Failed,
    Cancelled,
}

impl From<Status> for JobStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Pending => Self::Pending,
            Status::Running => Self::Running,
            Status::Completed => Self::Completed,
            Status::Failed => Self::Failed,
            Status::Cancelled => Self::Cancelled,
        }
    }
}

/// Does it. Exit codes: 0 done, 2 wrong usage or no such job, 4 not possible.
pub fn run(command: &JobsCommand) -> ExitCode {
    let done = match command {
        JobsCommand::List(arguments) => list::run(arguments),
        JobsCommand::Show { id, json } => show::run(id, *json),
        JobsCommand::Cancel(named) => change::each(named, change::cancel),
        JobsCommand::Retry(named) => change::each(named, change::retry),
        JobsCommand::RunAgain(named) => change::each(named, change::run_again),
        JobsCommand::Delete(named) => change::each(named, change::delete),
        JobsCommand::Pause { json } => change::pause(true, *json),
        JobsCommand::Resume { json } => change::pause(false, *json),
        JobsCommand::Import(arguments) => {
            let ForeignProgram::VideoannotatorPython = arguments.from;
            import::run(&arguments.folder, arguments.json)
        }
    };
    match done {
        Ok(code) => code,
        Err(failure) => {
            out::failure(&failure);
            exit(&failure)
        }
    }
}

fn exit(failure: &Failure) -> ExitCode {
    if failure.code == ErrorCode::JobNotFound {
        return ExitCode::from(2);
    }
    ExitCode::from(failure.code.exit_code())
}
