//! A new job as a form: the recording, its configuration and its pipelines, read part by part as they come.
//! The recording goes straight to the disk; memory holds one block of it. Called by `POST /api/v1/jobs`.

use std::sync::Arc;

use axum::body::BodyDataStream;
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use multer::{Constraints, Field, Multipart, SizeLimit};
use serde_json::Value;
use utoipa::ToSchema;
use va_core::ErrorCode;
use va_engine::upload::{LARGEST, Received, Upload, UploadedJob};
use va_engine::{Engine, JobView};

use crate::door::stalled;
use crate::error::ApiError;

/// Largest configuration or list of pipelines, in bytes.
const TEXT_LIMIT: usize = 1 << 20;
/// Bytes of a form beside its recording, at most.
const OVERHEAD: u64 = 1 << 20;
/// Parts of a form, at most.
const MOST_PARTS: usize = 256;
/// What a form should look like.
const FORM: &str = "send multipart/form-data with the file `video` and, if wanted, the texts `config` (a JSON object) and \
                    `selected_pipelines` (names separated by commas)";

/// A new job with its recording.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "documents the form; the parts are read as they come"
)]
pub(crate) struct UploadForm {
    /// The recording.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    video: Vec<u8>,
    /// Settings as JSON text: by pipeline, or for every chosen pipeline.
    #[schema(example = r#"{"voice_activity": {"threshold": 0.4}}"#)]
    config: Option<String>,
    /// Pipelines, separated by commas, as a JSON list, or as several fields; without it those that are on by
    /// default.
    #[schema(example = "scene_detection,voice_activity")]
    selected_pipelines: Option<String>,
}

/// What a form held.
struct Form {
    received: Received,
    job: UploadedJob,
}

/// The parts of a form as far as they have come.
#[derive(Default)]
struct Parts {
    video: Option<(String, Received)>,
    config: Option<Value>,
    pipelines: Vec<String>,
}

/// Whether a request brings a form.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|v| v.to_str().ok()).unwrap_or_default();
    kind.trim_start()
        .to_ascii_lowercase()
        .starts_with("multipart/form-data")
}

/// Takes a form in and queues its job. Whatever goes wrong, no file and no job is left.
pub(crate) async fn submit(engine: &Engine, request: Request) -> Result<Arc<JobView>, ApiError> {
    let (head, body) = request.into_parts();
    let boundary = head.headers.get(header::CONTENT_TYPE);
    let boundary = boundary
        .and_then(|v| v.to_str().ok())
        .and_then(|v| multer::parse_boundary(v).ok());
    let boundary = boundary.ok_or_else(|| refused("the form names no boundary"))?;
    let upload = engine.receive(announced(&head.headers)).await?;
    let Form { received, job } = read(body.into_data_stream(), &boundary, upload).await?;
    Ok(engine.submit_upload(received, job).await?)
}

/// The size of the recording, as far as the sender has said: that of the form.
fn announced(headers: &HeaderMap) -> Option<u64> {
    let length = headers.get(header::CONTENT_LENGTH)?;
    let length: u64 = length.to_str().ok()?.parse().ok()?;
    Some(length.saturating_sub(OVERHEAD))
}

async fn read(body: BodyDataStream, boundary: &str, upload: Upload) -> Result<Form, ApiError> {
    let limits = SizeLimit::new().whole_stream(LARGEST + OVERHEAD);
    let limits = Constraints::new().size_limit(limits);
    let mut form = Multipart::with_constraints(body, boundary, limits);
    let (mut parts, mut upload) = (Parts::default(), Some(upload));
    for _ in 0..MOST_PARTS {
        let Some(part) = form.next_field().await.map_err(unreadable)? else {
            return parts.whole();
        };
        match part.name().unwrap_or_default() {
            "video" => {
                let name = name_of(&part).ok_or_else(no_recording)?;
                let Some(upload) = upload.take() else {
                    return Err(invalid("the form has more than one recording").field("video"));
                };
                parts.video = Some((name, receive(part, upload).await?));
            }
            "config" => parts.config = Some(configuration(&text(part).await?)?),
            "selected_pipelines" => parts.pipelines.extend(names(&text(part).await?)?),
            // a newer client may send more
            _ => {}
        }
    }
    Err(invalid("the form has too many parts"))
}

impl Parts {
    fn whole(self) -> Result<Form, ApiError> {
        let (file_name, received) = self.video.ok_or_else(no_recording)?;
        let job = UploadedJob {
            file_name,
            requested: (!self.pipelines.is_empty()).then_some(self.pipelines),
            config: self.config.unwrap_or_default(),
        };
        Ok(Form { received, job })
    }
}

async fn receive(mut part: Field<'_>, mut upload: Upload) -> Result<Received, ApiError> {
    while let Some(bytes) = part.chunk().await.map_err(unreadable)? {
        upload.write(&bytes).await?;
    }
    Ok(upload.finish().await?)
}

async fn text(mut part: Field<'_>) -> Result<String, ApiError> {
    let name = part.name().unwrap_or_default().to_owned();
    let mut bytes = Vec::new();
    while let Some(more) = part.chunk().await.map_err(unreadable)? {
        bytes.extend_from_slice(&more);
        if bytes.len() > TEXT_LIMIT {
            let message = format!("`{name}` is larger than {TEXT_LIMIT} bytes");
            let error = ApiError::new(ErrorCode::PayloadTooLarge, message).field(name);
            return Err(error.hint("send the settings only"));
        }
    }
    String::from_utf8(bytes).map_err(|_| refused(format!("`{name}` is not UTF-8")).field(name))
}

/// The name of the file in a part; `None` if the part is no file.
fn name_of(part: &Field<'_>) -> Option<String> {
    let header = part.headers().get(header::CONTENT_DISPOSITION)?.as_bytes();
    let header = String::from_utf8_lossy(header);
    let extended = header.split(';').find_map(|attribute| {
        let value = attribute.trim().strip_prefix("filename*=")?;
        let encoded = value.split_once("''")?.1;
        Some(decoded(encoded))
    });
    extended.or_else(|| part.file_name().map(str::to_owned))
}

/// Percent-encoded UTF-8 (RFC 5987). What is not encoded stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let (b'%', Some(byte)) = (first, byte) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn configuration(text: &str) -> Result<Value, ApiError> {
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    match serde_json::from_str(text) {
        Ok(config @ (Value::Object(_) | Value::Null)) => Ok(config),
        Ok(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
            Err(refused("Invalid JSON configuration: it is no object").field("config"))
        }
        Err(error) => Err(refused(format!("Invalid JSON configuration: {error}")).field("config")),
    }
}

/// Pipelines in one field: separated by commas, or a JSON list.
fn names(text: &str) -> Result<Vec<String>, ApiError> {
    if text.trim_start().starts_with('[') {
        return serde_json::from_str(text).map_err(|error| {
            refused(format!("`selected_pipelines` is no list of names: {error}"))
                .field("selected_pipelines")
        });
    }
    let names = text.split(',').map(str::trim).filter(|n| !n.is_empty());
    Ok(names.map(str::to_owned).collect())
}

fn no_recording() -> ApiError {
    invalid("the form has no file `video`").field("video")
}

fn invalid(message: impl Into<String>) -> ApiError {
    ApiError::new(ErrorCode::ValidationError, message).hint(FORM)
}

fn refused(message: impl Into<String>) -> ApiError {
    ApiError::new(ErrorCode::InvalidRequest, message).hint(FORM)
}

fn unreadable(error: multer::Error) -> ApiError {
    use multer::Error as E;
    match error {
        E::FieldSizeExceeded { .. } | E::StreamSizeExceeded { .. } => ApiError::new(
            ErrorCode::PayloadTooLarge,
            format!("the form is larger than {} GB", LARGEST >> 30),
        )
        .hint("give the path of the recording instead"),
        E::StreamReadFailed(source) if stalled(source.as_ref()) => ApiError::new(
            ErrorCode::Timeout,
            "the rest of the form did not arrive in time",
        )
        .hint("send it again over a better connection, or give the path of the recording"),
        E::IncompleteFieldData { .. }
        | E::IncompleteHeaders
        | E::IncompleteStream
        | E::StreamReadFailed(_) => refused("the form was cut off before its end"),
        other => refused(format!("the form can't be read: {other}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pipelines_are_read_in_each_way_in_which_clients_send_them() {
        let list = ["scene_detection", "face"];
        for text in [
            "scene_detection,face",
            " scene_detection , face ,",
            r#"["scene_detection", "face"]"#,
        ] {
            assert_eq!(names(text).unwrap(), list, "{text}");
        }
        assert!(names("").unwrap().is_empty(), "nothing means none");
        assert!(names("[]").unwrap().is_empty());
        assert!(names("[1]").is_err());
    }

    #[test]
    fn a_configuration_is_an_object_or_nothing() {
        assert_eq!(configuration(" ").unwrap(), Value::Null);
        assert_eq!(configuration("{}").unwrap(), serde_json::json!({}));
        for text in ["[]", "3", "{", "\"x\""] {
            assert!(configuration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_encoded_name_is_decoded_and_a_plain_one_kept() {
        assert_eq!(
            decoded("Besuch%20M%C3%BCller.mp4"),
            "Besuch M\u{fc}ller.mp4"
        );
        assert_eq!(decoded("100%.mp4"), "100%.mp4");
        assert_eq!(decoded("%"), "%");
    }
}
