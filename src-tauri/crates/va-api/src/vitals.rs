//! How the program and its computer are, found once for whoever answers a question about it: the health routes,
//! metrics, and what old clients debug with. Changes nothing.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use va_core::job::JobStatus;
use va_core::pipelines::PIPELINES;
use va_engine::computer::{self, Load};
use va_engine::gpu::{self, GpuFacts};
use va_engine::{Engine, EngineError};
use va_store::catalogue::Statistics;

use crate::error::ApiError;
use crate::extract::blocking;
use crate::router::Api;

const GIB: u64 = 1 << 30;
/// How long ffmpeg's word about itself holds: asking it starts a process.
const FFMPEG_HOLDS: Duration = Duration::from_mins(1);

/// What was found.
pub(crate) struct Vitals {
    /// Jobs that run, and jobs that wait.
    pub(crate) running: u32,
    /// Jobs that wait.
    pub(crate) queued: u32,
    /// Ids of the running ones.
    pub(crate) processing: Vec<String>,
    /// What the catalogue holds, or why it can't be read.
    pub(crate) statistics: Result<Statistics, String>,
    /// Processor and memory.
    pub(crate) load: Load,
    /// Free and total bytes of the data folder's disk.
    pub(crate) space: Option<(u64, u64)>,
    /// The graphics card.
    pub(crate) gpu: GpuFacts,
    /// What ffmpeg says of itself.
    pub(crate) ffmpeg: Option<String>,
    /// Pipelines that can run here.
    pub(crate) pipelines: Vec<String>,
}

/// Looks at everything. Only an engine that has stopped is an error: what can't be found out is a finding.
pub(crate) async fn vitals(api: &Api) -> Result<Vitals, ApiError> {
    let (running, queued) = api.engine.counts().await?;
    let (jobs, _) = api.engine.jobs(Some(JobStatus::Running), 1, 100).await?;
    let statistics = api.engine.statistics().await;
    let engine = api.engine.clone();
    let found = blocking(move || Vitals {
        running,
        queued,
        processing: jobs.iter().map(|job| job.id.to_string()).collect(),
        statistics: statistics.map_err(|error: EngineError| error.to_string()),
        load: computer::load(),
        space: engine.space().ok(),
        gpu: gpu::facts(),
        ffmpeg: ffmpeg(&engine),
        pipelines: usable(&engine),
    });
    found.await
}

/// Names of the pipelines that can run here.
fn usable(engine: &Engine) -> Vec<String> {
    let toolbox = engine.toolbox();
    let usable = PIPELINES.iter().filter(|p| toolbox.obstacle(p).is_none());
    usable.map(|p| p.id.to_owned()).collect()
}

type Asked = Option<(Instant, Option<String>)>;

fn ffmpeg(engine: &Engine) -> Option<String> {
    static LAST: Mutex<Asked> = Mutex::new(None);
    let last = LAST.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((at, version)) = last
        && version.is_some()
        && at.elapsed() < FFMPEG_HOLDS
    {
        return version;
    }
    let tools = engine.toolbox().media();
    let version = tools.and_then(|tools| tools.version()).ok();
    let asked = Some((Instant::now(), version.clone()));
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = asked;
    version
}

impl Vitals {
    /// `ok`, `warning` (below 5 GB) or `error` (below 1 GB or not there).
    pub(crate) fn storage_status(&self) -> &'static str {
        match self.space.map(|(free, _)| free) {
            Some(free) if free >= 5 * GIB => "ok",
            Some(free) if free >= GIB => "warning",
            Some(_) | None => "error",
        }
    }

    /// The state of the catalogue in one sentence.
    pub(crate) fn database_words(&self) -> String {
        match &self.statistics {
            Ok(found) => format!(
                "Database healthy - {} jobs in sqlite backend",
                found.total()
            ),
            Err(error) => format!("Database can't be read: {error}"),
        }
    }

    /// The share of the disk in use, in percent.
    pub(crate) fn disk_percent(&self) -> Option<f64> {
        let (free, total) = self.space?;
        Some(computer::percent(total.saturating_sub(free), total))
    }

    /// `idle`, `busy` or `overloaded`.
    pub(crate) fn worker_words(&self, limit: u32) -> &'static str {
        match self.running {
            0 => "idle",
            _ if self.queued > limit => "overloaded",
            _ => "busy",
        }
    }
}
