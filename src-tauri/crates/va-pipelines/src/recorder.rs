//! For tests: a sink that keeps what was committed, and a run that is interrupted wherever a test wants,
//! losing everything since the last checkpoint as a crash does.

use std::cell::RefCell;
use std::ops::ControlFlow;

use va_core::Failure;
use va_core::annotation::{Observation, Renumber, Sample, Segment, TrackSpec};
use va_media::Frame;

use crate::pipeline::{Checkpoint, Dependencies, PicturePipeline, PipelineError, Sink, TrackId};

/// Bytes of a checkpoint's state. A kilobyte for each person who can be followed at once, and as much again
/// for what is not settled; most are far below.
const LARGEST_STATE: usize = 200 * 1024;

/// What is in a results file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rows {
    pub tracks: Vec<TrackSpec>,
    pub segments: Vec<(TrackId, Segment)>,
    pub samples: Vec<(TrackId, Sample)>,
    pub objects: Vec<(TrackId, Observation)>,
}

/// A results file in memory.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    pub rows: Rows,
    pending: Rows,
    clears: Vec<(TrackId, Vec<i64>)>,
    renumbers: Vec<(TrackId, Vec<Renumber>)>,
    pub checkpoints: Vec<Checkpoint>,
}

impl Recorder {
    /// The process dies: what was not committed is lost.
    pub fn crash(&mut self) {
        self.pending = Rows::default();
        self.clears.clear();
        self.renumbers.clear();
    }

    /// Start and end in milliseconds of the committed segments of a track.
    pub fn spans(&self, key: &str) -> Vec<(i64, i64)> {
        self.segments(key).map(|s| (s.start.0, s.end.0)).collect()
    }

    /// The committed segments of a track.
    pub fn segments<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Segment> {
        let is_track = move |track: TrackId| self.rows.tracks[track.0].key == key;
        let rows = self.rows.segments.iter();
        rows.filter(move |row| is_track(row.0)).map(|row| &row.1)
    }
}

impl Sink for Recorder {
    fn track(&mut self, spec: TrackSpec) -> Result<TrackId, PipelineError> {
        let found = self.rows.tracks.iter().position(|t| t.key == spec.key);
        Ok(TrackId(found.unwrap_or_else(|| {
            self.rows.tracks.push(spec);
            self.rows.tracks.len() - 1
        })))
    }

    fn segment(&mut self, track: TrackId, segment: Segment) -> Result<(), PipelineError> {
        self.pending.segments.push((track, segment));
        Ok(())
    }

    fn sample(&mut self, track: TrackId, sample: Sample) -> Result<(), PipelineError> {
        self.pending.samples.push((track, sample));
        Ok(())
    }

    fn clear_first_from(&mut self, track: TrackId, points: &[i64]) -> Result<(), PipelineError> {
        self.clears.push((track, points.to_vec()));
        Ok(())
    }

    fn object(&mut self, track: TrackId, seen: Observation) -> Result<(), PipelineError> {
        self.pending.objects.push((track, seen));
        Ok(())
    }

    fn renumber(&mut self, track: TrackId, changes: &[Renumber]) -> Result<(), PipelineError> {
        self.renumbers.push((track, changes.to_vec()));
        Ok(())
    }

    fn checkpoint(&mut self, checkpoint: Checkpoint) -> Result<(), PipelineError> {
        self.rows.segments.append(&mut self.pending.segments);
        self.rows.samples.append(&mut self.pending.samples);
        for (track, points) in std::mem::take(&mut self.clears) {
            for point in points {
                let mut rows = self.rows.samples.iter_mut();
                if let Some((_, sample)) = rows.find(|(t, s)| *t == track && s.pts >= point) {
                    sample.values.fill(None);
                }
            }
        }
        self.rows.objects.append(&mut self.pending.objects);
        for (track, changes) in std::mem::take(&mut self.renumbers) {
            for (_, seen) in self.rows.objects.iter_mut().filter(|(t, _)| *t == track) {
                let holds = |c: &&Renumber| {
                    c.object == seen.object && (c.from_pts..c.until_pts).contains(&seen.pts)
                };
                if let Some(change) = changes.iter().find(holds) {
                    seen.object = change.becomes;
                }
            }
        }
        let mut keys: Vec<_> = self
            .rows
            .objects
            .iter()
            .map(|(t, o)| (*t, o.pts, o.object))
            .collect();
        keys.sort_unstable();
        let rows = keys.len();
        keys.dedup();
        assert_eq!(rows, keys.len(), "two rows of a tick share an object");
        let size = serde_json::to_vec(&checkpoint.state).unwrap().len();
        assert!(size < LARGEST_STATE, "a state of {size} bytes is not small");
        self.checkpoints.push(checkpoint);
        Ok(())
    }
}

/// Results of other pipelines, given by a test.
#[derive(Clone, Debug, Default)]
pub(crate) struct Others(pub Option<Vec<Segment>>);

impl Dependencies for Others {
    fn segments(&self, _track_key: &str) -> Result<Option<Vec<Segment>>, PipelineError> {
        Ok(self.0.clone())
    }

    fn each_object(
        &self,
        _track_key: &str,
        _take: &mut dyn FnMut(&Observation) -> ControlFlow<()>,
    ) -> Result<bool, PipelineError> {
        Ok(false)
    }
}

/// A results file that is read while it is written.
struct Own<'a> {
    results: &'a RefCell<Recorder>,
    others: &'a Others,
}

impl Dependencies for Own<'_> {
    fn segments(&self, track_key: &str) -> Result<Option<Vec<Segment>>, PipelineError> {
        let results = self.results.borrow();
        if results.rows.tracks.iter().any(|t| t.key == track_key) {
            return Ok(Some(results.segments(track_key).cloned().collect()));
        }
        self.others.segments(track_key)
    }

    fn each_object(
        &self,
        track_key: &str,
        take: &mut dyn FnMut(&Observation) -> ControlFlow<()>,
    ) -> Result<bool, PipelineError> {
        let results = self.results.borrow();
        let mut tracks = results.rows.tracks.iter();
        let Some(track) = tracks.position(|t| t.key == track_key) else {
            return self.others.each_object(track_key, take);
        };
        let rows = results.rows.objects.iter();
        let mut own: Vec<_> = rows.filter(|(t, _)| t.0 == track).collect();
        own.sort_by_key(|(_, seen)| (seen.pts, seen.object));
        for (_, seen) in own {
            if take(seen).is_break() {
                break;
            }
        }
        Ok(true)
    }
}

/// The writing end of a results file that is read at the same time.
struct Writer<'a>(&'a RefCell<Recorder>);

impl Sink for Writer<'_> {
    fn track(&mut self, spec: TrackSpec) -> Result<TrackId, PipelineError> {
        self.0.borrow_mut().track(spec)
    }

    fn segment(&mut self, track: TrackId, segment: Segment) -> Result<(), PipelineError> {
        self.0.borrow_mut().segment(track, segment)
    }

    fn sample(&mut self, track: TrackId, sample: Sample) -> Result<(), PipelineError> {
        self.0.borrow_mut().sample(track, sample)
    }

    fn clear_first_from(&mut self, track: TrackId, points: &[i64]) -> Result<(), PipelineError> {
        self.0.borrow_mut().clear_first_from(track, points)
    }

    fn object(&mut self, track: TrackId, seen: Observation) -> Result<(), PipelineError> {
        self.0.borrow_mut().object(track, seen)
    }

    fn renumber(&mut self, track: TrackId, changes: &[Renumber]) -> Result<(), PipelineError> {
        self.0.borrow_mut().renumber(track, changes)
    }

    fn checkpoint(&mut self, checkpoint: Checkpoint) -> Result<(), PipelineError> {
        self.0.borrow_mut().checkpoint(checkpoint)
    }
}

/// Finishes a pipeline that may read what it has committed.
pub(crate) fn finish_reading(
    pipeline: &mut dyn PicturePipeline,
    end: i64,
    others: &Others,
    mut recorder: Recorder,
) -> Result<Recorder, Failure> {
    // as the worker does: where the pipeline stands is committed before it finishes
    if let Some(here) = pipeline.standing().map_err(|e| e.failure())? {
        recorder.checkpoint(here).map_err(|e| e.failure())?;
    }
    let shared = RefCell::new(recorder);
    let own = Own {
        results: &shared,
        others,
    };
    let done = pipeline.finish(end, &own, &mut Writer(&shared));
    done.map_err(|e| e.failure())?;
    Ok(shared.into_inner())
}

/// Runs a picture pipeline over frames. Before each frame whose index is in `stops`, and once more after
/// the end, the process dies and a new one goes on from the last checkpoint. Before an odd index it is
/// stopped in an orderly way: where it stands is committed first.
pub(crate) fn run_interrupted(
    build: &dyn Fn(Option<&Checkpoint>) -> Box<dyn PicturePipeline>,
    frames: &[Frame],
    end: i64,
    stops: &[usize],
    others: &Others,
) -> Result<Recorder, Failure> {
    let mut recorder = Recorder::default();
    let mut stops: Vec<usize> = stops.to_vec();
    stops.sort_unstable();
    stops.dedup();
    for stop in stops.into_iter().chain([usize::MAX, usize::MAX]) {
        recorder.crash();
        let resume = recorder.checkpoints.last().cloned();
        let mut pipeline = build(resume.as_ref());
        let fail = |error: PipelineError| error.failure();
        for (index, frame) in frames.iter().enumerate() {
            match &resume {
                Some(checkpoint) if frame.pts < checkpoint.position => {}
                Some(checkpoint) if frame.pts == checkpoint.position => {
                    pipeline.prime(frame).map_err(fail)?;
                }
                Some(_) | None if index >= stop => break,
                Some(_) | None => pipeline.push(frame, &mut recorder).map_err(fail)?,
            }
        }
        if stop % 2 == 1
            && stop < usize::MAX
            && let Some(here) = pipeline.standing().map_err(fail)?
        {
            recorder.checkpoint(here).map_err(fail)?;
        }
        if stop == usize::MAX {
            recorder = finish_reading(pipeline.as_mut(), end, others, recorder)?;
            assert_eq!(pipeline.standing().map_err(fail)?, None);
        }
    }
    Ok(recorder)
}
