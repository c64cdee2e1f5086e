//! `jobs list`.

use std::process::ExitCode;

use serde_json::{Value, json};
use va_core::Failure;
use va_core::job::JobStatus;
use va_store::catalogue::{CatalogueReader, JobRow, VideoRow};

use super::{ListArguments, read};
use crate::out;

/// Prints a table, or one JSON object.
pub fn run(arguments: &ListArguments) -> Result<ExitCode, Failure> {
    let (root, reader) = read::catalogue()?;
    let status = arguments.status.map(JobStatus::from);
    let (jobs, total) = match &reader {
        Some(reader) => {
            let page = reader
                .list_jobs(status, 1, arguments.limit)
                .map_err(|e| e.failure())?;
            (page.jobs, page.total)
        }
        None => (Vec::new(), 0),
    };
    let jobs = with_videos(reader.as_ref(), jobs)?;
    if arguments.json {
        let jobs: Vec<Value> = jobs
            .iter()
            .map(|(job, video)| json_of(job, video))
            .collect();
        out::json(&json!({ "total": total, "jobs": jobs }));
        return Ok(ExitCode::SUCCESS);
    }
    if jobs.is_empty() {
        out::line(&match status {
            Some(status) => format!("No job is {}.", status.as_str()),
            None => {
                "No jobs yet. Add a video in the window, or with `videoannotator serve`.".to_owned()
            }
        });
        return Ok(ExitCode::SUCCESS);
    }
    out::line(&format!(
        "{:<8}  {:<9}  {:<16}  {:<28}  PIPELINES",
        "ID", "STATUS", "CREATED (UTC)", "VIDEO"
    ));
    for (job, video) in &jobs {
        out::line(&row(job, video));
    }
    if total > jobs.len() as u64 {
        out::note(&format!(
            "{} of {total} jobs; more with --limit {total}",
            jobs.len()
        ));
    }
    let runs = jobs.iter().any(|(job, _)| job.status == JobStatus::Running);
    if runs && !read::is_held(&root) {
        out::note("[NOTE] no program works on them now: running jobs go on at its next start");
    }
    Ok(ExitCode::SUCCESS)
}

fn with_videos(
    reader: Option<&CatalogueReader>,
    jobs: Vec<JobRow>,
) -> Result<Vec<(JobRow, VideoRow)>, Failure> {
    let Some(reader) = reader else {
        return Ok(Vec::new());
    };
    let with_video = |job: JobRow| {
        let video = reader.video(job.video).map_err(|e| e.failure())?;
        Ok((job, video))
    };
    jobs.into_iter().map(with_video).collect()
}

fn row(job: &JobRow, video: &VideoRow) -> String {
    let name = video.path.file_name().unwrap_or_default().to_string_lossy();
    let name = if name.chars().count() > 28 {
        let start: String = name.chars().take(25).collect();
        format!("{start}...")
    } else {
        name.into_owned()
    };
    let steps: Vec<&str> = job.steps.iter().map(|s| s.pipeline.as_str()).collect();
    format!(
        "{:<8}  {:<9}  {:<16}  {name:<28}  {}",
        read::short(job.id),
        job.status.as_str(),
        read::clock(job.created_at),
        steps.join(", ")
    )
}

/// A job in the words of the API.
pub fn json_of(job: &JobRow, video: &VideoRow) -> Value {
    let time = |at: Option<va_store::WallTime>| at.map(|at| at.to_string());
    let steps = job.steps.iter().map(|step| {
        json!({
            "name": step.pipeline,
            "status": step.state,
            "settings": step.settings,
            "started_at": time(step.started_at),
            "finished_at": time(step.finished_at),
            "took_ms": step.took,
            "counts": step.counts,
            "failure": step.failure,
            "attempts": step.attempts,
        })
    });
    json!({
        "id": job.id,
        "short_id": read::short(job.id),
        "status": job.status,
        "video_path": video.path.to_string_lossy(),
        "video_size_bytes": video.size_bytes,
        "created_at": job.created_at.to_string(),
        "queued_at": job.queued_at.to_string(),
        "started_at": time(job.started_at),
        "completed_at": time(job.completed_at),
        "cancelled_at": time(job.cancelled_at),
        "next_try_at": time(job.next_try_at),
        "retry_count": job.retry_count,
        "pinned": job.pinned,
        "failure": job.failure,
        "warnings": job.warnings,
        "config": job.config,
        "origin": job.origin,
        "storage_path": job.folder.to_string_lossy(),
        "pipelines": steps.collect::<Vec<_>>(),
    })
}
