//! Opening: yesterday's files, tomorrow's files, damaged files and files of others.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use va_core::job::JobStatus;
use va_core::step::{StepEvent, StepState};
use va_core::{ErrorCode, JobId};
use va_store::catalogue::StepDetails;
use va_store::{Catalogue, CatalogueReader, ResultsReader, ResultsWriter, StoreError};

use crate::support::{Library, SCENES, at, header};

const V1: &str = include_str!("../../../../../migrations/0001_catalogue.sql");

fn bytes_of(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap()
}

/// A closed catalogue of several pages.
fn closed_catalogue() -> (tempfile::TempDir, PathBuf) {
    let mut library = Library::new();
    for ms in 0..50 {
        library.add(&[SCENES], ms);
    }
    let path = library.catalogue.read().path().to_owned();
    drop(library.catalogue);
    let aside = library.folder.path().join("aside.sqlite");
    fs::rename(path, &aside).unwrap();
    (library.folder, aside)
}

#[test]
fn a_catalogue_of_version_1_opens_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalogue.sqlite");
    let id = JobId::new();
    let old = Connection::open(&path).unwrap();
    old.execute_batch(V1).unwrap();
    old.execute_batch(&format!(
        "PRAGMA user_version = 1;
         INSERT INTO video VALUES (4, '/v.mp4', 10, NULL, 100);
         INSERT INTO job (id, video_id, config, folder, position, created_at, queued_at, started_at, updated_at)
             VALUES ('{id}', 4, '{{}}', '/jobs/x', 1, 100, 100, 120, 120);
         INSERT INTO step (job_id, ordinal, pipeline, settings, state, started_at, attempts)
             VALUES ('{id}', 0, 'scene_detection', '{{\"threshold\": 27.0}}', 'running', 120, 1);"
    ))
    .unwrap();
    drop(old);
    let mut catalogue = Catalogue::open(&path).unwrap();
    assert_eq!(catalogue.interrupt_running(at(0)).unwrap(), [id]);
    let nothing = StepDetails::default();
    let state = catalogue
        .apply(id, &SCENES.into(), StepEvent::Start, &nothing, at(1))
        .unwrap();
    assert_eq!(state, StepState::Running);
    let job = catalogue.read().job(id).unwrap();
    assert_eq!((job.status, job.steps[0].attempts), (JobStatus::Running, 2));
    catalogue.read().check_integrity().unwrap();
}

#[test]
fn a_catalogue_writes_through_a_log_and_keeps_foreign_keys() {
    let library = Library::new();
    let path = library.catalogue.read().path();
    assert!(path.with_file_name("catalogue.sqlite-wal").exists());
    let other = Connection::open(path).unwrap();
    let mode: String = other
        .query_row("PRAGMA journal_mode", [], |r| r.get(0))
        .unwrap();
    assert_eq!(mode, "wal");
}

#[test]
fn a_newer_database_is_refused_and_left_alone() {
    let (_folder, path) = closed_catalogue();
    let newer = Connection::open(&path).unwrap();
    newer
        .execute_batch("PRAGMA journal_mode = DELETE; PRAGMA user_version = 99;")
        .unwrap();
    drop(newer);
    let before = bytes_of(&path);
    for refused in [
        Catalogue::open(&path).err(),
        CatalogueReader::open(&path).err(),
        ResultsWriter::open(&path, &header(JobId::new())).err(),
        ResultsReader::open(&path).err(),
    ] {
        let refused = refused.unwrap();
        assert!(
            matches!(refused, StoreError::TooNew { found: 99, .. }),
            "{refused}"
        );
        let failure = refused.failure();
        assert_eq!(failure.code, ErrorCode::DatabaseTooNew);
        assert!(failure.hint.unwrap().contains("update the program"));
    }
    assert_eq!(bytes_of(&path), before);
}

#[test]
fn a_damaged_database_is_refused_and_left_alone() {
    let (_folder, path) = closed_catalogue();
    let mut bytes = bytes_of(&path);
    let pages = bytes.len() / 4096;
    assert!(pages > 6);
    // every page behind the first is torn, as after a copy that failed half-way
    for page in 1..pages {
        bytes[page * 4096..page * 4096 + 64].fill(0xaa);
    }
    fs::write(&path, &bytes).unwrap();
    let refused = Catalogue::open(&path).unwrap_err();
    assert!(matches!(refused, StoreError::Corrupt { .. }), "{refused}");
    let failure = refused.failure();
    assert_eq!(failure.code, ErrorCode::DatabaseCorrupt);
    assert!(failure.hint.unwrap().contains("not changed"));
    assert!(bytes_of(&path) == bytes, "a rescue needs the file as it is");
}

#[test]
fn a_cut_off_database_is_refused_and_left_alone() {
    let (_folder, path) = closed_catalogue();
    let bytes = bytes_of(&path);
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let refused = Catalogue::open(&path).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::DatabaseCorrupt, "{refused}");
    assert!(bytes_of(&path) == bytes[..bytes.len() / 2]);
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalogue.sqlite");
    fs::write(
        &path,
        "this is a letter, not a database; it is longer than a header. ".repeat(90),
    )
    .unwrap();
    let before = bytes_of(&path);
    for refused in [
        Catalogue::open(&path).err(),
        CatalogueReader::open(&path).err(),
    ] {
        let refused = refused.unwrap();
        assert_eq!(refused.code(), ErrorCode::DatabaseCorrupt, "{refused}");
    }
    assert_eq!(bytes_of(&path), before);
}

#[test]
fn the_database_of_another_program_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalogue.sqlite");
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("CREATE TABLE shopping (item TEXT); INSERT INTO shopping VALUES ('milk')")
        .unwrap();
    drop(other);
    let before = bytes_of(&path);
    let refused = Catalogue::open(&path).unwrap_err();
    assert!(refused.to_string().contains("another program"), "{refused}");
    assert_eq!(bytes_of(&path), before);
}

#[test]
fn a_folder_that_is_not_there_is_named_with_a_hint() {
    let refused = Catalogue::open(Path::new("/nowhere/at/all/catalogue.sqlite")).unwrap_err();
    let failure = refused.failure();
    assert_eq!(failure.code, ErrorCode::StorageNotWritable);
    assert!(
        failure.message.contains("/nowhere/at/all/catalogue.sqlite"),
        "{}",
        failure.message
    );
    assert!(failure.hint.is_some());
    let missing = CatalogueReader::open(Path::new("/nowhere/c.sqlite")).unwrap_err();
    assert!(matches!(missing, StoreError::Missing { .. }), "{missing}");
}

#[test]
fn a_second_writer_waits_for_the_lock_and_then_says_so() {
    let library = Library::new();
    let path = library.catalogue.read().path().to_owned();
    let blocker = Connection::open(&path).unwrap();
    blocker.execute_batch("BEGIN IMMEDIATE").unwrap();
    let reader = library.catalogue.reader().unwrap();
    assert_eq!(
        reader.list_videos().unwrap().len(),
        1,
        "a writer never stops a reader"
    );
    let mut catalogue = library.catalogue;
    let refused = catalogue.set_setting("a", None, at(0)).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::DatabaseBusy, "{refused}");
    assert!(refused.code().heals(), "whoever holds it lets it go");
    blocker.execute_batch("ROLLBACK").unwrap();
    catalogue.set_setting("a", None, at(0)).unwrap();
}
