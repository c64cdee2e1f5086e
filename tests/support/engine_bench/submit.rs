//! Submitting: one client alone, then many at once until the catalogue is full. Used by the benchmark.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Result, anyhow};
use serde_json::json;

use super::Load;
use crate::client::Client;
use crate::server::Server;

/// Jobs submitted by one client alone.
const ALONE: usize = 100;

/// Times of one client that submits one job after the other.
pub(super) fn alone(client: &Client, video: &Path) -> Result<Vec<Duration>> {
    // the first one opens the connection
    submit(client, video)?;
    (0..ALONE).map(|_| submit(client, video)).collect()
}

/// Times of many clients that submit without a pause until there are enough jobs.
pub(super) fn together(server: &Server, video: &Path, load: Load) -> Result<Vec<Duration>> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<Duration>> {
        let client = Client::of(server);
        let mut times = Vec::new();
        while next.fetch_add(1, Ordering::Relaxed) < load.jobs {
            times.push(submit(&client, video)?);
        }
        Ok(times)
    };
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..load.clients).map(|_| scope.spawn(work)).collect();
        let mut times = Vec::new();
        for client in clients {
            let own = client.join().map_err(|_| anyhow!("a client panicked"))?;
            times.extend(own?);
        }
        Ok(times)
    })
}

fn submit(client: &Client, video: &Path) -> Result<Duration> {
    let body = json!({ "path": video, "probe_first": false });
    let (_, took) = client.timed("POST", "/api/v1/jobs", Some(&body), 201)?;
    Ok(took)
}
