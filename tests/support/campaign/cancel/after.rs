//! After the cancels: every cancelled job is still cancelled, also for the next engine, what it had finished
//! is still there, and nothing that waited has ever been started. Used by the campaign.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::super::jobs::{ask, word};
use super::super::outcome::Outcome;
use super::Moment;
use super::engine::{Cancelled, Engine};
use crate::server::Server;

/// Looks at every job, starts the engine again and looks once more.
pub(super) fn check(mut engine: Engine<'_>, outcome: &mut Outcome) -> Result<()> {
    engine.stop_neighbour(outcome)?;
    look(&engine, outcome)?;
    engine.door.end()?;
    let log = engine.sandbox.join("engine.log");
    engine.door = Box::new(Server::start_with(engine.sandbox, &[], &log)?);
    look(&engine, outcome)?;
    is_final(&engine, outcome)?;
    for status in ["pending", "running"] {
        let path = format!("/api/v1/jobs?per_page=1&status_filter={status}");
        let total = engine.door.ask("GET", &path, None)?.body["total"].clone();
        outcome.check(total == 0, || format!("{total} jobs are `{status}`"));
    }
    let kept = engine.cancelled.len();
    outcome.row("jobs that stayed cancelled", kept);
    outcome.row("deleted while they waited", engine.deleted.len());
    engine.door.end()
}

fn look(engine: &Engine<'_>, outcome: &mut Outcome) -> Result<()> {
    for cancelled in &engine.cancelled {
        let job = ask(&*engine.door, &cancelled.id)?;
        for problem in problems(&job, cancelled)? {
            outcome.problem(format!("{problem}: {}", brief(&job)));
        }
    }
    for (id, folder) in &engine.deleted {
        let path = format!("/api/v1/jobs/{id}");
        let status = engine.door.ask("GET", &path, None)?.status;
        let gone = status == 404 && !folder.exists();
        outcome.check(gone, || format!("job {id} was deleted, but is there"));
    }
    Ok(())
}

/// A job in a line.
fn brief(job: &Value) -> String {
    let steps = job["pipelines"].as_array().into_iter().flatten();
    let steps = steps.map(|step| format!("{} {}", step["name"], step["status"]));
    let steps: Vec<_> = steps.collect();
    format!("job {} {} {}", job["id"], job["status"], steps.join(", "))
}

/// A cancelled job can't be taken up again; "run again" makes a new one, which is cancelled too.
fn is_final(engine: &Engine<'_>, outcome: &mut Outcome) -> Result<()> {
    let Some(cancelled) = engine.cancelled.last() else {
        return Ok(());
    };
    let post = |id: &str, what: &str| {
        let path = format!("/api/v1/jobs/{id}/{what}");
        engine.door.ask("POST", &path, None)
    };
    let retry = post(&cancelled.id, "retry")?;
    outcome.check(retry.status == 409, || {
        format!("retry of a cancelled job: {}", retry.body)
    });
    let again = post(&cancelled.id, "run-again")?;
    let new = again.body["id"].as_str().unwrap_or_default();
    let made = again.status == 201 && new != cancelled.id;
    outcome.check(made, || format!("run again: {}", again.body));
    let stopped = post(new, "cancel")?;
    outcome.check(stopped.status == 200, || {
        format!("its cancel: {}", stopped.body)
    });
    Ok(())
}

/// Everything about a cancelled job that is not as it has to be.
fn problems(job: &Value, cancelled: &Cancelled) -> Result<Vec<&'static str>> {
    let mut found = Vec::new();
    let mut check = |holds: bool, problem| {
        if !holds {
            found.push(problem);
        }
    };
    check(word(job) == "cancelled", "a cancelled job is not any more");
    check(
        job["cancelled_at"] == cancelled.at.as_str(),
        "its time has changed",
    );
    let waited = cancelled.moment == Moment::Waiting;
    check(
        !waited || job["started_at"].is_null(),
        "it waited, but was started",
    );
    let output = Path::new(job["storage_path"].as_str().context("a folder")?).join("output");
    for step in job["pipelines"].as_array().context("steps")? {
        let name = step["name"].as_str().unwrap_or_default();
        match step["status"].as_str().unwrap_or_default() {
            "succeeded" => check(has_files(&output, name), "a finished step lost its files"),
            "cancelled" => {
                let begun = step["done_ms"].as_i64() > Some(0);
                check(
                    !begun || step["partial"] == true,
                    "what is partial is not called so",
                );
            }
            "failed" | "skipped" => {}
            _ => check(false, "a step of it goes on"),
        }
    }
    Ok(found)
}

fn has_files(folder: &Path, pipeline: &str) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let whole = |path: &Path| path.extension().is_none_or(|extension| extension != "part");
    entries
        .map(|entry| entry.path())
        .any(|path| whole(&path) && path.to_string_lossy().contains(pipeline))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_late_word_of_a_worker_would_be_noticed() {
        let cancelled = Cancelled {
            id: "j".to_owned(),
            moment: Moment::Waiting,
            at: "then".to_owned(),
        };
        let job = |status: &str, started: Option<&str>| {
            json!({ "status": status, "cancelled_at": "then", "started_at": started,
                    "storage_path": "nowhere", "pipelines": [] })
        };
        let count = |job: &Value| problems(job, &cancelled).unwrap().len();
        assert_eq!(count(&job("cancelled", None)), 0);
        assert_eq!(count(&job("completed", None)), 1);
        assert_eq!(count(&job("cancelled", Some("now"))), 1);
    }
}
