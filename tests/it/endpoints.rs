//! What clients of VideoAnnotator 1.3/1.4 and its viewer ask and read: the recorded requests of 1.4.4 asked again,
//! and every field that stood in its answers. Archives, exports and lists as those clients need them.

mod results;

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use va_tests::places;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;

/// A finished job on the demo clip.
fn finished(server: &Server) -> Result<String> {
    let made = server.ask("POST", "/api/v1/demo", None)?;
    let id = made.body["id"].as_str().context("an id")?.to_owned();
    server.wait_for(&id, |job| job["status"] == "completed")?;
    Ok(id)
}

/// Fields of a recorded answer that are not in ours, by their dotted path. Of lists the first item counts.
fn lacking(recorded: &Value, ours: &Value, path: &str, found: &mut Vec<String>) {
    match (recorded, ours) {
        (Value::Object(recorded), Value::Object(ours)) => {
            for (key, value) in recorded {
                let path = format!("{path}.{key}");
                match ours.get(key) {
                    Some(own) => lacking(value, own, &path, found),
                    None => found.push(path),
                }
            }
        }
        (Value::Array(recorded), Value::Array(ours)) => {
            if let (Some(first), Some(own)) = (recorded.first(), ours.first()) {
                lacking(first, own, &format!("{path}[]"), found);
            }
        }
        (Value::Object(_) | Value::Array(_), _) => found.push(format!("{path} is {ours}")),
        _ => {}
    }
}

/// What 1.4.4 sent and this program does not, each for a reason: made-up numbers, and schemas of the old
/// pipelines' own settings.
const LEFT_OUT: &[&str] = &[
    ".pipelines[].config_schema.",
    ".config_schema.",
    ".token.user_id",
    ".token.created_at",
    ".token.expires_at",
    ".token.rate_limit",
    ".session",
    ".server.start_time",
    ".database.active_connections",
    ".pipelines.loading_errors",
    ".pipelines.initialization_time",
    ".system.gpu.available",
    ".system.gpu.error",
    ".request_stats.requests_last_hour",
];

/// What is asked again: the name of the recording, method and address; `{job}` is a finished job.
const ASKED: &[(&str, &str, &str)] = &[
    ("health_root", "GET", "/health"),
    ("health_v1", "GET", "/api/v1/health"),
    ("health_v1", "GET", "/api/v1/health/"),
    ("system_health", "GET", "/api/v1/system/health"),
    ("system_metrics", "GET", "/api/v1/system/metrics"),
    ("system_config", "GET", "/api/v1/system/config"),
    ("system_database", "GET", "/api/v1/system/database"),
    ("jobs_list", "GET", "/api/v1/jobs?page=1&per_page=10"),
    ("job_get", "GET", "{job}"),
    ("job_get_slash", "GET", "{job}/"),
    ("job_results_pending", "GET", "{job}/results"),
    ("job_404", "GET", "/api/v1/jobs/nope"),
    ("job_delete_404", "DELETE", "/api/v1/jobs/nope"),
    ("job_cancel_404", "POST", "/api/v1/jobs/nope/cancel"),
    ("job_artifacts_404", "GET", "/api/v1/jobs/nope/artifacts"),
    ("pipelines", "GET", "/api/v1/pipelines"),
    ("pipelines", "GET", "/api/v1/pipelines/"),
    ("pipeline_one", "GET", "/api/v1/pipelines/scene_detection"),
    ("pipeline_404", "GET", "/api/v1/pipelines/nope"),
    (
        "validate_pipeline_ok",
        "POST",
        "/api/v1/pipelines/motion_energy/validate",
    ),
    (
        "validate_pipeline_bad",
        "POST",
        "/api/v1/pipelines/scene_detection/validate",
    ),
    (
        "validate_pipeline_404",
        "POST",
        "/api/v1/pipelines/nope/validate",
    ),
    ("validate_config_ok", "POST", "/api/v1/config/validate"),
    ("debug_server_info", "GET", "/api/v1/debug/server-info"),
    ("debug_token_info", "GET", "/api/v1/debug/token-info"),
    ("debug_background", "GET", "/api/v1/debug/background-jobs"),
];

/// What is sent with a request.
fn body_of(name: &str) -> Option<Value> {
    Some(match name {
        "validate_pipeline_ok" | "validate_pipeline_404" => json!({ "config": {} }),
        "validate_pipeline_bad" => json!({ "config": { "threshold": 150, "foo": 1 } }),
        "validate_config_ok" => json!({
            "config": { "scene_detection": { "threshold": 200 } },
            "selected_pipelines": ["motion_energy", "scene_detection"],
        }),
        _ => return None,
    })
}

#[test]
fn every_field_of_recorded_answers_is_in_ours() -> Result<()> {
    let name = "contract/recorded_http/videoannotator_1.4.4_responses.json";
    let Some(recorded) = places::shared(name)? else {
        return Ok(());
    };
    let recorded: Value = serde_json::from_slice(&fs::read(recorded)?)?;
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let chosen = json!({ "path": places::demo(), "selected_pipelines": ["scene_detection"] });
    let made = server.ask("POST", "/api/v1/jobs", Some(&chosen))?;
    let id = made.body["id"].as_str().context("an id")?.to_owned();
    server.wait_for(&id, |job| job["status"] == "completed")?;
    let job = format!("/api/v1/jobs/{id}");
    for (name, method, path) in ASKED {
        let path = path.replace("{job}", &job);
        let ours = server.ask(method, &path, body_of(name).as_ref())?;
        let theirs = &recorded[*name];
        assert_eq!(
            json!(ours.status),
            theirs["status"],
            "{name}: {}",
            ours.body
        );
        let mut found = Vec::new();
        lacking(&theirs["body"], &ours.body, "", &mut found);
        found.retain(|path| !LEFT_OUT.iter().any(|known| path.starts_with(known)));
        assert!(found.is_empty(), "{name} lacks {found:?}: {}", ours.body);
    }
    Ok(())
}

#[test]
fn health_tells_what_the_viewer_and_monitors_read() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let health = server.ask("GET", "/api/v1/system/health", None)?.body;
    assert_eq!(health["system"]["python_version"], "n/a");
    assert!(
        health["uptime_seconds"].is_f64() && health["version"].is_string(),
        "{health}"
    );
    for part in ["database", "storage", "ffmpeg"] {
        assert!(health["diagnostics"][part].is_object(), "{part}: {health}");
    }
    assert_eq!(health["diagnostics"]["ffmpeg"]["available"], true);
    let folders = health["storage"]["directories"]
        .as_object()
        .context("folders")?;
    assert!(
        folders.values().all(|there| there == true),
        "made at start: {health}"
    );
    let detailed = server.ask("GET", "/api/v1/health?detailed=true", None)?;
    let details = &detailed.body["details"];
    assert_eq!(details["database"]["status"], "ok", "{}", detailed.body);
    assert_eq!(
        detailed.status == 200,
        details["storage"]["status"] != "error"
    );
    let timestamp = detailed.body["timestamp"].as_str().context("a time")?;
    assert!(timestamp.ends_with('Z'), "{timestamp}");
    let wrong = server.ask("GET", "/api/v1/health?detailed=banana", None)?;
    assert_eq!(wrong.status, 422);
    let metrics = server.ask("GET", "/api/v1/system/metrics", None)?.body;
    assert_eq!(
        metrics["metrics"]["success_rate"], 0.0,
        "no job is no success: {metrics}"
    );
    assert!(
        metrics["metrics"]["api_requests_total"].as_u64() > Some(2),
        "{metrics}"
    );
    for path in ["/api/v1/debug/request-log", "/api/v1/debug/mock-events"] {
        let gone = server.ask("GET", path, None)?;
        let hint = gone.body["error"]["hint"].as_str().unwrap_or_default();
        assert_eq!(
            (gone.status, hint.contains("openapi")),
            (404, false),
            "{path} says why: {hint}"
        );
    }
    Ok(())
}

#[test]
fn a_list_that_has_not_changed_is_not_sent_again() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let log = sandbox.join("log");
    let server = Server::start_with(&sandbox, &[("MAX_CONCURRENT_JOBS", "0")], &log)?;
    let lists = [
        "jobs",
        "pipelines",
        "presets",
        "videos",
        "jobs?page=1&per_page=5",
    ];
    let mut tags = BTreeMap::new();
    for list in lists {
        let path = format!("/api/v1/{list}");
        let (status, headers, _) = server.fetch(&path, &[])?;
        assert_eq!(status, 200, "{list}");
        let tag = headers
            .get("etag")
            .with_context(|| format!("{list} has no tag"))?
            .clone();
        let (status, headers, bytes) = server.fetch(&path, &[("if-none-match", &tag)])?;
        assert_eq!((status, bytes.len()), (304, 0), "{list}");
        assert_eq!(headers["etag"], tag);
        tags.insert(path, tag);
    }
    let made = server.ask("POST", "/api/v1/demo", None)?;
    assert_eq!(made.status, 201);
    for (path, tag) in &tags {
        let changed = path.contains("jobs") || path.contains("videos");
        let (status, ..) = server.fetch(path, &[("if-none-match", tag)])?;
        assert_eq!(status, if changed { 200 } else { 304 }, "{path}");
    }
    let (_, headers, _) = server.fetch("/api/v1/system/health", &[])?;
    assert!(!headers.contains_key("etag"), "it tells the time");
    Ok(())
}

#[test]
fn settings_are_checked_for_one_pipeline_and_for_all() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let ask = |path: &str, body: Value| server.ask("POST", path, Some(&body));
    let viewer = ask(
        "/api/v1/config/validate",
        json!({ "config": { "scene_detection": { "threshold": 20 } } }),
    )?;
    assert_eq!(
        (viewer.status, &viewer.body["valid"]),
        (200, &json!(true)),
        "{}",
        viewer.body
    );
    assert_eq!(
        viewer.body["pipelines_validated"],
        json!(["scene_detection"])
    );
    let bad = ask(
        "/api/v1/pipelines/scene/validate",
        json!({ "config": { "threshold": "x", "foo": 1 } }),
    )?;
    assert_eq!((bad.status, &bad.body["valid"]), (200, &json!(false)));
    let error = &bad.body["errors"][0];
    for field in [
        "field",
        "message",
        "code",
        "error_code",
        "severity",
        "hint",
        "pipeline",
    ] {
        assert!(error[field].is_string(), "{field}: {error}");
    }
    assert_eq!(error["field"], "scene_detection.threshold");
    assert_eq!(
        bad.body["warnings"][0]["code"], "UNKNOWN_FIELD",
        "{}",
        bad.body
    );
    assert!(bad.body["warnings"][0]["suggestion"].is_string());
    let named = ask(
        "/api/v1/pipelines/validate",
        json!({ "pipeline": "nope", "config": {} }),
    )?;
    assert_eq!(named.status, 200, "{}", named.body);
    assert_eq!(
        named.body["errors"][0]["code"], "PIPELINE_NOT_FOUND",
        "{}",
        named.body
    );
    let group = ask(
        "/api/v1/pipelines/scene_detection/validate",
        json!({ "config": [1] }),
    )?;
    assert_eq!(group.body["valid"], false, "{}", group.body);
    let none = server.ask("POST", "/api/v1/pipelines/scene_detection/validate", None)?;
    assert!([400, 415, 422].contains(&none.status), "{}", none.status);
    for path in [
        "catalog",
        "scene_detection/schema",
        "schema/scene_detection",
        "face_analysis",
    ] {
        let found = server.ask("GET", &format!("/api/v1/pipelines/{path}"), None)?;
        assert_eq!(found.status, 200, "{path}");
    }
    let usable = server
        .ask("GET", "/api/v1/pipelines?include_unavailable=false", None)?
        .body;
    let list = usable["pipelines"].as_array().context("pipelines")?;
    assert!(list.iter().all(|p| p["enabled"] == true), "{usable}");
    assert!(list[0]["examples"][1]["api"].is_string(), "{}", list[0]);
    Ok(())
}

#[test]
fn the_documentation_is_shown_without_a_token_and_loads_nothing() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    for (path, word) in [("/docs", "swagger"), ("/redoc", "redoc")] {
        let (status, headers, page) = server.fetch_open(path)?;
        let page = String::from_utf8(page)?.to_lowercase();
        assert_eq!((status, page.contains(word)), (200, true), "{path}");
        assert!(
            page.contains("/api/v1/jobs/{id}/artifacts") && page.contains("videoannotator api")
        );
        assert!(
            !page.contains("<script") && !page.contains("https://"),
            "{path}"
        );
        let policy = &headers["content-security-policy"];
        assert!(
            policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
            "{policy}"
        );
    }
    let document = server.ask("GET", "/openapi.json", None)?.body;
    assert_eq!(document["info"]["title"], "VideoAnnotator API");
    Ok(())
}

#[test]
fn the_existing_viewer_is_served_from_its_folder_and_nothing_beside_it() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let folder = sandbox.join("viewer");
    fs::create_dir_all(folder.join("assets"))?;
    fs::write(
        folder.join("index.html"),
        "<!doctype html><title>The viewer</title>",
    )?;
    fs::write(folder.join("assets/app.js"), "let here = 1;")?;
    fs::write(sandbox.join("secret.txt"), "mine")?;
    #[cfg(unix)]
    std::os::unix::fs::symlink(sandbox.join("secret.txt"), folder.join("link.txt"))?;
    let mut command = sandbox.command("videoannotator")?;
    let server = Server::spawn_with(&mut command, &["--viewer", &folder.to_string_lossy()])?;
    for path in ["/viewer", "/viewer/", "/viewer/jobs/42"] {
        let (status, headers, page) = server.fetch_open(path)?;
        assert_eq!(status, 200, "{path}");
        assert!(
            String::from_utf8_lossy(&page).contains("The viewer"),
            "{path}"
        );
        assert!(headers["content-security-policy"].contains("script-src 'self'"));
    }
    let (status, headers, script) = server.fetch_open("/viewer/assets/app.js")?;
    assert_eq!((status, script), (200, b"let here = 1;".to_vec()));
    assert!(headers["content-type"].starts_with("text/javascript"));
    for path in [
        "/viewer/..%2fsecret.txt",
        "/viewer/%2e%2e/secret.txt",
        "/viewer/link.txt",
        "/viewer/assets/gone.js",
        "/viewer/%2fetc%2fpasswd",
    ] {
        let (_, _, page) = server.fetch_open(path)?;
        assert!(!String::from_utf8_lossy(&page).contains("mine"), "{path}");
    }
    let (status, _, page) =
        server.fetch_open("/viewer-connect?token=va_x%22%3E%3Cscript%3E&url=")?;
    let page = String::from_utf8(page)?;
    assert_eq!(status, 200);
    assert!(
        !page.contains("va_x"),
        "nothing of the address comes back in the page"
    );
    let (_, _, script) = server.fetch_open("/viewer-connect.js")?;
    let script = String::from_utf8(script)?;
    for key in ["videoannotator_api_url", "videoannotator_api_token"] {
        assert!(script.contains(key), "{key}");
    }
    let own = "/viewer/01a20656-6098-7425-bffe-1c1aa28e5d3c";
    let (status, _, page) = server.fetch_open(own)?;
    let page = String::from_utf8(page)?;
    assert!(
        status == 200 && !page.contains("The viewer"),
        "a job's page stays the window's: {page}"
    );
    drop(server);
    let plain = Server::start(&sandbox)?;
    assert_eq!(plain.fetch_open(own)?.0, 200);
    assert_eq!(
        plain.fetch_open("/viewer")?.0,
        404,
        "not there unless it was asked for"
    );
    drop(plain);
    let refused = sandbox
        .command("videoannotator")?
        .args([
            "serve",
            "--port",
            "0",
            "--session-token",
            "--viewer",
            "/nowhere",
        ])
        .output()?;
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("index.html"));
    Ok(())
}
