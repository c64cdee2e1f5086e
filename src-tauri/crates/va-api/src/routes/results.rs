//! The files of a job.

use std::collections::BTreeMap;
use std::path::{Component, Path as FilePath};

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tower::ServiceExt;
use tower_http::services::ServeFile;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::step::StepState;
use va_core::{ErrorCode, JobId};
use va_engine::JobView;
use va_engine::job_folder::names;

use crate::dto::job::{FailureBody, Job, text};
use crate::dto::result::{PipelineResult, ResultFile, Results};
use crate::dto::time::rfc3339;
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Id, blocking};
use crate::router::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(get_results))
        .routes(routes!(get_result_file))
}

/// What a job gave, by pipeline, and its files.
#[utoipa::path(get, path = "/api/v1/jobs/{id}/results", tag = "results", params(("id" = String, Path)), responses(
    (status = 200, body = Results), (status = 404, body = ErrorBody)))]
async fn get_results(State(api): State<Api>, Id(id): Id) -> Result<Json<Results>, ApiError> {
    let job = api.engine.job(id).await?;
    let folder = job.folder.join(names::OUTPUT);
    let files = blocking({
        let folder = folder.clone();
        move || list(&folder, id)
    })
    .await?;
    let by_pipeline = job.steps.iter().map(|step| {
        let name = step.config.pipeline.to_string();
        let file = files.iter().find(|f| f.path.contains(&name));
        let started = step.started_at.map(rfc3339);
        let result = PipelineResult {
            status: word(step.state).to_owned(),
            start_time: started,
            end_time: step.finished_at.map(rfc3339),
            processing_time: step.took.map(va_core::Millis::seconds),
            annotation_count: step.counts.values().sum(),
            output_file: file.map(|f| f.path.clone()),
            download_url: file.map(|f| f.download_url.clone()),
            error_message: step.failure.as_ref().map(|f| f.message.clone()),
            error: step.failure.as_ref().map(FailureBody::from),
            pipeline_name: name.clone(),
        };
        (name, result)
    });
    let pipeline_results: BTreeMap<_, _> = by_pipeline.collect();
    let wire = Job::from(&*job as &JobView);
    Ok(Json(Results {
        job_id: wire.id,
        status: job.status.as_str().to_owned(),
        folder: wire.storage_path,
        files,
        pipeline_results,
        created_at: wire.created_at,
        completed_at: wire.completed_at,
        result_path: text(&folder),
        error_message: wire.error_message,
    }))
}

fn list(folder: &FilePath, id: JobId) -> Vec<ResultFile> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries
        .filter_map(|entry| {
            let path = entry
                .file_name()
                .into_string()
                .ok()
                .filter(|name| FilePath::new(name).extension().is_none_or(|e| e != "part"))?;
            let bytes = entry
                .metadata()
                .ok()
                .filter(std::fs::Metadata::is_file)?
                .len();
            let download_url = format!("/api/v1/jobs/{id}/results/files/{path}");
            Some(ResultFile {
                path,
                bytes,
                download_url,
            })
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Steps in the words of jobs, which existing clients know.
fn word(state: StepState) -> &'static str {
    match state {
        StepState::Queued => "pending",
        StepState::Running => "running",
        StepState::Succeeded => "completed",
        StepState::Failed => "failed",
        StepState::Cancelled => "cancelled",
        StepState::Skipped => "skipped",
    }
}

/// Where a file is.
#[derive(Debug, Deserialize)]
struct FileAt {
    path: String,
}

/// One file of a job, by its name, or the first one of a pipeline, by the pipeline's name.
#[utoipa::path(get, path = "/api/v1/jobs/{id}/results/files/{path}", tag = "results",
    params(("id" = String, Path), ("path" = String, Path, description = "As in the list of files")), responses(
    (status = 200, content_type = "application/octet-stream", body = [u8]), (status = 400, body = ErrorBody),
    (status = 404, body = ErrorBody)))]
async fn get_result_file(
    State(api): State<Api>,
    Id(id): Id,
    Path(at): Path<FileAt>,
    request: Request,
) -> Result<Response, ApiError> {
    let path = at.path;
    let missing = || {
        ApiError::new(
            ErrorCode::OutputFileMissing,
            format!("the job has no file `{path}`"),
        )
        .hint("list its files with GET /api/v1/jobs/{id}/results")
    };
    let job = api.engine.job(id).await?;
    let folder = job.folder.join(names::OUTPUT);
    // existing clients name the pipeline, not its file
    let of_pipeline = job.steps.iter().any(|s| s.config.pipeline.as_str() == path);
    let first = {
        let folder = folder.clone();
        blocking(move || of_pipeline.then(|| list(&folder, id))).await?
    };
    let first = first.and_then(|files| files.into_iter().find(|f| f.path.contains(&path)));
    if of_pipeline && first.is_none() {
        let words = format!("`{path}` of this job has no file");
        return Err(ApiError::new(ErrorCode::InvalidRequest, words)
            .hint("wait until it has finished; see GET /api/v1/jobs/{id}/results"));
    }
    let found = first.map_or_else(|| path.clone(), |file| file.path);
    let mut parts = FilePath::new(&found).components();
    let (Some(Component::Normal(name)), None) = (parts.next(), parts.next()) else {
        return Err(missing());
    };
    let file = folder.join(name);
    let looked_at = file.clone();
    // a link could lead out of the job's folder
    let is_there = move || looked_at.symlink_metadata().is_ok_and(|m| m.is_file());
    if !blocking(is_there).await? {
        return Err(missing());
    }
    let served = ServeFile::new(file).oneshot(request).await;
    Ok(served
        .unwrap_or_else(|never| match never {})
        .into_response())
}
