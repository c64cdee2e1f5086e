//! A job's annotations, by window of time.

use std::path::PathBuf;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::annotation::TrackKind;
use va_core::{ErrorCode, Failure, JobId, Millis};
use va_engine::job_folder::names;
use va_store::results::TrackRow;
use va_store::{ResultsReader, StoreError};

use crate::columns::MEDIA_TYPE;
use crate::dto::track::{Track, TrackChannel, TrackList, TrackObject, TrackShape};
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Asked, Id};
use crate::router::Api;
use crate::window::{self, Part, Window};

/// Beyond every recording, and safe to add to.
const FOREVER: i64 = i64::MAX / 4;
/// Objects of a track that are listed.
const MOST_OBJECTS: usize = 1000;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_tracks))
        .routes(routes!(get_annotations))
        .routes(routes!(get_frames))
}

/// Reads from a job's results file on a thread where blocking is allowed.
async fn read<T: Send + 'static>(
    api: &Api,
    id: JobId,
    task: impl FnOnce(&ResultsReader) -> Result<T, Failure> + Send + 'static,
) -> Result<T, ApiError> {
    let path: PathBuf = api.engine.job(id).await?.folder.join(names::RESULTS);
    let open = move || {
        if !path.is_file() {
            return Err(
                Failure::new(ErrorCode::JobNotReady, "the job has no results yet")
                    .hint("wait until its first step runs"),
            );
        }
        task(&ResultsReader::open(&path).map_err(|error| error.failure())?)
    };
    tokio::task::spawn_blocking(open)
        .await
        .map_err(|e| ApiError::new(ErrorCode::Internal, e.to_string()))?
        .map_err(ApiError::from)
}

/// The tracks of a job with their numbers of items.
#[utoipa::path(get, path = "/api/v1/jobs/{id}/tracks", tag = "annotations", params(("id" = String, Path)), responses(
    (status = 200, body = TrackList), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn list_tracks(State(api): State<Api>, Id(id): Id) -> Result<Json<TrackList>, ApiError> {
    let tracks = |results: &ResultsReader| -> Result<_, StoreError> {
        let with_objects = |row: TrackRow| {
            let objects = results.objects(&row.spec.key, MOST_OBJECTS)?;
            Ok((row, objects))
        };
        let rows: Result<Vec<_>, StoreError> =
            results.tracks()?.into_iter().map(with_objects).collect();
        Ok((rows?, results.meta()?))
    };
    let (rows, meta) = read(&api, id, move |results| {
        tracks(results).map_err(|error| error.failure())
    })
    .await?;
    // cleaning up leaves alone what was looked at lately; while the storage folder moves nothing is noted
    if let Err(error) = api.engine.opened(id).await {
        tracing::debug!(%id, %error, "not noted as opened");
    }
    let facts = meta.media.as_ref();
    let tracks = rows.into_iter().map(|(row, objects)| Track {
        key: row.spec.key,
        pipeline: row.spec.pipeline.to_string(),
        title: row.spec.title,
        kind: match row.spec.kind {
            TrackKind::Segments => TrackShape::Segments,
            TrackKind::Curve => TrackShape::Curve,
            TrackKind::Objects => TrackShape::Objects,
        },
        channels: row
            .spec
            .channels
            .into_iter()
            .map(|c| TrackChannel {
                key: c.key,
                title: c.title,
                unit: c.unit,
            })
            .collect(),
        items: row.items,
        first_ms: row.first.map(|t| t.0),
        last_ms: row.last.map(|t| t.0),
        objects: (row.spec.kind == TrackKind::Objects)
            .then(|| objects.into_iter().map(TrackObject::from).collect()),
    });
    Ok(Json(TrackList {
        job_id: id.to_string(),
        start_ms: facts.map_or(0, |f| f.start.0),
        duration_ms: facts.and_then(|f| f.duration).map(|d| d.0),
        tracks: tracks.collect(),
    }))
}

/// Which annotations.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct AnnotationQuery {
    /// Key of the track.
    track: String,
    /// Start of the window in milliseconds on the container's clock.
    t0: Option<i64>,
    /// End of the window, exclusive.
    t1: Option<i64>,
    /// Items at most: neighbours are merged to fit. Of a track of objects, whole ticks are left out evenly.
    max_items: Option<usize>,
    /// Keys of channels, separated by commas: only those, in this order.
    channels: Option<String>,
    /// One object of a track of objects: what does not fit `max_items` is merged like a curve.
    object: Option<u32>,
    /// Whether the head also gets `data`, the further fields of each segment; not when some are merged.
    data: Option<bool>,
}

/// The items of a track that touch a window, as raw columns: `u32` length of the head, JSON head with the
/// offsets, then the columns, little-endian, each at a multiple of 8.
#[utoipa::path(get, path = "/api/v1/jobs/{id}/annotations", tag = "annotations",
    params(("id" = String, Path), AnnotationQuery), responses(
    (status = 200, content_type = "application/vnd.videoannotator.columns", body = [u8]),
    (status = 404, body = ErrorBody), (status = 409, body = ErrorBody), (status = 400, body = ErrorBody)))]
async fn get_annotations(
    State(api): State<Api>,
    Id(id): Id,
    Asked(query): Asked<AnnotationQuery>,
) -> Result<Response, ApiError> {
    let window = Window {
        from: Millis(query.t0.unwrap_or(-FOREVER)),
        until: Millis(query.t1.unwrap_or(FOREVER)),
        max_items: query.max_items,
    };
    let keys = |list: String| list.split(',').map(|key| key.trim().to_owned()).collect();
    let part = Part {
        channels: query.channels.map(keys),
        object: query.object,
        data: query.data.unwrap_or(false),
    };
    let columns = read(&api, id, move |results| {
        window::read(results, &query.track, &part, window).map_err(|error| error.failure())
    })
    .await?;
    let bytes = columns
        .bytes()
        .map_err(|e| ApiError::new(ErrorCode::Internal, e.to_string()))?;
    Ok(([(header::CONTENT_TYPE, MEDIA_TYPE)], bytes).into_response())
}

/// When each frame is shown, in seconds on the player's clock: little-endian doubles, ascending.
#[utoipa::path(get, path = "/api/v1/jobs/{id}/frames", tag = "annotations", params(("id" = String, Path)), responses(
    (status = 200, content_type = "application/octet-stream", body = [u8]),
    (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn get_frames(State(api): State<Api>, Id(id): Id) -> Result<Response, ApiError> {
    let bytes = read(&api, id, |results| {
        let Some(facts) = results.meta().map_err(|error| error.failure())?.media else {
            return Ok(Vec::new());
        };
        let Some(video) = facts.video else {
            return Ok(Vec::new());
        };
        let start = facts.start.seconds();
        let times = results.frame_times().map_err(|error| error.failure())?;
        let seconds = times
            .into_iter()
            .map(|pts| video.time_base.seconds(pts) - start);
        Ok(seconds.flat_map(f64::to_le_bytes).collect::<Vec<u8>>())
    })
    .await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}
