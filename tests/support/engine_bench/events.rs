//! How long a change of state takes to reach a listener: jobs are cancelled, one after the other, and the
//! time runs from before the request until its event has arrived. Used by the benchmark.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::campaign::listener::{Heard, listen};
use crate::client::Client;
use crate::server::Server;

/// Longer is a failure, not a slow event.
const PATIENCE: Duration = Duration::from_secs(10);

/// The times for so many jobs.
pub(super) fn latencies(server: &Server, client: &Client, count: usize) -> Result<Vec<Duration>> {
    let events = listen(server)?;
    let path = format!("/api/v1/jobs?page=1&per_page={count}");
    let (list, _) = client.timed("GET", &path, None, 200)?;
    let jobs = list["jobs"].as_array().context("jobs")?;
    let ids = jobs.iter().filter_map(|job| job["id"].as_str());
    ids.map(|id| {
        let sent = Instant::now();
        client.timed("POST", &format!("/api/v1/jobs/{id}/cancel"), None, 200)?;
        loop {
            let heard = events.recv_timeout(PATIENCE);
            let heard = heard.with_context(|| format!("no event tells of job {id}"))?;
            if is_about(&heard, id) {
                return Ok(heard.at.saturating_duration_since(sent));
            }
        }
    })
    .collect()
}

fn is_about(heard: &Heard, id: &str) -> bool {
    let job = &heard.data["job"];
    heard.name == "job.update" && job["id"] == id && job["status"] == "cancelled"
}
