//! Extractors that refuse in the API's own error shape.

use std::fmt;
use std::marker::PhantomData;

use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use va_core::{ErrorCode, JobId};

use crate::door::stalled;
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
        match axum::Json::<Object<T>>::from_request(request, state).await {
            Ok(axum::Json(Object(body))) => Ok(Self(body)),
            Err(rejection) => {
                use axum::extract::rejection::JsonRejection as R;
                let code = match &rejection {
                    R::BytesRejection(_)
                        if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE =>
                    {
                        ErrorCode::PayloadTooLarge
                    }
                    R::BytesRejection(_) if stalled(&rejection) => ErrorCode::Timeout,
                    R::JsonSyntaxError(_) | R::BytesRejection(_) => ErrorCode::InvalidRequest,
                    R::MissingJsonContentType(_) => ErrorCode::UnsupportedMedia,
                    _ => ErrorCode::ValidationError,
                };
                Err(ApiError::new(code, rejection.body_text())
                    .hint("send a JSON object as documented in /openapi.json"))
            }
        }
    }
}

/// A JSON object, and no list: serde would take a list for the fields of a type in their order.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields(PhantomData))
    }
}

struct Fields<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(fields)).map(Object)
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
                .detail(serde_json::json!({ "job_id": text }))
        })
    }
}
