//! Short campaigns of kills and cancels. The long ones are `cargo xtask crash-test` and `cancel-test`.
//!
//! No time is asserted here: a test computer is busy. What is asserted is what becomes of the jobs.
#![cfg(target_os = "linux")]

use std::time::Duration;

use anyhow::{Context, Result};
use va_tests::campaign::chance::fresh_seed;
use va_tests::campaign::outcome::Outcome;
use va_tests::campaign::recordings::Size;
use va_tests::campaign::{cancel, crash};
use va_tests::engine_bench::idle;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;

const MINUTE: Size = Size {
    seconds: 60,
    width: 320,
    height: 240,
};

/// Everything that was said, for the case that it failed.
fn judge(outcome: &Outcome, said: &[String]) {
    assert!(outcome.passed(), "{}\n{outcome}", said.join("\n"));
}

#[test]
fn whoever_is_killed_every_job_ends_as_if_nothing_had_happened() -> Result<()> {
    let options = crash::Options {
        kills: 6,
        seed: fresh_seed(),
        slots: 2,
        recordings: 2,
        size: MINUTE,
        pause: (Duration::from_millis(50), Duration::from_millis(1500)),
    };
    let mut said = Vec::new();
    let outcome = crash::run(&options, &Sandbox::new()?, &mut |line| {
        said.push(line.to_owned());
    })?;
    judge(&outcome, &said);
    Ok(())
}

#[test]
fn cancelled_in_any_state_a_job_leaves_nothing_running_and_stays_cancelled() -> Result<()> {
    let options = cancel::Options {
        cancels: 12,
        window: 0,
        interruptions: 2,
        seed: fresh_seed(),
        long: MINUTE,
        short: Size {
            seconds: 6,
            ..MINUTE
        },
        timed: false,
    };
    let mut said = Vec::new();
    let outcome = cancel::run(&options, &Sandbox::new()?, &mut |line| {
        said.push(line.to_owned());
    })?;
    judge(&outcome, &said);
    Ok(())
}

#[test]
fn an_engine_with_nothing_to_do_rests() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let job = server.ask("POST", "/api/v1/demo", None)?.body;
    let id = job["id"].as_str().context("an id")?;
    server.wait_for(id, |job| job["status"] == "completed")?;
    idle::settle(server.pid())?;
    let idle = idle::watch(server.pid(), Duration::from_secs(3))?;
    // far more than is promised of the shipped build: what is to be noticed is one that never rests
    assert!(idle.percent < 10.0, "{idle:?}");
    assert!(idle.resident < 120_000_000, "{idle:?}");
    Ok(())
}
