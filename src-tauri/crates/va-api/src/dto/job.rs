//! A job on the wire: what existing clients read, and what the window needs beside it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use va_core::device::DeviceUse;
use va_core::job::JobStatus;
use va_core::media::MediaWarning;
use va_core::pipelines;
use va_core::step::StepState;
use va_core::{ErrorCode, Failure};
use va_engine::JobView;
use va_engine::view::StepView;
use va_store::catalogue::JobWarning;

use super::time::rfc3339;

/// A new job on a file of this computer.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewJob {
    /// Absolute path of the recording. It is used where it is, not copied.
    #[schema(example = "/home/ada/study/visit-07.mp4")]
    pub path: String,
    /// Pipelines to run; without it those that are on by default.
    #[serde(default)]
    pub selected_pipelines: Option<Vec<String>>,
    /// Settings by pipeline; what is not given has its default.
    #[serde(default)]
    #[schema(value_type = Option<Object>, example = json!({"voice_activity": {"threshold": 0.4}}))]
    pub config: Option<Value>,
    /// Whether the recording is looked at before the answer, so that one that can't be read is refused
    /// here. `false` answers at once; such a job fails within moments instead.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub probe_first: bool,
}

fn yes() -> bool {
    true
}

/// A page of jobs, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobList {
    /// The jobs of this page.
    pub jobs: Vec<Job>,
    /// Jobs in all.
    pub total: u64,
    /// This page, from 1.
    pub page: u32,
    /// Jobs on a page.
    pub per_page: u32,
}

/// The words of an error, without the envelope.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FailureBody {
    /// One of the documented codes.
    pub code: String,
    /// What was tried and why it failed.
    pub message: String,
    /// What to do about it.
    #[schema(required = true)]
    pub hint: Option<String>,
}

/// Something to know about a recording.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WarningBody {
    /// Which one, for example `variable_frame_rate`.
    pub code: String,
    /// One sentence.
    pub message: String,
}

/// One pipeline of a job.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Step {
    /// Registry name.
    pub name: String,
    /// Name in the window.
    pub title: String,
    /// Where it stands.
    pub status: StepStatus,
    /// How much is done, 0 to 100.
    pub progress: f64,
    /// How often it was started.
    pub attempts: u32,
    /// How much of the recording is done; of a step that was cut off, how much it had done.
    pub done_ms: i64,
    /// Length of the recording.
    #[schema(required = true)]
    pub total_ms: Option<i64>,
    /// Picture frames per second of wall time.
    #[schema(required = true)]
    pub frames_per_second: Option<f64>,
    /// Seconds of recording per second of wall time.
    #[schema(required = true)]
    pub speed: Option<f64>,
    /// Seconds until it is done.
    #[schema(required = true)]
    pub time_left_seconds: Option<f64>,
    /// Up to where an earlier run had got.
    #[schema(required = true)]
    pub resumed_from_ms: Option<i64>,
    /// How long it took.
    #[schema(required = true)]
    pub took_ms: Option<i64>,
    /// Items by track.
    pub counts: BTreeMap<String, u64>,
    /// Why it failed or was skipped.
    #[schema(required = true)]
    pub error: Option<FailureBody>,
    /// What was asked to compute on and what computes, once its models are loaded.
    #[schema(required = true)]
    pub device: Option<DeviceBody>,
    /// The pipeline that needs this one, if it was not asked for itself.
    #[schema(required = true)]
    pub needed_by: Option<String>,
    /// Whether it was cut off and what it had committed until then is there.
    pub partial: bool,
}

/// What the models of a step compute on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeviceBody {
    /// `auto`, or the devices in the order in which they were to be tried.
    pub asked: String,
    /// The one that computes: `cuda`, `webgpu`, `directml`, `coreml` or `cpu`.
    pub obtained: String,
    /// Whether it computes with half precision.
    pub half_precision: bool,
    /// Why it, or another model of the step, is not the first one asked for.
    #[schema(required = true)]
    pub because: Option<String>,
}

impl From<&DeviceUse> for DeviceBody {
    fn from(device: &DeviceUse) -> Self {
        Self {
            asked: device.asked_words(),
            obtained: device.obtained.word().to_owned(),
            half_precision: device.half,
            because: device.reasons(),
        }
    }
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepStatus {
    /// Waiting.
    Queued,
    /// A worker is on it.
    Running,
    /// Finished.
    Succeeded,
    /// Stopped by an error.
    Failed,
    /// Stopped by the user.
    Cancelled,
    /// Does not apply to this recording.
    Skipped,
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Waiting.
    Pending,
    /// A worker is on it.
    Running,
    /// Ended with at least one result; `error_message` names failed pipelines.
    Completed,
    /// Every pipeline failed.
    Failed,
    /// Stopped by the user.
    Cancelled,
}

/// A job.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Job {
    /// Its id.
    pub id: String,
    /// The same, under the name that some clients read.
    pub job_id: String,
    /// Where it stands.
    pub status: Status,
    /// The video in the library.
    pub video_id: i64,
    /// Path of the recording.
    pub video_path: String,
    /// File name of the recording.
    pub video_filename: String,
    /// Size of the recording in bytes.
    pub video_size_bytes: u64,
    /// Length of the recording.
    #[schema(required = true)]
    pub video_duration_seconds: Option<f64>,
    /// The settings as applied, by pipeline.
    #[schema(value_type = Object)]
    pub config: Value,
    /// What was asked for by name.
    #[schema(required = true)]
    pub selected_pipelines: Option<Vec<String>>,
    /// Creation.
    pub created_at: String,
    /// When it last entered the queue.
    pub queued_at: String,
    /// When a worker first took it up.
    #[schema(required = true)]
    pub started_at: Option<String>,
    /// When it ended.
    #[schema(required = true)]
    pub completed_at: Option<String>,
    /// When it was cancelled.
    #[schema(required = true)]
    pub cancelled_at: Option<String>,
    /// Last change.
    pub updated_at: String,
    /// Why it failed, or which pipelines did.
    #[schema(required = true)]
    pub error_message: Option<String>,
    /// The same with code and hint.
    #[schema(required = true)]
    pub error: Option<FailureBody>,
    /// Folder with the exported files, once it has ended.
    #[schema(required = true)]
    pub result_path: Option<String>,
    /// The job's own folder.
    pub storage_path: String,
    /// Place in the queue, from 1.
    #[schema(required = true)]
    pub queue_position: Option<u32>,
    /// When it will probably start; nothing where that is not known.
    #[schema(required = true)]
    pub estimated_start: Option<String>,
    /// How often it was taken up again after an error.
    pub retry_count: u32,
    /// Tries that failed since it last got further: what the number of tries in the settings is compared with.
    pub failed_tries: u32,
    /// When it is tried again after an error.
    #[schema(required = true)]
    pub next_try_at: Option<String>,
    /// What it computes on: `cpu` or `gpu`.
    pub device: String,
    /// Its share of the processor's cores, once it has started.
    #[schema(required = true)]
    pub threads: Option<u32>,
    /// Whether cleaning up leaves it alone.
    pub pinned: bool,
    /// How much is done, 0 to 100.
    pub progress: f64,
    /// Memory of the worker while it runs.
    #[schema(required = true)]
    pub memory_bytes: Option<u64>,
    /// Seconds until it is done.
    #[schema(required = true)]
    pub time_left_seconds: Option<f64>,
    /// What to know about the recording.
    pub warnings: Vec<WarningBody>,
    /// Its pipelines in order.
    pub pipelines: Vec<Step>,
    /// What just happened, in answers to an action.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl From<&Failure> for FailureBody {
    fn from(failure: &Failure) -> Self {
        Self {
            code: failure.code.to_string(),
            message: failure.message.clone(),
            hint: failure.hint.clone(),
        }
    }
}

impl From<&JobWarning> for WarningBody {
    fn from(warning: &JobWarning) -> Self {
        Self {
            code: warning.code.clone(),
            message: warning.message.clone(),
        }
    }
}

impl From<&MediaWarning> for WarningBody {
    fn from(warning: &MediaWarning) -> Self {
        Self::from(&JobWarning::from(warning))
    }
}

impl From<&StepView> for Step {
    fn from(step: &StepView) -> Self {
        let name = step.config.pipeline.to_string();
        let live = step.live.unwrap_or_default();
        let status = match step.state {
            StepState::Queued => StepStatus::Queued,
            StepState::Running => StepStatus::Running,
            StepState::Succeeded => StepStatus::Succeeded,
            StepState::Failed => StepStatus::Failed,
            StepState::Cancelled => StepStatus::Cancelled,
            StepState::Skipped => StepStatus::Skipped,
        };
        Self {
            title: pipelines::find(&name).map_or_else(|| name.clone(), |p| p.title.to_owned()),
            name,
            status,
            progress: percent(step.share()),
            attempts: step.attempts,
            done_ms: live.done.0,
            total_ms: live.total.map(|t| t.0),
            frames_per_second: live.frames_per_second,
            speed: live.speed,
            time_left_seconds: step.seconds_left(),
            resumed_from_ms: step.resumed_from.map(|t| t.0),
            took_ms: step.took.map(|t| t.0),
            counts: step.counts.clone(),
            error: step.failure.as_ref().map(FailureBody::from),
            device: step.device.as_ref().map(DeviceBody::from),
            needed_by: step.config.needed_by.as_ref().map(ToString::to_string),
            partial: step.state.is_final()
                && step.state != StepState::Succeeded
                && (live.done.0 > 0 || step.counts.values().any(|items| *items > 0)),
        }
    }
}

impl From<&JobView> for Job {
    fn from(job: &JobView) -> Self {
        let status = match job.status {
            JobStatus::Pending => Status::Pending,
            JobStatus::Running => Status::Running,
            JobStatus::Completed => Status::Completed,
            JobStatus::Failed => Status::Failed,
            JobStatus::Cancelled => Status::Cancelled,
        };
        let config: Map<String, Value> = job
            .steps
            .iter()
            .map(|s| {
                (
                    s.config.pipeline.to_string(),
                    serde_json::json!(s.config.settings),
                )
            })
            .collect();
        let error = failure_of(job);
        let output = job.folder.join(va_engine::job_folder::names::OUTPUT);
        Self {
            id: job.id.to_string(),
            job_id: job.id.to_string(),
            status,
            video_id: job.video,
            video_path: text(&job.path),
            video_filename: job
                .path
                .file_name()
                .map(Path::new)
                .map(text)
                .unwrap_or_default(),
            video_size_bytes: job.size_bytes,
            video_duration_seconds: job
                .facts
                .as_ref()
                .and_then(|f| f.duration)
                .map(va_core::Millis::seconds),
            config: Value::Object(config),
            selected_pipelines: job.requested.clone(),
            created_at: rfc3339(job.created_at),
            queued_at: rfc3339(job.queued_at),
            started_at: job.started_at.map(rfc3339),
            completed_at: job.completed_at.map(rfc3339),
            cancelled_at: job.cancelled_at.map(rfc3339),
            updated_at: rfc3339(job.updated_at),
            error_message: error.as_ref().map(|e| e.message.clone()),
            error: error.as_ref().map(FailureBody::from),
            result_path: job.status.is_final().then(|| text(&output)),
            storage_path: text(&job.folder),
            queue_position: job.queue_position,
            estimated_start: job.estimated_start.map(rfc3339),
            retry_count: job.retry_count,
            failed_tries: job.failed_tries,
            next_try_at: job.next_try_at.map(rfc3339),
            device: job.device.as_str().to_owned(),
            threads: job.threads,
            pinned: job.pinned,
            progress: percent(job.share()),
            memory_bytes: job.memory_bytes,
            time_left_seconds: job.seconds_left(),
            warnings: job.warnings.iter().map(WarningBody::from).collect(),
            pipelines: job.steps.iter().map(Step::from).collect(),
            message: None,
        }
    }
}

/// What to say about a job that did not end well: its own failure, or the failed pipelines by name.
fn failure_of(job: &JobView) -> Option<Failure> {
    let failed: Vec<_> = job
        .steps
        .iter()
        .filter(|s| s.state == StepState::Failed)
        .collect();
    let first = failed.first().and_then(|s| s.failure.clone());
    match job.status {
        // while it waits for its next try, why the last one failed
        JobStatus::Pending => job.next_try_at.and(job.failure.clone()),
        JobStatus::Running => None,
        JobStatus::Cancelled => Some(Failure::new(
            ErrorCode::Cancelled,
            "Job cancelled by user request",
        )),
        JobStatus::Failed => job.failure.clone().or(first),
        JobStatus::Completed => first.map(|first| {
            let names: Vec<_> = failed.iter().map(|s| s.config.pipeline.as_str()).collect();
            let names = names.join(", ");
            let message = format!("Completed with errors. Failed pipelines: {names}");
            Failure { message, ..first }
        }),
    }
}

fn percent(share: f64) -> f64 {
    (share * 1000.0).round() / 10.0
}

pub(crate) fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
