//! What the owner of the catalogue is asked to do. The engine's handles and the workers send these; only
//! the owner's thread acts on them.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Map, Value};
use tokio::sync::oneshot;
use va_core::app_settings::AppSettings;
use va_core::job::JobStatus;
use va_core::job_config::JobConfig;
use va_core::media::MediaFacts;
use va_core::{Failure, JobId, PipelineId};
use va_store::catalogue::JobWarning;

use crate::adopt::Found;
use crate::disk::DiskState;
use crate::error::EngineError;
use crate::owner::Mark;
use crate::queue::QueueView;
use crate::startup::Ready;
use crate::storage::StorageMessage;
use crate::tokens::TokenMessage;
use crate::upload::Kept;
use crate::view::{JobView, VideoView};
use crate::worker::Notice;

pub(crate) type Reply<T> = oneshot::Sender<Result<T, EngineError>>;

/// A job whose configuration has passed every check.
#[derive(Debug)]
pub(crate) struct CheckedJob {
    pub(crate) id: JobId,
    pub(crate) path: PathBuf,
    pub(crate) size_bytes: u64,
    /// What the probe found, if the caller wanted to wait for it.
    pub(crate) facts: Option<MediaFacts>,
    pub(crate) requested: Option<Vec<String>>,
    pub(crate) given: Value,
    pub(crate) config: JobConfig,
    pub(crate) warnings: Vec<JobWarning>,
    /// The recording's own folder, if it came with the job: removed unless the job is added.
    pub(crate) upload: Option<Kept>,
}

/// A request to the owner.
#[derive(Debug)]
pub(crate) enum Message {
    Insert(Box<CheckedJob>, Reply<Arc<JobView>>),
    /// A new job has its folder, and its recording was probed if that had not been done.
    Prepared(JobId, Box<Result<Option<MediaFacts>, Failure>>),
    /// The folder, the files and the processes of a job that is to start are looked after.
    Ready(JobId, Box<Result<Ready, Failure>>),
    /// How far a job's results are, as its worker left them. Comes before its end.
    Reached(JobId, Mark),
    Adopt(Box<Found>, Reply<Arc<JobView>>),
    Job(JobId, Reply<Arc<JobView>>),
    Jobs {
        status: Option<JobStatus>,
        page: u32,
        per_page: u32,
        reply: Reply<(Vec<Arc<JobView>>, u64)>,
    },
    Videos(Reply<Vec<VideoView>>),
    Counts(Reply<(u32, u32)>),
    Queue(Reply<QueueView>),
    /// Pauses or resumes.
    Pause(bool, Reply<QueueView>),
    Reorder(JobId, Option<JobId>, Reply<QueueView>),
    Cancel(JobId, Reply<Arc<JobView>>),
    CancelStep(JobId, PipelineId, Reply<Arc<JobView>>),
    CancelAll(Reply<u32>),
    Retry(JobId, Reply<Arc<JobView>>),
    Pin(JobId, bool, Reply<Arc<JobView>>),
    Opened(JobId, Reply<()>),
    Delete(JobId, Reply<()>),
    DismissNotice(i64, Reply<()>),
    Settings(Map<String, Value>, Reply<Arc<AppSettings>>),
    Token(TokenMessage),
    Worker(JobId, Notice),
    /// What follows from the disk has changed.
    Disk(DiskState),
    Storage(StorageMessage),
    Shutdown(oneshot::Sender<()>),
}
