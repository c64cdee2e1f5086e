//! `jobs import`.

use std::path::Path;
use std::process::ExitCode;

use va_core::Failure;
use va_core::job::JobStatus;
use va_engine::EngineError;
use va_engine::data_folder::default_root;
use va_engine::import::{ImportedJob, Outcome, import};

use super::read;
use crate::out;

/// Imports, and prints what became of each job.
pub fn run(from: &Path, as_json: bool) -> Result<ExitCode, Failure> {
    let root = default_root().map_err(|e| e.failure())?;
    let tell = |job: &ImportedJob| {
        if !as_json {
            print(job);
        }
    };
    let report = import(&root, from, tell).map_err(|error| match error {
        EngineError::Locked { .. } => error
            .failure()
            .hint("close that program, then import again"),
        other => other.failure(),
    })?;
    let failed = report.count(Outcome::Failed);
    if as_json {
        let report = serde_json::to_value(&report).unwrap_or_default();
        out::json(&report);
    } else if report.jobs.is_empty() {
        out::line(&format!("`{}` holds no jobs.", report.database.display()));
    } else {
        out::line(&format!(
            "{} imported, {} already there, {failed} failed.",
            report.count(Outcome::Imported),
            report.count(Outcome::AlreadyThere),
        ));
        out::line(
            "Recordings stay where they are: keep that folder as long as you want to watch them.",
        );
    }
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(4)
    })
}

fn print(job: &ImportedJob) {
    let tag = match job.outcome {
        Outcome::Imported => "[OK]",
        Outcome::AlreadyThere => "[SAME]",
        Outcome::Failed => "[ERROR]",
    };
    let file = job.media.file_name().unwrap_or_default().to_string_lossy();
    let status = job.status.map_or("not imported", JobStatus::as_str);
    let files = match (job.outcome, job.files) {
        (Outcome::Imported, 1) => ", 1 file".to_owned(),
        (Outcome::Imported, files) => format!(", {files} files"),
        (Outcome::AlreadyThere | Outcome::Failed, _) => String::new(),
    };
    out::line(&format!(
        "{tag:<7} {}  {status}{files}  {file}",
        read::short(job.job)
    ));
    for problem in &job.problems {
        out::line(&format!("        {problem}"));
    }
}
