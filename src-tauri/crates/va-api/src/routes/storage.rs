//! The storage folder: where it is, moving it, and cleaning up old jobs.

use std::path::PathBuf;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::dto::storage::{CleanupPreview, CleanupReport, StorageFolder, StorageTarget};
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Asked, Body};
use crate::router::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(get_storage))
        .routes(routes!(move_storage, cancel_storage_move))
        .routes(routes!(preview_cleanup))
        .routes(routes!(run_cleanup))
}

/// Where the storage folder is, what it takes, and how far a move is.
#[utoipa::path(get, path = "/api/v1/storage", tag = "storage", responses((status = 200, body = StorageFolder)))]
async fn get_storage(State(api): State<Api>) -> Result<Json<StorageFolder>, ApiError> {
    Ok(Json(StorageFolder::from(&api.engine.storage().await?)))
}

/// Moves the storage folder: copies every file, reads every copy back, and only then takes the new folder
/// into use. Until then nothing changes, whatever happens. Needs an idle queue; jobs wait meanwhile.
#[utoipa::path(post, path = "/api/v1/storage/move", tag = "storage", request_body = StorageTarget, responses(
    (status = 202, body = StorageFolder), (status = 400, body = ErrorBody), (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody), (status = 507, body = ErrorBody)))]
async fn move_storage(
    State(api): State<Api>,
    Body(target): Body<StorageTarget>,
) -> Result<(StatusCode, Json<StorageFolder>), ApiError> {
    let to = PathBuf::from(target.to);
    let storage = api.engine.move_storage(to, target.keep).await?;
    Ok((StatusCode::ACCEPTED, Json(StorageFolder::from(&storage))))
}

/// Stops a move; the old folder stays in force. Too late once the new folder is taken into use.
#[utoipa::path(delete, path = "/api/v1/storage/move", tag = "storage", responses(
    (status = 200, body = StorageFolder), (status = 409, body = ErrorBody)))]
async fn cancel_storage_move(State(api): State<Api>) -> Result<Json<StorageFolder>, ApiError> {
    api.engine.cancel_move().await?;
    Ok(Json(StorageFolder::from(&api.engine.storage().await?)))
}

/// How old jobs must be.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Age {
    /// Age in days; without it the setting `retention_days`.
    days: Option<u32>,
}

/// What cleaning up would remove today, and what it would leave and why. Removes nothing.
#[utoipa::path(get, path = "/api/v1/retention/preview", tag = "storage", params(Age), responses(
    (status = 200, body = CleanupPreview), (status = 409, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn preview_cleanup(
    State(api): State<Api>,
    Asked(age): Asked<Age>,
) -> Result<Json<CleanupPreview>, ApiError> {
    let preview = api.engine.retention_preview(age.days).await?;
    Ok(Json(CleanupPreview::from(preview)))
}

/// Which jobs to remove now.
#[derive(Debug, Deserialize, ToSchema)]
struct Cleanup {
    /// Age in days; without it the setting `retention_days`.
    #[serde(default)]
    days: Option<u32>,
}

/// Removes finished jobs that are old enough, with their results. Never running, waiting, pinned or lately
/// opened ones, and nothing outside the storage folder.
#[utoipa::path(post, path = "/api/v1/retention/run", tag = "storage", request_body = Cleanup, responses(
    (status = 200, body = CleanupReport), (status = 409, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn run_cleanup(
    State(api): State<Api>,
    Body(cleanup): Body<Cleanup>,
) -> Result<Json<CleanupReport>, ApiError> {
    let report = api.engine.retention_run(cleanup.days).await?;
    Ok(Json(CleanupReport::from(report)))
}
