//! Catalogues of other versions through the built program: a first version with real rows is copied and
//! updated, also when the program is killed in the middle; a later one is refused and stays as it is.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use rusqlite::{Connection, params};
use va_tests::annotate::Run;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;

const FIRST: &str = include_str!("../../migrations/0001_catalogue.sql");
const JOBS: i64 = 1_000;

/// A catalogue as the first version of the program left it, every state among its rows.
fn first_version(data: &Path) -> Result<()> {
    fs::create_dir_all(data)?;
    let mut database = Connection::open(data.join("catalogue.sqlite"))?;
    database.execute_batch(FIRST)?;
    let rows = database.transaction()?;
    rows.execute_batch("PRAGMA user_version = 1")?;
    for number in 0..JOBS {
        let id = format!("01930000-0000-7000-8000-{number:012}");
        let state = ["succeeded", "failed", "cancelled", "skipped"][(number % 4) as usize];
        rows.execute(
            "INSERT INTO video VALUES (?1, ?2, 10, NULL, 100)",
            params![number, format!("/media/{number}.mp4")],
        )?;
        rows.execute(
            "INSERT INTO job (id, video_id, config, folder, position, created_at, queued_at, started_at,
             completed_at, updated_at) VALUES (?1, ?2, '{\"kept\": true}', ?3, ?2, 100, 100, 110, 120, 120)",
            params![id, number, format!("/elsewhere/jobs/{id}")],
        )?;
        rows.execute(
            "INSERT INTO step (job_id, ordinal, pipeline, settings, state, started_at, finished_at, attempts)
             VALUES (?1, 0, 'scene_detection', '{}', ?2, 110, 120, 1)",
            params![id, state],
        )?;
    }
    rows.commit()?;
    Ok(())
}

fn list(sandbox: &Sandbox, status: &str) -> Result<Run> {
    let mut command = sandbox.command("videoannotator")?;
    command.args(["jobs", "list", "--json", "--limit", "1", "--status", status]);
    Ok(Run::of(&command.output()?))
}

fn pause(sandbox: &Sandbox) -> Result<Run> {
    let mut command = sandbox.command("videoannotator")?;
    Ok(Run::of(&command.args(["jobs", "pause"]).output()?))
}

#[test]
fn a_catalogue_of_the_first_version_is_copied_and_brought_up_to_date() -> Result<()> {
    let sandbox = Sandbox::new()?;
    first_version(&sandbox.data())?;
    let old = list(&sandbox, "failed")?;
    assert_eq!(old.code, Some(4), "{}", old.stdout);
    assert!(
        old.stderr.contains("start the program once"),
        "{}",
        old.stderr
    );
    let opened = pause(&sandbox)?;
    assert_eq!(opened.code, Some(0), "{}", opened.stderr);
    for (status, expected) in [
        ("completed", JOBS / 2),
        ("failed", JOBS / 4),
        ("cancelled", JOBS / 4),
    ] {
        let found = list(&sandbox, status)?;
        assert_eq!(
            found.lines[0]["total"], expected,
            "{status}: {}",
            found.stderr
        );
        assert_eq!(found.lines[0]["jobs"][0]["config"]["kept"], true);
    }
    let copy = sandbox.data().join("backups/catalogue.v1.sqlite");
    let copy = Connection::open(copy)?;
    let version: i64 = copy.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let rows: i64 = copy.query_row("SELECT count(*) FROM step", [], |row| row.get(0))?;
    assert_eq!((version, rows), (1, JOBS), "the copy is as it was");
    Ok(())
}

#[test]
fn an_update_that_is_killed_leaves_the_old_or_the_new() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let data = sandbox.data();
    let mut versions = Vec::new();
    first_version(&data)?;
    let begun = Instant::now();
    assert_eq!(pause(&sandbox)?.code, Some(0));
    let whole = begun.elapsed();
    for part in [2, 4, 5, 6, 8] {
        let wait = whole * part / 12;
        if data.exists() {
            fs::remove_dir_all(&data)?;
        }
        first_version(&data)?;
        let mut child = sandbox
            .command("videoannotator")?
            .args(["jobs", "pause"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        // whatever it does by then; nothing is waited for
        std::thread::park_timeout(wait);
        child.kill()?;
        child.wait()?;
        let database = Connection::open(data.join("catalogue.sqlite"))?;
        let said: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        ensure!(said == "ok", "after {wait:?}: {said}");
        let version: i64 = database.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let sql =
            "SELECT count(*) FROM pragma_table_info('job') WHERE name IN ('pinned', 'origin')";
        let new_columns: i64 = database.query_row(sql, [], |row| row.get(0))?;
        match version {
            1 => assert_eq!(new_columns, 0, "after {wait:?}"),
            _ => assert_eq!(new_columns, 2, "after {wait:?}"),
        }
        drop(database);
        let opened = pause(&sandbox)?;
        ensure!(opened.code == Some(0), "after {wait:?}: {}", opened.stderr);
        let failed = list(&sandbox, "failed")?;
        assert_eq!(failed.lines[0]["total"], JOBS / 4, "after {wait:?}");
        versions.push(version);
    }
    ensure!(
        versions.contains(&1),
        "killed before the update: {versions:?}"
    );
    Ok(())
}

#[test]
fn a_catalogue_of_a_later_version_is_refused_and_stays_as_it_is() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let data = sandbox.data();
    first_version(&data)?;
    let path = data.join("catalogue.sqlite");
    Connection::open(&path)?.execute_batch("PRAGMA user_version = 77")?;
    let before = fs::read(&path)?;
    for arguments in [["jobs", "pause"], ["jobs", "list"]] {
        let output = sandbox
            .command("videoannotator")?
            .args(arguments)
            .output()?;
        let run = Run::of(&output);
        assert_eq!(run.code, Some(4), "{arguments:?}");
        assert!(
            run.stderr.contains("has schema version 77"),
            "{}",
            run.stderr
        );
        assert!(run.stderr.contains("update the program"), "{}", run.stderr);
    }
    let refused = Server::start(&sandbox).err().context("it must not start")?;
    assert!(
        refused.to_string().contains("the server printed ``"),
        "{refused}"
    );
    assert_eq!(fs::read(&path)?, before);
    Ok(())
}
