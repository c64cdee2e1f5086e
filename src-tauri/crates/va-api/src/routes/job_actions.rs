//! What can be done with a job after it was made: try it again, run it anew, stop one of its pipelines,
//! keep it from being cleaned up, read its log.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::{ErrorCode, JobId, PipelineId};

use crate::dto::job::Job;
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Asked, Body, Id};
use crate::router::Api;

/// Lines of a log in one answer at most.
const LOG_LINES: u32 = 10_000;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(retry_job))
        .routes(routes!(run_job_again))
        .routes(routes!(cancel_step))
        .routes(routes!(pin_job))
        .routes(routes!(job_log))
}

/// Queues the failed pipelines of a job again, now. What had succeeded stays. A cancelled job is final: use
/// `run-again`.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/retry", tag = "jobs", params(("id" = String, Path)), responses(
    (status = 200, body = Job), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn retry_job(State(api): State<Api>, Id(id): Id) -> Result<Json<Job>, ApiError> {
    Ok(Json(Job::from(&*api.engine.retry(id).await?)))
}

/// Makes a new job on the same recording with the same settings. The old one stays as it is.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/run-again", tag = "jobs", params(("id" = String, Path)), responses(
    (status = 201, body = Job), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody),
    (status = 422, body = ErrorBody)))]
async fn run_job_again(
    State(api): State<Api>,
    Id(id): Id,
) -> Result<(StatusCode, Json<Job>), ApiError> {
    let job = api.engine.run_again(id).await?;
    Ok((StatusCode::CREATED, Json(Job::from(&*job))))
}

/// Stops one pipeline of a job for good; the others go on. Pipelines that read from it are skipped.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/steps/{pipeline}/cancel", tag = "jobs",
    params(("id" = String, Path), ("pipeline" = String, Path, example = "voice_activity")), responses(
    (status = 200, body = Job), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn cancel_step(
    State(api): State<Api>,
    Path((id, pipeline)): Path<(String, String)>,
) -> Result<Json<Job>, ApiError> {
    let id: JobId = id.parse().map_err(|_| {
        ApiError::new(ErrorCode::JobNotFound, format!("there is no job `{id}`"))
            .hint("check the id, or list the jobs with GET /api/v1/jobs")
    })?;
    let job = api
        .engine
        .cancel_step(id, PipelineId::new(pipeline))
        .await?;
    Ok(Json(Job::from(&*job)))
}

/// Whether a job is pinned.
#[derive(Debug, Deserialize, ToSchema)]
struct Pin {
    /// True keeps it from every cleaning up.
    pinned: bool,
}

/// Pins a job, so that retention never removes it, or takes the pin away.
#[utoipa::path(put, path = "/api/v1/jobs/{id}/pin", tag = "jobs", params(("id" = String, Path)),
    request_body = Pin, responses(
    (status = 200, body = Job), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn pin_job(
    State(api): State<Api>,
    Id(id): Id,
    Body(pin): Body<Pin>,
) -> Result<Json<Job>, ApiError> {
    Ok(Json(Job::from(&*api.engine.pin(id, pin.pinned).await?)))
}

/// How much of a log to read.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct LogQuery {
    /// Lines at most, the newest ones; 1 to 10000.
    #[serde(default = "usual_lines")]
    lines: u32,
}

fn usual_lines() -> u32 {
    200
}

/// The log of a job, oldest line first.
#[derive(Debug, Serialize, ToSchema)]
struct JobLog {
    /// Its newest lines.
    lines: Vec<LogLine>,
    /// Whether there are older ones.
    truncated: bool,
}

/// A line of the log.
#[derive(Debug, Serialize, ToSchema)]
struct LogLine {
    /// When, RFC 3339 in UTC; empty for a line that is not the program's own.
    at: String,
    /// `ERROR`, `WARN`, `INFO` or `DEBUG`; empty for a line that is not the program's own.
    level: String,
    /// What happened.
    message: String,
}

/// What the job's worker wrote down.
#[utoipa::path(get, path = "/api/v1/jobs/{id}/log", tag = "jobs", params(("id" = String, Path), LogQuery),
    responses((status = 200, body = JobLog), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn job_log(
    State(api): State<Api>,
    Id(id): Id,
    Asked(query): Asked<LogQuery>,
) -> Result<Json<JobLog>, ApiError> {
    if !(1..=LOG_LINES).contains(&query.lines) {
        let words = format!("`lines` is {}; it begins at 1", query.lines);
        return Err(ApiError::new(ErrorCode::ValidationError, words)
            .field("lines")
            .hint(format!("ask for 1 to {LOG_LINES} lines")));
    }
    let log = api.engine.log(id, query.lines).await?;
    let line = |line: va_engine::log::LogLine| LogLine {
        at: line.at,
        level: line.level,
        message: line.message,
    };
    Ok(Json(JobLog {
        lines: log.lines.into_iter().map(line).collect(),
        truncated: log.truncated,
    }))
}
