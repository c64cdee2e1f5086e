//! Export formats of a job on the wire.

use serde::Serialize;
use utoipa::ToSchema;

/// What a job's results can be had as.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportList {
    /// Every format, in the order of the documentation.
    pub formats: Vec<ExportFormat>,
}

/// A format.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportFormat {
    /// Its id.
    #[schema(example = "csv")]
    pub id: String,
    /// Its name.
    pub title: String,
    /// Ending of its files, without the first dot.
    pub extension: String,
    /// What opens it.
    pub opens_in: String,
    /// Whether the job has results that it can hold.
    pub available: bool,
    /// The files that it makes of this job's results.
    pub files: Vec<ExportFile>,
}

/// A file that is made when it is asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportFile {
    /// Its name.
    pub name: String,
    /// The pipeline whose results it holds; null for the codebook, which describes all tables.
    #[schema(required = true)]
    pub pipeline: Option<String>,
    /// The tracks that it is made from.
    pub tracks: Vec<String>,
    /// Where to get it.
    pub download_url: String,
}
