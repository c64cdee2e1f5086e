//! What the owner of the catalogue is asked to do. The engine's handles and the workers send these; only
//! the owner's thread acts on them.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::oneshot;
use va_core::JobId;
use va_core::job::JobStatus;
use va_core::job_config::JobConfig;
use va_core::media::MediaFacts;
use va_store::catalogue::JobWarning;

use crate::error::EngineError;
use crate::job_folder::JobFile;
use crate::view::{JobView, VideoView};
use crate::worker::Notice;

type Reply<T> = oneshot::Sender<Result<T, EngineError>>;

/// A job that has passed every check.
#[derive(Debug)]
pub(crate) struct CheckedJob {
    pub(crate) path: PathBuf,
    pub(crate) facts: MediaFacts,
    pub(crate) requested: Option<Vec<String>>,
    pub(crate) given: serde_json::Value,
    pub(crate) config: JobConfig,
    pub(crate) warnings: Vec<JobWarning>,
}

/// A request to the owner.
#[derive(Debug)]
pub(crate) enum Message {
    Insert(Box<CheckedJob>, Reply<Arc<JobView>>),
    Adopt(PathBuf, Box<JobFile>, Reply<Arc<JobView>>),
    Job(JobId, Reply<Arc<JobView>>),
    Jobs {
        status: Option<JobStatus>,
        page: u32,
        per_page: u32,
        reply: Reply<(Vec<Arc<JobView>>, u64)>,
    },
    Videos(Reply<Vec<VideoView>>),
    Counts(Reply<(u32, u32)>),
    Cancel(JobId, Reply<Arc<JobView>>),
    Delete(JobId, Reply<()>),
    Worker(JobId, Notice),
    Shutdown(oneshot::Sender<()>),
}
