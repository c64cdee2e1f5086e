//! The registry and the validator.

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Map, Value};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::ErrorCode;
use va_core::config_text::{self, Format};
use va_core::job_config::{self, Checked, Chosen, UnknownKeys, check_here, normalise};
use va_core::pipelines::{PIPELINES, resolve};

use crate::dto::config::{
    IssueBody, ParseRequest, ParseResponse, RenderRequest, RenderResponse, ValidateRequest,
    ValidateResponse,
};
use crate::dto::pipeline::{PipelineInfo, PipelineList};
use crate::error::{ApiError, ErrorBody};
use crate::extract::Body;
use crate::router::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_pipelines))
        .routes(routes!(get_pipeline))
        .routes(routes!(validate_config))
        .routes(routes!(parse_config))
        .routes(routes!(render_config))
}

/// Every pipeline with its settings, and whether it can run here.
#[utoipa::path(get, path = "/api/v1/pipelines", tag = "pipelines", responses((status = 200, body = PipelineList)))]
async fn list_pipelines(State(api): State<Api>) -> Result<Json<PipelineList>, ApiError> {
    let engine = api.engine.clone();
    let pipelines: Vec<_> = tokio::task::spawn_blocking(move || {
        let toolbox = engine.toolbox();
        let shelf = toolbox.shelf();
        let info = |p: &&'static _| PipelineInfo::of(p, toolbox.obstacle(p).as_ref(), &shelf);
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
    let info = tokio::task::spawn_blocking(move || {
        let toolbox = engine.toolbox();
        let obstacle = toolbox.obstacle(pipeline);
        PipelineInfo::of(pipeline, obstacle.as_ref(), &toolbox.shelf())
    });
    let info = info.await;
    let info = info.map_err(|e| ApiError::new(ErrorCode::Internal, e.to_string()))?;
    Ok(Json(info))
}

/// Checks a configuration without running anything: every error at once.
#[utoipa::path(post, path = "/api/v1/config/validate", tag = "pipelines", request_body = ValidateRequest,
    responses((status = 200, body = ValidateResponse), (status = 422, body = ErrorBody)))]
async fn validate_config(
    State(api): State<Api>,
    Body(request): Body<ValidateRequest>,
) -> Result<Json<ValidateResponse>, ApiError> {
    let unknown = if request.strict {
        UnknownKeys::Refuse
    } else {
        UnknownKeys::Warn
    };
    let config = request.config.unwrap_or(Value::Null);
    let names = request.selected_pipelines;
    let checked = judged(&api, names, config, unknown).await?;
    let (errors, warnings) = IssueBody::split(&checked.issues);
    let steps = checked.config.map(|c| c.steps).unwrap_or_default();
    let message = match errors.len() {
        0 => "The configuration is valid.".to_owned(),
        1 => "One setting has to be changed.".to_owned(),
        n => format!("{n} settings have to be changed."),
    };
    Ok(Json(ValidateResponse {
        valid: errors.is_empty(),
        errors,
        warnings,
        pipelines_validated: steps.iter().map(|s| s.pipeline.to_string()).collect(),
        message,
    }))
}

/// Checks with what is installed here. Looking at models reads files.
async fn judged(
    api: &Api,
    names: Option<Vec<String>>,
    config: Value,
    unknown: UnknownKeys,
) -> Result<Checked, ApiError> {
    let engine = api.engine.clone();
    let checked = tokio::task::spawn_blocking(move || {
        let chosen = Chosen::from(names.as_deref());
        let obstacle =
            |pipeline: &'static _, settings: &_| engine.toolbox().hindrance(pipeline, settings);
        check_here(chosen, &config, unknown, &obstacle)
    });
    checked
        .await
        .map_err(|e| ApiError::new(ErrorCode::Internal, e.to_string()))
}

/// Reads a configuration file and checks it: every error at once, with lines.
#[utoipa::path(post, path = "/api/v1/config/parse", tag = "pipelines", request_body = ParseRequest,
    responses((status = 200, body = ParseResponse), (status = 422, body = ErrorBody)))]
async fn parse_config(
    State(api): State<Api>,
    Body(request): Body<ParseRequest>,
) -> Result<Json<ParseResponse>, ApiError> {
    let parsed = config_text::parse(&request.text);
    let mut issues = parsed.issues.clone();
    let config = parsed.value.map(normalise);
    if let Some(config) = &config {
        let checked = judged(&api, None, config.clone(), UnknownKeys::Refuse).await?;
        issues.extend(checked.issues);
    }
    parsed.places.locate(&mut issues);
    let (errors, warnings) = IssueBody::split(&issues);
    let mut sections = match config {
        Some(Value::Object(sections)) => Some(sections),
        Some(Value::Null) => Some(Map::new()),
        Some(_) | None => None,
    };
    let mut take = |key| sections.as_mut().and_then(|s| s.remove(key));
    let listed = take("pipelines");
    let words = |value: Option<Value>| value.and_then(|v| v.as_str().map(str::to_owned));
    Ok(Json(ParseResponse {
        title: words(take("title")),
        description: words(take("description")),
        selected_pipelines: listed.as_ref().and_then(job_config::listed),
        config: sections.map(Value::Object),
        format: parsed.format.as_str().to_owned(),
        valid: errors.is_empty(),
        errors,
        warnings,
    }))
}

/// Writes a configuration as a file. It is not checked: what is not finished can be kept too.
#[utoipa::path(post, path = "/api/v1/config/render", tag = "pipelines", request_body = RenderRequest,
    responses((status = 200, body = RenderResponse), (status = 400, body = ErrorBody)))]
async fn render_config(
    Body(request): Body<RenderRequest>,
) -> Result<Json<RenderResponse>, ApiError> {
    let config = request.config.unwrap_or(Value::Null);
    let pipelines = request.selected_pipelines.unwrap_or_default();
    let word = request.format.as_deref().unwrap_or(Format::Yaml.as_str());
    let text = match Format::named(word) {
        Some(Format::Yaml) => config_text::render(&pipelines, &config),
        Some(Format::Json) => config_text::render_json(&pipelines, &config),
        None => {
            let message = format!("there is no configuration format `{word}`");
            let error = ApiError::new(ErrorCode::InvalidRequest, message);
            return Err(error.hint("give yaml or json").field("format"));
        }
    };
    Ok(Json(RenderResponse { text }))
}
