//! Taking a job folder that was made elsewhere into the catalogue, as it is and where it is.

use std::path::Path;

use va_core::step::StepEvent;
use va_core::{ErrorCode, Failure};
use va_store::catalogue::{NewJob, StepDetails};
use va_store::results::Outcome;
use va_store::{Catalogue, ResultsReader, WallTime};

use crate::error::EngineError;
use crate::job_folder::{JobFile, names};

/// Adds the job with the states that its results file tells: finished steps as succeeded with their
/// counts, others as failed with a reason. Never queues anything.
pub(crate) fn adopt(
    catalogue: &mut Catalogue,
    folder: &Path,
    file: &JobFile,
    at: WallTime,
) -> Result<(), EngineError> {
    let results = ResultsReader::open(&folder.join(names::RESULTS))?;
    let size = std::fs::metadata(&file.media).map_or(0, |m| m.len());
    let video = catalogue.insert_video_or_get(&file.media, size, at)?;
    if let Some(facts) = results.meta()?.media {
        catalogue.set_facts(video.id, &facts)?;
    }
    let steps = file.config.steps.clone();
    catalogue.insert_job(
        &NewJob {
            id: file.job,
            video: video.id,
            config: serde_json::json!({}),
            requested: None,
            steps: steps.clone(),
            folder: folder.to_owned(),
            warnings: Vec::new(),
        },
        at,
    )?;
    let tracks = results.tracks()?;
    for step in &steps {
        let progress = results.checkpoint(&step.pipeline)?;
        let mut details = StepDetails::default();
        let event = if let Some(done) = progress.filter(|p| p.outcome == Some(Outcome::Succeeded)) {
            details.took = Some(done.took);
            let own = tracks.iter().filter(|t| t.spec.pipeline == step.pipeline);
            details.counts = Some(own.map(|t| (t.spec.key.clone(), t.items)).collect());
            StepEvent::Succeed
        } else {
            let failure = Failure::new(
                ErrorCode::JobNotReady,
                "this step was not finished when the folder was added",
            );
            details.failure = Some(failure.hint("measure the video again to complete it"));
            StepEvent::Fail
        };
        catalogue.apply(
            file.job,
            &step.pipeline,
            StepEvent::Start,
            &StepDetails::default(),
            at,
        )?;
        catalogue.apply(file.job, &step.pipeline, event, &details, at)?;
    }
    Ok(())
}
