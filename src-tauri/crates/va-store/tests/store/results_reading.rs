//! Reading a results file: windows, streams, beside a writer, and where nothing can be written.

use std::fs;
use std::path::Path;
use std::process::Command;

use va_core::Millis;
use va_store::results::Batch;
use va_store::{ResultsReader, StoreError, canonical_hash};

use crate::results::{curve, file};
use crate::support::{ENERGY, SCENES, SHOTS, energy, sample, segment, shots};

#[test]
fn a_window_holds_the_segments_that_touch_it() {
    let file = file();
    let mut writer = file.writer();
    let bounds = [
        (0, 100),
        (100, 100),
        (100, 150),
        (10, 400),
        (150, 200),
        (210, 220),
    ];
    let segments = bounds
        .map(|(a, b)| (SHOTS.to_owned(), segment(a, b, "shot")))
        .to_vec();
    let tracks = vec![shots()];
    writer
        .commit(&Batch {
            tracks,
            segments,
            ..Batch::new(SCENES.into())
        })
        .unwrap();
    let window = |from: i64, until: i64| -> Vec<(i64, i64)> {
        let found = writer
            .read()
            .segments_window(SHOTS, Millis(from), Millis(until));
        found
            .unwrap()
            .iter()
            .map(|s| (s.start_pts, s.end_pts))
            .collect()
    };
    // 40 ms a tick
    assert_eq!(
        window(4000, 6000),
        [(10, 400), (100, 100), (100, 150)],
        "0..100 has ended"
    );
    assert_eq!(window(3999, 4000), [(0, 100), (10, 400)]);
    assert_eq!(
        window(8000, 8400),
        [(10, 400)],
        "ends are not part of a segment"
    );
    assert_eq!(window(16_000, 99_000), []);
    let all = writer.read().segments(SHOTS).unwrap();
    let order: Vec<_> = all.iter().map(|s| s.start_pts).collect();
    assert_eq!(
        order,
        [0, 10, 100, 100, 150, 210],
        "by start, whatever the order of writing"
    );
}

#[test]
fn a_window_of_samples_includes_its_start_and_not_its_end() {
    let file = file();
    let mut writer = file.writer();
    writer.commit(&curve(0, 100)).unwrap();
    let window = |from, until| -> Vec<i64> {
        let found = writer
            .read()
            .samples_window(ENERGY, Millis(from), Millis(until));
        found.unwrap().iter().map(|s| s.pts).collect()
    };
    assert_eq!(window(400, 520), [10, 11, 12]);
    assert_eq!(window(-1000, 1), [0]);
    assert_eq!(window(500, 400), [0; 0]);
}

#[test]
fn the_first_sample_from_a_tick_is_found_also_between_samples() {
    let file = file();
    let mut writer = file.writer();
    let first = |writer: &va_store::ResultsWriter, pts| {
        writer.read().first_sample_from(ENERGY, pts).unwrap()
    };
    assert_eq!(first(&writer, 0), None, "the track is not there yet");
    writer.commit(&curve(3, 5)).unwrap();
    writer.commit(&curve(9, 11)).unwrap();
    let found = [0, 3, 4, 5, 9, 10, 11].map(|pts| first(&writer, pts));
    let expected = [Some(3), Some(3), Some(4), Some(9), Some(9), Some(10), None];
    assert_eq!(found, expected);
}

#[test]
fn samples_stream_until_the_visitor_has_enough_or_fails() {
    #[derive(Debug)]
    struct Mine;
    impl From<StoreError> for Mine {
        fn from(_: StoreError) -> Self {
            Self
        }
    }
    let file = file();
    let mut writer = file.writer();
    writer.commit(&curve(0, 100)).unwrap();
    let mut seen = Vec::new();
    let enough: Result<(), StoreError> = writer.read().for_each_sample(ENERGY, |s| {
        seen.push((s.pts, s.values[0], s.values[1].is_nan()));
        Ok(seen.len() < 6)
    });
    enough.unwrap();
    let expected: Vec<_> = (0..6).map(|p| (p, p as f32 / 7.0, p % 5 == 0)).collect();
    assert_eq!(seen, expected);
    let mut calls = 0;
    let failed = writer.read().for_each_sample(ENERGY, |_| {
        calls += 1;
        Err(Mine)
    });
    assert!(failed.is_err());
    assert_eq!(calls, 1);
    let missing: Result<(), Mine> = writer.read().for_each_sample("nothing", |_| Ok(true));
    assert!(missing.is_err());
}

#[test]
fn a_reader_sees_each_commit_of_a_writer_whole() {
    let file = file();
    let mut writer = file.writer();
    writer.commit(&curve(0, 10)).unwrap();
    let reader = ResultsReader::open(&file.path).unwrap();
    for n in 1..20 {
        writer.commit(&curve(n * 10, n * 10 + 10)).unwrap();
        let position = reader.checkpoints().unwrap()[0]
            .checkpoint
            .as_ref()
            .unwrap()
            .position;
        assert_eq!(reader.track(ENERGY).unwrap().items as i64, position);
    }
}

#[test]
fn a_reader_can_neither_make_nor_change_a_file() {
    let file = file();
    let missing = ResultsReader::open(&file.path).unwrap_err();
    assert!(matches!(missing, StoreError::Missing { .. }), "{missing}");
    assert!(!file.path.exists());
    fs::write(&file.path, "").unwrap();
    assert!(
        ResultsReader::open(&file.path).is_err(),
        "an empty file has no results"
    );
    assert_eq!(fs::metadata(&file.path).unwrap().len(), 0);
}

/// Mounts a small file system at a folder, and takes it away again.
pub struct Mount<'f>(&'f Path);

impl<'f> Mount<'f> {
    /// `None`, loudly, where this user may not mount.
    pub fn new(folder: &'f Path, size: &str) -> Option<Self> {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", size, "tmpfs"]).arg(folder);
        if !mount.output().is_ok_and(|o| o.status.success()) {
            eprintln!("SKIPPED: this user can't mount a tmpfs");
            return None;
        }
        Some(Self(folder))
    }

    pub fn make_read_only(&self) {
        let mut mount = Command::new("mount");
        mount.args(["-o", "remount,ro"]).arg(self.0);
        assert!(mount.status().unwrap().success());
    }
}

impl Drop for Mount<'_> {
    fn drop(&mut self) {
        let done = Command::new("umount").arg("-l").arg(self.0).status();
        assert!(done.is_ok_and(|s| s.success()) || std::thread::panicking());
    }
}

#[test]
fn results_open_where_nothing_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mount) = Mount::new(folder.path(), "size=8m") else {
        return;
    };
    let made = file();
    let mut writer = made.writer();
    writer.commit(&curve(0, 50)).unwrap();
    let expected = canonical_hash(writer.read()).unwrap();
    // the characters that mean something in a URI, and one that is not ASCII
    let place = folder.path().join("50% #1? \u{fc}.sqlite");
    let unmerged = folder.path().join("unmerged.sqlite");
    fs::copy(&made.path, &unmerged).unwrap();
    let log = made.path.with_file_name("annotations.sqlite-wal");
    fs::copy(log, folder.path().join("unmerged.sqlite-wal")).unwrap();
    // closed, but still in WAL mode, as if a reader had been there: the worst case
    let pragma = rusqlite::Connection::open(&made.path).unwrap();
    pragma
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    fs::copy(&made.path, &place).unwrap();
    drop((writer, pragma));
    mount.make_read_only();

    let reader = ResultsReader::open(&place).unwrap();
    assert_eq!(canonical_hash(&reader).unwrap(), expected);
    assert_eq!(
        reader
            .samples_window(ENERGY, Millis(0), Millis(40))
            .unwrap(),
        [sample(0)]
    );
    assert_eq!(reader.track(ENERGY).unwrap().spec, energy());
    let refused = ResultsReader::open(&unmerged).unwrap_err();
    assert!(
        matches!(refused, StoreError::Unmerged { .. }),
        "never half of the results: {refused}"
    );
    drop(reader);
}
