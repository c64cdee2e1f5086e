//! `storage`: where recordings and results are kept, moving them, and removing old jobs. Works without the
//! window; what changes something refuses while another program has the storage folder open, and says which.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use clap::Subcommand;
use serde_json::json;
use va_core::ErrorCode;
use va_engine::retention::{RetentionPreview, RetentionReport};
use va_engine::storage::offline::{self, Move};
use va_engine::storage_move::{MoveState, Point, Progress, Watch};
use va_engine::{EngineError, Location, StorageError};

use crate::out;

/// Between two lines of progress.
const PERIOD: Duration = Duration::from_secs(2);

/// What to do with the storage folder.
#[derive(Debug, Subcommand)]
pub enum StorageCommand {
    /// Show where the storage folder is, who decided it and how full it is.
    Show {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Move the storage folder to another place, for example to another disk.
    ///
    /// Everything is copied, read back and compared; only then the new folder is taken into use and the
    /// old one removed. It can be interrupted at any time: one complete folder is always in use, and the
    /// same command goes on where it stopped. Close the window first.
    Move {
        /// A new or empty folder.
        #[arg(value_name = "DIR")]
        to: PathBuf,
        /// Keep the old folder.
        #[arg(long)]
        keep: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show which old jobs would be removed, or remove them with --force.
    ///
    /// Only jobs that have ended, are not pinned and were not opened in the last 7 days, and only folders
    /// that the program made inside the storage folder.
    ///
    /// Exit codes: 0 done, 1 something could not be removed or read, 2 no number of days is set.
    Cleanup {
        /// Days after the end of a job, instead of the setting `retention_days`.
        #[arg(long, value_name = "N")]
        days: Option<u32>,
        /// Remove them.
        #[arg(long)]
        force: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

/// `storage`.
pub fn run(command: StorageCommand) -> ExitCode {
    let location = Location::of_this_user();
    match command {
        StorageCommand::Show { json } => show(&location, json).unwrap_or_else(|e| failed(&e)),
        StorageCommand::Move { to, keep, json } => {
            move_to(location, to, keep, json).unwrap_or_else(|e| failed(&e))
        }
        StorageCommand::Cleanup { days, force, json } => cleanup(&location, days, force, json)
            .unwrap_or_else(|e| {
                failed(&e);
                let off = e.failure().code == ErrorCode::RetentionDisabled;
                ExitCode::from(if off { 2 } else { 1 })
            }),
    }
}

fn failed(error: &EngineError) -> ExitCode {
    let failure = error.failure();
    out::failure(&failure);
    ExitCode::from(failure.code.exit_code())
}

fn show(location: &Location, as_json: bool) -> Result<ExitCode, EngineError> {
    let storage = offline::show(location)?;
    if as_json {
        out::json(&json!(storage));
        return Ok(ExitCode::SUCCESS);
    }
    let by = match storage.source {
        va_engine::StorageSource::Default => "the platform's place",
        va_engine::StorageSource::Environment => "set by VIDEOANNOTATOR_STORAGE_DIR",
        va_engine::StorageSource::Setting => "set by a move",
    };
    out::line(&format!("{} ({by})", storage.path.display()));
    let (used, free, total) = (
        megabytes(storage.used_bytes),
        megabytes(storage.free_bytes),
        megabytes(storage.total_bytes),
    );
    out::line(&format!("{used} used, {free} of {total} free on its disk"));
    Ok(ExitCode::SUCCESS)
}

fn move_to(
    location: Location,
    to: PathBuf,
    keep: bool,
    as_json: bool,
) -> Result<ExitCode, EngineError> {
    let to = std::path::absolute(&to).unwrap_or(to);
    let prepared = Move::prepare(location, &to, keep)?;
    let plan = prepared.plan();
    let (from, to, files) = (plan.from.clone(), plan.to.clone(), plan.files.len());
    let size = megabytes(plan.bytes);
    out::note(&format!(
        "moving {files} files, {size}, to {}",
        to.display()
    ));
    let told = Told::new(Progress::new(to.clone(), files as u64, plan.bytes));
    let left = prepared.run(&told)?;
    if as_json {
        out::json(&json!({ "from": from, "to": to, "files": files, "kept": keep, "left": left }));
        return Ok(ExitCode::SUCCESS);
    }
    out::line(&format!("the storage folder is now {}", to.display()));
    if keep {
        out::line(&format!("the old folder stays in {}", from.display()));
    } else if left.is_empty() {
        out::line("the old folder is gone");
    } else {
        out::line("left in the old folder, because it has changed meanwhile:");
        for path in left {
            out::line(&format!("  {}", path.display()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Progress that is printed every other second.
struct Told {
    progress: Progress,
    last: Mutex<Instant>,
}

impl Told {
    fn new(progress: Progress) -> Self {
        let last = Mutex::new(Instant::now());
        Self { progress, last }
    }
}

impl Watch for Told {
    fn at(&self, point: Point) -> Result<(), StorageError> {
        self.progress.at(point)?;
        let mut last = self
            .last
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if last.elapsed() < PERIOD {
            return Ok(());
        }
        *last = Instant::now();
        let view = self.progress.view();
        let doing = match view.state {
            MoveState::Copying => "copied",
            MoveState::Verifying => "verified",
            MoveState::Switching | MoveState::Done | MoveState::Failed | MoveState::Cancelled => {
                return Ok(());
            }
        };
        let (done, total) = (megabytes(view.bytes_done), megabytes(view.bytes_total));
        out::note(&format!("{doing} {done} of {total}"));
        Ok(())
    }
}

fn cleanup(
    location: &Location,
    days: Option<u32>,
    force: bool,
    as_json: bool,
) -> Result<ExitCode, EngineError> {
    if !force {
        let found = offline::preview_cleanup(location, days)?;
        if as_json {
            out::json(&json!(found));
        } else {
            print_preview(&found);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let report = offline::cleanup(location, days)?;
    if as_json {
        out::json(&json!(report));
    } else {
        print_report(&report);
    }
    Ok(ExitCode::from(u8::from(!report.errors.is_empty())))
}

fn print_preview(found: &RetentionPreview) {
    let size = megabytes(found.bytes);
    out::line(&format!(
        "{} job(s) ended more than {} days ago and would be removed: {size}",
        found.jobs.len(),
        found.days
    ));
    for job in &found.jobs {
        out::line(&format!(
            "  {} {} {} {}",
            job.job_id,
            job.completed_at,
            megabytes(job.bytes),
            job.video_filename
        ));
    }
    for job in &found.skipped {
        out::line(&format!(
            "  {} stays: {} ({})",
            job.job_id, job.reason, job.video_filename
        ));
    }
    if !found.jobs.is_empty() {
        out::line("nothing was removed; --force removes them");
    }
}

fn print_report(report: &RetentionReport) {
    let size = megabytes(report.bytes_freed);
    out::line(&format!(
        "removed {} job(s), {size}; {} stay",
        report.jobs_deleted, report.jobs_skipped
    ));
    for job in &report.skipped_jobs {
        out::line(&format!("  {} stays: {}", job.job_id, job.reason));
    }
    for error in &report.errors {
        out::note(&format!("[ERROR] {error}"));
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / f64::from(1_u32 << 20))
}
