//! The short answers for monitors on the wire, in the shapes of VideoAnnotator 1.4.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::health::Component;

/// A plain answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Alive {
    /// `healthy`, or `unhealthy` where the catalogue can't be read.
    pub status: String,
    /// Version of the API.
    pub api_version: String,
    /// Version of the program.
    pub videoannotator_version: String,
    /// One sentence, with a warning while no token is needed.
    pub message: String,
    /// Always `enhanced`.
    pub logging: String,
    /// Memory of the computer in use, in percent.
    pub memory_percent: f64,
    /// The catalogue.
    pub database: Component,
}

/// Whether the program is well.
#[derive(Debug, Serialize, ToSchema)]
pub struct Wellness {
    /// `ok` or `unhealthy`.
    pub status: String,
    /// Version of the program.
    pub version: String,
    /// Now.
    pub timestamp: String,
    /// Part by part, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<Details>,
}

/// Part by part.
#[derive(Debug, Serialize, ToSchema)]
pub struct Details {
    /// The catalogue.
    pub database: DatabaseDetails,
    /// The data folder's disk.
    pub storage: StorageDetails,
    /// The graphics card, which never makes the program unhealthy.
    pub gpu: GpuDetails,
    /// The pipelines.
    pub registry: RegistryDetails,
}

/// The catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatabaseDetails {
    /// `ok` or `error`.
    pub status: String,
    /// One sentence.
    pub message: String,
    /// Jobs in all.
    pub jobs_count: u64,
    /// Version of the tables.
    pub schema_version: u32,
    /// What went wrong.
    #[schema(required = true)]
    pub error: Option<String>,
}

/// The data folder's disk, in units of 2^30 bytes.
#[derive(Debug, Serialize, ToSchema)]
pub struct StorageDetails {
    /// `ok`, `warning` (below 5 GB free) or `error` (below 1 GB, or the disk does not answer).
    pub status: String,
    /// Its size.
    pub total_gb: f64,
    /// In use.
    pub used_gb: f64,
    /// Free.
    pub free_gb: f64,
    /// In use, in percent.
    pub percent_used: f64,
}

/// The graphics card.
#[derive(Debug, Serialize, ToSchema)]
pub struct GpuDetails {
    /// Whether there is one that can be used.
    pub available: bool,
    /// Number of cards.
    pub device_count: u32,
    /// The first one.
    pub devices: Vec<GpuDevice>,
    /// Why there is none.
    #[schema(required = true)]
    pub reason: Option<String>,
}

/// A card, in units of 2^30 bytes.
#[derive(Debug, Serialize, ToSchema)]
pub struct GpuDevice {
    /// Its name.
    pub name: String,
    /// Its memory.
    pub memory_total_gb: f64,
    /// In use.
    pub memory_allocated_gb: f64,
    /// Free.
    pub memory_free_gb: f64,
}

/// The pipelines.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegistryDetails {
    /// `ok`, or `error` where none can run.
    pub status: String,
    /// Pipelines that can run here.
    pub pipelines_loaded: u64,
    /// Their names.
    pub pipeline_names: Vec<String>,
}

/// Numbers for monitors.
#[derive(Debug, Serialize, ToSchema)]
pub struct Metrics {
    /// Now.
    pub timestamp: String,
    /// Jobs and requests.
    pub metrics: Counts,
    /// The computer.
    pub performance: Performance,
}

/// Jobs and requests.
#[derive(Debug, Serialize, ToSchema)]
pub struct Counts {
    /// Jobs in all.
    pub jobs_total: u64,
    /// Jobs that run or wait.
    pub jobs_active: u64,
    /// Jobs with a result.
    pub jobs_completed: u64,
    /// Jobs that failed.
    pub jobs_failed: u64,
    /// Jobs that were cancelled.
    pub jobs_cancelled: u64,
    /// Jobs that wait.
    pub jobs_pending: u64,
    /// Jobs that run.
    pub jobs_running: u64,
    /// Completed jobs of those that completed or failed, in percent; 0 where there is none.
    pub success_rate: f64,
    /// Items that all pipelines have written.
    pub total_annotations: u64,
    /// Requests since the program started.
    pub api_requests_total: u64,
    /// Mean time until their answer, in seconds.
    pub response_time_avg: f64,
    /// Mean time of a finished pipeline, in seconds.
    pub pipeline_processing_time_avg: f64,
    /// Seconds since the program started.
    pub uptime_seconds: f64,
}

/// The computer, in percent.
#[derive(Debug, Serialize, ToSchema)]
pub struct Performance {
    /// Processor, since the last question.
    pub cpu_usage: f64,
    /// Memory.
    pub memory_usage: f64,
    /// Disk of the data folder.
    pub disk_usage: f64,
}

/// How the program is set up.
#[derive(Debug, Serialize, ToSchema)]
pub struct Setup {
    /// The settings in force, by name.
    #[schema(value_type = Object)]
    pub configuration: BTreeMap<String, serde_json::Value>,
    /// Always `production`.
    pub environment: String,
    /// What it does.
    pub features: Features,
}

/// What the program does.
#[derive(Debug, Serialize, ToSchema)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the old shape has one flag a feature"
)]
pub struct Features {
    /// Whether a token is needed.
    pub authentication: bool,
    /// Whether repeated failures to show a token are slowed down.
    pub rate_limiting: bool,
    /// Always false.
    pub webhooks: bool,
    /// Always true: jobs run beside the API.
    pub async_processing: bool,
}

/// The catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub struct Database {
    /// Always `sqlite`.
    pub backend_type: String,
    /// Where it is.
    pub connection_info: Connection,
    /// What is in it.
    pub statistics: DatabaseCounts,
    /// Version of its tables.
    pub schema_version: u32,
}

/// Where the catalogue is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Connection {
    /// Its file.
    pub database_path: String,
    /// The same as an address.
    pub database_url: String,
    /// Its size in units of 2^20 bytes.
    pub database_size_mb: f64,
}

/// What is in the catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatabaseCounts {
    /// Jobs in all.
    pub total_jobs: u64,
    /// Jobs that wait.
    pub pending_jobs: u64,
    /// Jobs that run.
    pub running_jobs: u64,
    /// Jobs with a result.
    pub completed_jobs: u64,
    /// Jobs that failed.
    pub failed_jobs: u64,
    /// Jobs that were cancelled.
    pub cancelled_jobs: u64,
    /// Items that all pipelines have written.
    pub total_annotations: u64,
}
