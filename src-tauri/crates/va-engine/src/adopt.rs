//! Taking a job folder that was made elsewhere into the catalogue, as it is and where it is.

use std::path::{Path, PathBuf};

use va_core::media::MediaFacts;
use va_core::step::StepEvent;
use va_core::{ErrorCode, Failure, JobId, PipelineId};
use va_store::catalogue::{JobRow, NewJob, StepDetails};
use va_store::results::{Outcome, PipelineProgress, TrackRow};
use va_store::{Catalogue, ResultsReader, StoreError, WallTime};

use crate::error::EngineError;
use crate::hear::is_setback;
use crate::job_folder::{JobFile, modified_ms, names};

/// What a folder tells about its job. Reading it may take long: the folder, and the recording that it names, may
/// lie on drives that do not answer.
#[derive(Debug)]
pub(crate) struct Found {
    folder: PathBuf,
    file: JobFile,
    size_bytes: u64,
    facts: Option<MediaFacts>,
    events: Vec<(PipelineId, StepEvent, StepDetails)>,
    /// Whether a step has not come to an end.
    waits: bool,
}

/// Reads a folder that `annotate` or another computer made, with the states that its results file tells:
/// finished steps with their counts, failed and skipped ones with their reasons. Nothing of it waits.
pub(crate) fn look(folder: &Path) -> Result<Found, EngineError> {
    let file = crate::job_folder::read(folder)?;
    let results = Some(ResultsReader::open(&folder.join(names::RESULTS))?);
    let unfinished = || {
        let words = "this step was not finished when the folder was added";
        let failure = Failure::new(ErrorCode::JobNotReady, words)
            .hint("measure the video again to complete it");
        let details = StepDetails {
            failure: Some(failure),
            ..StepDetails::default()
        };
        Some((StepEvent::Fail, details))
    };
    Found::of(folder, file, (results, &unfinished))
}

/// The same for a job of this engine that the catalogue has lost: what is not finished waits in the queue,
/// and a folder without a results file is a job that has not begun. Returns whether something waits.
pub(crate) fn take_back(
    catalogue: &mut Catalogue,
    folder: &Path,
    file: JobFile,
    at: WallTime,
) -> Result<bool, EngineError> {
    let results = match ResultsReader::open(&folder.join(names::RESULTS)) {
        Ok(results) => Some(results),
        Err(StoreError::Missing { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    let found = Found::of(folder, file, (results, &|| None))?;
    found.enter(catalogue, at)?;
    Ok(found.waits)
}

/// Brings a job of an older catalogue in line with its results file: steps that have ended since then.
pub(crate) fn catch_up(catalogue: &mut Catalogue, job: &JobRow) -> Result<(), EngineError> {
    let path = job.folder.join(names::RESULTS);
    let Some(at) = modified_ms(&path).map(WallTime) else {
        return Ok(());
    };
    let results = ResultsReader::open(&path)?;
    let tracks = results.tracks()?;
    for step in &job.steps {
        let progress = results.checkpoint(&step.pipeline)?;
        let ended = come_to(progress.as_ref(), &tracks, &step.pipeline).filter(is_final);
        let (Some((event, details)), false) = (ended, step.state.is_final()) else {
            continue;
        };
        let start = (StepEvent::Start, StepDetails::default());
        for (event, details) in [start, (event, details)] {
            catalogue.apply(job.id, &step.pipeline, event, &details, at)?;
        }
    }
    Ok(())
}

/// Whether a step has come to its end: not with a failure that may pass, which waits for another try.
fn is_final((_, details): &(StepEvent, StepDetails)) -> bool {
    !details.failure.as_ref().is_some_and(is_setback)
}

/// What to do with a step that has come to nothing yet; `None` leaves it in the queue.
type Unfinished<'a> = &'a dyn Fn() -> Option<(StepEvent, StepDetails)>;

impl Found {
    fn of(
        folder: &Path,
        file: JobFile,
        (results, unfinished): (Option<ResultsReader>, Unfinished<'_>),
    ) -> Result<Self, EngineError> {
        let mut events = Vec::new();
        let mut waits = false;
        let tracks = match &results {
            Some(results) => results.tracks()?,
            None => Vec::new(),
        };
        for step in &file.config.steps {
            let progress = match &results {
                Some(results) => results.checkpoint(&step.pipeline)?,
                None => None,
            };
            let ended = come_to(progress.as_ref(), &tracks, &step.pipeline)
                .filter(|end| is_final(end) || unfinished().is_some())
                .or_else(unfinished);
            waits |= ended.is_none();
            if let Some((event, details)) = ended {
                let start = (StepEvent::Start, StepDetails::default());
                for (event, details) in [start, (event, details)] {
                    events.push((step.pipeline.clone(), event, details));
                }
            }
        }
        let meta = results.map(|results| results.meta()).transpose()?;
        Ok(Self {
            folder: folder.to_owned(),
            size_bytes: std::fs::metadata(&file.media).map_or(0, |m| m.len()),
            facts: meta.and_then(|meta| meta.media),
            file,
            events,
            waits,
        })
    }

    /// Which job it is.
    pub(crate) fn job(&self) -> JobId {
        self.file.job
    }

    /// Adds the job, in one transaction.
    pub(crate) fn enter(&self, catalogue: &mut Catalogue, at: WallTime) -> Result<(), EngineError> {
        let video = catalogue.insert_video_or_get(&self.file.media, self.size_bytes, at)?;
        if let Some(facts) = &self.facts {
            catalogue.set_facts(video.id, facts)?;
        }
        let new = NewJob {
            id: self.file.job,
            video: video.id,
            config: serde_json::json!({}),
            requested: None,
            steps: self.file.config.steps.clone(),
            folder: self.folder.clone(),
            warnings: Vec::new(),
        };
        catalogue.insert_job_as(&new, &self.events, at)?;
        Ok(())
    }
}

/// What a step has come to, as its results file tells.
fn come_to(
    progress: Option<&PipelineProgress>,
    tracks: &[TrackRow],
    pipeline: &PipelineId,
) -> Option<(StepEvent, StepDetails)> {
    let nothing = StepDetails::default();
    Some(match progress?.outcome.clone()? {
        Outcome::Succeeded => {
            let own = tracks.iter().filter(|t| t.spec.pipeline == *pipeline);
            let counts = Some(own.map(|t| (t.spec.key.clone(), t.items)).collect());
            let took = progress.map(|p| p.took);
            (
                StepEvent::Succeed,
                StepDetails {
                    counts,
                    took,
                    ..nothing
                },
            )
        }
        Outcome::Skipped(reason) => (
            StepEvent::Skip,
            StepDetails {
                failure: Some(reason),
                ..nothing
            },
        ),
        Outcome::Cancelled => {
            let took = progress.map(|p| p.took);
            (StepEvent::Cancel, StepDetails { took, ..nothing })
        }
        Outcome::Failed(failure) => (
            StepEvent::Fail,
            StepDetails {
                failure: Some(failure),
                ..nothing
            },
        ),
    })
}
