//! Writing a results file: batches, checkpoints, outcomes, resuming.

use std::path::{Path, PathBuf};

use serde_json::json;
use va_core::provenance::DecodeRecord;
use va_core::{ErrorCode, Failure, JobId, Millis};
use va_store::results::{Batch, Outcome, StoredCheckpoint};
use va_store::{ResultsReader, ResultsWriter, StoreError, canonical_hash};

use crate::support::{
    ENERGY, SCENES, SHOTS, energy, facts, header, motion, sample, segment, shots,
};

pub struct File {
    _folder: tempfile::TempDir,
    pub path: PathBuf,
    pub job: JobId,
}

pub fn file() -> File {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("annotations.sqlite");
    File {
        _folder: folder,
        path,
        job: JobId::new(),
    }
}

impl File {
    pub fn writer(&self) -> ResultsWriter {
        ResultsWriter::open(&self.path, &header(self.job)).unwrap()
    }
}

fn checkpoint(position: i64) -> StoredCheckpoint {
    StoredCheckpoint {
        position,
        time: Millis(position * 40),
        state: json!({"last": position, "sum": 0.1}),
    }
}

/// Samples of `from..until` and the checkpoint after them.
pub fn curve(from: i64, until: i64) -> Batch {
    Batch {
        tracks: vec![energy()],
        samples: (from..until)
            .map(|pts| (ENERGY.to_owned(), sample(pts)))
            .collect(),
        checkpoint: Some(checkpoint(until)),
        took: Millis(until * 2),
        ..Batch::new(motion())
    }
}

fn cuts(bounds: &[i64]) -> Batch {
    let pairs = bounds.windows(2);
    Batch {
        tracks: vec![shots()],
        segments: pairs
            .map(|w| (SHOTS.to_owned(), segment(w[0], w[1], "shot")))
            .collect(),
        checkpoint: Some(checkpoint(bounds[bounds.len() - 1])),
        ..Batch::new(SCENES.into())
    }
}

#[test]
fn what_was_committed_reads_back_exactly() {
    let file = file();
    let mut writer = file.writer();
    writer.set_media(&facts()).unwrap();
    writer.set_media_sha256("ab12").unwrap();
    let decode = DecodeRecord {
        width: 640,
        height: 360,
        branches: Vec::new(),
        frames: 125,
        damaged: 1,
        threads: 0,
    };
    writer.set_decode(&decode).unwrap();
    let times: Vec<i64> = (0..20_000).map(|n| n * 3003 - 7).collect();
    writer.set_frame_times(&[1, 2, 3]).unwrap();
    writer.set_frame_times(&times).unwrap();
    writer.commit(&curve(0, 40)).unwrap();
    writer.commit(&cuts(&[0, 10, 30])).unwrap();

    let reader = ResultsReader::open(&file.path).unwrap();
    let meta = reader.meta().unwrap();
    assert_eq!(
        (meta.job, meta.software),
        (file.job, header(file.job).software)
    );
    assert_eq!(
        (meta.media, meta.media_sha256),
        (Some(facts()), Some("ab12".to_owned()))
    );
    assert_eq!(meta.decode, Some(decode));
    assert_eq!(reader.frame_times().unwrap(), times);
    assert_eq!(
        reader.segments(SHOTS).unwrap(),
        [segment(0, 10, "shot"), segment(10, 30, "shot")]
    );
    let samples = reader
        .samples_window(ENERGY, Millis(i64::MIN), Millis(i64::MAX))
        .unwrap();
    assert_eq!(samples, (0..40).map(sample).collect::<Vec<_>>());
    let progress = reader.checkpoint(&motion()).unwrap().unwrap();
    assert_eq!(progress.checkpoint, Some(checkpoint(40)));
    assert_eq!((progress.outcome, progress.took), (None, Millis(80)));
    reader.check_integrity().unwrap();
}

#[test]
fn tracks_keep_their_identity_over_a_resume() {
    let file = file();
    let mut writer = file.writer();
    writer.commit(&cuts(&[0, 10, 20])).unwrap();
    writer.commit(&curve(0, 10)).unwrap();
    drop(writer);
    let mut writer = file.writer();
    // declared again, and used without being declared again
    writer.commit(&cuts(&[20, 30, 45])).unwrap();
    writer
        .commit(&Batch {
            tracks: Vec::new(),
            ..curve(10, 20)
        })
        .unwrap();
    let tracks = writer.read().tracks().unwrap();
    let keys: Vec<_> = tracks
        .iter()
        .map(|t| (t.spec.key.as_str(), t.items))
        .collect();
    assert_eq!(keys, [(SHOTS, 4), (ENERGY, 20)]);
    assert_eq!(
        (tracks[0].first, tracks[0].last),
        (Some(Millis(0)), Some(Millis(1800)))
    );
    assert_eq!(
        (tracks[1].first, tracks[1].last),
        (Some(Millis(0)), Some(Millis(760)))
    );
    assert_eq!(tracks[1].spec, energy());
}

#[test]
fn commit_boundaries_and_interruptions_leave_no_trace_in_the_hash() {
    let (whole, pieces) = (file(), file());
    let mut writer = whole.writer();
    writer.commit(&cuts(&[0, 7, 9, 30])).unwrap();
    writer.commit(&curve(0, 30)).unwrap();
    let expected = canonical_hash(writer.read()).unwrap();

    for (from, until) in [(0, 1), (1, 13), (13, 30)] {
        let mut writer = pieces.writer();
        writer.commit(&curve(from, until)).unwrap();
        writer.close().unwrap();
    }
    let mut writer = pieces.writer();
    writer.commit(&cuts(&[0, 7])).unwrap();
    writer.commit(&cuts(&[7, 9, 30])).unwrap();
    assert_eq!(canonical_hash(writer.read()).unwrap(), expected);
    let one_more = Batch {
        samples: vec![],
        cleared: vec![(ENERGY.to_owned(), vec![3])],
        ..curve(30, 30)
    };
    writer.commit(&one_more).unwrap();
    assert_ne!(
        canonical_hash(writer.read()).unwrap(),
        expected,
        "one value less is another result"
    );
}

#[test]
fn a_batch_that_fails_leaves_nothing_behind() {
    let file = file();
    let mut writer = file.writer();
    writer.commit(&curve(0, 10)).unwrap();
    let before = canonical_hash(writer.read()).unwrap();
    let twice = writer.commit(&curve(9, 20));
    assert!(
        twice.is_err(),
        "a repeated tick means that a resume repeats"
    );
    let mut wrong = curve(10, 20);
    wrong.samples[5].1.values.pop();
    assert!(matches!(
        writer.commit(&wrong),
        Err(StoreError::TrackMismatch { .. })
    ));
    let mut unknown = cuts(&[0, 10]);
    unknown
        .segments
        .push(("scene_detection.nothing".to_owned(), segment(0, 1, "x")));
    assert!(matches!(
        writer.commit(&unknown),
        Err(StoreError::TrackNotFound(_))
    ));
    let mut backwards = cuts(&[0, 10]);
    backwards.segments[0].1.end_pts = -1;
    assert!(writer.commit(&backwards).is_err());
    assert_eq!(canonical_hash(writer.read()).unwrap(), before);
    assert_eq!(writer.read().checkpoints().unwrap().len(), 1);
    // the failed batches declared tracks that are not there
    writer.commit(&cuts(&[0, 10])).unwrap();
    writer.commit(&curve(10, 20)).unwrap();
    assert_eq!(writer.read().track(SHOTS).unwrap().items, 1);
}

#[test]
fn a_track_that_changed_its_shape_is_refused() {
    let file = file();
    let mut writer = file.writer();
    writer.commit(&curve(0, 5)).unwrap();
    let mut other = curve(5, 9);
    other.tracks[0].channels.pop();
    let refused = writer.commit(&other).unwrap_err();
    assert!(
        matches!(&refused, StoreError::TrackMismatch { key, .. } if key == ENERGY),
        "{refused}"
    );
}

#[test]
fn cleared_samples_lose_their_values_and_keep_their_times() {
    let file = file();
    let mut writer = file.writer();
    writer.commit(&curve(0, 10)).unwrap();
    // one from before, one of the same batch, one that does not exist
    let cleared = vec![(ENERGY.to_owned(), vec![4, 12, 999])];
    writer
        .commit(&Batch {
            cleared,
            ..curve(10, 20)
        })
        .unwrap();
    let samples = writer
        .read()
        .samples_window(ENERGY, Millis(0), Millis(100_000))
        .unwrap();
    assert_eq!(samples.len(), 20);
    for s in samples {
        let expected = if s.pts == 4 || s.pts == 12 {
            vec![None, None]
        } else {
            sample(s.pts).values
        };
        assert_eq!(
            (s.time, s.values),
            (sample(s.pts).time, expected),
            "tick {}",
            s.pts
        );
    }
}

#[test]
fn an_outcome_says_whether_anything_is_left_to_do() {
    let file = file();
    let mut writer = file.writer();
    let failure = Failure::new(ErrorCode::DecodeFailed, "damaged").hint("re-encode it");
    writer.commit(&curve(0, 5)).unwrap();
    let failed = Outcome::Failed(failure.clone());
    let end = |outcome: &Outcome| Batch {
        finished: Some(outcome.clone()),
        took: Millis(99),
        ..Batch::new(motion())
    };
    writer.commit(&end(&failed)).unwrap();
    let progress = writer.read().checkpoint(&motion()).unwrap().unwrap();
    assert_eq!(progress.outcome.as_ref(), Some(&failed));
    assert!(!progress.is_finished(), "a failed pipeline can go on");
    assert_eq!(
        progress.checkpoint,
        Some(checkpoint(5)),
        "from its last checkpoint"
    );
    writer.commit(&curve(5, 9)).unwrap();
    let progress = writer.read().checkpoint(&motion()).unwrap().unwrap();
    assert_eq!(progress.outcome, None, "it went on");
    for outcome in [Outcome::Succeeded, Outcome::Skipped(failure)] {
        writer.commit(&end(&outcome)).unwrap();
        let progress = writer.read().checkpoint(&motion()).unwrap().unwrap();
        assert!(progress.is_finished());
        assert_eq!(
            (progress.outcome, progress.took),
            (Some(outcome), Millis(99))
        );
    }
    assert_eq!(writer.read().checkpoint(&SCENES.into()).unwrap(), None);
}

#[test]
fn a_pipeline_that_starts_over_forgets_only_its_own() {
    let file = file();
    let mut writer = file.writer();
    writer.commit(&curve(0, 30)).unwrap();
    writer.commit(&cuts(&[0, 10, 20])).unwrap();
    writer.reset(&motion()).unwrap();
    assert!(matches!(
        writer.read().track(ENERGY),
        Err(StoreError::TrackNotFound(_))
    ));
    assert_eq!(writer.read().checkpoint(&motion()).unwrap(), None);
    assert_eq!(writer.read().track(SHOTS).unwrap().items, 2);
    writer.commit(&curve(0, 3)).unwrap();
    assert_eq!(
        writer.read().track(ENERGY).unwrap().items,
        3,
        "no old sample came back"
    );
}

#[test]
fn the_results_of_another_job_are_refused() {
    let file = file();
    file.writer().close().unwrap();
    let refused = ResultsWriter::open(&file.path, &header(JobId::new())).unwrap_err();
    assert!(matches!(refused, StoreError::OtherJob { .. }), "{refused}");
}

#[test]
fn a_closed_file_is_one_file_also_while_somebody_has_it_open() {
    let file = file();
    let log = |path: &Path| path.with_file_name("annotations.sqlite-wal");
    let mut writer = file.writer();
    writer.commit(&curve(0, 10)).unwrap();
    let reader = ResultsReader::open(&file.path).unwrap();
    assert_eq!(reader.track(ENERGY).unwrap().items, 10);
    writer.close().unwrap();
    let left = log(&file.path).metadata().map_or(0, |m| m.len());
    assert_eq!(left, 0, "a copy of the one file must be complete");
    assert_eq!(
        reader.track(ENERGY).unwrap().items,
        10,
        "the reader goes on"
    );
    drop(reader);
    file.writer().close().unwrap();
    assert!(!log(&file.path).exists());
}
