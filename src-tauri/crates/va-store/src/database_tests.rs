//! Opening, against schemas made for the purpose: updates, copies before them, and updates that fail.

use std::path::Path;

use rusqlite::Connection;
use sha2::{Digest, Sha256};
use va_core::ErrorCode;

use super::{open_for_reading, open_for_writing, snapshot, write};
use crate::error::{Doing, StoreError};
use crate::migrations::{CATALOGUE, Migration, RESULTS};

const ONE: Migration = Migration {
    file: "1",
    sql: "CREATE TABLE thing (name TEXT) STRICT; INSERT INTO thing VALUES ('old')",
};
const TWO: Migration = Migration {
    file: "2",
    sql: "ALTER TABLE thing ADD COLUMN size INTEGER",
};
const BROKEN: Migration = Migration {
    file: "2",
    sql: "ALTER TABLE thing ADD COLUMN size INTEGER; INSERT INTO nowhere VALUES (1)",
};

fn columns(connection: &Connection) -> i64 {
    let sql = "SELECT count(*) FROM pragma_table_info('thing')";
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

fn copy_of(path: &Path) -> std::path::PathBuf {
    path.with_file_name("a.v1.sqlite")
}

#[test]
fn an_older_database_is_copied_and_then_updated() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sqlite");
    let old = open_for_writing(&path, &[ONE], folder.path()).unwrap();
    old.execute("INSERT INTO thing VALUES ('mine')", [])
        .unwrap();
    drop(old);
    assert!(!copy_of(&path).exists(), "nothing to copy yet");
    let refused = open_for_reading(&path, &[ONE, TWO], 2).unwrap_err();
    assert!(
        matches!(
            refused,
            StoreError::TooOld {
                found: 1,
                known: 2,
                ..
            }
        ),
        "{refused}"
    );

    let new = open_for_writing(&path, &[ONE, TWO], folder.path()).unwrap();
    assert_eq!(columns(&new), 2);
    let copy = Connection::open(copy_of(&path)).unwrap();
    assert_eq!(columns(&copy), 1, "the copy is as it was before");
    let rows: i64 = copy
        .query_row("SELECT count(*) FROM thing", [], |r| r.get(0))
        .unwrap();
    assert_eq!(rows, 2);
    drop((new, copy));
    let again = open_for_writing(&path, &[ONE, TWO], folder.path()).unwrap();
    assert_eq!(columns(&again), 2);
    let older_program = open_for_writing(&path, &[ONE], folder.path()).unwrap_err();
    assert_eq!(older_program.code(), ErrorCode::DatabaseTooNew);
}

#[test]
fn an_update_that_fails_leaves_the_database_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sqlite");
    drop(open_for_writing(&path, &[ONE], folder.path()).unwrap());
    let refused = open_for_writing(&path, &[ONE, BROKEN], folder.path()).unwrap_err();
    assert!(
        matches!(refused, StoreError::Migration { from: 1, .. }),
        "{refused}"
    );
    assert_eq!(refused.code(), ErrorCode::DatabaseFailed);
    assert!(
        refused
            .failure()
            .hint
            .unwrap()
            .contains("copy lies beside it")
    );
    let still = open_for_writing(&path, &[ONE], folder.path()).unwrap();
    assert_eq!(columns(&still), 1);
}

#[test]
fn a_transaction_that_finds_no_room_is_named_and_undone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sqlite");
    let mut connection = open_for_writing(&path, &[ONE], folder.path()).unwrap();
    connection.pragma_update(None, "max_page_count", 8).unwrap();
    let refused = write(&mut connection, &path, |t| {
        for _ in 0..100 {
            t.execute("INSERT INTO thing VALUES (hex(zeroblob(1000)))", [])
                .doing(&path, "add things")?;
        }
        Ok(())
    })
    .unwrap_err();
    assert_eq!(refused.code(), ErrorCode::StorageFull, "{refused}");
    let sql = "SELECT count(*) FROM thing";
    let rows: i64 = connection.query_row(sql, [], |r| r.get(0)).unwrap();
    assert_eq!(rows, 1, "everything or nothing");
}

#[test]
fn a_snapshot_does_not_see_what_is_committed_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sqlite");
    let mut writer = open_for_writing(&path, &[ONE], folder.path()).unwrap();
    let reader = open_for_reading(&path, &[ONE], 1).unwrap();
    let count = |c: &Connection| -> i64 {
        c.query_row("SELECT count(*) FROM thing", [], |r| r.get(0))
            .unwrap()
    };
    snapshot(&reader, &path, |c| {
        assert_eq!(count(c), 1);
        write(&mut writer, &path, |t| {
            t.execute("INSERT INTO thing VALUES ('new')", [])
                .doing(&path, "add")
        })?;
        assert_eq!(count(c), 1, "a job and its steps must belong together");
        Ok(())
    })
    .unwrap();
    assert_eq!(count(&reader), 2);
}

#[test]
fn every_commit_is_on_the_disk_before_it_is_said_to_be_done() {
    let folder = tempfile::tempdir().unwrap();
    let connection =
        open_for_writing(&folder.path().join("a.sqlite"), &[ONE], folder.path()).unwrap();
    let pragma = |name: &str| -> i64 {
        let sql = format!("PRAGMA {name}");
        connection.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(pragma("synchronous"), 2, "2 is FULL");
    assert_eq!(pragma("foreign_keys"), 1);
    assert_eq!(pragma("busy_timeout"), 5000);
}

#[test]
fn released_migrations_never_change() {
    // append a line for a new file; never change one
    let released = [
        (
            "0001_catalogue.sql",
            "0949581796a403e351ed848a188d41ddb5209cc626ef850c3812d202a963f5e9",
        ),
        (
            "0002_engine.sql",
            "9f6534109482aa4fa80fed06e86f5b3b259fbf5cfe9aab251938af7c11f8b064",
        ),
        (
            "0003_tokens.sql",
            "695b1794570ec8c991a98b1467a9c96094977bfe4622f72b8452c668917a717b",
        ),
        (
            "0004_device.sql",
            "d4eea08da6504e22fc3a97250e1e5a47c25a3e3b38b7608267b3654309e3c762",
        ),
        (
            "results_0001.sql",
            "284c2a6aecd10bc7d7ecba6037293db5bb33566553d1f0fe67bde29ddeb1ed4a",
        ),
        (
            "results_0002.sql",
            "2231999ca3153526b386541db0194508b4ff44f83b19b3fcb018ac3453a7552b",
        ),
    ];
    let mut embedded: Vec<_> = [CATALOGUE, RESULTS].concat();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../migrations");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            embedded.iter().any(|m| m.file == name),
            "`{name}` is in the folder and in no schema"
        );
    }
    for (file, hash) in released {
        let at = embedded.iter().position(|m| m.file == file).unwrap();
        // a checkout with CRLF has the same statements
        let sql = embedded.remove(at).sql.replace('\r', "");
        let digest = Sha256::digest(&sql);
        let hex: Vec<_> = digest.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(
            hex.concat(),
            hash,
            "`{file}` is released: add a new file instead"
        );
    }
    assert!(embedded.is_empty(), "{embedded:?} must be pinned here");
}
