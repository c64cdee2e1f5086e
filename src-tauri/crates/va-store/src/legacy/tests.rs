//! Databases as the server made them, older ones, ones with a log that waits, and ones that are none.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use serde_json::json;
use va_core::ErrorCode;

use super::LegacyDatabase;
use crate::database::beside;

const OLD: &str = "CREATE TABLE jobs (id VARCHAR PRIMARY KEY, video_path VARCHAR NOT NULL, \
                   config JSON, status VARCHAR NOT NULL, selected_pipelines JSON, created_at DATETIME); \
                   INSERT INTO jobs VALUES ('b', '/v/b.mp4', '{\"pps\": 2}', 'COMPLETED', '[\"scene\"]', \
                   '2025-09-02 10:00:00'); \
                   INSERT INTO jobs VALUES ('a', '/v/a.mp4', 'not json', 'running', 'null', 'never');";

fn made(path: &Path, sql: &str) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(sql).unwrap();
    connection
}

#[test]
fn columns_and_tables_that_are_not_there_count_as_empty() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("videoannotator.db");
    drop(made(&path, OLD));
    let before = fs::read(&path).unwrap();
    let database = LegacyDatabase::open(&path, &root.path().join("scratch")).unwrap();
    let jobs = database.jobs().unwrap();
    assert_eq!(jobs.len(), 2);
    let (a, b) = (&jobs[0], &jobs[1]);
    assert_eq!((a.id.as_str(), b.id.as_str()), ("a", "b"));
    assert_eq!((b.status.as_str(), b.retry_count), ("completed", 0));
    assert_eq!(b.selected.as_deref(), Some(&["scene".to_owned()][..]));
    assert_eq!(
        b.created_at.unwrap().to_string(),
        "2025-09-02T10:00:00.000Z"
    );
    assert_eq!((&b.config, b.cancelled_at), (&json!({"pps": 2}), None));
    assert!(b.unreadable.is_empty() && b.results.is_empty());
    assert_eq!(a.unreadable.len(), 2, "{:?}", a.unreadable);
    assert_eq!((&a.config, &a.selected), (&json!({}), &None));
    assert!(database.annotations("b").unwrap().is_empty());
    drop(database);
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
}

#[test]
fn a_log_that_waits_is_read_and_left_as_it_is() {
    let root = tempfile::tempdir().unwrap();
    let (live, path) = (root.path().join("live.db"), root.path().join("va.db"));
    let writer = made(&live, &format!("PRAGMA journal_mode = WAL; {OLD}"));
    // as a killed server leaves it
    fs::copy(&live, &path).unwrap();
    fs::copy(beside(&live, "-wal"), beside(&path, "-wal")).unwrap();
    drop(writer);
    let log = fs::read(beside(&path, "-wal")).unwrap();
    let scratch = root.path().join("scratch");
    let database = LegacyDatabase::open(&path, &scratch).unwrap();
    assert_eq!(database.jobs().unwrap().len(), 2);
    drop(database);
    assert_eq!(fs::read(beside(&path, "-wal")).unwrap(), log);
    assert!(!beside(&path, "-shm").exists());
}

#[test]
fn what_is_no_database_of_a_server_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("other.db");
    let open = || LegacyDatabase::open(&path, root.path()).unwrap_err();
    assert_eq!(open().code(), ErrorCode::NotFound);
    fs::write(&path, "hello").unwrap();
    assert_eq!(open().code(), ErrorCode::DatabaseCorrupt);
    fs::remove_file(&path).unwrap();
    drop(made(&path, "CREATE TABLE jobs (name TEXT)"));
    assert_eq!(open().code(), ErrorCode::DatabaseCorrupt);
}
