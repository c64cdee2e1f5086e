//! The state of the program on the wire: what the existing viewer shows, and the network ledger.

use serde::Serialize;
use utoipa::ToSchema;

use crate::dto::diagnostics::DiagnosticsReport;

/// How the program is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// `healthy`, `degraded` or `unhealthy`.
    pub status: String,
    /// Version of the program.
    pub version: String,
    /// Version of the API.
    pub api_version: String,
    /// Version of the program, under the name that old clients read.
    pub videoannotator_version: String,
    /// When this was read.
    pub timestamp: String,
    /// Seconds since the program started.
    pub uptime_seconds: f64,
    /// Who may ask.
    pub security: Security,
    /// The computer.
    pub system: Computer,
    /// The catalogue.
    pub database: Component,
    /// The graphics card, under the names that old clients read.
    pub gpu: OldGpu,
    /// The queue, under the names that old clients read.
    pub workers: OldWorkers,
    /// The parts of the program.
    pub services: Services,
    /// What the existing viewer shows of it.
    pub diagnostics: Diagnostics,
    /// What each check of the diagnostics found within the last ten minutes; `null` until the first look, which the
    /// first request begins.
    #[schema(required = true)]
    pub checks: Option<DiagnosticsReport>,
    /// Connections that clients of the local API made since the program started.
    pub connections_since_start: u64,
    /// Requests that this program sent to other computers since it started: downloads of models that
    /// somebody asked for, and nothing else.
    pub requests_since_start: u64,
    /// The data folder.
    pub storage: Storage,
    /// The graphics card.
    pub gpu_status: GpuStatus,
    /// The queue.
    pub worker_info: WorkerInfo,
    /// Pipelines that can run here.
    pub pipelines: PipelineNames,
    /// ffmpeg.
    pub ffmpeg: Ffmpeg,
}

/// Who may ask.
#[derive(Debug, Serialize, ToSchema)]
pub struct Security {
    /// Whether a token is needed.
    pub auth_required: bool,
    /// What to know about that.
    #[schema(required = true)]
    pub warning: Option<String>,
}

/// The data folder.
#[derive(Debug, Serialize, ToSchema)]
pub struct Storage {
    /// Where it is.
    pub path: String,
    /// `ok`, `warning` (below 5 GB) or `error` (below 1 GB or unreadable).
    pub status: String,
    /// Free bytes on its disk.
    #[schema(required = true)]
    pub free_bytes: Option<u64>,
    /// Size of its disk.
    #[schema(required = true)]
    pub total_bytes: Option<u64>,
    /// Which of its folders exist.
    pub directories: Directories,
}

/// Which folders exist.
#[derive(Debug, Serialize, ToSchema)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the wire has one flag a folder"
)]
pub struct Directories {
    /// Uploaded files.
    pub uploads: bool,
    /// Results kept for old clients.
    pub results: bool,
    /// Files being written.
    pub temp: bool,
    /// Logs.
    pub logs: bool,
}

/// The graphics card.
#[derive(Debug, Serialize, ToSchema)]
pub struct GpuStatus {
    /// Whether there is one that can be used.
    pub available: bool,
    /// Its name.
    #[schema(required = true)]
    pub device_name: Option<String>,
    /// Highest CUDA version of its driver.
    #[schema(required = true)]
    pub cuda_version: Option<String>,
    /// Its memory in bytes.
    #[schema(required = true)]
    pub memory_total: Option<u64>,
    /// Memory in use, in bytes.
    #[schema(required = true)]
    pub memory_used: Option<u64>,
    /// Free memory in bytes.
    #[schema(required = true)]
    pub memory_free: Option<u64>,
    /// Why it can't be used.
    #[schema(required = true)]
    pub reason: Option<String>,
}

/// The queue.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkerInfo {
    /// Jobs that run.
    pub active_jobs: u32,
    /// Jobs that wait.
    pub queued_jobs: u32,
    /// Jobs that may run at once.
    pub max_concurrent_jobs: u32,
    /// `idle`, `busy` or `overloaded`.
    pub worker_status: String,
}

/// Pipelines that can run here.
#[derive(Debug, Serialize, ToSchema)]
pub struct PipelineNames {
    /// Their number.
    pub total: u64,
    /// Their names.
    pub names: Vec<String>,
}

/// ffmpeg.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Ffmpeg {
    /// Whether it runs.
    pub available: bool,
    /// What it says of itself.
    #[schema(required = true)]
    pub version: Option<String>,
}

/// The computer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Computer {
    /// Operating system and processor architecture.
    pub platform: String,
    /// Always `n/a`: the program has no Python.
    pub python_version: String,
    /// Cores.
    pub cpu_count: u64,
    /// Use of the processor since the last question, in percent.
    pub cpu_percent: f64,
    /// Memory in use, in percent.
    pub memory_percent: f64,
    /// Memory.
    pub memory: Memory,
    /// The disk of the data folder; null if it does not answer.
    #[schema(required = true)]
    pub disk: Option<DiskUse>,
}

/// Memory of the computer, in bytes.
#[derive(Debug, Serialize, ToSchema)]
pub struct Memory {
    /// All of it.
    pub total: u64,
    /// What programs could still get.
    pub available: u64,
    /// In use, in percent.
    pub percent: f64,
    /// In use.
    pub used: u64,
    /// What holds nothing.
    pub free: u64,
}

/// A disk, in bytes.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiskUse {
    /// All of it.
    pub total: u64,
    /// In use.
    pub used: u64,
    /// Free.
    pub free: u64,
    /// In use, in percent.
    pub percent: f64,
}

/// A part of the program.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Component {
    /// `healthy`, `degraded` or `unhealthy`.
    pub status: String,
    /// One sentence.
    pub message: String,
}

/// The graphics card under old names. What only `PyTorch` knew is null.
#[derive(Debug, Serialize, ToSchema)]
pub struct OldGpu {
    /// Whether there is one that can be used.
    pub available: bool,
    /// Why not.
    #[schema(required = true)]
    pub reason: Option<String>,
    /// Number of cards.
    pub device_count: u32,
    /// The one that is used.
    #[schema(required = true)]
    pub current_device: Option<u32>,
    /// Its name.
    #[schema(required = true)]
    pub device_name: Option<String>,
    /// Its memory in use, in bytes.
    #[schema(required = true)]
    pub memory_allocated: Option<u64>,
    /// Always null: nothing is reserved beside what is in use.
    #[schema(required = true)]
    pub memory_reserved: Option<u64>,
    /// Always null: not asked for.
    #[schema(required = true)]
    pub compute_capability: Option<String>,
    /// Always null.
    #[schema(required = true)]
    pub compatibility_warning: Option<String>,
    /// Always `n/a`: the program has no `PyTorch`.
    pub pytorch_version: String,
    /// Always null.
    #[schema(required = true)]
    pub min_compute_capability: Option<String>,
}

/// The queue under old names.
#[derive(Debug, Serialize, ToSchema)]
pub struct OldWorkers {
    /// Always `running`: a program whose queue has stopped does not answer.
    pub status: String,
    /// Jobs that run.
    pub active_jobs: u32,
    /// Their ids.
    pub processing_jobs: Vec<String>,
    /// Jobs that wait.
    pub queued_jobs: u32,
    /// Jobs that may run at once.
    pub max_concurrent_workers: u32,
    /// Always 0: nobody polls, jobs start when there is room.
    pub poll_interval_seconds: u32,
}

/// The parts of the program.
#[derive(Debug, Serialize, ToSchema)]
pub struct Services {
    /// The catalogue.
    pub database: Component,
    /// Always `embedded`.
    pub job_queue: String,
    /// `ready`, or `unavailable` where none can run.
    pub pipelines: String,
}

/// What the existing viewer shows.
#[derive(Debug, Serialize, ToSchema)]
pub struct Diagnostics {
    /// The catalogue.
    pub database: Component,
    /// The data folder.
    pub storage: StorageUse,
    /// ffmpeg.
    pub ffmpeg: Ffmpeg,
}

/// The data folder's disk as the existing viewer shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct StorageUse {
    /// `healthy`, `degraded` or `unhealthy`.
    pub status: String,
    /// In use, in percent.
    #[schema(required = true)]
    pub disk_usage_percent: Option<f64>,
    /// One sentence.
    pub message: String,
}
