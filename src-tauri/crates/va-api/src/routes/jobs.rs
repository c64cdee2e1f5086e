//! Jobs: make, list, look at, cancel, delete.

use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::ErrorCode;
use va_core::access::Scope;
use va_core::job::JobStatus;
use va_core::job_config::UnknownKeys;
use va_engine::{JobView, NewJobRequest};

use crate::dto::job::{Job, JobList, NewJob};
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Asked, Body, Id};
use crate::principal::Principal;
use crate::router::Api;
use crate::scopes;
use crate::upload::{self, UploadForm};

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(create_job, list_jobs))
        .routes(routes!(create_demo_job))
        .routes(routes!(get_job, delete_job))
        .routes(routes!(cancel_job))
}

/// Queues a job: on a recording that comes with it as a form, or on a file of this computer.
///
/// As `multipart/form-data` the recording goes to the disk as it comes. The configuration is checked before the
/// recording is kept, all errors at once; a recording that can't be read is taken in all the same, and its job
/// fails within moments with `MEDIA_UNREADABLE`. As `application/json` with a path, which needs a token of the
/// scope `admin`, the recording stays where it is and is probed first, unless `probe_first` is false.
#[utoipa::path(post, path = "/api/v1/jobs", tag = "jobs",
    request_body(content((UploadForm = "multipart/form-data"), (NewJob = "application/json"))), responses(
    (status = 201, description = "The job, waiting", body = Job),
    (status = 400, description = "`INVALID_REQUEST`, `INVALID_CONFIG`, `PIPELINE_NOT_FOUND` or `PIPELINE_UNAVAILABLE`", body = ErrorBody),
    (status = 403, description = "`FORBIDDEN`: a path needs the scope `admin`", body = ErrorBody),
    (status = 404, description = "`MEDIA_MISSING`: there is no file at the path", body = ErrorBody),
    (status = 409, description = "`STORAGE_MOVING`: the data folder is being moved", body = ErrorBody),
    (status = 413, description = "`PAYLOAD_TOO_LARGE`", body = ErrorBody),
    (status = 422, description = "`VALIDATION_ERROR` or, for a path, `MEDIA_UNREADABLE`", body = ErrorBody),
    (status = 503, description = "`FFMPEG_MISSING` or `STORAGE_MISSING`", body = ErrorBody),
    (status = 507, description = "`STORAGE_FULL`: the recording does not fit on the disk", body = ErrorBody)))]
async fn create_job(
    State(api): State<Api>,
    Extension(principal): Extension<Principal>,
    request: Request,
) -> Result<(StatusCode, Json<Job>), ApiError> {
    if upload::is_form(request.headers()) {
        let job = upload::submit(&api.engine, request).await?;
        return Ok((StatusCode::CREATED, Json(Job::from(&*job))));
    }
    let Body(new) = Body::<NewJob>::from_request(request, &()).await?;
    // any file that this program can read
    scopes::need(&principal, Scope::Admin)?;
    let request = NewJobRequest {
        path: new.path.into(),
        requested: new.selected_pipelines,
        config: new.config.unwrap_or_default(),
        unknown: UnknownKeys::Warn,
        probe_first: new.probe_first,
    };
    let job = api.engine.submit(request).await?;
    Ok((StatusCode::CREATED, Json(Job::from(&*job))))
}

/// Queues a job on the demo clip with the default pipelines.
#[utoipa::path(post, path = "/api/v1/demo", tag = "jobs", responses(
    (status = 201, body = Job), (status = 404, body = ErrorBody)))]
async fn create_demo_job(State(api): State<Api>) -> Result<(StatusCode, Json<Job>), ApiError> {
    let job = api.engine.demo().await?;
    Ok((StatusCode::CREATED, Json(Job::from(&*job))))
}

/// Which jobs to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct JobQuery {
    /// Page, from 1.
    #[serde(default = "one")]
    page: u32,
    /// Jobs on a page, 1 to 1000.
    #[serde(default = "ten")]
    per_page: u32,
    /// `pending`, `running`, `completed`, `failed` or `cancelled`.
    status_filter: Option<String>,
}

fn one() -> u32 {
    1
}

fn ten() -> u32 {
    10
}

/// Jobs, newest first.
#[utoipa::path(get, path = "/api/v1/jobs", tag = "jobs", params(JobQuery), responses(
    (status = 200, body = JobList), (status = 422, body = ErrorBody)))]
async fn list_jobs(
    State(api): State<Api>,
    Asked(query): Asked<JobQuery>,
) -> Result<Json<JobList>, ApiError> {
    if query.page == 0 || !(1..=1000).contains(&query.per_page) {
        return Err(
            ApiError::new(ErrorCode::ValidationError, "page and per_page begin at 1")
                .field("per_page")
                .hint("ask for 1 to 1000 jobs a page"),
        );
    }
    let status = query
        .status_filter
        .as_deref()
        .filter(|s| !s.is_empty())
        .map(status)
        .transpose()?;
    let (jobs, total) = api.engine.jobs(status, query.page, query.per_page).await?;
    let jobs = jobs.iter().map(|job| Job::from(&**job)).collect();
    Ok(Json(JobList {
        jobs,
        total,
        page: query.page,
        per_page: query.per_page,
    }))
}

fn status(word: &str) -> Result<JobStatus, ApiError> {
    serde_json::from_value(word.into()).map_err(|_| {
        ApiError::new(ErrorCode::ValidationError, format!("`{word}` is no status"))
            .field("status_filter")
            .hint("use pending, running, completed, failed or cancelled")
    })
}

/// One job.
#[utoipa::path(get, path = "/api/v1/jobs/{id}", tag = "jobs", params(("id" = String, Path)), responses(
    (status = 200, body = Job), (status = 404, body = ErrorBody)))]
async fn get_job(State(api): State<Api>, Id(id): Id) -> Result<Json<Job>, ApiError> {
    Ok(Json(Job::from(&*api.engine.job(id).await?)))
}

/// Stops a job for good. Finished pipelines keep their results. Cancelling again changes nothing.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/cancel", tag = "jobs", params(("id" = String, Path)), responses(
    (status = 200, body = Job), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn cancel_job(State(api): State<Api>, Id(id): Id) -> Result<Json<Job>, ApiError> {
    let view: std::sync::Arc<JobView> = api.engine.cancel(id).await?;
    let message = Some("The job was cancelled; what was finished is kept.".to_owned());
    Ok(Json(Job {
        message,
        ..Job::from(&*view)
    }))
}

/// Removes a job and its folder. A running one is stopped first. The recording stays.
#[utoipa::path(delete, path = "/api/v1/jobs/{id}", tag = "jobs", params(("id" = String, Path)), responses(
    (status = 204), (status = 404, body = ErrorBody)))]
async fn delete_job(State(api): State<Api>, Id(id): Id) -> Result<StatusCode, ApiError> {
    api.engine.delete(id).await?;
    api.media.forget(id);
    Ok(StatusCode::NO_CONTENT)
}
