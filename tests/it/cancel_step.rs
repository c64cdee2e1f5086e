//! Cancelling one step of a running job: it stops at once and keeps what it has, labelled partial; what reads
//! from it is skipped and says why; the other steps come to their end.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use va_tests::media;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;

/// A job on two minutes of recording, with its first checkpoints behind it.
fn busy(sandbox: &Sandbox, server: &Server) -> Result<String> {
    let video = sandbox.join("long.mp4");
    media::clip(120, &video)?;
    let made = server.ask("POST", "/api/v1/jobs", Some(&json!({ "path": video })))?;
    let id = made.body["id"].as_str().context("an id")?.to_owned();
    let moving = |job: &Value| step(job, "motion_energy")["done_ms"].as_i64() > Some(11_000);
    server.wait_for(&id, moving)?;
    Ok(id)
}

fn step<'a>(job: &'a Value, pipeline: &str) -> &'a Value {
    let steps = job["pipelines"].as_array();
    let mut named = steps.into_iter().flatten();
    named
        .find(|step| step["name"] == pipeline)
        .unwrap_or(&Value::Null)
}

fn cancelled(server: &Server, id: &str, pipeline: &str) -> Result<Value> {
    let path = format!("/api/v1/jobs/{id}/steps/{pipeline}/cancel");
    let answer = server.ask("POST", &path, None)?;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let job = answer.body;
    assert_eq!(step(&job, pipeline)["status"], "cancelled", "{job}");
    assert_eq!(job["status"], "running", "the others go on: {job}");
    let ended = |job: &Value| job["completed_at"].is_string();
    server.wait_for(id, ended)
}

/// The step's entry in the job's record of its own making, as soon as the worker has written it.
fn record(server: &Server, job: &Value, pipeline: &str) -> Result<Value> {
    let id = job["id"].as_str().context("id")?;
    let file = Path::new(job["storage_path"].as_str().context("folder")?).join("provenance.json");
    let read = || -> Option<Value> {
        let text: Value = serde_json::from_slice(&fs::read(&file).ok()?).ok()?;
        let mut steps = text["steps"].as_array()?.iter();
        steps.find(|step| step["pipeline"] == pipeline).cloned()
    };
    server.wait_for(id, |_| read().is_some())?;
    read().context("a record")
}

#[test]
fn a_cancelled_step_keeps_what_it_has_as_partial_and_the_others_finish() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let id = busy(&sandbox, &server)?;
    let job = cancelled(&server, &id, "motion_energy")?;
    for name in ["scene_detection", "voice_activity"] {
        assert_eq!(step(&job, name)["status"], "succeeded", "{job}");
    }
    let motion = step(&job, "motion_energy");
    assert_eq!(motion["status"], "cancelled", "no late word changes it");
    assert_eq!(motion["partial"], true, "{motion}");
    let record = record(&server, &job, "motion_energy")?;
    assert_eq!(
        (&record["state"], &record["partial"]),
        (&json!("cancelled"), &json!(true))
    );
    let rows = record["counts"]["motion_energy.energy"].as_i64();
    let frames = 120 * 25;
    assert!(
        rows.is_some_and(|rows| (11 * 25..frames).contains(&rows)),
        "what was measured up to there is kept: {record}"
    );
    let folder = Path::new(job["storage_path"].as_str().context("folder")?).join("output");
    let names = fs::read_dir(folder)?.flatten().map(|e| e.file_name());
    let of_motion = names.filter(|name| name.to_string_lossy().contains("motion_energy"));
    assert_eq!(of_motion.count(), 0, "no exported file looks complete");
    Ok(())
}

#[test]
fn what_reads_from_a_cancelled_step_is_skipped_and_says_why() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let id = busy(&sandbox, &server)?;
    let job = cancelled(&server, &id, "scene_detection")?;
    let motion = step(&job, "motion_energy");
    assert_eq!(motion["status"], "skipped", "{job}");
    assert_eq!(motion["error"]["code"], "CANCELLED", "{motion}");
    let words = motion["error"]["message"].as_str().unwrap_or_default();
    assert!(words.contains("scene_detection"), "{words}");
    assert_eq!(motion["partial"], true, "{motion}");
    assert_eq!(step(&job, "voice_activity")["status"], "succeeded", "{job}");
    let record = record(&server, &job, "motion_energy")?;
    assert_eq!(
        (&record["state"], &record["partial"]),
        (&json!("skipped"), &json!(true))
    );
    let again = format!("/api/v1/jobs/{id}/steps/scene_detection/cancel");
    assert_eq!(
        server.ask("POST", &again, None)?.status,
        200,
        "twice is fine"
    );
    let ended = format!("/api/v1/jobs/{id}/steps/voice_activity/cancel");
    assert_eq!(server.ask("POST", &ended, None)?.status, 409);
    Ok(())
}
