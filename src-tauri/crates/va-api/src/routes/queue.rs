//! The queue: its order, a pause, and stopping everything.

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::{ErrorCode, JobId};

use crate::dto::queue::{CancelledJobs, Queue, QueueMove};
use crate::error::{ApiError, ErrorBody};
use crate::extract::Body;
use crate::router::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(get_queue))
        .routes(routes!(pause_queue))
        .routes(routes!(resume_queue))
        .routes(routes!(move_in_queue))
        .routes(routes!(cancel_all_jobs))
}

/// What runs, what waits in which order, and why nothing starts if it does not.
#[utoipa::path(get, path = "/api/v1/queue", tag = "queue", responses((status = 200, body = Queue)))]
async fn get_queue(State(api): State<Api>) -> Result<Json<Queue>, ApiError> {
    Ok(Json(Queue::from(&api.engine.queue().await?)))
}

/// Starts nothing new until the queue is resumed, also after a restart. Running jobs go on.
#[utoipa::path(post, path = "/api/v1/queue/pause", tag = "queue", responses((status = 200, body = Queue)))]
async fn pause_queue(State(api): State<Api>) -> Result<Json<Queue>, ApiError> {
    Ok(Json(Queue::from(&api.engine.pause().await?)))
}

/// Goes on after a pause.
#[utoipa::path(post, path = "/api/v1/queue/resume", tag = "queue", responses((status = 200, body = Queue)))]
async fn resume_queue(State(api): State<Api>) -> Result<Json<Queue>, ApiError> {
    Ok(Json(Queue::from(&api.engine.resume().await?)))
}

/// Moves a waiting job in front of another one, or to the end.
#[utoipa::path(post, path = "/api/v1/queue/move", tag = "queue", request_body = QueueMove, responses(
    (status = 200, body = Queue), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody)))]
async fn move_in_queue(
    State(api): State<Api>,
    Body(to): Body<QueueMove>,
) -> Result<Json<Queue>, ApiError> {
    let id = parse("job_id", &to.job_id)?;
    let before = to.before.map(|id| parse("before", &id)).transpose()?;
    Ok(Json(Queue::from(&api.engine.reorder(id, before).await?)))
}

/// Stops every running and waiting job for good. What they finished is kept.
#[utoipa::path(post, path = "/api/v1/queue/cancel-all", tag = "queue", responses((status = 200, body = CancelledJobs)))]
async fn cancel_all_jobs(State(api): State<Api>) -> Result<Json<CancelledJobs>, ApiError> {
    let cancelled = api.engine.cancel_all().await?;
    Ok(Json(CancelledJobs { cancelled }))
}

fn parse(field: &str, text: &str) -> Result<JobId, ApiError> {
    text.parse().map_err(|_| {
        ApiError::new(ErrorCode::JobNotFound, format!("there is no job `{text}`"))
            .field(field)
            .hint("check the id, or list the jobs with GET /api/v1/jobs")
    })
}
