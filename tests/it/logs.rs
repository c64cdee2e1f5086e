//! The log from outside: it rotates, its level follows the settings, a request can be found in it, and at
//! `info` no line says who was recorded.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use va_tests::media;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;

/// Parts of names that stand in files, folders, tokens, tags and requests of these tests.
const NAMES: [&str; 6] = ["anna", "benjamin", "clara", "dora", "emil", "friederike"];

/// Every line that any process wrote: standard error, the data folder's log, the logs of the jobs.
fn everything(sandbox: &Sandbox, stderr: &Path) -> Result<Vec<(PathBuf, String)>> {
    let mut files = vec![stderr.to_owned()];
    for entry in fs::read_dir(sandbox.data().join("logs"))? {
        files.push(entry?.path());
    }
    for job in fs::read_dir(sandbox.data().join("jobs"))? {
        files.push(job?.path().join("log.jsonl"));
    }
    let files = files.into_iter().filter(|file| file.exists());
    files
        .map(|file| Ok((file.clone(), fs::read_to_string(&file)?)))
        .collect()
}

fn names_in(logs: &[(PathBuf, String)], sandbox: &Sandbox) -> Vec<String> {
    let home = sandbox.path().display().to_string();
    let mut found = Vec::new();
    for (file, text) in logs {
        for line in text.lines() {
            let small = line.to_lowercase();
            if NAMES.iter().any(|name| small.contains(name)) || line.contains(&home) {
                found.push(format!("{}: {line}", file.display()));
            }
        }
    }
    found
}

fn lines(sandbox: &Sandbox) -> Result<Vec<Value>> {
    let text = fs::read_to_string(sandbox.data().join("logs/videoannotator.jsonl"))?;
    let lines = text
        .lines()
        .map(|line| serde_json::from_str(line).with_context(|| format!("this is no JSON: {line}")));
    lines.collect()
}

/// A job on a recording; the job as it ended.
fn job(server: &Server, path: &Path) -> Result<Value> {
    let body =
        json!({ "path": path, "selected_pipelines": ["motion_energy"], "tags": ["friederike"] });
    let made = server.ask("POST", "/api/v1/jobs", Some(&body))?;
    let id = made.body["id"].as_str();
    let id = id.with_context(|| made.body.to_string())?;
    server.wait_for(id, |job| {
        let status = job["status"].as_str().unwrap_or_default();
        ["completed", "failed"].contains(&status)
    })
}

/// A job whose recording goes away before it starts.
fn vanished(server: &Server, sandbox: &Sandbox) -> Result<()> {
    let clip = sandbox.join("Friederike at home.mp4");
    media::clip(1, &clip)?;
    server.ask("POST", "/api/v1/queue/pause", None)?;
    let body = json!({ "path": clip, "selected_pipelines": ["motion_energy"] });
    let made = server.ask("POST", "/api/v1/jobs", Some(&body))?.body;
    fs::remove_file(&clip)?;
    server.ask("POST", "/api/v1/queue/resume", None)?;
    let id = made["id"].as_str().context("an id")?;
    server.wait_for(id, |job| job["status"] == "failed")?;
    Ok(())
}

/// Recordings of people with names, one of them broken, one a text.
fn recordings(sandbox: &Sandbox) -> Result<[PathBuf; 3]> {
    let folder = sandbox.join("Visits of Anna K");
    fs::create_dir(&folder)?;
    let good = folder.join("anna k, visit 2.mp4");
    media::clip(1, &good)?;
    let broken = folder.join("Benjamin \"B\" 'x' (1).mp4");
    let bytes = fs::read(&good)?;
    fs::write(&broken, &bytes[..bytes.len() / 3])?;
    let text = folder.join("clara.mp4");
    fs::write(&text, "no video at all\n")?;
    Ok([good, broken, text])
}

#[test]
fn no_line_at_info_says_who_was_recorded_and_debug_does() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let stderr = sandbox.join("stderr.log");
    let [good, broken, text] = recordings(&sandbox)?;
    let created = sandbox
        .command("videoannotator")?
        .args(["token", "create", "--name", "laptop of dora", "--json"])
        .output()?;
    let created: Value = serde_json::from_slice(&created.stdout)?;
    let token = created["token"].as_str().context("a secret")?;
    let server = Server::start_with(&sandbox, &[("MAX_JOB_RETRIES", "0")], &stderr)?;

    let done = job(&server, &good)?;
    assert_eq!(done["status"], "completed", "{done}");
    for bad in [&broken, &text] {
        let answer = server.ask("POST", "/api/v1/jobs", Some(&json!({ "path": bad })))?;
        assert_eq!(
            answer.body["error_code"], "MEDIA_UNREADABLE",
            "{}",
            answer.body
        );
    }
    vanished(&server, &sandbox)?;
    let gone = server.ask(
        "POST",
        "/api/v1/jobs",
        Some(&json!({ "path": "/emil/x.mp4" })),
    )?;
    assert_eq!(gone.status, 404, "{}", gone.body);
    for path in ["/api/v1/jobs/emil", "/emil", "/api/v1/jobs?search=emil"] {
        server.ask_with("GET", path, None, Some(token))?;
    }
    // what is left of a job whose recording and folder are gone
    fs::remove_file(&good)?;
    let id = done["id"].as_str().context("an id")?;
    fs::remove_dir_all(sandbox.data().join("jobs").join(id))?;
    for (method, path) in [("GET", "results"), ("POST", "retry"), ("GET", "log")] {
        server.ask(method, &format!("/api/v1/jobs/{id}/{path}"), None)?;
    }
    server.ask("DELETE", &format!("/api/v1/jobs/{id}"), None)?;
    let to = json!({ "path": sandbox.join("storage of emil") });
    server.ask("POST", "/api/v1/storage/move", Some(&to))?;
    server.ask(
        "POST",
        "/api/v1/storage/cleanup",
        Some(&json!({ "days": 1 })),
    )?;

    let logs = everything(&sandbox, &stderr)?;
    assert!(logs.len() >= 3, "{logs:?}");
    let found = names_in(&logs, &sandbox);
    assert!(found.is_empty(), "{}", found.join("\n"));
    let told = lines(&sandbox)?;
    let about = |id: &str| told.iter().any(|line| line["fields"]["id"] == id);
    assert!(about(id), "a job is found by its id");
    let requests = told.iter().filter(|l| l["fields"]["message"] == "request");
    let askers: Vec<_> = requests.map(|l| l["fields"]["token"].clone()).collect();
    assert!(askers.contains(&json!("session")) && askers.contains(&json!("1")));

    // the same at debug: the test above can fail
    let change = server.ask(
        "PATCH",
        "/api/v1/settings",
        Some(&json!({ "log_level": "debug" })),
    )?;
    assert_eq!(change.status, 200, "{}", change.body);
    vanished(&server, &sandbox)?;
    let logs = everything(&sandbox, &stderr)?;
    assert!(
        !names_in(&logs, &sandbox).is_empty(),
        "names help to find out"
    );
    Ok(())
}

#[test]
fn a_request_is_found_by_the_id_in_its_answer() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let (status, headers, body) =
        server.fetch("/api/v1/jobs/00000000-0000-0000-0000-000000000000", &[])?;
    assert_eq!(status, 404);
    let id = headers.get("x-request-id").context("the header")?;
    let body: Value = serde_json::from_slice(&body)?;
    assert_eq!(body["request_id"], **id);
    let told = lines(&sandbox)?;
    let found: Vec<_> = told
        .iter()
        .filter(|line| line["span"]["request_id"] == **id)
        .collect();
    assert_eq!(found.len(), 1, "{told:?}");
    let fields = &found[0]["fields"];
    assert_eq!(fields["route"], "/api/v1/jobs/{id}");
    assert_eq!(
        (&fields["status"], &fields["code"]),
        (&json!(404), &json!("JOB_NOT_FOUND"))
    );
    for key in ["timestamp", "level", "target"] {
        assert!(found[0][key].is_string(), "{key} is missing: {}", found[0]);
    }
    Ok(())
}

#[test]
fn the_level_follows_the_setting_at_once_and_workers_follow_too() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let clip = sandbox.join("clip.mp4");
    media::clip(1, &clip)?;
    let server = Server::start(&sandbox)?;
    let said = |level: &str| -> Result<usize> {
        let told = lines(&sandbox)?;
        Ok(told.iter().filter(|line| line["level"] == level).count())
    };
    let log_of = |job: &Value| -> Result<String> {
        let id = job["id"].as_str().context("an id")?;
        Ok(fs::read_to_string(
            sandbox.data().join("jobs").join(id).join("log.jsonl"),
        )?)
    };
    let quiet = job(&server, &clip)?;
    assert_eq!(said("DEBUG")?, 0);
    assert!(!log_of(&quiet)?.contains("\"DEBUG\""));

    let set = |level: &str| {
        server.ask(
            "PATCH",
            "/api/v1/settings",
            Some(&json!({ "log_level": level })),
        )
    };
    assert_eq!(set("debug")?.status, 200);
    let loud = job(&server, &clip)?;
    assert!(said("DEBUG")? > 0);
    assert!(log_of(&loud)?.contains("\"DEBUG\""), "{}", log_of(&loud)?);

    assert_eq!(set("error")?.status, 200);
    let before = lines(&sandbox)?.len();
    server.ask("GET", "/api/v1/jobs", None)?;
    assert_eq!(lines(&sandbox)?.len(), before, "nothing but errors");

    let refused = set("loud")?;
    assert_eq!(refused.status, 400, "{}", refused.body);
    assert!(
        refused.body.to_string().contains("debug"),
        "it says what there is: {}",
        refused.body
    );
    Ok(())
}

#[test]
fn the_command_line_and_the_old_variable_fix_the_level() -> Result<()> {
    let level = |server: &Server| -> Result<Value> {
        let all = server.ask("GET", "/api/v1/settings", None)?.body;
        let all = all["settings"].as_array().context("a list")?.clone();
        let mut all = all.into_iter();
        all.find(|setting| setting["key"] == "log_level")
            .context("the setting")
    };
    let sandbox = Sandbox::new()?;
    let stderr = sandbox.join("stderr.log");
    let clip = sandbox.join("clip.mp4");
    media::clip(1, &clip)?;
    let server = Server::start_with(&sandbox, &[("LOG_LEVEL", "WARNING")], &stderr)?;
    let found = level(&server)?;
    assert_eq!(
        (&found["value"], &found["variable"]),
        (&json!("warn"), &json!("LOG_LEVEL"))
    );
    assert!(!fs::read_to_string(&stderr)?.contains("INFO"));
    server.kill()?;

    let mut command = sandbox.command("videoannotator")?;
    command
        .args(["--log-level", "debug"])
        .stderr(fs::File::create(&stderr)?);
    let server = Server::spawn(&mut command)?;
    assert_eq!(level(&server)?["value"], "debug");
    let change = server.ask(
        "PATCH",
        "/api/v1/settings",
        Some(&json!({ "log_level": "info" })),
    )?;
    assert_eq!(change.status, 409, "{}", change.body);
    job(&server, &clip)?;
    assert!(fs::read_to_string(&stderr)?.contains("DEBUG"));

    let wrong = sandbox
        .command("videoannotator")?
        .args(["--log-level", "loud", "formats"])
        .output()?;
    assert_eq!(wrong.status.code(), Some(2));
    let words = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(words.contains("error, warn, info, debug, trace"), "{words}");
    Ok(())
}

#[test]
fn a_full_log_makes_room_and_a_second_program_writes_nothing_into_it() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let logs = sandbox.data().join("logs");
    fs::create_dir_all(&logs)?;
    fs::write(logs.join("videoannotator.jsonl"), vec![b'\n'; 6_000_000])?;
    let server = Server::start(&sandbox)?;
    server.ask("GET", "/api/v1/jobs", None)?;
    assert_eq!(
        fs::metadata(logs.join("videoannotator-1.jsonl"))?.len(),
        6_000_000
    );
    assert!(fs::metadata(logs.join("videoannotator.jsonl"))?.len() < 100_000);
    lines(&sandbox)?;

    let before = fs::read(logs.join("videoannotator.jsonl"))?;
    let second = sandbox
        .command("videoannotator")?
        .args(["serve", "--session-token", "--port", "0"])
        .output()?;
    ensure!(!second.status.success());
    assert_eq!(fs::read(logs.join("videoannotator.jsonl"))?, before);
    Ok(())
}
