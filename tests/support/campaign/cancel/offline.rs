//! `videoannotator jobs cancel` and `delete` on a library that no engine has open: what waited there is
//! never started by the next engine. Used by the campaign.

use std::path::Path;

use anyhow::Result;
use serde_json::Value;

use super::super::jobs::{ask, submit, word};
use super::super::outcome::Outcome;
use crate::sandbox::Sandbox;
use crate::server::Server;

/// Exit code of what is not possible.
const NOT_POSSIBLE: i32 = 4;

/// One job is cancelled, one deleted, and one runs.
pub(super) fn jobs(sandbox: &Sandbox, recording: &Path, outcome: &mut Outcome) -> Result<()> {
    let log = sandbox.join("engine.log");
    let mut server = Server::start_with(sandbox, &[("MAX_CONCURRENT_JOBS", "0")], &log)?;
    let cancelled = submit(&server, recording)?;
    let deleted = submit(&server, recording)?;
    let kept = submit(&server, recording)?;
    let held = command(sandbox, &["cancel", &cancelled])?;
    outcome.check(held == Some(NOT_POSSIBLE), || {
        format!("`jobs cancel` beside an engine ended with {held:?}")
    });
    server.terminate()?;
    for words in [
        ["cancel", &cancelled],
        ["cancel", &cancelled],
        ["delete", &deleted],
    ] {
        let code = command(sandbox, &words)?;
        outcome.check(code == Some(0), || {
            format!("`jobs {}` ended with {code:?}", words.join(" "))
        });
    }
    let mut server = Server::start_with(sandbox, &[], &log)?;
    let ended = |job: &Value| !["pending", "running"].contains(&word(job));
    let job = server.wait_for(&kept, ended)?;
    outcome.check(word(&job) == "completed", || {
        format!("the other job: {job}")
    });
    let job = ask(&server, &cancelled)?;
    let stayed =
        word(&job) == "cancelled" && job["started_at"].is_null() && job["cancelled_at"].is_string();
    outcome.check(stayed, || format!("cancelled by `jobs cancel`, but {job}"));
    let path = format!("/api/v1/jobs/{deleted}");
    let status = server.ask("GET", &path, None)?.status;
    outcome.check(status == 404, || {
        "deleted by `jobs delete`, but there".to_owned()
    });
    server.terminate()?;
    let late = command(sandbox, &["cancel", &kept])?;
    outcome.check(late == Some(NOT_POSSIBLE), || {
        format!("`jobs cancel` of a completed job ended with {late:?}")
    });
    Ok(())
}

/// The exit code of `videoannotator jobs`.
fn command(sandbox: &Sandbox, words: &[&str]) -> Result<Option<i32>> {
    let mut command = sandbox.command("videoannotator")?;
    let done = command.arg("jobs").args(words).output()?;
    Ok(done.status.code())
}
