//! Diagnostics for the window and for scripts: the checks, and the self-test. Checks start processes and read
//! files, so they never run on a thread that answers requests.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::ErrorCode;
use va_engine::bundle;
use va_engine::diagnostics::{Context, Sockets, chosen, examine};

use crate::dto::diagnostics::{DiagnosticsReport, Part, SelfTest};
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Asked, blocking};
use crate::router::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(diagnostics))
        .routes(routes!(get_bundle))
        .routes(routes!(self_test, start_self_test))
}

/// What to check.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DiagnosticsQuery {
    /// One part, or all.
    #[serde(default)]
    #[param(inline)]
    part: Part,
    /// Whether `all` includes the parts that take long: a run of each pipeline.
    #[serde(default)]
    slow: bool,
}

/// Checks this installation: each part with its measured value and, where something is wrong, the one thing to
/// do.
#[utoipa::path(get, path = "/api/v1/diagnostics", tag = "diagnostics", params(DiagnosticsQuery), responses(
    (status = 200, description = "What was found, well or not", body = DiagnosticsReport),
    (status = 422, description = "There is no such part", body = ErrorBody)))]
async fn diagnostics(
    State(api): State<Api>,
    Asked(query): Asked<DiagnosticsQuery>,
) -> Result<Json<DiagnosticsReport>, ApiError> {
    let word = query.part.word();
    let checks = chosen(word, query.slow).ok_or_else(|| {
        ApiError::new(
            ErrorCode::ValidationError,
            format!("there is no part `{word}`"),
        )
    })?;
    let context = context(&api);
    let report = blocking(move || examine(&checks, &context)).await?;
    Ok(Json(report.into()))
}

/// What the checks look at here.
pub(super) fn context(api: &Api) -> Context {
    api.engine.diagnosed(Some(Sockets {
        listeners: api.ledger.listeners(),
        sent: api.engine.sent(),
    }))
}

/// Diagnostics, changed settings and the newest logs as a ZIP archive for somebody who helps.
///
/// The names of recordings, folders, users and tokens are taken out, and everything that looks like a path. Look
/// through it before you send it.
#[utoipa::path(get, path = "/api/v1/diagnostics/bundle", tag = "diagnostics", responses(
    (status = 200, description = "The archive", content_type = "application/zip", body = [u8])))]
async fn get_bundle(State(api): State<Api>) -> Result<Response, ApiError> {
    let checks = chosen("all", false).unwrap_or_default();
    let context = context(&api);
    let made = blocking(move || bundle::make(&context, &examine(&checks, &context))).await?;
    let made = made.map_err(ApiError::from)?;
    let name = format!("attachment; filename={}", bundle::NAME);
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, made.bytes).into_response())
}

/// The self-test as it is now.
#[utoipa::path(get, path = "/api/v1/diagnostics/self-test", tag = "diagnostics", responses(
    (status = 200, body = SelfTest)))]
async fn self_test(State(api): State<Api>) -> Json<SelfTest> {
    Json(SelfTest::from(&*api.engine.self_test()))
}

/// Runs the demo clip on each device that works here, twice, and compares. One that runs already goes on; progress
/// comes as events `self_test`.
#[utoipa::path(post, path = "/api/v1/diagnostics/self-test", tag = "diagnostics", responses(
    (status = 202, description = "It runs", body = SelfTest)))]
async fn start_self_test(State(api): State<Api>) -> (StatusCode, Json<SelfTest>) {
    let test = api.engine.start_self_test();
    (StatusCode::ACCEPTED, Json(SelfTest::from(&*test)))
}
