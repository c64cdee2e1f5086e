//! A damaged catalogue through the built program: it comes back from its copy and the job folders, the user
//! is told, and the damaged file is kept.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use va_tests::annotate::Run;
use va_tests::media;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;

fn run(sandbox: &Sandbox, arguments: &[&str]) -> Result<Run> {
    let mut command = sandbox.command("videoannotator")?;
    Ok(Run::of(&command.args(arguments).output()?))
}

fn finished(job: &Value) -> bool {
    job["status"] == "completed"
}

fn submit(server: &Server, video: &Path) -> Result<String> {
    let body = json!({ "path": video, "selected_pipelines": ["scene_detection"] });
    let made = server.ask("POST", "/api/v1/jobs", Some(&body))?;
    Ok(made.body["id"]
        .as_str()
        .context(made.body.to_string())?
        .to_owned())
}

/// A library with a finished job that the day's copy knows and one that it does not.
fn library(sandbox: &Sandbox) -> Result<[String; 2]> {
    let video = sandbox.join("clip.mp4");
    media::clip(2, &video)?;
    let server = Server::start(sandbox)?;
    let first = submit(&server, &video)?;
    server.wait_for(&first, finished)?;
    let copies = sandbox.data().join("backups");
    let copied = || {
        let mut entries = fs::read_dir(&copies).into_iter().flatten().flatten();
        entries.any(|entry| entry.file_name().to_string_lossy().ends_with(".sqlite"))
    };
    server.wait_for(&first, |_| copied())?;
    drop(server);
    let server = Server::start(sandbox)?;
    let second = submit(&server, &video)?;
    server.wait_for(&second, finished)?;
    server.kill()?;
    Ok([first, second])
}

fn damaged_files(data: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(data)?.collect::<Result<Vec<_>, _>>()?;
    let paths = entries.into_iter().map(|entry| entry.path());
    Ok(paths
        .filter(|path| path.to_string_lossy().contains("catalogue.damaged-"))
        .collect())
}

#[test]
fn a_damaged_catalogue_comes_back_with_every_job_and_a_notice() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let data = sandbox.data();
    let jobs = library(&sandbox)?;
    let catalogue = data.join("catalogue.sqlite");
    for (name, damage) in [
        ("zeros", vec![0; 40_000]),
        ("cut", fs::read(&catalogue)?[..4_000].to_vec()),
        ("empty", Vec::new()),
        ("text", b"Dear diary".to_vec()),
    ] {
        fs::write(&catalogue, damage)?;
        for log in ["catalogue.sqlite-wal", "catalogue.sqlite-shm"] {
            drop(fs::remove_file(data.join(log)));
        }
        let opened = run(&sandbox, &["jobs", "resume"])?;
        assert_eq!(opened.code, Some(0), "{name}: {}", opened.stderr);
        assert!(
            opened
                .stderr
                .contains("[WARNING] the catalogue of jobs was damaged"),
            "{name}: {}",
            opened.stderr
        );
        assert!(
            opened.stderr.contains("catalogue.damaged-"),
            "{name}: {}",
            opened.stderr
        );
        let words = "restored from the copy `catalogue-";
        assert!(opened.stderr.contains(words), "{name}: {}", opened.stderr);
        for id in &jobs {
            let shown = run(&sandbox, &["jobs", "show", "--json", id])?;
            assert_eq!(
                shown.lines[0]["status"], "completed",
                "{name}: {}",
                shown.stderr
            );
        }
    }
    assert_eq!(damaged_files(&data)?.len(), 4, "each is kept");
    let server = Server::start(&sandbox)?;
    for id in &jobs {
        let tracks = server.ask("GET", &format!("/api/v1/jobs/{id}/tracks"), None)?;
        assert_eq!(tracks.status, 200, "{}", tracks.body);
    }
    Ok(())
}

#[test]
fn a_job_that_waits_after_a_restoration_waits_for_the_user() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let data = sandbox.data();
    let video = sandbox.join("clip.mp4");
    media::clip(2, &video)?;
    let mut command = sandbox.command("videoannotator")?;
    let server = Server::spawn(command.env("MAX_CONCURRENT_JOBS", "0"))?;
    let id = submit(&server, &video)?;
    let described = data.join("jobs").join(&id).join("job.json");
    server.wait_for(&id, |_| described.is_file())?;
    server.kill()?;
    fs::write(data.join("catalogue.sqlite"), "damaged")?;
    for log in ["catalogue.sqlite-wal", "catalogue.sqlite-shm"] {
        drop(fs::remove_file(data.join(log)));
    }
    let server = Server::start(&sandbox)?;
    let job = server.ask("GET", &format!("/api/v1/jobs/{id}"), None)?;
    assert_eq!(job.body["status"], "pending", "{}", job.body);
    let queue = server.ask("GET", "/api/v1/queue", None)?;
    assert_eq!(queue.body["paused"], true, "{}", queue.body);
    server.ask("POST", "/api/v1/queue/resume", None)?;
    server.wait_for(&id, finished)?;
    Ok(())
}
