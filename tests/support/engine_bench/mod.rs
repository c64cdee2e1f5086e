//! The engine's own numbers: submitting, a long list, events, and what it costs while nothing happens.
//!
//! Measured from outside, over the TCP door, with ten thousand jobs in the catalogue. It starts no worker:
//! the queue holds every job. Called by `cargo xtask bench engine`.

mod events;
mod floor;
pub mod idle;
mod list;
mod submit;

use std::time::Duration;

use anyhow::{Result, ensure};

use crate::campaign::outcome::percentile;
use crate::client::Client;
use crate::media;
use crate::sandbox::Sandbox;
use crate::server::Server;

/// How many there are of everything.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Jobs in the catalogue.
    pub jobs: usize,
    /// Clients that submit them at the same time.
    pub clients: usize,
    /// Pages that are read, and events that are waited for.
    pub samples: usize,
    /// How long the engine is watched while nothing happens.
    pub idle: Duration,
}

impl Load {
    /// What is promised.
    pub const FULL: Self = Self {
        jobs: 10_000,
        clients: 20,
        samples: 200,
        idle: Duration::from_secs(30),
    };
}

/// A line of the table.
struct Row {
    what: String,
    measured: String,
    wanted: &'static str,
}

/// Measures everything and writes the section of docs/benchmarks.md.
pub fn section(load: Load, sandbox: &Sandbox) -> Result<String> {
    let video = sandbox.join("short.mp4");
    media::clip(2, &video)?;
    let fsync = floor::write_and_sync(sandbox.path())?;
    let log = sandbox.join("engine.log");
    let held = [("MAX_CONCURRENT_JOBS", "0")];
    let mut server = Server::start_with(sandbox, &held, &log)?;
    let client = Client::of(&server);
    let alone = submit::alone(&client, &video)?;
    let together = submit::together(&server, &video, load)?;
    // recordings that were not probed yet are probed by their workers: the next start has nothing to do
    server.terminate()?;
    let mut server = Server::start_with(sandbox, &held, &log)?;
    let client = Client::of(&server);
    let (first, total) = list::first(&client)?;
    ensure!(total >= load.jobs, "only {total} jobs are in the list");
    let pages = list::pages(&client, total, load.samples)?;
    let events = events::latencies(&server, &client, load.samples)?;
    idle::settle(server.pid())?;
    let idle = idle::watch(server.pid(), load.idle)?;
    server.terminate()?;
    let share = |values: &[Duration], share| ms(percentile(values, share));
    let mut rows = vec![
        row(
            "a write of 4 KB and its fsync alone, median",
            share(&fsync, 0.5),
            "",
        ),
        row("submit, one client, median", share(&alone, 0.5), ""),
        row(
            format!("submit, {} clients without a pause, median", load.clients),
            share(&together, 0.5),
            "",
        ),
        row(
            format!("submit, {} clients without a pause, p99", load.clients),
            share(&together, 0.99),
            "20 ms",
        ),
        row(
            format!("list of {total} jobs, first page after a start"),
            ms(first),
            "100 ms",
        ),
        row("any other page of 50, p99", share(&pages, 0.99), "10 ms"),
        row(
            "from a cancel to its event at a listener, p99",
            share(&events, 0.99),
            "50 ms",
        ),
    ];
    rows.push(row(
        "idle, processor",
        format!("{:.2} %", idle.percent),
        "1 %",
    ));
    let megabytes = idle.resident as f64 / 1e6;
    rows.push(row(
        "idle, resident memory",
        format!("{megabytes:.1} MB"),
        "60 MB",
    ));
    let ratio = percentile(&alone, 0.5).as_secs_f64() / percentile(&fsync, 0.5).as_secs_f64();
    Ok(page(&rows, load, ratio))
}

fn row(what: impl Into<String>, measured: String, wanted: &'static str) -> Row {
    Row {
        what: what.into(),
        measured,
        wanted,
    }
}

fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

fn page(rows: &[Row], load: Load, ratio: f64) -> String {
    let lines = rows.iter().map(|row| {
        let Row {
            what,
            measured,
            wanted,
        } = row;
        format!("| {what} | {measured} | {wanted} |\n")
    });
    format!(
        "## Engine\n\n`videoannotator serve` over TCP, {} jobs that all wait, {} samples each, idle for {} s.\n\n\
         | what | measured | wanted, at most |\n|---|---:|---:|\n{}\n\
         A submit makes a job's folder and a row that survives a power cut: {ratio:.1} times one fsync here.\n",
        load.jobs,
        load.samples,
        load.idle.as_secs(),
        lines.collect::<String>(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_its_limit_beside_it() {
        let text = page(
            &[row("submit", "3.0 ms".to_owned(), "20 ms")],
            Load::FULL,
            2.0,
        );
        assert!(text.contains("| submit | 3.0 ms | 20 ms |\n"), "{text}");
    }
}
