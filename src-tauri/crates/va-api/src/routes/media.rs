//! The picture itself: an address to play from, and a thumbnail.

use std::path::Path;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::{ErrorCode, Millis};

use crate::dto::result::MediaUrl;
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Asked, Id, blocking};
use crate::principal::Principal;
use crate::router::Api;

/// Width of thumbnails in pixels: twice what the library shows, for dense screens.
const THUMBNAIL_WIDTH: u32 = 240;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(open_media))
        .routes(routes!(thumbnail))
}

/// An address from which the job's recording plays, with ranges. In the window this opens the loopback
/// media server if it is not open yet; over TCP the address is below the same server.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/media", tag = "media", params(("id" = String, Path)), responses(
    (status = 200, body = MediaUrl), (status = 404, body = ErrorBody)))]
async fn open_media(
    State(api): State<Api>,
    axum::Extension(principal): axum::Extension<Principal>,
    Id(id): Id,
) -> Result<Json<MediaUrl>, ApiError> {
    let job = api.engine.job(id).await?;
    require_there(&job.path).await?;
    let url = match principal {
        Principal::Token { .. } | Principal::Anyone | Principal::Open => {
            api.media.path_of(id, job.path.clone())
        }
        Principal::Window => api.media.url_of(id, job.path.clone()).await.map_err(|e| {
            ApiError::new(
                ErrorCode::Internal,
                format!("no port of this computer is free: {e}"),
            )
        })?,
    };
    Ok(Json(MediaUrl { url }))
}

/// When to take the picture.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ThumbnailQuery {
    /// Time on the container's clock; without it a tenth into the recording.
    at_ms: Option<i64>,
}

/// A small picture of the recording.
#[utoipa::path(get, path = "/api/v1/jobs/{id}/thumbnail", tag = "media",
    params(("id" = String, Path), ThumbnailQuery), responses(
    (status = 200, content_type = "image/jpeg", body = [u8]), (status = 404, body = ErrorBody)))]
async fn thumbnail(
    State(api): State<Api>,
    Id(id): Id,
    Asked(query): Asked<ThumbnailQuery>,
) -> Result<impl IntoResponse, ApiError> {
    let job = api.engine.job(id).await?;
    require_there(&job.path).await?;
    let at = query.at_ms.map(Millis);
    let jpeg = api.engine.thumbnail(&job, at, THUMBNAIL_WIDTH).await?;
    Ok((
        [
            (header::CONTENT_TYPE, "image/jpeg"),
            (header::CACHE_CONTROL, "max-age=3600"),
        ],
        jpeg,
    ))
}

/// The recording may lie on a drive that does not answer: never asked on a thread that answers others.
async fn require_there(path: &Path) -> Result<(), ApiError> {
    let file = path.to_owned();
    if blocking(move || file.is_file()).await? {
        Ok(())
    } else {
        Err(missing(path))
    }
}

fn missing(path: &Path) -> ApiError {
    let message = format!("the recording is not at `{}` any more", path.display());
    ApiError::new(ErrorCode::MediaMissing, message)
        .hint("put it back, or add it from its new place")
}
