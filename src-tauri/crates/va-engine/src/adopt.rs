//! Taking a job folder that was made elsewhere into the catalogue, as it is and where it is.

use std::path::Path;

use va_core::step::StepEvent;
use va_core::{ErrorCode, Failure, PipelineId};
use va_store::catalogue::{NewJob, StepDetails};
use va_store::results::{Outcome, PipelineProgress, TrackRow};
use va_store::{Catalogue, ResultsReader, WallTime};

use crate::error::EngineError;
use crate::job_folder::{JobFile, names};

/// Adds the job with the states that its results file tells, in one transaction: finished steps with
/// their counts, failed and skipped ones with their reasons. Never queues anything.
pub(crate) fn adopt(
    catalogue: &mut Catalogue,
    folder: &Path,
    file: &JobFile,
    at: WallTime,
) -> Result<(), EngineError> {
    let results = ResultsReader::open(&folder.join(names::RESULTS))?;
    let (meta, tracks) = (results.meta()?, results.tracks()?);
    let mut events = Vec::new();
    for step in &file.config.steps {
        let progress = results.checkpoint(&step.pipeline)?;
        let (event, details) = come_to(progress.as_ref(), &tracks, &step.pipeline);
        events.push((
            step.pipeline.clone(),
            StepEvent::Start,
            StepDetails::default(),
        ));
        events.push((step.pipeline.clone(), event, details));
    }
    let size = std::fs::metadata(&file.media).map_or(0, |m| m.len());
    let video = catalogue.insert_video_or_get(&file.media, size, at)?;
    if let Some(facts) = meta.media {
        catalogue.set_facts(video.id, &facts)?;
    }
    let new = NewJob {
        id: file.job,
        video: video.id,
        config: serde_json::json!({}),
        requested: None,
        steps: file.config.steps.clone(),
        folder: folder.to_owned(),
        warnings: Vec::new(),
    };
    catalogue.insert_job_as(&new, &events, at)?;
    Ok(())
}

/// What a step has come to, as its results file tells.
fn come_to(
    progress: Option<&PipelineProgress>,
    tracks: &[TrackRow],
    pipeline: &PipelineId,
) -> (StepEvent, StepDetails) {
    let nothing = StepDetails::default();
    match progress.and_then(|p| p.outcome.clone()) {
        Some(Outcome::Succeeded) => {
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
        Some(Outcome::Skipped(reason)) => (
            StepEvent::Skip,
            StepDetails {
                failure: Some(reason),
                ..nothing
            },
        ),
        Some(Outcome::Failed(failure)) => (
            StepEvent::Fail,
            StepDetails {
                failure: Some(failure),
                ..nothing
            },
        ),
        None => {
            let words = "this step was not finished when the folder was added";
            let failure = Failure::new(ErrorCode::JobNotReady, words)
                .hint("measure the video again to complete it");
            (
                StepEvent::Fail,
                StepDetails {
                    failure: Some(failure),
                    ..nothing
                },
            )
        }
    }
}
