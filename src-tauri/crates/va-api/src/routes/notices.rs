//! Notices: what the person has to be told once, whoever found it.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::ErrorCode;

use crate::dto::time::rfc3339;
use crate::error::{ApiError, ErrorBody};
use crate::router::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_notices))
        .routes(routes!(dismiss_notice))
}

/// What nobody has dismissed yet, newest first.
#[derive(Debug, Serialize, ToSchema)]
struct NoticeList {
    /// The notices.
    notices: Vec<NoticeBody>,
}

/// A notice.
#[derive(Debug, Serialize, ToSchema)]
struct NoticeBody {
    /// Its number.
    id: i64,
    /// What it is about.
    code: String,
    /// One or two sentences.
    message: String,
    /// What can be done.
    #[schema(required = true)]
    hint: Option<String>,
    /// When it came up.
    at: String,
}

/// What to tell the person: that a damaged catalogue was restored from a copy, say.
#[utoipa::path(get, path = "/api/v1/notices", tag = "system", responses((status = 200, body = NoticeList)))]
async fn list_notices(State(api): State<Api>) -> Result<Json<NoticeList>, ApiError> {
    let engine = api.engine.clone();
    let notices = tokio::task::spawn_blocking(move || engine.notices())
        .await
        .map_err(|e| ApiError::new(ErrorCode::Internal, e.to_string()))??;
    let body = |notice: va_engine::notice::Notice| NoticeBody {
        id: notice.id,
        code: notice.code,
        message: notice.message,
        hint: notice.hint,
        at: rfc3339(notice.at),
    };
    let notices = notices.into_iter().map(body).collect();
    Ok(Json(NoticeList { notices }))
}

/// Puts a notice away that the person has read.
#[utoipa::path(delete, path = "/api/v1/notices/{id}", tag = "system", params(("id" = i64, Path)), responses(
    (status = 204), (status = 404, body = ErrorBody)))]
async fn dismiss_notice(
    State(api): State<Api>,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let number = id.parse().map_err(|_| {
        ApiError::new(ErrorCode::NotFound, format!("there is no notice `{id}`"))
            .hint("list the notices with GET /api/v1/notices")
    })?;
    api.engine.dismiss_notice(number).await?;
    Ok(StatusCode::NO_CONTENT)
}
