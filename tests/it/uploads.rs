//! Jobs that come with their recording, as existing clients send them: the form in every shape, and nothing
//! left on the disk or in the library of what was refused or cut off.

mod broken;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use va_tests::places;
use va_tests::sandbox::Sandbox;
use va_tests::server::{Answer, Server};

const BOUNDARY: &str = "a-boundary-of-the-test";
/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(20);

/// The beginning of a form: its text fields, and the head of its file.
fn head(disposition: &str, fields: &[(&str, &str)]) -> Vec<u8> {
    let mut form = Vec::new();
    for (name, text) in fields {
        let part = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
        );
        form.extend_from_slice(part.as_bytes());
    }
    let file = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"video\"; {disposition}\r\nContent-Type: video/mp4\r\n\r\n"
    );
    form.extend_from_slice(file.as_bytes());
    form
}

fn tail() -> String {
    format!("\r\n--{BOUNDARY}--\r\n")
}

fn form(name: &str, bytes: &[u8], fields: &[(&str, &str)]) -> Vec<u8> {
    let mut form = head(&format!("filename=\"{name}\""), fields);
    form.extend_from_slice(bytes);
    form.extend_from_slice(tail().as_bytes());
    form
}

fn send(server: &Server, path: &str, body: &[u8], token: &str) -> Result<Answer> {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    server.send(path, &kind, body, Some(token))
}

fn post(server: &Server, name: &str, bytes: &[u8], fields: &[(&str, &str)]) -> Result<Answer> {
    send(
        server,
        "/api/v1/jobs",
        &form(name, bytes, fields),
        &server.token,
    )
}

/// Everything below a folder of the data folder.
fn below(sandbox: &Sandbox, part: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![sandbox.data().join(part)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                open.push(entry.path());
            }
            found.push(entry.path());
        }
    }
    found
}

/// Waits until nothing is left of a refused upload, which is removed beside the answer.
fn nothing_left(sandbox: &Sandbox, server: &Server) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let left = [below(sandbox, "temp"), below(sandbox, "uploads")].concat();
        if left.is_empty() {
            break;
        }
        anyhow::ensure!(Instant::now() < deadline, "still there: {left:?}");
        std::thread::park_timeout(Duration::from_millis(20));
    }
    let jobs = server.ask("GET", "/api/v1/jobs", None)?;
    assert_eq!(jobs.body["total"], 0, "{}", jobs.body);
    Ok(())
}

fn text<'a>(value: &'a Value, field: &str) -> Result<&'a str> {
    value[field]
        .as_str()
        .with_context(|| format!("{field} of {value}"))
}

#[test]
fn an_uploaded_recording_is_measured_and_lives_as_long_as_its_jobs() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let demo = fs::read(places::demo())?;
    let fields = [
        (
            "config",
            r#"{"scene_detection": {"threshold": 25}, "enable_clip_labels": true}"#,
        ),
        ("selected_pipelines", "scene_detection, motion_energy"),
    ];
    let made = post(&server, "visit 07.mp4", &demo, &fields)?;
    assert_eq!(made.status, 201, "{}", made.body);
    let id = text(&made.body, "id")?;
    let kept = sandbox.data().join("uploads").join(id).join("visit 07.mp4");
    assert_eq!(text(&made.body, "video_path")?, kept.to_string_lossy());
    assert_eq!(made.body["job_id"], made.body["id"]);
    assert_eq!(made.body["video_filename"], "visit 07.mp4");
    assert_eq!(made.body["video_size_bytes"], demo.len());
    assert_eq!(
        made.body["selected_pipelines"],
        json!(["scene_detection", "motion_energy"])
    );
    assert!(made.body["queued_at"].is_string() && made.body["storage_path"].is_string());
    assert_eq!(fs::read(&kept)?, demo, "to the byte");
    assert!(below(&sandbox, "temp").is_empty());
    let job = server.wait_for(id, |job| job["status"] == "completed")?;
    assert!(
        job["result_path"].is_string() && job["error_message"].is_null(),
        "{job}"
    );
    assert_eq!(job["config"]["scene_detection"]["threshold"], 25.0);
    let warned = job["warnings"].to_string();
    assert!(
        warned.contains("enable_clip_labels"),
        "an unknown key is a warning: {warned}"
    );

    let again = server.ask("POST", &format!("/api/v1/jobs/{id}/run-again"), None)?;
    assert_eq!(again.status, 201, "{}", again.body);
    let second = text(&again.body, "id")?;
    let delete = |id: &str| server.ask("DELETE", &format!("/api/v1/jobs/{id}"), None);
    assert_eq!(delete(id)?.status, 204);
    assert!(kept.is_file(), "the other job needs it");
    server.wait_for(second, |job| job["status"] == "completed")?;
    assert_eq!(delete(second)?.status, 204);
    assert!(
        below(&sandbox, "uploads").is_empty(),
        "it goes with the last job"
    );
    let videos = server.ask("GET", "/api/v1/videos", None)?;
    assert!(
        !videos.body.to_string().contains("visit 07"),
        "{}",
        videos.body
    );
    Ok(())
}

#[test]
fn the_form_is_read_in_every_shape_that_clients_send() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let log = sandbox.join("log");
    let server = Server::start_with(&sandbox, &[("MAX_CONCURRENT_JOBS", "0")], &log)?;
    let demo = fs::read(places::demo())?;
    let none = json!(null);
    let two = json!(["scene_detection", "voice_activity"]);
    let cases: [(&[(&str, &str)], &Value); 6] = [
        (&[], &none),
        (&[("selected_pipelines", ""), ("config", "")], &none),
        (
            &[("selected_pipelines", "scene_detection,voice_activity")],
            &two,
        ),
        (
            &[(
                "selected_pipelines",
                r#"["scene_detection", "voice_activity"]"#,
            )],
            &two,
        ),
        (
            &[
                ("selected_pipelines", "scene_detection"),
                ("selected_pipelines", "voice_activity"),
                ("something_newer", "x"),
            ],
            &two,
        ),
        (
            // settings for everybody, and nobody chosen: left out, not refused
            &[("config", r#"{"threshold": 4711}"#)],
            &none,
        ),
    ];
    for (fields, selected) in cases {
        let made = post(&server, "a.mp4", &demo, fields)?;
        assert_eq!(made.status, 201, "{fields:?}: {}", made.body);
        assert_eq!(&made.body["selected_pipelines"], selected, "{fields:?}");
        assert_eq!(made.body["status"], "pending");
        assert!(made.body["queue_position"].is_u64(), "{}", made.body);
    }
    let body = form("a.mp4", &demo, &[]);
    let slash = send(&server, "/api/v1/jobs/", &body, &server.token)?;
    assert_eq!(slash.status, 201, "with a slash at the end too");
    let flat = [
        ("config", r#"{"threshold": 20}"#),
        ("selected_pipelines", "scene_detection"),
    ];
    let made = post(&server, "a.mp4", &demo, &flat)?;
    assert_eq!(
        made.body["config"]["scene_detection"]["threshold"], 20.0,
        "{}",
        made.body
    );
    Ok(())
}

/// Texts of a form that is refused, the status, the code and the field that the answer names.
type Refused<'a> = (&'a [(&'a str, &'a str)], u16, &'a str, &'a str);

const REFUSED: &[Refused<'_>] = &[
    (&[("config", "{")], 400, "INVALID_REQUEST", "config"),
    (&[("config", "[1]")], 400, "INVALID_REQUEST", "config"),
    (
        &[("config", r#"{"scene_detection": {"threshold": 999}}"#)],
        400,
        "INVALID_CONFIG",
        "scene_detection.threshold",
    ),
    (
        &[
            ("config", r#"{"threshold": 999}"#),
            ("selected_pipelines", "scene_detection"),
        ],
        400,
        "INVALID_CONFIG",
        "scene_detection.threshold",
    ),
    (
        &[("selected_pipelines", "scene_detectoin")],
        400,
        "PIPELINE_NOT_FOUND",
        "pipelines[0]",
    ),
    (
        &[("selected_pipelines", "[1, 2]")],
        400,
        "INVALID_REQUEST",
        "selected_pipelines",
    ),
    (
        &[("selected_pipelines", "person_tracking")],
        400,
        "PIPELINE_UNAVAILABLE",
        "",
    ),
];

#[test]
fn what_is_refused_leaves_no_file_and_no_job() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let demo = fs::read(places::demo())?;
    for (fields, status, code, field) in REFUSED {
        let answer = post(&server, "a.mp4", &demo, fields)?;
        assert_eq!(answer.status, *status, "{fields:?}: {}", answer.body);
        assert_eq!(
            answer.body["error"]["code"], *code,
            "{fields:?}: {}",
            answer.body
        );
        let named = answer.body["error"]["field"].as_str().unwrap_or_default();
        assert_eq!(named, *field, "{}", answer.body);
    }
    let unknown = post(
        &server,
        "a.mp4",
        &demo,
        &[("selected_pipelines", "scene_detectoin")],
    )?;
    let words = unknown.body["error"].to_string();
    assert!(
        words.contains("scene_detection"),
        "the nearest one: {words}"
    );
    let shapes = [
        (format!("--{BOUNDARY}--\r\n"), 422),
        (
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"video\"\r\n\r\ntext{}",
                tail()
            ),
            422,
        ),
        ("no form at all".to_owned(), 400),
        (
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"video\"; filename=\"a.mp4\"\r\n\r\nhalf"
            ),
            400,
        ),
    ];
    for (body, status) in shapes {
        let answer = send(&server, "/api/v1/jobs", body.as_bytes(), &server.token)?;
        assert_eq!(answer.status, status, "{body}: {}", answer.body);
        assert_eq!(answer.body["detail"], answer.body["error"]["message"]);
    }
    let twice = [
        head("filename=\"a.mp4\"", &[]),
        b"x\r\n".to_vec(),
        form("b.mp4", b"y", &[]),
    ]
    .concat();
    assert_eq!(
        send(&server, "/api/v1/jobs", &twice, &server.token)?.status,
        422
    );
    let none = send(
        &server,
        "/api/v1/jobs",
        &form("a.mp4", &demo, &[]),
        "va_wrong",
    )?;
    assert_eq!(none.status, 401);
    nothing_left(&sandbox, &server)
}

#[test]
fn a_name_from_outside_leads_nowhere() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let log = sandbox.join("log");
    let server = Server::start_with(&sandbox, &[("MAX_CONCURRENT_JOBS", "0")], &log)?;
    for (disposition, name) in [
        ("filename=\"../../evil.mp4\"", "evil.mp4"),
        ("filename=\"..%2f..%2fevil.mp4\"", "..%2f..%2fevil.mp4"),
        ("filename=\"/etc/cron.d/evil\"", "evil"),
        ("filename=\"C:\\\\clips\\\\evil.avi\"", "evil.avi"),
        ("filename=\"..\"", "video"),
        ("filename=\"CON.mp4\"", "_CON.mp4"),
        (
            "filename=\"Besuch M\u{fc}ller.mp4\"",
            "Besuch M\u{fc}ller.mp4",
        ),
        (
            "filename=\"x.mp4\"; filename*=UTF-8''Besuch%20M%C3%BCller.mp4",
            "Besuch M\u{fc}ller.mp4",
        ),
        ("filename*=UTF-8''..%2F..%2Fevil.mp4", "evil.mp4"),
    ] {
        let body = [
            head(disposition, &[]),
            b"frames".to_vec(),
            tail().into_bytes(),
        ]
        .concat();
        let made = send(&server, "/api/v1/jobs", &body, &server.token)?;
        assert_eq!(made.status, 201, "{disposition}: {}", made.body);
        let name = if name.starts_with("..%2f") {
            "%2f..%2fevil.mp4"
        } else {
            name
        };
        assert_eq!(made.body["video_filename"], name, "{disposition}");
        let folder = sandbox.data().join("uploads").join(text(&made.body, "id")?);
        assert_eq!(
            Path::new(text(&made.body, "video_path")?),
            folder.join(name)
        );
        assert!(folder.join(name).is_file(), "{disposition}");
    }
    for place in [
        sandbox.path(),
        sandbox.data().as_path(),
        &sandbox.data().join("uploads"),
    ] {
        assert!(!place.join("evil.mp4").exists(), "{}", place.display());
    }
    Ok(())
}

#[test]
fn a_recording_that_can_not_be_read_is_taken_in_and_fails_at_once() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let log = sandbox.join("log");
    // nothing may run, so it does not wait for a turn
    let server = Server::start_with(&sandbox, &[("MAX_CONCURRENT_JOBS", "0")], &log)?;
    for bytes in [&b"fake video content"[..], b""] {
        let made = post(&server, "fake.mp4", bytes, &[])?;
        assert_eq!(made.status, 201, "{}", made.body);
        assert!(made.body["video_duration_seconds"].is_null());
        let job = server.wait_for(text(&made.body, "id")?, |job| job["status"] == "failed")?;
        assert_eq!(job["error"]["code"], "MEDIA_UNREADABLE", "{job}");
        assert!(job["error_message"].is_string());
    }
    Ok(())
}

#[test]
fn the_scope_for_jobs_is_enough_for_an_upload() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let token = |scope: &str| -> Result<String> {
        let mut command = sandbox.command("videoannotator")?;
        let made = command.args([
            "token", "create", "--json", "--name", scope, "--scope", scope,
        ]);
        let made: Value = serde_json::from_slice(&made.output()?.stdout)?;
        Ok(text(&made, "token")?.to_owned())
    };
    let (read, submit) = (token("read")?, token("submit")?);
    let server = Server::start(&sandbox)?;
    let body = form("a.mp4", b"frames", &[]);
    assert_eq!(send(&server, "/api/v1/jobs", &body, &read)?.status, 403);
    assert_eq!(send(&server, "/api/v1/jobs", &body, &submit)?.status, 201);
    Ok(())
}
