//! Catalogues that were flipped, cut, emptied or lost: each comes back from its last copy, and nothing of
//! the damaged one is thrown away.

use std::fs;
use std::path::{Path, PathBuf};

use va_core::ErrorCode;

use super::{Restoration, open_or_restore};
use crate::backup::{back_up_catalogue, folder_of};
use crate::database::beside;
use crate::error::Result;
use crate::{Catalogue, WallTime};

const AT: WallTime = WallTime(1_795_359_845_678);

/// A catalogue with rows on many pages, closed, with a copy of all of them but the last.
fn with_copy(root: &Path) -> PathBuf {
    let path = root.join("catalogue.sqlite");
    let mut catalogue = Catalogue::open(&path).unwrap();
    for number in 0..200 {
        let video = PathBuf::from(format!("/media/{number:04}-{}.mp4", "x".repeat(200)));
        catalogue.insert_video_or_get(&video, 1, AT).unwrap();
    }
    back_up_catalogue(&path, AT).unwrap();
    catalogue
        .insert_video_or_get(Path::new("/media/later.mp4"), 1, AT)
        .unwrap();
    path
}

fn videos(catalogue: &Catalogue) -> usize {
    catalogue.read().list_videos().unwrap().len()
}

/// The catalogue restored from its one copy.
fn restored(path: &Path) -> Restoration {
    let (catalogue, restoration) = open_or_restore(path, AT).unwrap();
    assert_eq!(videos(&catalogue), 200, "{restoration:?}");
    catalogue.read().check_integrity().unwrap();
    let restoration = restoration.unwrap();
    let copy = restoration.copy.clone().unwrap();
    assert!(copy.starts_with(folder_of(path)), "{}", copy.display());
    drop(catalogue);
    let (again, nothing) = open_or_restore(path, AT).unwrap();
    assert_eq!((videos(&again), nothing), (200, None), "once is enough");
    restoration
}

fn kept(restoration: &Restoration) -> PathBuf {
    let kept = restoration.kept.clone().unwrap();
    let name = kept.file_name().unwrap().to_string_lossy().into_owned();
    assert!(
        name.starts_with("catalogue.damaged-20261122T"),
        "the name says what it is: {name}"
    );
    kept
}

#[test]
fn a_sound_catalogue_is_opened_as_it_is() {
    let root = tempfile::tempdir().unwrap();
    let path = with_copy(root.path());
    let (catalogue, restoration) = open_or_restore(&path, AT).unwrap();
    assert_eq!((videos(&catalogue), restoration), (201, None));
}

#[test]
fn flipped_bytes_bring_the_copy_back_and_the_damaged_file_is_kept() {
    let root = tempfile::tempdir().unwrap();
    let path = with_copy(root.path());
    let mut bytes = fs::read(&path).unwrap();
    // the heads of all pages but the first
    for page in (4096..bytes.len()).step_by(4096) {
        bytes[page..page + 16].iter_mut().for_each(|b| *b ^= 0xA5);
    }
    fs::write(&path, &bytes).unwrap();
    let restoration = restored(&path);
    assert_eq!(fs::read(kept(&restoration)).unwrap(), bytes);
}

#[test]
fn every_single_page_may_be_the_damaged_one() {
    let root = tempfile::tempdir().unwrap();
    let path = with_copy(root.path());
    let sound = fs::read(&path).unwrap();
    for page in (0..sound.len()).step_by(4096) {
        let mut bytes = sound.clone();
        bytes[page..page + 64].fill(0xFF);
        fs::write(&path, &bytes).unwrap();
        let (catalogue, restoration) = open_or_restore(&path, AT).unwrap();
        // a page that no row uses may hold anything
        let expected = if restoration.is_some() { 200 } else { 201 };
        assert_eq!(videos(&catalogue), expected, "page {page}: {restoration:?}");
        drop(catalogue);
    }
}

#[test]
fn a_file_that_was_cut_is_restored_wherever_it_was_cut() {
    for bytes in [1, 50, 99, 1000, 4095, 4096, 4097, 20_000, 40_960] {
        let root = tempfile::tempdir().unwrap();
        let path = with_copy(root.path());
        let file = fs::File::options().write(true).open(&path).unwrap();
        assert!(file.metadata().unwrap().len() > bytes);
        file.set_len(bytes).unwrap();
        let restoration = restored(&path);
        assert_eq!(fs::metadata(kept(&restoration)).unwrap().len(), bytes);
    }
}

#[test]
fn a_file_of_zeros_and_an_empty_one_are_restored() {
    for length in [0, 4096, 65_536] {
        let root = tempfile::tempdir().unwrap();
        let path = with_copy(root.path());
        fs::write(&path, vec![0; length]).unwrap();
        kept(&restored(&path));
    }
}

#[test]
fn a_file_that_is_gone_is_restored_and_its_log_is_kept_apart() {
    let root = tempfile::tempdir().unwrap();
    let path = with_copy(root.path());
    fs::remove_file(&path).unwrap();
    fs::write(beside(&path, "-wal"), "the log of the lost file").unwrap();
    let restoration = restored(&path);
    let log = fs::read(beside(&kept(&restoration), "-wal")).unwrap();
    assert_eq!(log, b"the log of the lost file");
}

#[test]
fn a_catalogue_whose_whole_content_was_in_a_lost_log_is_restored() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("catalogue.sqlite");
    let mut catalogue = Catalogue::open(&path).unwrap();
    let video = Path::new("/media/a.mp4");
    catalogue.insert_video_or_get(video, 1, AT).unwrap();
    back_up_catalogue(&path, AT).unwrap();
    // as a power cut leaves it: the log was never merged
    let (lost, there) = (root.path().join("lost"), root.path().join("there.sqlite"));
    fs::copy(beside(&path, "-wal"), &lost).unwrap();
    fs::copy(&path, &there).unwrap();
    drop(catalogue);
    fs::copy(&there, &path).unwrap();
    let (catalogue, restoration) = open_or_restore(&path, AT).unwrap();
    assert_eq!(videos(&catalogue), 1);
    assert!(restoration.is_some());
}

#[test]
fn a_log_of_garbage_is_passed_over() {
    let root = tempfile::tempdir().unwrap();
    let path = with_copy(root.path());
    fs::write(beside(&path, "-wal"), vec![0x5A; 20_000]).unwrap();
    fs::write(beside(&path, "-shm"), vec![0x5A; 32_768]).unwrap();
    let (catalogue, restoration) = open_or_restore(&path, AT).unwrap();
    assert_eq!((videos(&catalogue), restoration), (201, None));
}

#[test]
fn a_damaged_copy_is_passed_over_for_an_older_good_one() {
    let root = tempfile::tempdir().unwrap();
    let path = with_copy(root.path());
    let newer = back_up_catalogue(&path, WallTime(AT.0 + 86_400_000)).unwrap();
    let mut bytes = fs::read(&newer).unwrap();
    let half = bytes.len() / 2;
    bytes[half..].fill(0xEE);
    fs::write(&newer, bytes).unwrap();
    fs::write(folder_of(&path).join("catalogue-zzz.sqlite"), "no database").unwrap();
    fs::write(&path, "no database either").unwrap();
    restored(&path);
    assert!(newer.is_file(), "damaged copies are not removed");
}

#[test]
fn the_best_copy_is_the_one_that_knows_most_whatever_the_clock_said() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("catalogue.sqlite");
    let mut catalogue = Catalogue::open(&path).unwrap();
    let job = |catalogue: &mut Catalogue| -> Result<()> {
        let video = catalogue.insert_video_or_get(Path::new("/media/a.mp4"), 1, AT)?;
        let new = crate::catalogue::NewJob {
            id: va_core::JobId::new(),
            video: video.id,
            config: serde_json::json!({}),
            requested: None,
            steps: Vec::new(),
            folder: "/jobs/1".into(),
            warnings: Vec::new(),
        };
        catalogue.insert_job(&new, AT).map(drop)
    };
    job(&mut catalogue).unwrap();
    back_up_catalogue(&path, WallTime(AT.0 + 30 * 86_400_000)).unwrap();
    job(&mut catalogue).unwrap();
    back_up_catalogue(&path, AT).unwrap();
    drop(catalogue);
    fs::write(&path, "damaged").unwrap();
    let (catalogue, _) = open_or_restore(&path, AT).unwrap();
    let jobs = catalogue.read().list_jobs(None, 1, 10).unwrap();
    assert_eq!(jobs.total, 2);
}

#[test]
fn without_any_copy_a_damaged_catalogue_is_kept_and_a_new_one_begun() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("catalogue.sqlite");
    fs::write(&path, "this is not a database").unwrap();
    let (catalogue, restoration) = open_or_restore(&path, AT).unwrap();
    let restoration = restoration.unwrap();
    assert_eq!((videos(&catalogue), &restoration.copy), (0, &None));
    let text = fs::read(kept(&restoration)).unwrap();
    assert_eq!(text, b"this is not a database");
}

#[test]
fn a_first_start_is_no_damage() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("catalogue.sqlite");
    let (catalogue, restoration) = open_or_restore(&path, AT).unwrap();
    assert_eq!((videos(&catalogue), restoration), (0, None));
}

#[test]
fn a_restoration_that_was_cut_off_is_done_again() {
    let root = tempfile::tempdir().unwrap();
    let path = with_copy(root.path());
    // the damaged file is away already, the copy is half written
    fs::remove_file(&path).unwrap();
    fs::write(beside(&path, ".restoring.part"), "half").unwrap();
    fs::write(beside(&path, ".restoring"), "half").unwrap();
    restored(&path);
    assert!(!beside(&path, ".restoring").exists());
    assert!(!beside(&path, ".restoring.part").exists());
}

#[test]
fn a_newer_catalogue_is_refused_and_no_byte_of_it_changes() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("catalogue.sqlite");
    drop(Catalogue::open(&path).unwrap());
    let newer = rusqlite::Connection::open(&path).unwrap();
    newer
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA user_version = 99")
        .unwrap();
    let copy = |name: &str| root.path().join(name);
    fs::copy(&path, copy("main")).unwrap();
    fs::copy(beside(&path, "-wal"), copy("log")).unwrap();
    drop(newer);
    // as its own program left it when it was killed: the version stands in the log only
    fs::copy(copy("main"), &path).unwrap();
    fs::copy(copy("log"), beside(&path, "-wal")).unwrap();
    for _ in 0..2 {
        let refused = open_or_restore(&path, AT).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::DatabaseTooNew, "{refused}");
        assert!(refused.failure().hint.unwrap().contains("update"));
    }
    assert_eq!(fs::read(&path).unwrap(), fs::read(copy("main")).unwrap());
    let log = fs::read(beside(&path, "-wal")).unwrap();
    assert_eq!(log, fs::read(copy("log")).unwrap());
    assert!(!folder_of(&path).exists());
}
