//! Everything of a job in one file.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::ErrorCode;

use crate::artifacts;
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Id, blocking};
use crate::router::Api;
use crate::zip;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(get_artifacts))
}

/// The recording and every file that the job has written so far, as a ZIP archive with a known length.
///
/// Entries are not compressed. The recording comes first, under its own name; results are named
/// `<prefix>_<pipeline>...`. There is one `.vtt` and one `.rttm` file, and a note where the recording is missing or is
/// nothing that browsers play.
#[utoipa::path(get, path = "/api/v1/jobs/{id}/artifacts", tag = "results", params(("id" = String, Path)), responses(
    (status = 200, description = "The archive", content_type = "application/zip", body = [u8]),
    (status = 404, description = "`JOB_NOT_FOUND` or `OUTPUT_FILE_MISSING`", body = ErrorBody)))]
async fn get_artifacts(State(api): State<Api>, Id(id): Id) -> Result<Response, ApiError> {
    let job = api.engine.job(id).await?;
    let entries = blocking(move || artifacts::entries(&job)).await?;
    let is_file = |entry: &zip::Entry| matches!(entry.content, zip::Content::File(..));
    if !entries.iter().any(is_file) {
        let message = format!("No artifacts found for job {id}");
        return Err(ApiError::new(ErrorCode::OutputFileMissing, message)
            .hint("wait until its first pipeline has finished, and see whether the recording is where it was"));
    }
    let name = format!("attachment; filename=job_{id}_artifacts.zip");
    let length = zip::length(&entries).to_string();
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_LENGTH, length),
        (header::CONTENT_DISPOSITION, name),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, zip::body(entries)).into_response())
}
