//! The results of a job on the wire.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::job::FailureBody;

/// What a job wrote.
#[derive(Debug, Serialize, ToSchema)]
pub struct Results {
    /// The job.
    pub job_id: String,
    /// Its status.
    pub status: String,
    /// The job's own folder.
    pub folder: String,
    /// The exported files.
    pub files: Vec<ResultFile>,
    /// The results by pipeline, as existing clients read them.
    pub pipeline_results: BTreeMap<String, PipelineResult>,
    /// Creation of the job.
    pub created_at: String,
    /// End of the job.
    #[schema(required = true)]
    pub completed_at: Option<String>,
    /// Folder with the exported files.
    pub result_path: String,
    /// Why it failed, or which pipelines did.
    #[schema(required = true)]
    pub error_message: Option<String>,
}

/// An exported file.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResultFile {
    /// Path below the folder of exported files, with `/`.
    pub path: String,
    /// Size.
    pub bytes: u64,
    /// Where to get it.
    pub download_url: String,
}

/// What a pipeline gave.
#[derive(Debug, Serialize, ToSchema)]
pub struct PipelineResult {
    /// Registry name.
    pub pipeline_name: String,
    /// Its status, in the words of jobs.
    pub status: String,
    /// Start of its last attempt.
    #[schema(required = true)]
    pub start_time: Option<String>,
    /// When it ended.
    #[schema(required = true)]
    pub end_time: Option<String>,
    /// How long it took, in seconds.
    #[schema(required = true)]
    pub processing_time: Option<f64>,
    /// Number of annotations.
    pub annotation_count: u64,
    /// Path of its first file.
    #[schema(required = true)]
    pub output_file: Option<String>,
    /// Where to get that.
    #[schema(required = true)]
    pub download_url: Option<String>,
    /// Why it failed.
    #[schema(required = true)]
    pub error_message: Option<String>,
    /// The same with code and hint.
    #[schema(required = true)]
    pub error: Option<FailureBody>,
}

/// Where a job's video can be played from.
#[derive(Debug, Serialize, ToSchema)]
pub struct MediaUrl {
    /// Answers range requests; valid until the program ends.
    pub url: String,
}
