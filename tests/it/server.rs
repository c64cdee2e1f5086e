//! The engine behind the TCP door: a job's whole life, cancelling, a killed server, and the door itself.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;
use va_tests::{media, places};

fn id(job: &Value) -> Result<&str> {
    job["id"].as_str().with_context(|| job.to_string())
}

fn busy(job: &Value) -> bool {
    let moving =
        |step: &Value| step["status"] == "running" && step["done_ms"].as_i64() > Some(11_000);
    job["pipelines"]
        .as_array()
        .is_some_and(|steps| steps.iter().any(moving))
}

#[test]
fn serving_needs_a_token_and_every_request_does_too() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let refused = sandbox
        .command("videoannotator")?
        .args(["serve", "--port", "0"])
        .output()?;
    assert_eq!(refused.status.code(), Some(2));
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        words.contains("--session-token"),
        "the refusal says how: {words}"
    );
    let server = Server::start(&sandbox)?;
    assert_eq!(
        server.ask_with("GET", "/health", None, None)?.status,
        200,
        "a plain word for monitors"
    );
    assert_eq!(
        server.ask("GET", "/api/v1/jobs/?per_page=1", None)?.status,
        200,
        "with a slash too"
    );
    for path in ["/api/v1/jobs", "/openapi.json", "/api/v1/nothing"] {
        let answer = server.ask_with("GET", path, None, None)?;
        assert_eq!(answer.status, 401, "{path}");
        assert_eq!(answer.body["error"]["code"], "UNAUTHORIZED", "{path}");
        assert_eq!(
            answer.body["detail"], answer.body["error"]["message"],
            "{path}"
        );
    }
    let wrong = server.ask_with("GET", "/api/v1/jobs", None, Some("va_wrong"))?;
    assert_eq!(
        (wrong.status, &wrong.body["detail"]),
        (401, &json!("Invalid or expired token"))
    );
    Ok(())
}

#[test]
fn every_refusal_has_the_one_error_shape() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let text = sandbox.join("notes.mp4");
    std::fs::write(&text, "my notes")?;
    let unknown = "/api/v1/jobs/00000000-0000-7000-8000-000000000000";
    let demo = places::demo();
    let cases = [
        ("GET", "/api/v1/nothing", None, 404, "NOT_FOUND"),
        ("PUT", "/api/v1/jobs", None, 405, "METHOD_NOT_ALLOWED"),
        ("GET", unknown, None, 404, "JOB_NOT_FOUND"),
        ("GET", "/api/v1/jobs/x", None, 404, "JOB_NOT_FOUND"),
        ("GET", "/api/v1/jobs?page=x", None, 422, "VALIDATION_ERROR"),
        (
            "POST",
            "/api/v1/jobs",
            Some(json!({})),
            422,
            "VALIDATION_ERROR",
        ),
        (
            "POST",
            "/api/v1/jobs",
            Some(json!({ "path": "/nowhere.mp4" })),
            404,
            "MEDIA_MISSING",
        ),
        (
            "POST",
            "/api/v1/jobs",
            Some(json!({ "path": text })),
            422,
            "MEDIA_UNREADABLE",
        ),
        (
            "POST",
            "/api/v1/jobs",
            Some(json!({ "path": demo, "config": { "scene_detection": { "threshold": 999 } } })),
            400,
            "INVALID_CONFIG",
        ),
    ];
    for (method, path, body, status, code) in cases {
        let answer = server.ask(method, path, body.as_ref())?;
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.body);
        let error = &answer.body["error"];
        assert_eq!(error["code"], code, "{method} {path}");
        assert_eq!(
            answer.body["detail"], error["message"],
            "existing clients show `detail`"
        );
        assert!(
            error["timestamp"]
                .as_str()
                .is_some_and(|t| t.ends_with('Z')),
            "{error}"
        );
        assert!(answer.body["request_id"].is_string());
    }
    Ok(())
}

#[test]
fn a_job_runs_to_its_results_and_can_be_deleted() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let made = server.ask("POST", "/api/v1/demo", None)?;
    assert_eq!(made.status, 201, "{}", made.body);
    let id = id(&made.body)?;
    let job = server.wait_for(id, |job| job["status"] == "completed")?;
    assert_eq!(job["progress"], 100.0);
    assert!(job["error_message"].is_null(), "{job}");
    let (queued, started) = (job["queued_at"].as_str(), job["started_at"].as_str());
    assert!(queued <= started && started <= job["completed_at"].as_str());
    let tracks = server
        .ask("GET", &format!("/api/v1/jobs/{id}/tracks"), None)?
        .body;
    let keys: Vec<_> = tracks["tracks"]
        .as_array()
        .context("tracks")?
        .iter()
        .map(|t| &t["key"])
        .collect();
    assert!(keys.contains(&&json!("scene_detection.shots")), "{keys:?}");
    let results = server
        .ask("GET", &format!("/api/v1/jobs/{id}/results"), None)?
        .body;
    let url = results["files"][0]["download_url"]
        .as_str()
        .context("a file")?;
    assert_eq!(server.ask("GET", url, None)?.status, 200);
    for path in [
        "%2e%2e%2fjob.json",
        "..%2f..%2fcatalogue.sqlite",
        "nothing.csv",
    ] {
        let answer = server.ask(
            "GET",
            &format!("/api/v1/jobs/{id}/results/files/{path}"),
            None,
        )?;
        assert_eq!(answer.status, 404, "{path} leads out of the folder");
    }
    let again = server.ask("POST", &format!("/api/v1/jobs/{id}/cancel"), None)?;
    assert_eq!(
        (again.status, &again.body["error"]["code"]),
        (409, &json!("JOB_ALREADY_COMPLETED"))
    );
    let folder = std::path::PathBuf::from(job["storage_path"].as_str().context("folder")?);
    assert!(folder.is_dir());
    assert_eq!(
        server
            .ask("DELETE", &format!("/api/v1/jobs/{id}"), None)?
            .status,
        204
    );
    assert!(!folder.exists(), "its own folder goes with it");
    assert!(places::demo().is_file(), "the recording stays");
    Ok(())
}

#[test]
fn cancel_is_final_and_a_second_server_is_told_who_owns_the_folder() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let video = sandbox.join("long.mp4");
    media::clip(120, &video)?;
    let made = server.ask("POST", "/api/v1/jobs", Some(&json!({ "path": video })))?;
    let id = id(&made.body)?;
    server.wait_for(id, busy)?;
    let cancelled = server.ask("POST", &format!("/api/v1/jobs/{id}/cancel"), None)?;
    assert_eq!(cancelled.status, 200, "{}", cancelled.body);
    assert_eq!(cancelled.body["status"], "cancelled");
    assert!(cancelled.body["cancelled_at"].is_string());
    let health = |server: &Server| server.ask("GET", "/api/v1/system/health", None);
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while health(&server)?.body["worker_info"]["active_jobs"] != 0 {
        assert!(
            std::time::Instant::now() < deadline,
            "the worker is still there"
        );
    }
    let after = server.ask("GET", &format!("/api/v1/jobs/{id}"), None)?.body;
    assert_eq!(
        after["status"], "cancelled",
        "no late word of the worker changes it"
    );
    let twice = server.ask("POST", &format!("/api/v1/jobs/{id}/cancel"), None)?;
    assert_eq!(twice.status, 200, "cancelling again changes nothing");
    let second = sandbox
        .command("videoannotator")?
        .args(["serve", "--port", "0", "--session-token"])
        .output()?;
    let words = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(
        words.contains(&server.pid().to_string()),
        "it says who owns the folder: {words}"
    );
    Ok(())
}

#[test]
fn a_killed_server_finishes_its_job_after_the_next_start() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let video = sandbox.join("long.mp4");
    media::clip(60, &video)?;
    let server = Server::start(&sandbox)?;
    let made = server.ask("POST", "/api/v1/jobs", Some(&json!({ "path": video })))?;
    let id = id(&made.body)?.to_owned();
    server.wait_for(&id, busy)?;
    server.kill()?;
    let server = Server::start(&sandbox)?;
    let job = server.wait_for(&id, |job| job["status"] == "completed")?;
    let resumed = job["pipelines"]
        .as_array()
        .context("steps")?
        .iter()
        .any(|s| s["resumed_from_ms"].as_i64() > Some(0));
    assert!(resumed, "it goes on from its checkpoint: {job}");
    assert!(job["error_message"].is_null(), "{job}");
    Ok(())
}
