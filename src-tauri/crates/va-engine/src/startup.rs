//! What has to be done on the disk before a job's worker can be started: its folder, its log, its models'
//! fingerprints. A job's folder may lie on another drive than the data folder, and models take seconds to
//! read, so a thread of its own does it, and a drive that does not answer holds up one job only.

use std::sync::Arc;
use std::time::Duration;

use va_core::worker::Tools;
use va_core::{ErrorCode, Failure, JobId};

use crate::ending::mark;
use crate::error::EngineError;
use crate::job_folder::names;
use crate::owner::Mark;
use crate::submit::ensure_folder;
use crate::toolbox::Toolbox;
use crate::view::JobView;
use crate::worker::Log;

/// How long a drive may take to answer.
const PATIENCE: Duration = Duration::from_mins(2);

/// What was found and opened.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) tools: Tools,
    pub(crate) log: Log,
    /// How far the job's checkpoints are.
    pub(crate) mark: Mark,
}

/// Looks after everything, beside the owner.
pub(crate) async fn look_after(job: Arc<JobView>, toolbox: Toolbox) -> Result<Ready, Failure> {
    let id = job.id;
    let looking = tokio::task::spawn_blocking(move || ready(&job, &toolbox));
    match tokio::time::timeout(PATIENCE, looking).await {
        Ok(looked) => looked.unwrap_or_else(|_| Err(EngineError::Stopped.failure())),
        Err(_) => Err(no_answer(id)),
    }
}

fn ready(job: &JobView, toolbox: &Toolbox) -> Result<Ready, Failure> {
    let failure = |error: EngineError| error.failure();
    ensure_folder(job).map_err(failure)?;
    let steps: Vec<_> = job.steps_to_run().cloned().collect();
    let tools = toolbox.tools(&steps).map_err(|reason| {
        let names: Vec<_> = steps.iter().map(|s| s.pipeline.as_str()).collect();
        let pipeline = names.join(", ");
        failure(EngineError::PipelineUnavailable { pipeline, reason })
    })?;
    let path = job.folder.join(names::LOG);
    let log = Log::open(&path);
    let log = log.map_err(|source| failure(EngineError::NotWritable { path, source }))?;
    let mark = mark(&job.folder);
    Ok(Ready { tools, log, mark })
}

fn no_answer(id: JobId) -> Failure {
    let seconds = PATIENCE.as_secs();
    let words = format!("the folder of job `{id}` did not answer for {seconds} seconds");
    Failure::new(ErrorCode::WorkerHung, words)
        .hint("look whether the drive with the job's folder is connected, then retry")
}
