//! Workers that misbehave in every way that was thought of, started by the real engine: the job fails with
//! a code and a hint, nothing of the worker is left, and the next job in the queue runs.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;
use va_tests::{media, places, processes};

/// What each recording's name makes of its worker, and how its job fails.
const CASES: [(&str, &str); 12] = [
    ("garbage", "WORKER_GARBLED"),
    ("flood", "WORKER_GARBLED"),
    ("endless", "WORKER_GARBLED"),
    ("mute", "WORKER_HUNG"),
    ("silent", "WORKER_HUNG"),
    ("stalled", "WORKER_HUNG"),
    ("protocol", "WORKER_INCOMPATIBLE"),
    ("nothing", "WORKER_INCOMPLETE"),
    ("half", "WORKER_INCOMPLETE"),
    ("status", "WORKER_CRASHED"),
    ("signal", "WORKER_CRASHED"),
    ("orphan", "WORKER_INCOMPLETE"),
];

/// A server whose workers are the fake one.
struct Stage {
    sandbox: Sandbox,
    server: Server,
    clip: PathBuf,
}

impl Stage {
    fn set(environment: &[(&str, &str)]) -> Result<Self> {
        let sandbox = Sandbox::new()?;
        let clip = sandbox.join("clip.mp4");
        media::clip(2, &clip)?;
        // a server starts itself as the worker: after its start another program takes its place
        let real = places::program("videoannotator")?;
        let program = sandbox.join("videoannotator");
        fs::copy(&real, &program)?;
        let mut command = sandbox.command_of(&program)?;
        let limits = [
            ("VIDEOANNOTATOR_WORKER_SILENCE_S", "3"),
            ("VIDEOANNOTATOR_WORKER_STALL_S", "3"),
            ("MAX_CONCURRENT_JOBS", "1"),
        ];
        command
            .env("FAKE_WORKER_REAL", &real)
            .envs(limits)
            .envs(environment.iter().copied())
            .stderr(std::process::Stdio::null());
        let server = Server::spawn(&mut command)?;
        let fake = sandbox.join("fake");
        fs::copy(env!("CARGO_BIN_EXE_fake-worker"), &fake)?;
        fs::rename(&fake, &program)?;
        Ok(Self {
            sandbox,
            server,
            clip,
        })
    }

    /// Queues a recording of this name.
    fn submit(&self, name: &str) -> Result<String> {
        let video = self.sandbox.join(&format!("{name}.mp4"));
        fs::copy(&self.clip, &video)?;
        let made = self
            .server
            .ask("POST", "/api/v1/jobs", Some(&json!({ "path": video })))?;
        let id = made.body["id"].as_str();
        Ok(id.with_context(|| made.body.to_string())?.to_owned())
    }

    fn ended(&self, id: &str) -> Result<Value> {
        let over = |job: &Value| job["completed_at"].is_string();
        self.server.wait_for(id, over)
    }
}

fn failure(job: &Value) -> Result<&Value> {
    let steps = job["pipelines"].as_array().context("steps")?;
    let step = steps.iter().find(|step| step["status"] == "failed");
    Ok(&step.with_context(|| job.to_string())?["error"])
}

fn folder(job: &Value) -> Result<&Path> {
    Ok(Path::new(job["storage_path"].as_str().context("folder")?))
}

#[test]
fn every_bad_worker_fails_its_job_and_the_queue_goes_on() -> Result<()> {
    let stage = Stage::set(&[("MAX_JOB_RETRIES", "0")])?;
    for (name, code) in CASES {
        let id = stage.submit(name)?;
        let next = stage.submit("recording")?;
        let job = stage.ended(&id)?;
        assert_eq!(job["status"], "failed", "{name}: {job}");
        let error = failure(&job)?;
        assert_eq!(error["code"], code, "{name}: {error}");
        let hint = error["hint"].as_str().unwrap_or_default();
        assert!(hint.len() > 10, "{name}: a failure has a hint: {error}");
        let left = fs::read_to_string(folder(&job)?.join("processes"))?;
        let left: Vec<u32> = left.lines().map(str::parse).collect::<Result<_, _>>()?;
        processes::wait_until_gone(&left).with_context(|| name.to_owned())?;
        let next = stage.ended(&next)?;
        assert_eq!(next["status"], "completed", "after {name}: {next}");
    }
    Ok(())
}

#[test]
fn a_flooded_log_is_cut_with_a_note() -> Result<()> {
    let stage = Stage::set(&[("MAX_JOB_RETRIES", "0")])?;
    let job = stage.ended(&stage.submit("log")?)?;
    assert_eq!(failure(&job)?["code"], "WORKER_CRASHED");
    let log = fs::read_to_string(folder(&job)?.join("log.jsonl"))?;
    assert!(log.len() < 20_100_000, "{} bytes", log.len());
    let last = log.lines().last().unwrap_or_default();
    assert!(last.contains("left out"), "the cut is noted: {last}");
    Ok(())
}

#[test]
fn a_worker_that_crashed_once_is_tried_again_by_itself() -> Result<()> {
    let stage = Stage::set(&[("RETRY_BASE_DELAY", "0")])?;
    let job = stage.ended(&stage.submit("once")?)?;
    assert_eq!(job["status"], "completed", "{job}");
    Ok(())
}

#[test]
fn a_hanging_worker_can_be_cancelled_at_once() -> Result<()> {
    let stage = Stage::set(&[("VIDEOANNOTATOR_WORKER_SILENCE_S", "600")])?;
    let id = stage.submit("silent")?;
    let path = format!("/api/v1/jobs/{id}");
    let job = stage.server.ask("GET", &path, None)?.body;
    let word = folder(&job)?.join("processes");
    let begun = stage.server.wait_for(&id, |_| word.is_file());
    begun.context("the worker starts")?;
    let left: Vec<u32> = fs::read_to_string(&word)?
        .lines()
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    let cancelled = stage.server.ask("POST", &format!("{path}/cancel"), None)?;
    assert_eq!(cancelled.body["status"], "cancelled", "{}", cancelled.body);
    processes::wait_until_gone(&left)
}
