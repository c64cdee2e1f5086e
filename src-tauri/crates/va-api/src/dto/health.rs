//! The state of the program on the wire: what the existing viewer shows, and the network ledger.

use serde::Serialize;
use utoipa::ToSchema;

/// How the program is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// `healthy` or `degraded`.
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
#[derive(Debug, Serialize, ToSchema)]
pub struct Ffmpeg {
    /// Whether it runs.
    pub available: bool,
    /// What it says of itself.
    #[schema(required = true)]
    pub version: Option<String>,
}
