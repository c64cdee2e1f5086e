//! The one error shape of the API: the envelope of CONTRACT section 2.6, for every status and also for
//! errors before routing and panics.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use va_core::{ErrorCode, Failure};
use va_engine::EngineError;

use crate::dto::time::rfc3339_now;
use crate::request_log::RequestId;

/// An error on its way out.
#[derive(Debug)]
pub struct ApiError {
    failure: Failure,
    field: Option<String>,
    detail: Option<Value>,
    /// Where an operation answers with another status than its code has elsewhere.
    status: Option<StatusCode>,
}

/// The envelope.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorBody {
    /// What went wrong.
    error: ErrorObject,
    /// The message again: existing clients show this field.
    detail: String,
    /// The code again.
    error_code: String,
    /// Stands in the log beside the request.
    request_id: String,
}

/// The error itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorObject {
    /// One of the documented codes.
    #[schema(example = "JOB_NOT_FOUND")]
    code: String,
    /// What was tried and why it failed.
    message: String,
    /// More, depending on the code, for example `{errors: [...]}`.
    #[schema(required = true)]
    detail: Option<Value>,
    /// What to do about it.
    #[schema(required = true)]
    hint: Option<String>,
    /// The field that is wrong, if it is one.
    #[schema(required = true)]
    field: Option<String>,
    /// When, RFC 3339 in UTC.
    timestamp: String,
}

impl ErrorBody {
    /// The id of the request.
    pub(crate) fn request_id(&self) -> &str {
        &self.request_id
    }
}

/// The status of an error with this code.
pub fn status_of(code: ErrorCode) -> u16 {
    ApiError::new(code, "").status().as_u16()
}

impl ApiError {
    /// An error with a code and a message.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Failure::new(code, message).into()
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.failure.hint = Some(hint.into());
        self
    }

    /// Names the wrong field.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Adds what a program can read.
    #[must_use]
    pub fn detail(mut self, detail: Value) -> Self {
        self.detail = Some(detail);
        self
    }

    /// Answers with another status than its code has elsewhere.
    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.status = Some(status);
        self
    }

    /// The status and the envelope, with the id of the request that is being answered.
    pub(crate) fn into_body(self) -> (StatusCode, ErrorBody) {
        let status = self.status();
        let code = self.failure.code.to_string();
        let body = ErrorBody {
            detail: self.failure.message.clone(),
            error_code: code.clone(),
            request_id: RequestId::current().0,
            error: ErrorObject {
                code,
                message: self.failure.message,
                detail: self.detail,
                hint: self.failure.hint,
                field: self.field,
                timestamp: rfc3339_now(),
            },
        };
        (status, body)
    }

    /// The status that goes with its code.
    pub(crate) fn status(&self) -> StatusCode {
        use ErrorCode as E;
        if let Some(status) = self.status {
            return status;
        }
        match self.failure.code {
            E::JobNotFound
            | E::PipelineNotFound
            | E::PresetNotFound
            | E::TokenNotFound
            | E::NotFound
            | E::MediaMissing
            | E::StepNotFound
            | E::ModelNotFound
            | E::ModelMissing
            | E::OutputFileMissing => StatusCode::NOT_FOUND,
            E::InvalidConfig
            | E::InvalidRequest
            | E::PipelineUnavailable
            | E::StorageTargetRefused => StatusCode::BAD_REQUEST,
            E::ValidationError
            | E::MediaUnreadable
            | E::NoVideoStream
            | E::NoAudioStream
            | E::ImportRefused
            | E::DownloadRefused
            | E::MediaChanged => StatusCode::UNPROCESSABLE_ENTITY,
            E::Unauthorized => StatusCode::UNAUTHORIZED,
            E::Forbidden => StatusCode::FORBIDDEN,
            E::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            E::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            E::UnsupportedMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            E::Timeout => StatusCode::REQUEST_TIMEOUT,
            E::RateLimit => StatusCode::TOO_MANY_REQUESTS,
            E::JobAlreadyCompleted
            | E::PresetBuiltIn
            | E::TokenExists
            | E::JobNotReady
            | E::JobCancelled
            | E::JobNotFailed
            | E::JobNotWaiting
            | E::StepAlreadyEnded
            | E::QueueHeld
            | E::SettingFixed
            | E::PortUnavailable
            | E::StorageLocked
            | E::DatabaseBusy
            | E::StorageMoving
            | E::StorageBusy
            | E::LicenceNotAccepted
            | E::ModelNotDownloadable
            | E::ModelNotRemovable
            | E::DownloadNotRunning
            | E::RetentionDisabled => StatusCode::CONFLICT,
            E::DownloadFailed => StatusCode::BAD_GATEWAY,
            E::StorageFull | E::GpuOutOfMemory => StatusCode::INSUFFICIENT_STORAGE,
            E::FfmpegMissing
            | E::OnnxRuntimeMissing
            | E::OnnxRuntimeUnusable
            | E::ModelAltered
            | E::ServerBusy
            | E::StorageMissing => StatusCode::SERVICE_UNAVAILABLE,
            E::CancellationFailed
            | E::DecodeFailed
            | E::InferenceFailed
            | E::ModelUnfit
            | E::ModelNotANumber
            | E::DeviceUnavailable
            | E::GpuLost
            | E::StorageNotWritable
            | E::DatabaseCorrupt
            | E::DatabaseTooNew
            | E::DatabaseFailed
            | E::ExportFailed
            | E::WorkerMissing
            | E::WorkerCrashed
            | E::WorkerHung
            | E::WorkerGarbled
            | E::WorkerIncomplete
            | E::WorkerIncompatible
            | E::Cancelled
            | E::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        Self {
            failure,
            field: None,
            detail: None,
            status: None,
        }
    }
}

impl From<EngineError> for ApiError {
    fn from(error: EngineError) -> Self {
        let mut api = Self::from(error.failure());
        if let EngineError::InvalidConfig(issues) = &error {
            api.field = issues.first().map(|i| i.field.clone());
            let bodies: Vec<_> = issues
                .iter()
                .map(crate::dto::config::IssueBody::from)
                .collect();
            api.detail = Some(serde_json::json!({ "errors": bodies }));
            // a name that is wrong in what was sent, not an address that is not there
            let unknown = va_core::issue::IssueCode::PipelineNotFound.as_str();
            if let Some(issue) = bodies.iter().find(|i| i.code == unknown) {
                api.failure = Failure::new(ErrorCode::PipelineNotFound, issue.message.clone())
                    .hint(issue.hint.clone());
                api.status = Some(StatusCode::BAD_REQUEST);
            }
        }
        if let EngineError::JobNotFound(id) = &error {
            api.detail = Some(serde_json::json!({ "job_id": id }));
        }
        if let EngineError::JobAlreadyEnded(id, status) = &error {
            api.detail = Some(serde_json::json!({ "job_id": id, "status": status }));
        }
        if let EngineError::NoRoom {
            needs, free, stays, ..
        } = &error
        {
            let gigabytes = |bytes: u64| bytes as f64 / f64::from(1_u32 << 30);
            api.detail = Some(serde_json::json!({
                "required_gb": gigabytes(needs.saturating_add(*stays)),
                "available_gb": gigabytes(*free),
            }));
        }
        api
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let code = self.failure.code;
        let (status, body) = self.into_body();
        let mut response = (status, Json(body)).into_response();
        // for the request's line in the log
        response.extensions_mut().insert(code);
        if status == StatusCode::UNAUTHORIZED {
            let bearer = HeaderValue::from_static("Bearer");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, bearer);
        }
        response
    }
}
