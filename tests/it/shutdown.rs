//! Leaving in an orderly way: on SIGTERM and Ctrl-C the workers commit where they stand and are gone within
//! five seconds; the next start goes on from there, not from the last regular checkpoint.
#![cfg(unix)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use va_tests::annotate::{Run, annotate, command};
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;
use va_tests::{media, processes};

/// How long leaving may take.
const LIMIT: Duration = Duration::from_secs(5);
/// Progress is told at most this long after it was made; a regular checkpoint comes every ten seconds.
const TOLD_LATE: i64 = 2_000;

fn signal(name: &str, process: u32) -> Result<()> {
    let sent = Command::new("kill")
        .args([name, &process.to_string()])
        .status()?;
    ensure!(sent.success(), "the process is gone");
    Ok(())
}

fn done(steps: &Value, pipeline: &str, key: &str) -> Option<i64> {
    let mut steps = steps.as_array()?.iter();
    steps.find(|s| s["pipeline"] == pipeline || s["name"] == pipeline)?[key].as_i64()
}

#[test]
fn a_server_that_is_told_to_leave_goes_on_where_it_stood() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let video = sandbox.join("long.mp4");
    media::clip(120, &video)?;
    let server = Server::start(&sandbox)?;
    let made = server.ask("POST", "/api/v1/jobs", Some(&json!({ "path": video })))?;
    let id = made.body["id"].as_str().context("an id")?.to_owned();
    // well past the first regular checkpoint, well before the second
    let busy = |job: &Value| {
        let motion = done(&job["pipelines"], "motion_energy", "done_ms");
        motion.is_some_and(|done| done > 14_000)
    };
    let job = server.wait_for(&id, busy)?;
    let before = done(&job["pipelines"], "motion_energy", "done_ms").context("progress")?;
    let below = processes::below(server.pid())?;
    assert!(below.len() >= 2, "a worker and an ffmpeg: {below:?}");
    let asked = Instant::now();
    signal("-TERM", server.pid())?;
    let status = server.wait()?;
    let took = asked.elapsed();
    assert!(took < LIMIT, "it took {took:?}");
    assert!(status.success(), "leaving when told is no error: {status}");
    processes::wait_until_gone(&below)?;

    let server = Server::start(&sandbox)?;
    let job = server.wait_for(&id, |job| job["status"] == "completed")?;
    let resumed = done(&job["pipelines"], "motion_energy", "resumed_from_ms").unwrap_or(0);
    assert!(
        resumed + TOLD_LATE > before,
        "what was done up to {before} ms is not done again: it went on from {resumed} ms"
    );
    let folder = job["storage_path"].as_str().context("folder")?;
    let undisturbed = annotate(
        &sandbox,
        &[video.to_str().context("path")?, "--out", "undisturbed"],
    )?;
    assert_eq!(
        sandbox.fingerprint(Path::new(folder))?,
        sandbox.fingerprint(&undisturbed.folder().context("folder")?)?,
        "the result is that of a run that nobody disturbed"
    );
    Ok(())
}

#[test]
fn an_interrupted_command_goes_on_where_it_stood() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let video = sandbox.join("long.mp4");
    media::clip(120, &video)?;
    let video = video.to_str().context("path")?;
    let arguments = [video, "--out", "out", "--pipelines", "motion_energy"];
    let mut child = command(&sandbox, &arguments)?
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut lines = BufReader::new(child.stdout.take().context("output")?).lines();
    let before = loop {
        let line = lines.next().context("it ended before it was disturbed")??;
        let event: Value = serde_json::from_str(&line)?;
        let at = done(&event["event"]["steps"], "motion_energy", "done");
        if let Some(at) = at.filter(|at| *at > 14_000) {
            break at;
        }
    };
    let asked = Instant::now();
    signal("-INT", child.id())?;
    // its output has to be read, or it would wait
    lines.for_each(drop);
    let status = child.wait()?;
    assert_eq!(status.code(), Some(130));
    assert!(asked.elapsed() < LIMIT);
    let run: Run = annotate(&sandbox, &arguments)?;
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let resumed = run
        .lines
        .iter()
        .filter(|line| line["event"]["pipeline"] == "motion_energy")
        .find_map(|line| line["event"]["resumed_from"].as_i64());
    assert!(
        resumed.unwrap_or(0) + TOLD_LATE > before,
        "what was done up to {before} ms is not done again: it went on from {resumed:?}"
    );
    Ok(())
}
