//! Cancels of running jobs: how soon the answer is there, and how soon nothing of the job runs any more. Used by
//! the benchmark.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::floor;
use crate::client::Client;
use crate::sandbox::Sandbox;
use crate::server::Server;
use crate::{media, processes};

/// How long anything may take before the benchmark gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Bytes of a small write.
const SMALL: usize = 4096;

/// What was measured, a time for each cancel.
#[derive(Default)]
pub(super) struct Times {
    /// Until the answer.
    pub answered: Vec<Duration>,
    /// Until the worker and its decoders are gone.
    pub gone: Vec<Duration>,
    /// Until a small file is on the disk, a moment before, while the job runs: an answer waits for as much.
    pub written: Vec<Duration>,
}

/// Cancels so many jobs, one after the other.
pub(super) fn times(sandbox: &Sandbox, count: usize) -> Result<Times> {
    let video = sandbox.join("long.mp4");
    media::clip(600, &video)?;
    let log = sandbox.join("cancel.log");
    let mut server = Server::start_with(sandbox, &[("MAX_CONCURRENT_JOBS", "1")], &log)?;
    let client = Client::of(&server);
    // the jobs of the measurement before stay in the queue
    client.timed("POST", "/api/v1/queue/cancel-all", None, 200)?;
    let mut found = Times::default();
    for number in 0..count {
        let body =
            json!({ "path": video, "selected_pipelines": ["motion_energy", "scene_detection"] });
        let (job, _) = client.timed("POST", "/api/v1/jobs", Some(&body), 201)?;
        let id = job["id"].as_str().context("an id")?;
        server.wait_for(id, |job| {
            job["status"] == "running" && job["progress"].as_f64().is_some_and(|p| p > 0.0)
        })?;
        let running = processes::below(server.pid())?;
        ensure!(!running.is_empty(), "nothing runs");
        let small = sandbox.join(&format!("small-{number}"));
        found
            .written
            .push(floor::write_through(&small, &[0; SMALL])?);
        let begun = Instant::now();
        let (_, answered) =
            client.timed("POST", &format!("/api/v1/jobs/{id}/cancel"), None, 200)?;
        while running.iter().any(|process| processes::is_alive(*process)) {
            ensure!(
                begun.elapsed() < PATIENCE,
                "a process of a cancelled job does not go"
            );
            std::thread::sleep(Duration::from_millis(1));
        }
        found.answered.push(answered);
        found.gone.push(begun.elapsed());
    }
    server.terminate()?;
    Ok(found)
}
