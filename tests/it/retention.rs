//! Retention as a user meets it: off, looked at, run, from the command line and over the API, and never
//! through a link.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Output;

use anyhow::{Context, Result, ensure};
use rusqlite::Connection;
use serde_json::{Value, json};
use va_tests::places;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;

/// A library with finished jobs, and no program that has it open.
struct Library {
    sandbox: Sandbox,
    jobs: Vec<String>,
}

impl Library {
    fn with_jobs(number: usize) -> Result<Self> {
        let sandbox = Sandbox::new()?;
        let server = Server::start(&sandbox)?;
        let mut jobs = Vec::new();
        for _ in 0..number {
            let body = json!({ "path": places::demo(), "selected_pipelines": ["motion_energy"] });
            let job = server.ask("POST", "/api/v1/jobs", Some(&body))?.body;
            let id = job["id"].as_str().with_context(|| format!("{job}"))?;
            server.wait_for(id, |job| job["status"] == "completed")?;
            jobs.push(id.to_owned());
        }
        server.kill()?;
        Ok(Self { sandbox, jobs })
    }

    /// Makes a job look as if it had ended so many days ago.
    fn age(&self, job: usize, days: i64) -> Result<()> {
        let file = self.sandbox.data().join("catalogue.sqlite");
        let changed = Connection::open(file)?.execute(
            "UPDATE job SET completed_at = completed_at - ?2 * 86400000 WHERE id = ?1",
            (&self.jobs[job], days),
        )?;
        ensure!(changed == 1);
        Ok(())
    }

    fn folder(&self, job: usize) -> PathBuf {
        self.sandbox.data().join("jobs").join(&self.jobs[job])
    }

    fn cleanup(&self, words: &[&str]) -> Result<Output> {
        let mut command = self.sandbox.command("videoannotator")?;
        Ok(command.args(["storage", "cleanup"]).args(words).output()?)
    }

    fn cleanup_json(&self, words: &[&str]) -> Result<Value> {
        let output = self.cleanup(&[words, &["--json"]].concat())?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        ensure!(output.status.code() == Some(0), "{} {said}", output.status);
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

#[test]
fn old_jobs_are_kept_unless_a_number_of_days_is_given_and_go_only_with_force() -> Result<()> {
    let library = Library::with_jobs(3)?;
    library.age(0, 90)?;
    library.age(1, 90)?;
    let pin = "UPDATE job SET pinned = 1 WHERE id = ?1";
    Connection::open(library.sandbox.data().join("catalogue.sqlite"))?
        .execute(pin, [&library.jobs[1]])?;

    let off = library.cleanup(&["--force"])?;
    assert_eq!(off.status.code(), Some(2), "off by default");
    let none = library.cleanup_json(&["--days", "100"])?;
    assert_eq!(none["jobs_found"], 0, "{none}");

    let shown = library.cleanup_json(&["--days", "30"])?;
    assert_eq!(
        (&shown["jobs_found"], &shown["days"]),
        (&json!(2), &json!(30)),
        "{shown}"
    );
    assert_eq!(
        shown["jobs"][0]["job_id"],
        json!(library.jobs[0]),
        "{shown}"
    );
    assert_eq!(shown["jobs"][0]["video_filename"], "demo.mp4");
    assert_eq!(shown["skipped"][0]["reason"], "it is pinned");
    assert!(library.folder(0).is_dir(), "looking removes nothing");

    let report = library.cleanup_json(&["--days", "30", "--force"])?;
    assert_eq!(report["deleted_jobs"], json!([library.jobs[0]]), "{report}");
    assert_eq!(
        (&report["jobs_deleted"], &report["jobs_skipped"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(report["bytes_freed"], shown["bytes"], "as it was shown");
    assert!(report["bytes_freed_mb"].as_f64() > Some(0.0));
    assert_eq!(report["skipped_jobs"][0]["job_id"], json!(library.jobs[1]));
    assert_eq!(report["errors"], json!([]));
    let there: Vec<bool> = (0..3).map(|job| library.folder(job).is_dir()).collect();
    assert_eq!(there, [false, true, true]);
    Ok(())
}

#[test]
fn the_environment_can_set_the_number_of_days() -> Result<()> {
    let library = Library::with_jobs(1)?;
    library.age(0, 40)?;
    let mut command = library.sandbox.command("videoannotator")?;
    command.env("STORAGE_RETENTION_DAYS", "30");
    let output = command.args(["storage", "cleanup", "--json"]).output()?;
    let shown: Value = serde_json::from_slice(&output.stdout)?;
    assert_eq!(
        (&shown["jobs_found"], &shown["days"]),
        (&json!(1), &json!(30)),
        "{shown}"
    );
    Ok(())
}

#[test]
fn nothing_goes_through_a_link_that_somebody_has_laid() -> Result<()> {
    let library = Library::with_jobs(2)?;
    let precious = library.sandbox.join("precious");
    fs::create_dir(&precious)?;
    fs::write(precious.join("only-copy"), "x")?;
    for job in [0, 1] {
        library.age(job, 90)?;
    }
    fs::remove_dir_all(library.folder(0))?;
    symlink(&precious, library.folder(0))?;
    symlink(&precious, library.folder(1).join("output/link"))?;
    let report = library.cleanup_json(&["--days", "30", "--force"])?;
    assert_eq!(report["deleted_jobs"], json!([library.jobs[1]]), "{report}");
    let reason = report["skipped_jobs"][0]["reason"]
        .as_str()
        .context("a reason")?;
    assert!(reason.contains("symbolic link"), "{reason}");
    assert_eq!(fs::read(precious.join("only-copy"))?, b"x");
    assert!(!library.folder(1).exists());
    Ok(())
}

#[test]
fn a_running_server_removes_old_jobs_when_it_is_asked_and_tells_everybody() -> Result<()> {
    let library = Library::with_jobs(2)?;
    library.age(0, 90)?;
    let server = Server::start(&library.sandbox)?;
    let off = server.ask("POST", "/api/v1/retention/run", Some(&json!({})))?;
    assert_eq!(
        (off.status, &off.body["error_code"]),
        (409, &json!("RETENTION_DISABLED")),
        "{}",
        off.body
    );
    let shown = server
        .ask("GET", "/api/v1/retention/preview?days=30", None)?
        .body;
    assert_eq!(
        shown["jobs"][0]["job_id"],
        json!(library.jobs[0]),
        "{shown}"
    );
    let pinned = format!("/api/v1/jobs/{}/pin", library.jobs[0]);
    server.ask("PUT", &pinned, Some(&json!({ "pinned": true })))?;
    let body = json!({ "days": 30 });
    let kept = server
        .ask("POST", "/api/v1/retention/run", Some(&body))?
        .body;
    assert_eq!(
        (&kept["jobs_deleted"], &kept["jobs_skipped"]),
        (&json!(0), &json!(1)),
        "{kept}"
    );
    server.ask("PUT", &pinned, Some(&json!({ "pinned": false })))?;
    let report = server
        .ask("POST", "/api/v1/retention/run", Some(&body))?
        .body;
    assert_eq!(report["deleted_jobs"], json!([library.jobs[0]]), "{report}");
    assert!(!library.folder(0).exists() && library.folder(1).is_dir());
    let gone = server.ask("GET", &format!("/api/v1/jobs/{}", library.jobs[0]), None)?;
    assert_eq!(gone.status, 404);
    Ok(())
}
