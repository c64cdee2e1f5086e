//! The results file, owned by one thread. Steps hand their batches to it and wait for the commit, so a
//! full disk is noticed where the results come from.

use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use crossbeam_channel::{Sender, bounded, unbounded};
use va_core::{ErrorCode, Failure};
use va_store::results::ResultsHeader;
use va_store::{ResultsReader, ResultsWriter, StoreError};

type Task = Box<dyn FnOnce(&mut ResultsWriter) + Send>;

/// Access to the results file.
#[derive(Clone)]
pub struct Records {
    tasks: Sender<Task>,
    path: PathBuf,
}

/// The thread that owns the file; ends when every [`Records`] is dropped.
pub struct Keeper(JoinHandle<Result<(), StoreError>>);

impl Records {
    /// Opens the file and starts its thread.
    pub fn open(path: &Path, header: &ResultsHeader) -> Result<(Self, Keeper), Failure> {
        let mut writer = ResultsWriter::open(path, header).map_err(|e| e.failure())?;
        let (tasks, inbox) = unbounded::<Task>();
        let keep = move || {
            for task in inbox {
                task(&mut writer);
            }
            writer.close()
        };
        let thread = std::thread::Builder::new()
            .name("records".into())
            .spawn(keep)
            .map_err(|e| {
                Failure::new(
                    ErrorCode::Internal,
                    format!("no thread can be started: {e}"),
                )
            })?;
        let path = path.to_owned();
        Ok((Self { tasks, path }, Keeper(thread)))
    }

    /// What is committed, through a handle of its own: for what takes long to read.
    pub fn reader(&self) -> Result<ResultsReader, Failure> {
        read(&self.path)
    }

    /// Does something with the file and waits for it.
    pub fn with<T: Send + 'static>(
        &self,
        task: impl FnOnce(&mut ResultsWriter) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Failure> {
        let (reply, answer) = bounded(1);
        let task: Task = Box::new(move |writer| drop(reply.send(task(writer))));
        let gone = || Failure::new(ErrorCode::Internal, "the results file has been closed");
        self.tasks.send(task).map_err(|_| gone())?;
        answer.recv().map_err(|_| gone())?.map_err(|e| e.failure())
    }
}

impl Keeper {
    /// Merges the log into the file and closes it.
    pub fn close(self) -> Result<(), Failure> {
        match self.0.join() {
            Ok(closed) => closed.map_err(|e| e.failure()),
            Err(_) => Err(Failure::new(
                ErrorCode::Internal,
                "the results file was left open",
            )),
        }
    }
}

/// Opens the results of this worker's own job. They were there when it began, so without them the whole data
/// folder is gone, which says nothing about the step.
pub fn read(results: &Path) -> Result<ResultsReader, Failure> {
    ResultsReader::open(results).map_err(|error| match error {
        StoreError::Missing { .. } => Failure::new(ErrorCode::StorageMissing, error.to_string())
            .hint("connect the drive with the storage folder; the job goes on by itself"),
        other => other.failure(),
    })
}
