//! Interruption: Ctrl-C, a killed worker, a killed command. What was finished stays, nothing is left
//! running, and the same command then gives what an undisturbed run gives.
#![cfg(unix)]

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context, Result};
use serde_json::Value;
use va_tests::annotate::{Run, annotate, command};
use va_tests::media;
use va_tests::sandbox::Sandbox;

const TABLES: [&str; 3] = ["shots.csv", "energy.csv", "probability.csv"];

/// A run that has committed at least one checkpoint of a recording of a minute, and still works.
struct Busy {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Busy {
    fn start(sandbox: &Sandbox, video: &str, out: &str) -> Result<Self> {
        let mut child = command(sandbox, &[video, "--out", out, "--format", "csv"])?
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("output")?);
        let mut line = String::new();
        loop {
            line.clear();
            anyhow::ensure!(
                lines.read_line(&mut line)? > 0,
                "it ended before it could be disturbed"
            );
            let event: Value = serde_json::from_str(&line)?;
            let steps = event["event"]["steps"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            let done = |step: &Value| {
                step["pipeline"] == "motion_energy" && step["done"].as_i64() > Some(15_000)
            };
            if steps.iter().any(done) {
                return Ok(Self { child, lines });
            }
        }
    }

    fn signal(signal: &str, pid: u32) -> Result<()> {
        let sent = Command::new("kill")
            .args([signal, &pid.to_string()])
            .status()?;
        anyhow::ensure!(sent.success(), "the process is gone");
        Ok(())
    }

    fn children(&self) -> Result<Vec<u32>> {
        children(self.child.id())
    }

    fn end(mut self) -> Result<Run> {
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut self.lines, &mut rest)?;
        let mut output = self.child.wait_with_output()?;
        output.stdout = rest.into_bytes();
        Ok(Run::of(&output))
    }
}

fn children(pid: u32) -> Result<Vec<u32>> {
    let listed = Command::new("ps")
        .args(["-o", "pid=", "--ppid", &pid.to_string()])
        .output()?;
    let text = String::from_utf8_lossy(&listed.stdout).into_owned();
    let own = text
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<Vec<u32>, _>>()?;
    let mut all = own.clone();
    for child in own {
        all.extend(children(child)?);
    }
    Ok(all)
}

/// Whether a process still computes; one that only waits to be reaped does not.
fn alive(pid: u32) -> bool {
    let state = Command::new("ps")
        .args(["-o", "state=", "-p", &pid.to_string()])
        .output();
    state.is_ok_and(|o| !o.stdout.is_empty() && !o.stdout.starts_with(b"Z"))
}

fn gone(pids: &[u32]) -> bool {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(2);
    while pids.iter().any(|pid| alive(*pid)) {
        if std::time::Instant::now() > deadline {
            return false;
        }
        std::thread::yield_now();
    }
    true
}

/// The recording, and the tables of a run that nobody disturbed.
fn recording(sandbox: &Sandbox) -> Result<(String, Vec<String>)> {
    let video = sandbox.join("minute.mp4");
    media::clip(60, &video)?;
    let video = video.to_str().context("path")?.to_owned();
    let run = annotate(
        sandbox,
        &[&video, "--out", "undisturbed", "--format", "csv"],
    )?;
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let tables = TABLES
        .iter()
        .map(|table| run.output(table))
        .collect::<Result<_>>()?;
    Ok((video, tables))
}

fn goes_on(sandbox: &Sandbox, video: &str, out: &str, undisturbed: &[String]) -> Result<()> {
    let run = annotate(sandbox, &[video, "--out", out, "--format", "csv"])?;
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let resumed = run
        .lines
        .iter()
        .any(|l| l["event"]["resumed_from"].as_i64() > Some(0));
    assert!(
        resumed,
        "it goes on from a checkpoint instead of starting over: {}",
        run.stdout
    );
    for (table, expected) in TABLES.iter().zip(undisturbed) {
        assert_eq!(
            run.output(table)?,
            *expected,
            "{table} is as if nothing had happened"
        );
    }
    Ok(())
}

#[test]
fn an_interrupted_run_leaves_no_process_and_goes_on_later() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let (video, undisturbed) = recording(&sandbox)?;

    let busy = Busy::start(&sandbox, &video, "interrupted")?;
    let processes = busy.children()?;
    assert!(
        processes.len() >= 2,
        "a worker and an ffmpeg: {processes:?}"
    );
    Busy::signal("-INT", busy.child.id())?;
    let run = busy.end()?;
    assert_eq!(run.code, Some(130), "{}{}", run.stdout, run.stderr);
    assert!(gone(&processes), "no process is left after Ctrl-C");
    goes_on(&sandbox, &video, "interrupted", &undisturbed)?;

    let busy = Busy::start(&sandbox, &video, "worker-killed")?;
    let worker = *busy.children()?.first().context("a worker")?;
    Busy::signal("-KILL", worker)?;
    let run = busy.end()?;
    assert_eq!(
        (run.code, run.error()),
        (Some(4), Some("WORKER_CRASHED")),
        "{}",
        run.stdout
    );
    goes_on(&sandbox, &video, "worker-killed", &undisturbed)?;

    let busy = Busy::start(&sandbox, &video, "killed")?;
    let processes = busy.children()?;
    Busy::signal("-KILL", busy.child.id())?;
    busy.end()?;
    assert!(gone(&processes), "nothing outlives a killed command");
    goes_on(&sandbox, &video, "killed", &undisturbed)
}
