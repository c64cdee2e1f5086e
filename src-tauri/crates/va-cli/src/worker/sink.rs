//! The sink of one step: collects what the pipeline writes and commits it with each checkpoint in one
//! transaction, so that a resume neither loses nor repeats anything.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use va_core::annotation::{Observation, Renumber, Sample, Segment, TrackSpec};
use va_core::{Failure, Millis, PipelineId};
use va_pipelines::{Checkpoint, PipelineError, Sink, TrackId};
use va_store::results::{Batch, Outcome, StoredCheckpoint};

use super::records::Records;

/// The sink of one step.
pub struct StepSink {
    records: Records,
    tracks: Vec<TrackSpec>,
    batch: Batch,
    earlier: Millis,
    begun: Instant,
}

impl StepSink {
    /// A sink for a step on which `earlier` was spent in previous runs.
    pub fn new(records: Records, pipeline: PipelineId, earlier: Millis) -> Self {
        let batch = Batch::new(pipeline);
        Self {
            records,
            tracks: Vec::new(),
            batch,
            earlier,
            begun: Instant::now(),
        }
    }

    /// Records how the step ended, with whatever is pending, and returns the number of items by track.
    pub fn finish(mut self, outcome: Outcome) -> Result<(BTreeMap<String, u64>, Millis), Failure> {
        if !matches!(outcome, Outcome::Succeeded) {
            // items after the last checkpoint would be written twice by a resume
            self.batch = Batch::new(self.batch.pipeline.clone());
        }
        self.batch.finished = Some(outcome);
        let took = self.took();
        self.commit()?;
        let pipeline = self.batch.pipeline;
        let tracks = self.records.with(move |writer| writer.read().tracks())?;
        let own = tracks
            .into_iter()
            .filter(|track| track.spec.pipeline == pipeline);
        Ok((
            own.map(|track| (track.spec.key, track.items)).collect(),
            took,
        ))
    }

    /// Commits where a pipeline stands, in between its own checkpoints.
    pub fn commit_at(
        &mut self,
        standing: Result<Option<Checkpoint>, PipelineError>,
    ) -> Result<(), Failure> {
        match standing.map_err(|e| e.failure())? {
            Some(here) => self.checkpoint(here).map_err(|e| e.failure()),
            None => Ok(()),
        }
    }

    fn took(&self) -> Millis {
        self.earlier
            + Millis(
                self.begun
                    .elapsed()
                    .max(Duration::from_millis(1))
                    .as_millis() as i64,
            )
    }

    fn commit(&mut self) -> Result<(), Failure> {
        let next = Batch::new(self.batch.pipeline.clone());
        let mut batch = std::mem::replace(&mut self.batch, next);
        batch.took = self.took();
        self.records.with(move |writer| writer.commit(&batch))
    }

    fn key(&self, track: TrackId) -> String {
        self.tracks
            .get(track.0)
            .map(|spec| spec.key.clone())
            .unwrap_or_default()
    }

    /// The tick of the first sample of a track at or after a point, committed or pending.
    fn first_from(&self, key: &str, point: i64) -> Result<Option<i64>, PipelineError> {
        let track = key.to_owned();
        let committed = self
            .records
            .with(move |writer| writer.read().first_sample_from(&track, point));
        let pending = self
            .batch
            .samples
            .iter()
            .filter(|(k, s)| k == key && s.pts >= point);
        let pending = pending.map(|(_, s)| s.pts).min();
        Ok(committed
            .map_err(PipelineError::Sink)?
            .into_iter()
            .chain(pending)
            .min())
    }
}

impl Sink for StepSink {
    fn track(&mut self, spec: TrackSpec) -> Result<TrackId, PipelineError> {
        if let Some(known) = self.tracks.iter().position(|t| t.key == spec.key) {
            return Ok(TrackId(known));
        }
        self.batch.tracks.push(spec.clone());
        self.tracks.push(spec);
        Ok(TrackId(self.tracks.len() - 1))
    }

    fn segment(&mut self, track: TrackId, segment: Segment) -> Result<(), PipelineError> {
        self.batch.segments.push((self.key(track), segment));
        Ok(())
    }

    fn sample(&mut self, track: TrackId, sample: Sample) -> Result<(), PipelineError> {
        self.batch.samples.push((self.key(track), sample));
        Ok(())
    }

    fn clear_first_from(&mut self, track: TrackId, points: &[i64]) -> Result<(), PipelineError> {
        let key = self.key(track);
        let ticks = points
            .iter()
            .filter_map(|point| self.first_from(&key, *point).transpose());
        let ticks = ticks.collect::<Result<Vec<_>, _>>()?;
        self.batch.cleared.push((key, ticks));
        Ok(())
    }

    fn object(&mut self, track: TrackId, seen: Observation) -> Result<(), PipelineError> {
        self.batch.objects.push((self.key(track), seen));
        Ok(())
    }

    fn renumber(&mut self, track: TrackId, changes: &[Renumber]) -> Result<(), PipelineError> {
        let renumbered = (self.key(track), changes.to_vec());
        self.batch.renumbered.push(renumbered);
        Ok(())
    }

    fn checkpoint(&mut self, checkpoint: Checkpoint) -> Result<(), PipelineError> {
        self.batch.checkpoint = Some(StoredCheckpoint {
            position: checkpoint.position,
            time: checkpoint.time,
            state: checkpoint.state,
        });
        self.commit().map_err(PipelineError::Sink)
    }
}
