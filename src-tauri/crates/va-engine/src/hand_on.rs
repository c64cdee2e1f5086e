//! Passes a worker's notices on to the owner, and looks at the job's folder where a notice says something about
//! it: whether a step that is said to have succeeded has its results there, and how far the results are when
//! the worker is gone. A folder may lie on another drive, so this is never done on the owner's thread.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use va_core::worker::WorkerEvent;
use va_core::{ErrorCode, Failure, JobId, PipelineId};
use va_store::results::Outcome;
use va_store::{ResultsReader, StoreError};

use crate::ending::mark;
use crate::job_folder::names;
use crate::message::Message;
use crate::owner::Mark;
use crate::worker::Notice;

/// How long a drive may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Passes everything on, in order, until the worker is gone.
pub(crate) async fn hand_on(
    id: JobId,
    folder: PathBuf,
    mut notices: UnboundedReceiver<Notice>,
    mailbox: Sender<Message>,
) {
    while let Some(notice) = notices.recv().await {
        let notice = match notice {
            Notice::Event(event) => Notice::Event(Box::new(proven(&folder, *event).await)),
            Notice::Gone(exit) => {
                let folder = folder.clone();
                let reached = timeout(PATIENCE, spawn_blocking(move || mark(&folder))).await;
                let reached = reached.map_or_else(|_| Mark::default(), Result::unwrap_or_default);
                drop(mailbox.send(Message::Reached(id, reached)));
                Notice::Gone(exit)
            }
        };
        if mailbox.send(Message::Worker(id, notice)).is_err() {
            return;
        }
    }
}

/// A success without results is a failure.
async fn proven(folder: &Path, event: WorkerEvent) -> WorkerEvent {
    let WorkerEvent::StepSucceeded { pipeline, .. } = &event else {
        return event;
    };
    let (folder, step) = (folder.to_owned(), pipeline.clone());
    let look = spawn_blocking(move || prove(&folder, &step));
    let found = match timeout(PATIENCE, look).await {
        Ok(looked) => looked.unwrap_or(Err(Unproven::NotLooked)),
        Err(_) => Err(Unproven::NoAnswer(PATIENCE.as_secs())),
    };
    match found {
        Ok(()) => event,
        Err(reason) => {
            let pipeline = pipeline.clone();
            let words = format!(
                "the worker says that `{pipeline}` is done, but its results are not there: {reason}"
            );
            let failure = Failure::new(ErrorCode::WorkerIncomplete, words).hint(
                "retry: it goes on from its last checkpoint; if it fails again, send the job's log with a report",
            );
            WorkerEvent::StepFailed { pipeline, failure }
        }
    }
}

/// Why a success is not believed.
#[derive(Debug, thiserror::Error)]
enum Unproven {
    #[error(transparent)]
    Unreadable(#[from] StoreError),
    #[error("the results file has no end of it")]
    NoEnd,
    #[error("the drive did not answer for {0} seconds")]
    NoAnswer(u64),
    #[error("they can't be looked at")]
    NotLooked,
}

/// Whether a job's results file has a step as succeeded.
fn prove(folder: &Path, pipeline: &PipelineId) -> Result<(), Unproven> {
    let results = ResultsReader::open(&folder.join(names::RESULTS))?;
    let checkpoint = results.checkpoint(pipeline)?;
    match checkpoint.and_then(|c| c.outcome) {
        Some(Outcome::Succeeded) => Ok(()),
        Some(Outcome::Failed(_) | Outcome::Skipped(_) | Outcome::Cancelled) | None => {
            Err(Unproven::NoEnd)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use tokio::sync::mpsc::unbounded_channel;
    use va_core::Millis;
    use va_store::ResultsWriter;
    use va_store::results::{Batch, ResultsHeader};

    use super::*;
    use crate::worker::Exit;

    fn said() -> Notice {
        Notice::Event(Box::new(WorkerEvent::StepSucceeded {
            pipeline: "scene_detection".into(),
            counts: BTreeMap::new(),
            took: Millis(1),
        }))
    }

    fn gone() -> Notice {
        Notice::Gone(Exit {
            status: "exit status: 0".to_owned(),
            asked: false,
            killed: false,
            failure: None,
        })
    }

    /// What the owner hears of a worker that says that it has done its step, and leaves.
    async fn heard(folder: &Path) -> Vec<Message> {
        let (said_by_worker, notices) = unbounded_channel();
        let (mailbox, inbox) = std::sync::mpsc::channel();
        said_by_worker.send(said()).unwrap();
        said_by_worker.send(gone()).unwrap();
        drop(said_by_worker);
        hand_on(JobId::new(), folder.to_owned(), notices, mailbox).await;
        inbox.into_iter().collect()
    }

    fn write(job: JobId, folder: &Path, outcome: Option<Outcome>) {
        let header = ResultsHeader {
            job,
            software: "test".to_owned(),
        };
        let mut writer = ResultsWriter::open(&folder.join(names::RESULTS), &header).unwrap();
        let mut batch = Batch::new("scene_detection".into());
        batch.finished = outcome;
        writer.commit(&batch).unwrap();
    }

    #[tokio::test]
    async fn a_success_is_believed_only_with_its_results() {
        let folder = tempfile::tempdir().unwrap();
        let job = JobId::new();
        for results in [None, Some(None), Some(Some(Outcome::Succeeded))] {
            if let Some(outcome) = &results {
                write(job, folder.path(), outcome.clone());
            }
            let heard = heard(folder.path()).await;
            let [first, second, third] = heard.as_slice() else {
                panic!("{heard:?}");
            };
            let Message::Worker(_, Notice::Event(event)) = first else {
                panic!("{first:?}");
            };
            let done = matches!(results, Some(Some(_)));
            match &**event {
                WorkerEvent::StepSucceeded { .. } => assert!(done, "{results:?}"),
                WorkerEvent::StepFailed { failure, .. } => {
                    assert!(
                        !done && failure.code == ErrorCode::WorkerIncomplete,
                        "{failure}"
                    );
                    assert!(failure.code.heals(), "another try may bring them");
                }
                other => panic!("{other:?}"),
            }
            let Message::Reached(_, reached) = second else {
                panic!("how far it is comes before its end: {second:?}");
            };
            assert_eq!(reached.finished, usize::from(done));
            assert!(matches!(third, Message::Worker(_, Notice::Gone(_))));
        }
    }
}
