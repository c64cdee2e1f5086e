//! The library.

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::dto::video::{ProbeRequest, Recording, Video, VideoList};
use crate::error::{ApiError, ErrorBody};
use crate::extract::Body;
use crate::router::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_videos))
        .routes(routes!(probe_video))
}

/// Every video, newest first, with its newest job.
#[utoipa::path(get, path = "/api/v1/videos", tag = "library", responses((status = 200, body = VideoList)))]
async fn list_videos(State(api): State<Api>) -> Result<Json<VideoList>, ApiError> {
    let videos = api.engine.videos().await?;
    // looks at the disk once a video, to say which are still there
    let videos: Vec<_> =
        tokio::task::spawn_blocking(move || videos.iter().map(Video::from).collect())
            .await
            .map_err(|e| ApiError::new(va_core::ErrorCode::Internal, e.to_string()))?;
    Ok(Json(VideoList {
        total: videos.len() as u64,
        videos,
    }))
}

/// What a recording is, before any job is made of it. Nothing is kept.
#[utoipa::path(post, path = "/api/v1/videos/probe", tag = "library", request_body = ProbeRequest, responses(
    (status = 200, body = Recording), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn probe_video(
    State(api): State<Api>,
    Body(request): Body<ProbeRequest>,
) -> Result<Json<Recording>, ApiError> {
    let (facts, path) = api.engine.probe(request.path.into()).await?;
    Ok(Json(Recording::of(&path, facts.size_bytes, Some(&facts))))
}
