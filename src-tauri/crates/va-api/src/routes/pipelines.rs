//! The registry and the validator.

use axum::Json;
use axum::extract::{Path, State};
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::ErrorCode;
use va_core::issue::Severity;
use va_core::job_config::{self, UnknownKeys};
use va_core::pipelines::{PIPELINES, resolve};

use crate::dto::config::{IssueBody, ValidateRequest, ValidateResponse};
use crate::dto::pipeline::{PipelineInfo, PipelineList};
use crate::error::{ApiError, ErrorBody};
use crate::extract::Body;
use crate::router::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_pipelines))
        .routes(routes!(get_pipeline))
        .routes(routes!(validate_config))
}

/// Every pipeline with its settings, and whether it can run here.
#[utoipa::path(get, path = "/api/v1/pipelines", tag = "pipelines", responses((status = 200, body = PipelineList)))]
async fn list_pipelines(State(api): State<Api>) -> Result<Json<PipelineList>, ApiError> {
    let engine = api.engine.clone();
    let pipelines: Vec<_> = tokio::task::spawn_blocking(move || {
        let info = |p: &&'static _| PipelineInfo::of(p, engine.toolbox().obstacle(p).as_ref());
        PIPELINES.iter().map(info).collect()
    })
    .await
    .map_err(|e| ApiError::new(ErrorCode::Internal, e.to_string()))?;
    Ok(Json(PipelineList {
        total: pipelines.len() as u64,
        pipelines,
    }))
}

/// One pipeline, by name or alias.
#[utoipa::path(get, path = "/api/v1/pipelines/{name}", tag = "pipelines",
    params(("name" = String, Path, description = "Registry name or alias")),
    responses((status = 200, body = PipelineInfo), (status = 404, body = ErrorBody)))]
async fn get_pipeline(
    State(api): State<Api>,
    Path(name): Path<String>,
) -> Result<Json<PipelineInfo>, ApiError> {
    let Some(pipeline) = resolve(&name) else {
        return Err(ApiError::new(
            ErrorCode::PipelineNotFound,
            format!("there is no pipeline `{name}`"),
        )
        .hint("list the pipelines with `videoannotator pipelines`"));
    };
    let engine = api.engine.clone();
    let obstacle = tokio::task::spawn_blocking(move || engine.toolbox().obstacle(pipeline)).await;
    let obstacle = obstacle.map_err(|e| ApiError::new(ErrorCode::Internal, e.to_string()))?;
    Ok(Json(PipelineInfo::of(pipeline, obstacle.as_ref())))
}

/// Checks a configuration without running anything: every error at once.
#[utoipa::path(post, path = "/api/v1/config/validate", tag = "pipelines", request_body = ValidateRequest,
    responses((status = 200, body = ValidateResponse), (status = 422, body = ErrorBody)))]
async fn validate_config(Body(request): Body<ValidateRequest>) -> Json<ValidateResponse> {
    let config = request.config.unwrap_or(Value::Null);
    let checked = job_config::check(
        request.selected_pipelines.as_deref(),
        &config,
        UnknownKeys::Warn,
    );
    let (errors, warnings): (Vec<_>, Vec<_>) = checked
        .issues
        .iter()
        .partition(|i| i.severity == Severity::Error);
    let steps = checked.config.map(|c| c.steps).unwrap_or_default();
    let message = match errors.len() {
        0 => "The configuration is valid.".to_owned(),
        1 => "One setting has to be changed.".to_owned(),
        n => format!("{n} settings have to be changed."),
    };
    Json(ValidateResponse {
        valid: errors.is_empty(),
        errors: errors.into_iter().map(IssueBody::from).collect(),
        warnings: warnings.into_iter().map(IssueBody::from).collect(),
        pipelines_validated: steps.iter().map(|s| s.pipeline.to_string()).collect(),
        message,
    })
}
