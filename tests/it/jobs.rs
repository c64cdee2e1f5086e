//! `jobs list|show|cancel|retry|run-again|delete|pause|resume`, as somebody meets them for the first time,
//! beside a running engine, and after one that was killed.

use anyhow::{Context, Result};
use serde_json::json;
use va_tests::annotate::Run;
use va_tests::media;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;

fn jobs(sandbox: &Sandbox, arguments: &[&str]) -> Result<Run> {
    let mut command = sandbox.command("videoannotator")?;
    let run = Run::of(&command.arg("jobs").args(arguments).output()?);
    // JSON holds names as they are
    let stdout = if arguments.contains(&"--json") {
        ""
    } else {
        &run.stdout
    };
    assert!(
        stdout.is_ascii() && run.stderr.is_ascii(),
        "{stdout}{}",
        run.stderr
    );
    Ok(run)
}

fn short(id: &str) -> &str {
    &id[id.len() - 8..]
}

#[test]
fn an_empty_home_folder_is_no_error() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let list = jobs(&sandbox, &["list"])?;
    assert_eq!(list.code, Some(0), "{}", list.stderr);
    assert!(list.stdout.starts_with("No jobs yet."), "{}", list.stdout);
    assert!(!sandbox.data().exists(), "looking makes nothing");
    let list = jobs(&sandbox, &["list", "--json"])?;
    assert_eq!(list.lines[0], json!({"total": 0, "jobs": []}));
    for verb in ["show", "cancel", "retry", "run-again", "delete"] {
        let run = jobs(&sandbox, &[verb, "12345678"])?;
        assert_eq!(run.code, Some(2), "{verb}: {}", run.stderr);
        assert!(
            run.stderr.contains("there is no job `12345678`"),
            "{}",
            run.stderr
        );
        assert!(run.stderr.contains("jobs list"), "{}", run.stderr);
    }
    Ok(())
}

#[test]
fn jobs_are_read_beside_a_running_engine_and_changed_only_without_one() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let video = sandbox.join("gr\u{fc}n.mp4");
    media::clip(2, &video)?;
    let mut command = sandbox.command("videoannotator")?;
    let server = Server::spawn(command.env("MAX_CONCURRENT_JOBS", "0"))?;
    let body = json!({ "path": video });
    let made = server.ask("POST", "/api/v1/jobs", Some(&body))?;
    let id = made.body["id"].as_str().context("an id")?.to_owned();
    let list = jobs(&sandbox, &["list"])?;
    assert!(list.stdout.contains(short(&id)), "{}", list.stdout);
    assert!(list.stdout.contains("pending"), "{}", list.stdout);
    let show = jobs(&sandbox, &["show", &id])?;
    assert_eq!(show.code, Some(0), "{}", show.stderr);
    let refused = jobs(&sandbox, &["cancel", &id])?;
    assert_eq!(refused.code, Some(4), "{}", refused.stdout);
    let holder = format!("process {}", server.pid());
    assert!(refused.stderr.contains(&holder), "{}", refused.stderr);
    server.kill()?;

    let paused = jobs(&sandbox, &["pause", "--json"])?;
    assert_eq!(paused.lines[0], json!({"paused": true, "waiting": 1}));
    assert_eq!(
        jobs(&sandbox, &["resume", "--json"])?.lines[0]["paused"],
        false
    );
    let cancelled = jobs(&sandbox, &["cancel", short(&id)])?;
    assert_eq!(cancelled.code, Some(0), "{}", cancelled.stderr);
    let again = jobs(&sandbox, &["cancel", &id, "--json"])?;
    assert_eq!(again.lines[0]["status"], "cancelled", "twice is fine");
    let shown = jobs(&sandbox, &["show", "--json", &id])?;
    assert!(
        shown.lines[0]["cancelled_at"].is_string(),
        "{}",
        shown.stdout
    );
    let retried = jobs(&sandbox, &["retry", &id])?;
    assert_eq!(
        retried.code,
        Some(4),
        "a cancelled job stays: {}",
        retried.stdout
    );
    let fresh = jobs(&sandbox, &["run-again", &id, "--json"])?;
    assert_eq!(fresh.lines[0]["status"], "pending", "{}", fresh.stderr);
    assert_ne!(fresh.lines[0]["job"], json!(id));
    let deleted = jobs(&sandbox, &["delete", &id])?;
    assert_eq!(deleted.code, Some(0), "{}", deleted.stderr);
    assert!(!sandbox.data().join("jobs").join(&id).exists());
    assert!(video.is_file(), "recordings stay");
    assert_eq!(jobs(&sandbox, &["list", "--json"])?.lines[0]["total"], 1);
    Ok(())
}

#[test]
fn a_job_of_a_killed_engine_can_be_cancelled() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let video = sandbox.join("long.mp4");
    media::clip(60, &video)?;
    let server = Server::start(&sandbox)?;
    let made = server.ask("POST", "/api/v1/jobs", Some(&json!({ "path": video })))?;
    let id = made.body["id"].as_str().context("an id")?.to_owned();
    server.wait_for(&id, |job| job["status"] == "running")?;
    server.kill()?;
    let list = jobs(&sandbox, &["list"])?;
    assert!(
        list.stderr.contains("go on at its next start"),
        "{}",
        list.stderr
    );
    let cancelled = jobs(&sandbox, &["cancel", &id])?;
    assert_eq!(cancelled.code, Some(0), "{}", cancelled.stderr);
    let server = Server::start(&sandbox)?;
    let job = server.ask("GET", &format!("/api/v1/jobs/{id}"), None)?;
    assert_eq!(job.body["status"], "cancelled", "{}", job.body);
    Ok(())
}
