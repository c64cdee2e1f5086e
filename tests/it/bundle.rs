//! The bundle for somebody who helps: the same from the command line and from the API, readable by others, and
//! without the names that are in the library and its logs.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use va_tests::media;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;
use zip::ZipArchive;

/// Names in the library, in forms that a search could trip over.
const NAMES: [&str; 4] = [
    "Anna K. (visit 2)",
    "J\u{f6}rg [x] $1.*",
    "it's \"quoted\" benjamin",
    "laptop of dora",
];

fn entries(bytes: &[u8]) -> Result<BTreeMap<String, String>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut found = BTreeMap::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at)?;
        let mut text = String::new();
        entry.read_to_string(&mut text)?;
        found.insert(entry.name()?.into_owned(), text);
    }
    Ok(found)
}

/// A library with recordings of people, a token, and a log in which their names stand.
fn library(sandbox: &Sandbox) -> Result<Server> {
    let made = sandbox
        .command("videoannotator")?
        .args(["token", "create", "--name", NAMES[3]])
        .output()?;
    anyhow::ensure!(made.status.success());
    let server = Server::start_with(
        sandbox,
        &[("LOG_LEVEL", "debug"), ("MAX_JOB_RETRIES", "0")],
        &sandbox.join("stderr.log"),
    )?;
    let folder = sandbox.join("Study of emil");
    fs::create_dir(&folder)?;
    for name in &NAMES[..3] {
        let file = folder.join(format!("{name}.mp4"));
        media::clip(1, &file)?;
        let body = json!({ "path": file, "selected_pipelines": ["motion_energy"] });
        let job = server.ask("POST", "/api/v1/jobs", Some(&body))?.body;
        let id = job["id"].as_str().context("an id")?;
        server.wait_for(id, |job| job["status"] == "completed")?;
        let log = sandbox.data().join("jobs").join(id).join("log.jsonl");
        let shown = file.display();
        let line = json!({ "fields": { "message": format!("saw {name} at {shown}") } });
        let foreign = format!("a library: '{shown}': {name}");
        let text = fs::read_to_string(&log)?;
        fs::write(log, format!("{text}{line}\n{foreign}\n"))?;
    }
    Ok(server)
}

fn without_names(entries: &BTreeMap<String, String>, sandbox: &Sandbox) {
    let home = sandbox.path().display().to_string();
    let telling = [
        "anna k",
        "j\u{f6}rg",
        "benjamin",
        "dora",
        "emil",
        home.as_str(),
    ];
    for (name, text) in entries {
        let small = text.to_lowercase();
        for word in telling {
            let at = small.find(&word.to_lowercase());
            assert_eq!(at, None, "{word} is in {name}: {text}");
        }
    }
}

#[test]
fn a_bundle_says_what_is_wrong_and_not_who_was_recorded() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = library(&sandbox)?;
    let (status, headers, bytes) = server.fetch("/api/v1/diagnostics/bundle", &[])?;
    assert_eq!(status, 200);
    assert_eq!(headers["content-type"], "application/zip");
    assert_eq!(headers["content-length"], bytes.len().to_string());
    let found = entries(&bytes)?;
    let names: Vec<&str> = found.keys().map(String::as_str).collect();
    assert!(
        names.starts_with(&["README.txt", "diagnostics.json", "diagnostics.txt"]),
        "{names:?}"
    );
    assert!(names.contains(&"logs/videoannotator.jsonl"), "{names:?}");
    assert_eq!(
        names
            .iter()
            .filter(|name| name.starts_with("jobs/"))
            .count(),
        3
    );
    without_names(&found, &sandbox);
    let report: Value = serde_json::from_str(&found["diagnostics.json"])?;
    assert!(report["components"]["ffmpeg"]["value"].is_string());
    let log = &found["logs/videoannotator.jsonl"];
    let line: Value = serde_json::from_str(log.lines().next().context("a line")?)?;
    assert!(line["timestamp"].is_string(), "{line}");

    // beside the running server, from the command line
    let file = sandbox.join("out.zip");
    let diagnose = || -> Result<_> {
        let mut command = sandbox.command("videoannotator")?;
        Ok(command.args(["diagnose", "--bundle"]).arg(&file).output()?)
    };
    let done = diagnose()?;
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(
        said.is_ascii() && said.contains("diagnostics.json"),
        "{said}"
    );
    let own = entries(&fs::read(&file)?)?;
    without_names(&own, &sandbox);
    assert!(own.keys().eq(found.keys()), "{:?}", own.keys());
    let twice = diagnose()?;
    assert_eq!(twice.status.code(), Some(1));
    let words = String::from_utf8_lossy(&twice.stderr).into_owned();
    assert!(words.contains("remove that file first"), "{words}");

    let listed = Command::new("python3")
        .args(["-m", "zipfile", "-t"])
        .arg(&file)
        .output()?;
    assert!(
        listed.status.success(),
        "{}",
        String::from_utf8_lossy(&listed.stderr)
    );
    Ok(())
}

#[test]
fn a_computer_on_which_nothing_ever_ran_has_a_bundle_too() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let file = sandbox.join("out.zip");
    let mut command = sandbox.command("videoannotator")?;
    command.args(["diagnose", "--bundle"]).arg(&file).output()?;
    let found = entries(&fs::read(&file)?)?;
    assert!(
        found
            .keys()
            .eq(["README.txt", "diagnostics.json", "diagnostics.txt"]),
        "{:?}",
        found.keys()
    );
    assert!(!sandbox.data().exists(), "nothing is made");
    Ok(())
}

#[test]
fn logs_stay_out_when_nobody_knows_which_names_are_in_them() -> Result<()> {
    let sandbox = Sandbox::new()?;
    library(&sandbox)?.kill()?;
    for entry in fs::read_dir(sandbox.data())? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with("catalogue.sqlite") {
            fs::write(&path, "no database")?;
        }
    }
    let file = sandbox.join("out.zip");
    let mut command = sandbox.command("videoannotator")?;
    command.args(["diagnose", "--bundle"]).arg(&file).output()?;
    let found = entries(&fs::read(&file)?)?;
    assert!(
        found.contains_key("logs-are-left-out.txt"),
        "{:?}",
        found.keys()
    );
    let log = |name: &&String| name.starts_with("logs/") || name.starts_with("jobs/");
    assert_eq!(found.keys().find(log), None);
    without_names(&found, &sandbox);
    Ok(())
}
