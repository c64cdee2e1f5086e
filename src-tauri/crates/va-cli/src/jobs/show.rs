//! `jobs show`.

use std::process::ExitCode;

use va_core::Failure;
use va_core::job::JobStatus;
use va_core::step::StepState;
use va_store::catalogue::{JobRow, StepRow, VideoRow};

use super::{list, read};
use crate::out;

/// Prints everything about a job.
pub fn run(id: &str, as_json: bool) -> Result<ExitCode, Failure> {
    let (root, reader) = read::catalogue()?;
    let job = read::find(reader.as_ref(), id)?;
    let Some(reader) = reader else {
        return Ok(ExitCode::SUCCESS);
    };
    let video = reader.video(job.video).map_err(|e| e.failure())?;
    if as_json {
        out::json(&list::json_of(&job, &video));
        return Ok(ExitCode::SUCCESS);
    }
    page(&job, &video);
    if let Some(place) = reader.queue_position(job.id).map_err(|e| e.failure())? {
        pair("queue", &format!("number {place}"));
    }
    if job.status == JobStatus::Running && !read::is_held(&root) {
        out::note("[NOTE] no program works on it now: it goes on at the next start");
    }
    Ok(ExitCode::SUCCESS)
}

fn pair(name: &str, value: &str) {
    out::line(&format!("{name:<10} {value}"));
}

fn page(job: &JobRow, video: &VideoRow) {
    pair("job", &job.id.to_string());
    pair("status", job.status.as_str());
    pair("video", &video.path.display().to_string());
    pair("folder", &job.folder.display().to_string());
    let times = [
        ("created", Some(job.created_at)),
        ("started", job.started_at),
        ("cancelled", job.cancelled_at),
        (
            "ended",
            job.completed_at.filter(|_| job.cancelled_at.is_none()),
        ),
        ("next try", job.next_try_at),
    ];
    for (name, at) in times {
        if let Some(at) = at {
            pair(name, &format!("{} UTC", read::clock(at)));
        }
    }
    if let Some(origin) = job.origin.as_ref().and_then(|o| o["program"].as_str()) {
        pair("from", origin);
    }
    if let Some(failure) = &job.failure {
        pair("failure", &failure.message);
        pair("", failure.hint.as_deref().unwrap_or_default());
    }
    for warning in &job.warnings {
        pair("warning", &warning.message);
    }
    for step in &job.steps {
        pair("step", &line(step));
        if let Some(failure) = &step.failure {
            pair("", &format!("  {}: {}", failure.code, failure.message));
            if let Some(hint) = &failure.hint {
                pair("", &format!("  {hint}"));
            }
        }
    }
}

fn line(step: &StepRow) -> String {
    let word = match step.state {
        StepState::Queued => "waits",
        StepState::Running => "runs",
        StepState::Succeeded => "succeeded",
        StepState::Failed => "failed",
        StepState::Cancelled => "cancelled",
        StepState::Skipped => "skipped",
    };
    let took = step
        .took
        .map(|took| format!(", {:.1} s", took.seconds()))
        .unwrap_or_default();
    let counts: Vec<String> = step
        .counts
        .iter()
        .map(|(track, items)| format!("{track} {items}"))
        .collect();
    let counts = if counts.is_empty() {
        String::new()
    } else {
        format!(" ({})", counts.join(", "))
    };
    format!("{:<18} {word}{took}{counts}", step.pipeline)
}
