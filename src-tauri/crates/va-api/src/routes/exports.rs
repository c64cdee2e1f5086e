//! Results in any format, made from the results file when they are asked for: of pipelines that have
//! succeeded, whatever was exported when they did.

use std::fs::File;
use std::path::Path as FilePath;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tokio_util::io::ReaderStream;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::provenance::Provenance;
use va_core::step::StepState;
use va_core::{ErrorCode, Failure, JobId};
use va_engine::JobView;
use va_engine::job_folder::{names, software};
use va_export::{ExportContext, FORMATS, Format, PlannedFile, plan};
use va_store::ResultsReader;

use crate::dto::export::{ExportFile, ExportFormat, ExportList};
use crate::error::{ApiError, ErrorBody};
use crate::etag;
use crate::extract::{Asked, Id, blocking};
use crate::finished::Finished;
use crate::router::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_exports))
        .routes(routes!(get_export))
}

/// The formats that a job's results can be had in, with the files of each.
#[utoipa::path(get, path = "/api/v1/jobs/{id}/exports", tag = "results", params(("id" = String, Path)), responses(
    (status = 200, description = "Every format", body = ExportList),
    (status = 404, description = "`JOB_NOT_FOUND`", body = ErrorBody)))]
async fn list_exports(State(api): State<Api>, Id(id): Id) -> Result<Json<ExportList>, ApiError> {
    let job = api.engine.job(id).await?;
    let planned = blocking(move || planned(&job, &[])).await??;
    let format = |format: &&'static Format| {
        let own = planned.iter().filter(|file| file.format.id == format.id);
        let files: Vec<_> = own.map(|file| described(id, file)).collect();
        ExportFormat {
            id: format.id.to_owned(),
            title: format.title.to_owned(),
            extension: format.extension.to_owned(),
            opens_in: format.opens_in.to_owned(),
            available: !files.is_empty(),
            files,
        }
    };
    let formats = FORMATS.iter().map(format).collect();
    Ok(Json(ExportList { formats }))
}

fn described(id: JobId, file: &PlannedFile) -> ExportFile {
    let (format, name) = (file.format.id, &file.name);
    ExportFile {
        name: name.clone(),
        pipeline: file.pipeline.as_ref().map(ToString::to_string),
        tracks: file.tracks.iter().map(|track| track.key.clone()).collect(),
        download_url: format!("/api/v1/jobs/{id}/exports/{format}?file={name}"),
    }
}

/// Which format.
#[derive(Debug, Deserialize)]
struct FormatAt {
    format: String,
}

/// Which file of a format.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ExportQuery {
    /// Key of a track: the file that is made from it.
    #[param(example = "scene_detection.shots")]
    track: Option<String>,
    /// Name of a file, as in the list.
    file: Option<String>,
}

/// A job's results in one format, made now. Where the format makes several files, `track` or `file` says which.
#[utoipa::path(get, path = "/api/v1/jobs/{id}/exports/{format}", tag = "results",
    params(("id" = String, Path), ("format" = String, Path, example = "csv"), ExportQuery), responses(
    (status = 200, description = "The file", content_type = "application/octet-stream", body = [u8]),
    (status = 304, description = "The client has it: `If-None-Match` names its tag"),
    (status = 400, description = "`INVALID_REQUEST`: no such format, or several files", body = ErrorBody),
    (status = 404, description = "`JOB_NOT_FOUND`, or `OUTPUT_FILE_MISSING`: no result that the format can hold", body = ErrorBody),
    (status = 409, description = "`JOB_NOT_READY`: nothing has succeeded yet", body = ErrorBody),
    (status = 507, description = "`STORAGE_FULL`", body = ErrorBody)))]
async fn get_export(
    State(api): State<Api>,
    Id(id): Id,
    Path(at): Path<FormatAt>,
    Asked(query): Asked<ExportQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let job = api.engine.job(id).await?;
    let root = api.engine.data_root();
    let format = at.format;
    let made = blocking(move || {
        let file = chosen(&job, &format, &query)?;
        let tag = identity(&job, &file);
        if etag::is_known(headers.get(header::IF_NONE_MATCH), &tag) {
            return Ok((file, tag, None));
        }
        let made = make(&job, &file, &root)?;
        Ok::<_, ApiError>((file, tag, Some(made)))
    });
    let (file, tag, made) = made.await??;
    let mut response = match made {
        None => StatusCode::NOT_MODIFIED.into_response(),
        Some((bytes, size)) => {
            let disposition = format!("attachment; filename={}", file.name);
            let headers = [
                (header::CONTENT_TYPE, media_type(&file.name).to_owned()),
                (header::CONTENT_LENGTH, size.to_string()),
                (header::CONTENT_DISPOSITION, disposition),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
            ];
            let stream = ReaderStream::with_capacity(tokio::fs::File::from_std(bytes), 256 << 10);
            (headers, Body::from_stream(stream)).into_response()
        }
    };
    etag::stamp(response.headers_mut(), &tag);
    Ok(response)
}

/// The one file that is meant.
fn chosen(job: &JobView, format: &str, query: &ExportQuery) -> Result<PlannedFile, ApiError> {
    let all = planned(job, &[format.to_owned()])?;
    let wanted = |file: &&PlannedFile| {
        let named = query.file.as_ref().is_none_or(|name| *name == file.name);
        let on = |key: &String| file.tracks.first().is_some_and(|track| track.key == *key);
        named && query.track.as_ref().is_none_or(on)
    };
    let found: Vec<_> = all.iter().filter(wanted).collect();
    match (&found[..], query.track.is_some() || query.file.is_some()) {
        // further files from the same track come behind its own
        ([file], _) | ([file, ..], true) => Ok((*file).clone()),
        ([], _) => {
            let message = format!("the job has no result for `{format}` that was asked for");
            let error = ApiError::new(ErrorCode::OutputFileMissing, message);
            Err(error.hint("see GET /api/v1/jobs/{id}/exports"))
        }
        (several, false) => {
            let tracks = several.iter().filter_map(|file| file.tracks.first());
            let mut tracks: Vec<_> = tracks.map(|track| track.key.as_str()).collect();
            tracks.dedup();
            let message = format!("`{format}` makes {} files of this job", several.len());
            let error = ApiError::new(ErrorCode::InvalidRequest, message).field("track");
            Err(error.hint(format!("add ?track= with one of: {}", tracks.join(", "))))
        }
    }
}

/// The files that these formats make of what has succeeded.
fn planned(job: &JobView, formats: &[String]) -> Result<Vec<PlannedFile>, ApiError> {
    let plan = |tracks: &[_]| plan(&job.id.file_prefix(), tracks, formats);
    let tracks = match results(job)? {
        Some(finished) => finished.tracks()?,
        None => Vec::new(),
    };
    Ok(plan(&tracks).map_err(|error| error.failure())?.files)
}

fn results(job: &JobView) -> Result<Option<Finished>, Failure> {
    let path = job.folder.join(names::RESULTS);
    if !path.is_file() {
        return Ok(None);
    }
    let results = ResultsReader::open(&path).map_err(|error| error.failure())?;
    let succeeded = job.steps.iter().filter(|s| s.state == StepState::Succeeded);
    let succeeded = succeeded.map(|s| s.config.pipeline.clone()).collect();
    Ok(Some(Finished::new(results, succeeded)))
}

/// What the file is made from, as a tag: it changes when a further pipeline succeeds or the program is another.
fn identity(job: &JobView, file: &PlannedFile) -> String {
    let ended = job.steps.iter().map(|s| (s.finished_at, s.took));
    let ended: Vec<_> = ended.collect();
    let words = format!("{} {} {} {ended:?}", software(), job.id, file.name);
    etag::tag(words.as_bytes())
}

/// Writes the file where nobody sees it, and hands it over from its beginning, with its size.
fn make(job: &JobView, file: &PlannedFile, root: &FilePath) -> Result<(File, u64), ApiError> {
    let not_ready = || {
        Failure::new(ErrorCode::JobNotReady, "the job has no results yet")
            .hint("wait until its first pipeline has finished")
    };
    let record = std::fs::read(job.folder.join(names::PROVENANCE)).ok();
    let record: Option<Provenance> = record.and_then(|text| serde_json::from_slice(&text).ok());
    let record = record.ok_or_else(not_ready)?;
    let finished = results(job)?.ok_or_else(not_ready)?;
    let context = ExportContext {
        job: job.id,
        software: software(),
        media: record.media,
        steps: record.steps,
    };
    let unwritable = |error: std::io::Error| {
        let code = match error.kind() {
            std::io::ErrorKind::StorageFull => ErrorCode::StorageFull,
            _ => ErrorCode::ExportFailed,
        };
        Failure::new(code, format!("`{}` can't be made: {error}", file.name))
            .hint("free some space on the disk of the storage folder, then try again")
    };
    let temp = root.join(va_engine::data_folder::names::TEMP);
    let mut out = tempfile::tempfile_in(temp).map_err(unwritable)?;
    let written = file.write(&context, &finished, &mut out);
    written.map_err(|error| error.failure())?;
    let size = out.metadata().map_err(unwritable)?.len();
    std::io::Seek::rewind(&mut out).map_err(unwritable)?;
    Ok((out, size))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "json" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        "vtt" => "text/vtt; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    }
}
