//! The disk under the data folder: full before a job, full during a job, and the folder taken away. Nothing
//! is lost, the reason is told with the folder's name, and with room again everything goes on by itself.
#![cfg(target_os = "linux")]

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use va_tests::annotate::annotate;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;
use va_tests::small_disk::SmallDisk;
use va_tests::{media, places, processes};

/// The least that the setting allows, and a disk on which that and a job have room.
const FLOOR: &str = "64";
const DISK: u32 = 112;

fn serve(sandbox: &Sandbox) -> Result<Server> {
    let environment = [("VIDEOANNOTATOR_MINIMUM_FREE_MB", FLOOR)];
    Server::start_with(sandbox, &environment, &sandbox.join("server.log"))
}

fn submit(server: &Server, video: &Path) -> Result<String> {
    let made = server.ask("POST", "/api/v1/jobs", Some(&json!({ "path": video })))?;
    let id = made.body["id"].as_str();
    Ok(id.with_context(|| made.body.to_string())?.to_owned())
}

fn busy(job: &Value) -> bool {
    let moving =
        |step: &Value| step["status"] == "running" && step["done_ms"].as_i64() > Some(11_000);
    let steps = job["pipelines"].as_array();
    steps.is_some_and(|steps| steps.iter().any(moving))
}

/// Why the queue is held, as soon as it is.
fn held(server: &Server, job: &str) -> Result<Value> {
    let ask = || -> Result<Value> {
        let queue = server.ask("GET", "/api/v1/queue", None)?;
        Ok(queue.body["held"].clone())
    };
    server.wait_for(job, |_| ask().is_ok_and(|held| !held.is_null()))?;
    ask()
}

fn says(reason: &Value, code: &str, folder: &Path) {
    assert_eq!(reason["code"], code, "{reason}");
    let words = reason["message"].as_str().unwrap_or_default();
    let name = folder.to_string_lossy().into_owned();
    assert!(words.contains(&name), "the folder is named: {reason}");
    let hint = reason["hint"].as_str().unwrap_or_default();
    assert!(hint.len() > 10, "there is something to do: {reason}");
}

#[test]
fn a_full_disk_holds_the_queue_and_nothing_is_lost() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let Some(disk) = SmallDisk::mount(&sandbox.data(), DISK)? else {
        return Ok(());
    };
    let video = sandbox.join("long.mp4");
    media::clip(120, &video)?;
    let server = serve(&sandbox)?;
    let (id, next) = (submit(&server, &video)?, submit(&server, &places::demo())?);
    server.wait_for(&id, busy)?;
    let workers = processes::below(server.pid())?;
    let ballast = disk.fill()?;
    let reason = held(&server, &id)?;
    says(&reason, "STORAGE_FULL", &sandbox.data());
    processes::wait_until_gone(&workers)?;
    let waiting = server
        .ask("GET", &format!("/api/v1/jobs/{next}"), None)?
        .body;
    assert_ne!(
        waiting["status"], "failed",
        "no job fails for it: {waiting}"
    );

    fs::remove_file(ballast)?;
    let done =
        |job: &Value| !["pending", "running"].contains(&job["status"].as_str().unwrap_or(""));
    let job = server.wait_for(&id, done)?;
    assert_eq!(job["status"], "completed", "{job}");
    assert!(job["error_message"].is_null(), "{job}");
    let resumed = |step: &Value| step["resumed_from_ms"].as_i64() > Some(0);
    let steps = job["pipelines"].as_array().context("steps")?;
    assert!(steps.iter().any(resumed), "from its checkpoint: {job}");
    assert_eq!(server.wait_for(&next, done)?["status"], "completed");
    let video = video.to_str().context("path")?;
    let undisturbed = annotate(&sandbox, &[video, "--out", "undisturbed"])?;
    let folder = Path::new(job["storage_path"].as_str().context("folder")?);
    assert_eq!(
        sandbox.fingerprint(folder)?,
        sandbox.fingerprint(&undisturbed.folder().context("folder")?)?,
    );
    Ok(())
}

#[test]
fn a_disk_without_room_holds_the_queue_before_anything_starts() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let Some(disk) = SmallDisk::mount(&sandbox.data(), DISK)? else {
        return Ok(());
    };
    let server = serve(&sandbox)?;
    let ballast = sandbox.data().join("ballast");
    File::create(&ballast)?.write_all(&vec![0; 44 << 20])?;
    let made = submit(&server, &places::demo())?;
    says(&held(&server, &made)?, "STORAGE_FULL", &sandbox.data());
    let job = server
        .ask("GET", &format!("/api/v1/jobs/{made}"), None)?
        .body;
    assert_eq!(job["status"], "pending", "{job}");
    fs::remove_file(ballast)?;
    let job = server.wait_for(&made, |job| job["status"] == "completed")?;
    assert!(job["error_message"].is_null(), "{job}");
    drop(disk);
    Ok(())
}

#[test]
fn a_data_folder_that_can_not_be_written_any_more_is_told() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let Some(disk) = SmallDisk::mount(&sandbox.data(), DISK)? else {
        return Ok(());
    };
    let video = sandbox.join("long.mp4");
    media::clip(120, &video)?;
    let server = serve(&sandbox)?;
    let id = submit(&server, &video)?;
    server.wait_for(&id, busy)?;
    // a disk with files open for writing can't become read-only: the folder in which jobs lie can
    let jobs = sandbox.data().join("jobs");
    let bound = Command::new("mount")
        .args(["--bind"])
        .args([&jobs, &jobs])
        .status()?;
    assert!(bound.success());
    let guard = SmallDisk::mounted(&jobs);
    guard.remount("bind,ro")?;
    says(
        &held(&server, &id)?,
        "STORAGE_NOT_WRITABLE",
        &sandbox.data(),
    );
    assert_eq!(
        server.ask("GET", "/api/v1/system/health", None)?.status,
        200
    );
    guard.remount("bind,rw")?;
    let job = server.wait_for(&id, |job| job["status"] == "completed")?;
    assert!(job["error_message"].is_null(), "{job}");
    drop((guard, disk));
    Ok(())
}

#[test]
fn a_data_folder_that_is_taken_away_is_told_and_goes_on_when_it_is_back() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let video = sandbox.join("long.mp4");
    media::clip(120, &video)?;
    let server = serve(&sandbox)?;
    let id = submit(&server, &video)?;
    server.wait_for(&id, busy)?;
    let workers = processes::below(server.pid())?;
    let away = sandbox.join("away");
    fs::rename(sandbox.data(), &away)?;
    says(&held(&server, &id)?, "STORAGE_MISSING", &sandbox.data());
    processes::wait_until_gone(&workers)?;
    let refused = server.ask("POST", "/api/v1/jobs", Some(&json!({ "path": video })))?;
    assert_eq!(
        refused.body["error"]["code"], "STORAGE_MISSING",
        "{}",
        refused.body
    );
    assert!(
        !sandbox.data().exists(),
        "nothing is made anew in its place"
    );
    fs::rename(&away, sandbox.data())?;
    let job = server.wait_for(&id, |job| job["status"] == "completed")?;
    assert!(job["error_message"].is_null(), "{job}");
    let log = fs::read_to_string(sandbox.join("server.log"))?;
    assert!(!log.contains("panicked"), "{log}");
    Ok(())
}

#[test]
fn a_data_folder_that_is_deleted_is_told_and_never_made_anew() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = serve(&sandbox)?;
    let id = submit(&server, &places::demo())?;
    server.wait_for(&id, |job| job["status"] == "completed")?;
    fs::remove_dir_all(sandbox.data())?;
    says(&held(&server, &id)?, "STORAGE_MISSING", &sandbox.data());
    let refused = server.ask("POST", "/api/v1/demo", None)?;
    assert_eq!(refused.status, 503, "{}", refused.body);
    says(&refused.body["error"], "STORAGE_MISSING", &sandbox.data());
    let health = server.ask("GET", "/api/v1/system/health", None)?;
    assert_eq!(health.status, 200, "it still answers");
    assert!(!sandbox.data().exists(), "nothing is made in its place");
    let left = Command::new("kill")
        .args(["-TERM", &server.pid().to_string()])
        .status()?;
    assert!(left.success());
    assert!(server.wait()?.success(), "it leaves in order");
    let log = fs::read_to_string(sandbox.join("server.log"))?;
    assert!(!log.contains("panicked"), "{log}");
    assert!(log.lines().count() < 200, "nothing is tried over and over");
    Ok(())
}

#[test]
fn a_server_on_a_disk_that_can_not_be_written_says_so() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let Some(disk) = SmallDisk::mount(&sandbox.data(), DISK)? else {
        return Ok(());
    };
    disk.remount("ro")?;
    let refused = sandbox
        .command("videoannotator")?
        .args(["serve", "--port", "0", "--session-token"])
        .output()?;
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(4), "{words}");
    let folder = sandbox.data().to_string_lossy().into_owned();
    assert!(words.contains(&folder), "the folder is named: {words}");
    assert!(!words.contains("panicked"), "{words}");
    Ok(())
}
