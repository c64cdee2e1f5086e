//! What an export reads: the annotations behind a trait, so that this crate never sees a database, and
//! the facts about the job that go into the files.

use std::ops::ControlFlow;

use va_core::annotation::{Observation, Sample, Segment};
use va_core::provenance::{MediaRecord, StepRecord};
use va_core::{Failure, JobId, PipelineId};

use crate::error::ExportError;
use crate::note::Note;

/// A job's results, read item by item so that an hour of samples never sits in memory. A file may read a
/// track more than once.
pub trait Annotations {
    /// Gives each segment of a track to `take`, in order of start, then of end. Stops early, with `Ok`,
    /// when `take` breaks. An unknown key is an empty track.
    fn each_segment(
        &self,
        track: &str,
        take: &mut dyn FnMut(Segment) -> ControlFlow<()>,
    ) -> Result<(), Failure>;

    /// Gives each sample of a track to `take`, in order of time. Stops early, with `Ok`, when `take`
    /// breaks. An unknown key is an empty track.
    fn each_sample(
        &self,
        track: &str,
        take: &mut dyn FnMut(Sample) -> ControlFlow<()>,
    ) -> Result<(), Failure>;

    /// Gives each observation of a track to `take`, by tick, then by object. Stops early, with `Ok`, when
    /// `take` breaks. An unknown key is an empty track.
    fn each_object(
        &self,
        track: &str,
        take: &mut dyn FnMut(&Observation) -> ControlFlow<()>,
    ) -> Result<(), Failure>;

    /// Gives each observation of a track at one tick to `take`, by object. An unknown key is an empty track.
    fn each_object_at(
        &self,
        track: &str,
        pts: i64,
        take: &mut dyn FnMut(&Observation) -> ControlFlow<()>,
    ) -> Result<(), Failure>;

    /// The number of the frame that is shown at this tick, from 0: its place in the table of the times of
    /// all frames, never a product with a frame rate. `None` if the job has no such table.
    fn frame_number(&self, pts: i64) -> Result<Option<u64>, Failure>;
}

/// What the files say about the job beside its annotations.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportContext {
    /// The job; its [`JobId::file_prefix`] begins every file name.
    pub job: JobId,
    /// Program and version, for example `VideoAnnotator Desktop 0.1.0`.
    pub software: String,
    /// The recording: name, hash, facts.
    pub media: MediaRecord,
    /// What ran; the steps whose tracks are exported must be among them for their settings to be named.
    pub steps: Vec<StepRecord>,
}

impl ExportContext {
    /// The recording's file name without its extension.
    pub fn stem(&self) -> &str {
        let name = self.media.file_name.as_str();
        match name.rfind('.') {
            Some(dot) if dot > 0 => &name[..dot],
            Some(_) | None => name,
        }
    }

    pub(crate) fn step(&self, pipeline: &PipelineId) -> Option<&StepRecord> {
        self.steps.iter().find(|step| step.pipeline == *pipeline)
    }
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Shots, cues, turns or rows.
    pub items: u64,
    /// What the format could not hold unchanged.
    pub notes: Vec<Note>,
}

/// Runs `take` over the segments of a track and carries its error out through the reader.
pub(crate) fn segments(
    from: &dyn Annotations,
    track: &str,
    mut take: impl FnMut(Segment) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let mut outcome = Ok(());
    let read = from.each_segment(track, &mut |segment| step(&mut outcome, take(segment)));
    finish(track, read, outcome)
}

/// Runs `take` over the samples of a track and carries its error out through the reader.
pub(crate) fn samples(
    from: &dyn Annotations,
    track: &str,
    mut take: impl FnMut(Sample) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let mut outcome = Ok(());
    let read = from.each_sample(track, &mut |sample| step(&mut outcome, take(sample)));
    finish(track, read, outcome)
}

/// Runs `take` over the observations of a track and carries its error out through the reader.
pub(crate) fn objects(
    from: &dyn Annotations,
    track: &str,
    mut take: impl FnMut(&Observation) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let mut outcome = Ok(());
    let read = from.each_object(track, &mut |seen| step(&mut outcome, take(seen)));
    finish(track, read, outcome)
}

/// The observations of a track at one tick.
pub(crate) fn objects_at(
    from: &dyn Annotations,
    track: &str,
    pts: i64,
) -> Result<Vec<Observation>, ExportError> {
    let mut found = Vec::new();
    let read = from.each_object_at(track, pts, &mut |seen| {
        found.push(seen.clone());
        ControlFlow::Continue(())
    });
    finish(track, read, Ok(()))?;
    Ok(found)
}

fn step(outcome: &mut Result<(), ExportError>, result: Result<(), ExportError>) -> ControlFlow<()> {
    match result {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            *outcome = Err(error);
            ControlFlow::Break(())
        }
    }
}

fn finish(
    track: &str,
    read: Result<(), Failure>,
    outcome: Result<(), ExportError>,
) -> Result<(), ExportError> {
    outcome?;
    read.map_err(|source| ExportError::Read {
        track: track.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_while_writing_stops_the_reader_and_is_not_lost() {
        struct Endless;
        impl Annotations for Endless {
            fn each_segment(
                &self,
                _: &str,
                _: &mut dyn FnMut(Segment) -> ControlFlow<()>,
            ) -> Result<(), Failure> {
                Ok(())
            }
            fn each_sample(
                &self,
                _: &str,
                take: &mut dyn FnMut(Sample) -> ControlFlow<()>,
            ) -> Result<(), Failure> {
                let sample = Sample {
                    pts: 0,
                    time: va_core::Millis(0),
                    values: Vec::new(),
                };
                while take(sample.clone()).is_continue() {}
                Ok(())
            }
            fn each_object(
                &self,
                _: &str,
                _: &mut dyn FnMut(&Observation) -> ControlFlow<()>,
            ) -> Result<(), Failure> {
                Ok(())
            }
            fn each_object_at(
                &self,
                _: &str,
                _: i64,
                _: &mut dyn FnMut(&Observation) -> ControlFlow<()>,
            ) -> Result<(), Failure> {
                Ok(())
            }
            fn frame_number(&self, _: i64) -> Result<Option<u64>, Failure> {
                Ok(None)
            }
        }
        let mut seen = 0;
        let result = samples(&Endless, "t", |_| {
            seen += 1;
            Err(ExportError::Write {
                file: "f".into(),
                source: std::io::ErrorKind::StorageFull.into(),
            })
        });
        assert!(
            matches!(result, Err(ExportError::Write { .. })),
            "{result:?}"
        );
        assert_eq!(seen, 1);
    }
}
