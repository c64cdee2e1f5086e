//! What the engine shows of a job and a video: the catalogue's rows together with what only the running
//! worker knows. Made by the owner, immutable afterwards.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use va_core::device::{DeviceUse, DeviceWish};
use va_core::job::{Device, JobStatus};
use va_core::job_config::{DeviceConfig, StepConfig};
use va_core::media::MediaFacts;
use va_core::step::StepState;
use va_core::{Failure, JobId, Millis};
use va_store::WallTime;
use va_store::catalogue::{JobRow, JobWarning, StepRow, VideoRow, VideoSummary};

/// A job.
#[derive(Clone, Debug)]
pub struct JobView {
    /// Its id.
    pub id: JobId,
    /// Derived from its steps.
    pub status: JobStatus,
    /// The video.
    pub video: i64,
    /// The video's path.
    pub path: PathBuf,
    /// Size of the file when the job was made, in bytes.
    pub size_bytes: u64,
    /// What the probe found.
    pub facts: Option<MediaFacts>,
    /// Pipelines that were asked for by name.
    pub requested: Option<Vec<String>>,
    /// The job's own folder.
    pub folder: PathBuf,
    /// Creation.
    pub created_at: WallTime,
    /// When it last entered the queue.
    pub queued_at: WallTime,
    /// When a worker first took it up.
    pub started_at: Option<WallTime>,
    /// When it ended, however it ended.
    pub completed_at: Option<WallTime>,
    /// When it was cancelled.
    pub cancelled_at: Option<WallTime>,
    /// Last change.
    pub updated_at: WallTime,
    /// Why the job as a whole failed.
    pub failure: Option<Failure>,
    /// What to know about the recording.
    pub warnings: Vec<JobWarning>,
    /// How often it was taken up again after a crash.
    pub retry_count: u32,
    /// Tries that failed since it last got further.
    pub failed_tries: u32,
    /// Place in the queue, from 1.
    pub queue_position: Option<u32>,
    /// When it will start, as far as measured speeds tell.
    pub estimated_start: Option<WallTime>,
    /// When it is tried again after a failure, which `failure` then holds.
    pub next_try_at: Option<WallTime>,
    /// What it computes on.
    pub device: Device,
    /// What was asked for.
    pub wish: DeviceWish,
    /// Its share of the cores, once it has been started.
    pub threads: Option<u32>,
    /// Whether the user wants to keep it.
    pub pinned: bool,
    /// When its results were last looked at.
    pub opened_at: Option<WallTime>,
    /// Where it was imported from, if it was.
    pub origin: Option<serde_json::Value>,
    /// Memory of the worker in bytes, while it runs.
    pub memory_bytes: Option<u64>,
    /// Its steps in order.
    pub steps: Vec<StepView>,
}

/// One step of a job.
#[derive(Clone, Debug)]
pub struct StepView {
    /// Pipeline and settings.
    pub config: StepConfig,
    /// Where it stands.
    pub state: StepState,
    /// What the running worker last said about it; for a step that was cut off, how far it had got.
    pub live: Option<LiveStep>,
    /// Start of its last attempt.
    pub started_at: Option<WallTime>,
    /// When it ended.
    pub finished_at: Option<WallTime>,
    /// How often it was started.
    pub attempts: u32,
    /// Up to where it had got before, if it went on from a checkpoint.
    pub resumed_from: Option<Millis>,
    /// How long it took.
    pub took: Option<Millis>,
    /// Items by track.
    pub counts: BTreeMap<String, u64>,
    /// Why it failed or was skipped.
    pub failure: Option<Failure>,
    /// What its models compute on, once they are loaded.
    pub device: Option<DeviceUse>,
}

/// How far a running step is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LiveStep {
    /// How much of the recording is done.
    pub done: Millis,
    /// Its length.
    pub total: Option<Millis>,
    /// Picture frames per second of wall time.
    pub frames_per_second: Option<f64>,
    /// Seconds of recording per second of wall time.
    pub speed: Option<f64>,
}

impl StepView {
    /// How much is done, from 0 to 1.
    pub fn share(&self) -> f64 {
        match self.state {
            StepState::Succeeded | StepState::Skipped => 1.0,
            StepState::Queued | StepState::Running | StepState::Failed | StepState::Cancelled => {
                let live = self.live.unwrap_or_default();
                match live.total {
                    Some(total) if total.0 > 0 => {
                        (live.done.0 as f64 / total.0 as f64).clamp(0.0, 1.0)
                    }
                    Some(_) | None => 0.0,
                }
            }
        }
    }

    /// Seconds until it is done, as far as its speed tells.
    pub fn seconds_left(&self) -> Option<f64> {
        let live = self.live.filter(|_| self.state == StepState::Running)?;
        let speed = live.speed.filter(|s| *s > 0.0)?;
        Some(((live.total? - live.done).seconds() / speed).max(0.0))
    }
}

impl JobView {
    /// How much is done, from 0 to 1: the mean of its steps.
    pub fn share(&self) -> f64 {
        if self.steps.is_empty() || self.status == JobStatus::Completed {
            return 1.0;
        }
        self.steps.iter().map(StepView::share).sum::<f64>() / self.steps.len() as f64
    }

    /// Seconds until its slowest running step is done.
    pub fn seconds_left(&self) -> Option<f64> {
        self.steps
            .iter()
            .filter_map(StepView::seconds_left)
            .max_by(f64::total_cmp)
    }

    /// The steps that a worker gets: those that wait, and those that have succeeded, whose results others read.
    /// What has failed, was cancelled or left out stays so.
    pub(crate) fn steps_to_run(&self) -> impl Iterator<Item = &StepConfig> {
        let runs = |step: &&StepView| match step.state {
            StepState::Queued | StepState::Running | StepState::Succeeded => true,
            StepState::Failed | StepState::Cancelled | StepState::Skipped => false,
        };
        self.steps.iter().filter(runs).map(|step| &step.config)
    }

    /// The step of a pipeline.
    pub fn step(&self, pipeline: &str) -> Option<&StepView> {
        self.steps
            .iter()
            .find(|s| s.config.pipeline.as_str() == pipeline)
    }
}

/// A video in the library.
#[derive(Clone, Debug)]
pub struct VideoView {
    /// Its id in the catalogue.
    pub id: i64,
    /// Where it is.
    pub path: PathBuf,
    /// Size in bytes when it was added.
    pub size_bytes: u64,
    /// What the probe found.
    pub facts: Option<MediaFacts>,
    /// When it was added.
    pub added_at: WallTime,
    /// Number of jobs on it.
    pub jobs: u32,
    /// The newest of them.
    pub latest: Option<Arc<JobView>>,
}

/// What only the running worker knows of a job.
#[derive(Clone, Debug, Default)]
pub(crate) struct Live {
    pub(crate) steps: BTreeMap<String, LiveStep>,
    pub(crate) memory_bytes: Option<u64>,
}

/// How far a step had got when it was cut off.
fn kept(step: &StepRow) -> Option<LiveStep> {
    Some(LiveStep {
        done: step.done?,
        total: step.total,
        ..LiveStep::default()
    })
}

impl JobView {
    /// Puts a job together from what the catalogue and the worker know.
    pub(crate) fn of(
        job: JobRow,
        video: &VideoRow,
        live: Option<&Live>,
        (queue_position, estimated_start): (Option<u32>, Option<WallTime>),
    ) -> Self {
        let step = |step: StepRow| StepView {
            live: live
                .and_then(|l| l.steps.get(step.pipeline.as_str()).copied())
                .or(kept(&step)),
            started_at: step.started_at,
            finished_at: step.finished_at,
            attempts: step.attempts,
            config: StepConfig {
                pipeline: step.pipeline,
                settings: step.settings,
                needed_by: step.needed_by,
            },
            state: step.state,
            resumed_from: step.resumed_from,
            took: step.took,
            counts: step.counts,
            failure: step.failure,
            device: step.device,
        };
        Self {
            id: job.id,
            status: job.status,
            video: job.video,
            path: video.path.clone(),
            size_bytes: video.size_bytes,
            facts: video.facts.clone(),
            requested: job.requested,
            folder: job.folder,
            created_at: job.created_at,
            queued_at: job.queued_at,
            started_at: job.started_at,
            completed_at: job.completed_at,
            cancelled_at: job.cancelled_at,
            updated_at: job.updated_at,
            failure: job.failure,
            warnings: job.warnings,
            retry_count: job.retry_count,
            failed_tries: job.crashes,
            queue_position,
            estimated_start,
            next_try_at: job.next_try_at,
            device: job.device,
            wish: DeviceConfig::of(&job.config).alone(),
            threads: job.threads,
            pinned: job.pinned,
            opened_at: job.opened_at,
            origin: job.origin,
            memory_bytes: live.and_then(|l| l.memory_bytes),
            steps: job.steps.into_iter().map(step).collect(),
        }
    }
}

impl VideoView {
    pub(crate) fn of(summary: VideoSummary, latest: Option<Arc<JobView>>) -> Self {
        let video = summary.video;
        Self {
            id: video.id,
            path: video.path,
            size_bytes: video.size_bytes,
            facts: video.facts,
            added_at: video.added_at,
            jobs: summary.jobs as u32,
            latest,
        }
    }
}
