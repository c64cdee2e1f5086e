//! Observations between a step's sink, the results file and whoever reads them: what is committed when,
//! and what a reader sees of it.

use std::ops::ControlFlow;

use va_core::annotation::{Channel, Observation, Renumber, TrackKind, TrackSpec};
use va_core::{JobId, Millis, PipelineId, TimeBase};
use va_pipelines::{Checkpoint, Dependencies, Sink, TrackId};
use va_store::results::{Outcome, ResultsHeader};

use super::board::{Board, Others};
use super::records::{Keeper, Records};
use super::sink::StepSink;
use super::stop::{Stop, Wish};

const BOXES: &str = "person_tracking.boxes";
const PERSONS: &str = "person_tracking";
const FACES: &str = "face_analysis";

struct Job {
    folder: tempfile::TempDir,
    records: Records,
    keeper: Keeper,
    board: Board,
    stop: Stop,
    steps: [PipelineId; 2],
}

impl Job {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let header = ResultsHeader {
            job: JobId::new(),
            software: "test".to_owned(),
        };
        let path = folder.path().join("annotations.sqlite");
        let (records, keeper) = Records::open(&path, &header).unwrap();
        Self {
            folder,
            records,
            keeper,
            board: Board::default(),
            stop: Stop::default(),
            steps: [PERSONS.into(), FACES.into()],
        }
    }

    fn sink(&self) -> (StepSink, TrackId) {
        let mut sink = StepSink::new(self.records.clone(), PERSONS.into(), Millis(0));
        let track = sink.track(boxes()).unwrap();
        (sink, track)
    }

    /// What the pipeline `reader` is given of the boxes: tick and object; `None` without a result.
    fn read_by(&self, reader: &PipelineId) -> Option<Vec<(i64, u32)>> {
        let others = Others {
            board: &self.board,
            steps: &self.steps,
            records: &self.records,
            stop: &self.stop,
            reader,
        };
        let mut found = Vec::new();
        let mut take = |seen: &Observation| {
            found.push((seen.pts, seen.object));
            ControlFlow::Continue(())
        };
        let readable = others.each_object(BOXES, &mut take).unwrap();
        let segments = others.segments("person_tracking.presence").unwrap();
        assert_eq!(readable, segments.is_some(), "both know of the same steps");
        readable.then_some(found)
    }
}

fn boxes() -> TrackSpec {
    TrackSpec {
        key: BOXES.to_owned(),
        pipeline: PERSONS.into(),
        title: "Persons".to_owned(),
        kind: TrackKind::Objects,
        channels: vec![Channel {
            key: "x".to_owned(),
            title: "Left".to_owned(),
            unit: "px".to_owned(),
        }],
        time_base: TimeBase::new(1, 1000),
    }
}

fn seen(pts: i64, object: u32) -> Observation {
    Observation {
        pts,
        time: Millis(pts),
        object,
        score: None,
        values: vec![Some(1.0)],
    }
}

fn checkpoint(position: i64) -> Checkpoint {
    Checkpoint {
        position,
        time: Millis(position),
        state: serde_json::Value::Null,
    }
}

#[test]
fn a_pipeline_reads_its_own_committed_track_without_waiting() {
    let job = Job::new();
    let own = PERSONS.into();
    assert_eq!(job.read_by(&own), Some(vec![]), "nothing is declared yet");
    let (mut sink, track) = job.sink();
    sink.object(track, seen(0, 1)).unwrap();
    sink.object(track, seen(0, 2)).unwrap();
    assert_eq!(job.read_by(&own), Some(vec![]), "nothing is committed yet");
    sink.checkpoint(checkpoint(0)).unwrap();
    sink.object(track, seen(40, 1)).unwrap();
    let swap = |object, becomes| Renumber {
        object,
        from_pts: 0,
        until_pts: 100,
        becomes,
    };
    sink.renumber(track, &[swap(1, 7), swap(2, 1)]).unwrap();
    let before = vec![(0, 1), (0, 2)];
    assert_eq!(job.read_by(&own), Some(before), "an open batch is not seen");
    sink.checkpoint(checkpoint(40)).unwrap();
    assert_eq!(job.read_by(&own), Some(vec![(0, 1), (0, 7), (40, 7)]));
}

#[test]
fn another_pipeline_waits_for_the_end_and_gets_nothing_of_a_failure() {
    let job = Job::new();
    let (mut sink, track) = job.sink();
    sink.object(track, seen(0, 1)).unwrap();
    sink.checkpoint(checkpoint(0)).unwrap();
    let reader = FACES.into();
    std::thread::scope(|scope| {
        let read = scope.spawn(|| job.read_by(&reader));
        sink.object(track, seen(40, 1)).unwrap();
        sink.checkpoint(checkpoint(40)).unwrap();
        job.board.post(&PERSONS.into(), true);
        assert_eq!(read.join().unwrap(), Some(vec![(0, 1), (40, 1)]));
    });
    job.board.post(&PERSONS.into(), false);
    assert_eq!(job.read_by(&reader), None);
    let waiting = Job::new();
    waiting.stop.request(Wish::Cancel);
    assert_eq!(
        waiting.read_by(&reader),
        None,
        "who is told to stop waits no longer"
    );
}

#[test]
fn what_came_after_the_last_checkpoint_of_a_failed_step_is_not_kept() {
    let job = Job::new();
    let (mut sink, track) = job.sink();
    sink.object(track, seen(0, 1)).unwrap();
    sink.checkpoint(checkpoint(0)).unwrap();
    sink.object(track, seen(40, 1)).unwrap();
    let all = Renumber {
        object: 1,
        from_pts: 0,
        until_pts: 100,
        becomes: 2,
    };
    sink.renumber(track, &[all]).unwrap();
    let (counts, _) = sink.finish(Outcome::Cancelled).unwrap();
    assert_eq!(counts[BOXES], 1);
    assert_eq!(job.read_by(&PERSONS.into()), Some(vec![(0, 1)]));
}

#[test]
fn two_observations_of_an_object_at_a_tick_end_the_step_with_a_word_that_says_so() {
    let job = Job::new();
    let (mut sink, track) = job.sink();
    sink.object(track, seen(0, 3)).unwrap();
    sink.object(track, seen(0, 3)).unwrap();
    let failure = sink.checkpoint(checkpoint(0)).unwrap_err().failure();
    let says = "track `person_tracking.boxes` would hold object 3 twice at tick 0";
    assert_eq!(failure.message, says);
    let Job {
        folder,
        records,
        keeper,
        ..
    } = job;
    drop((sink, records));
    keeper.close().unwrap();
    folder.close().unwrap();
}
