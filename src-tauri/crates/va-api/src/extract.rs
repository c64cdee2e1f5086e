//! Extractors that refuse in the API's own error shape.

use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use va_core::{ErrorCode, JobId};

use crate::error::ApiError;

/// Work on files, off the threads that answer requests: a drive that does not answer holds up one request
/// and no other.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ApiError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| ApiError::new(ErrorCode::Internal, e.to_string()))
}

/// A JSON body.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match axum::Json::<T>::from_request(request, state).await {
            Ok(axum::Json(body)) => Ok(Self(body)),
            Err(rejection) => {
                use axum::extract::rejection::JsonRejection as R;
                let code = match &rejection {
                    R::JsonSyntaxError(_) => ErrorCode::InvalidRequest,
                    R::BytesRejection(_)
                        if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE =>
                    {
                        ErrorCode::PayloadTooLarge
                    }
                    _ => ErrorCode::ValidationError,
                };
                Err(ApiError::new(code, rejection.body_text())
                    .hint("send a JSON object as documented in /openapi.json"))
            }
        }
    }
}

/// A query string.
pub struct Asked<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(query)) => Ok(Self(query)),
            Err(rejection) => Err(
                ApiError::new(ErrorCode::ValidationError, rejection.body_text())
                    .hint("see /openapi.json for the parameters"),
            ),
        }
    }
}

/// A job id in the path. Text that is no id names no job.
pub struct Id(pub JobId);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let path =
            Path::<std::collections::HashMap<String, String>>::from_request_parts(parts, state);
        let text = path
            .await
            .ok()
            .and_then(|p| p.get("id").cloned())
            .unwrap_or_default();
        text.parse().map(Self).map_err(|_| {
            ApiError::new(ErrorCode::JobNotFound, format!("there is no job `{text}`"))
                .hint("check the id, or list the jobs with GET /api/v1/jobs")
        })
    }
}
