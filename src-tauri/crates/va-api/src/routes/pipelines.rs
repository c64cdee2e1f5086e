//! The registry and the validator.

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::ErrorCode;
use va_core::config_text::{self, Format};
use va_core::job_config::{self, Checked, Chosen, UnknownKeys, check_here, normalise};
use va_core::pipeline::PipelineDescriptor;
use va_core::pipelines::{PIPELINES, resolve};

use crate::dto::config::{
    IssueBody, NamedConfig, ParseRequest, ParseResponse, PipelineConfig, RenderRequest,
    RenderResponse, ValidateRequest, ValidateResponse,
};
use crate::dto::pipeline::{PipelineInfo, PipelineList, PipelineSettings};
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Asked, Body, blocking};
use crate::router::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_pipelines))
        .routes(routes!(catalog))
        .routes(routes!(validate_named))
        .routes(routes!(get_schema_of))
        .routes(routes!(get_schema))
        .routes(routes!(validate_pipeline))
        .routes(routes!(get_pipeline))
        .routes(routes!(validate_config))
        .routes(routes!(parse_config))
        .routes(routes!(render_config))
}

/// Which pipelines to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PipelineQuery {
    /// Whether pipelines are listed that can't run here.
    #[serde(default = "yes")]
    include_unavailable: bool,
}

fn yes() -> bool {
    true
}

/// Every pipeline with its settings, and whether it can run here.
#[utoipa::path(get, path = "/api/v1/pipelines", tag = "pipelines", params(PipelineQuery), responses(
    (status = 200, body = PipelineList), (status = 422, body = ErrorBody)))]
async fn list_pipelines(
    State(api): State<Api>,
    Asked(query): Asked<PipelineQuery>,
) -> Result<Json<PipelineList>, ApiError> {
    Ok(Json(listed(&api, query.include_unavailable).await?))
}

/// The same list, under the name by which the existing viewer looks for it.
#[utoipa::path(get, path = "/api/v1/pipelines/catalog", tag = "pipelines", responses((status = 200, body = PipelineList)))]
async fn catalog(State(api): State<Api>) -> Result<Json<PipelineList>, ApiError> {
    Ok(Json(listed(&api, true).await?))
}

async fn listed(api: &Api, all: bool) -> Result<PipelineList, ApiError> {
    let engine = api.engine.clone();
    let pipelines = blocking(move || {
        let toolbox = engine.toolbox();
        let shelf = toolbox.shelf();
        let info = |p: &&'static _| PipelineInfo::of(p, toolbox.obstacle(p).as_ref(), &shelf);
        let infos = PIPELINES.iter().map(info);
        infos.filter(|p| all || p.available).collect::<Vec<_>>()
    });
    let pipelines = pipelines.await?;
    Ok(PipelineList {
        total: pipelines.len() as u64,
        pipelines,
    })
}

/// One pipeline, by name or alias.
#[utoipa::path(get, path = "/api/v1/pipelines/{name}", tag = "pipelines",
    params(("name" = String, Path, description = "Registry name or alias")),
    responses((status = 200, body = PipelineInfo), (status = 404, body = ErrorBody)))]
async fn get_pipeline(
    State(api): State<Api>,
    Path(name): Path<String>,
) -> Result<Json<PipelineInfo>, ApiError> {
    Ok(Json(described(&api, &name).await?))
}

async fn described(api: &Api, name: &str) -> Result<PipelineInfo, ApiError> {
    let pipeline = known(name)?;
    let engine = api.engine.clone();
    blocking(move || {
        let toolbox = engine.toolbox();
        let obstacle = toolbox.obstacle(pipeline);
        PipelineInfo::of(pipeline, obstacle.as_ref(), &toolbox.shelf())
    })
    .await
}

fn known(name: &str) -> Result<&'static PipelineDescriptor, ApiError> {
    resolve(name).ok_or_else(|| {
        ApiError::new(
            ErrorCode::PipelineNotFound,
            format!("there is no pipeline `{name}`"),
        )
        .hint("list the pipelines with `videoannotator pipelines`")
    })
}

/// The settings of a pipeline.
#[utoipa::path(get, path = "/api/v1/pipelines/{name}/schema", tag = "pipelines",
    params(("name" = String, Path, description = "Registry name or alias")),
    responses((status = 200, body = PipelineSettings), (status = 404, body = ErrorBody)))]
async fn get_schema(
    State(api): State<Api>,
    Path(name): Path<String>,
) -> Result<Json<PipelineSettings>, ApiError> {
    let info = described(&api, &name).await?;
    Ok(Json(PipelineSettings::from(info)))
}

/// The settings of a pipeline, at the other address at which the existing viewer looks for them.
#[utoipa::path(get, path = "/api/v1/pipelines/schema/{name}", tag = "pipelines",
    params(("name" = String, Path, description = "Registry name or alias")),
    responses((status = 200, body = PipelineSettings), (status = 404, body = ErrorBody)))]
async fn get_schema_of(
    State(api): State<Api>,
    Path(name): Path<String>,
) -> Result<Json<PipelineSettings>, ApiError> {
    let info = described(&api, &name).await?;
    Ok(Json(PipelineSettings::from(info)))
}

/// Checks the settings of one pipeline: every error at once.
#[utoipa::path(post, path = "/api/v1/pipelines/{name}/validate", tag = "pipelines", request_body = PipelineConfig,
    params(("name" = String, Path, description = "Registry name or alias")),
    responses((status = 200, body = ValidateResponse), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn validate_pipeline(
    State(api): State<Api>,
    Path(name): Path<String>,
    Body(request): Body<PipelineConfig>,
) -> Result<Json<ValidateResponse>, ApiError> {
    let pipeline = known(&name)?;
    let config = request.config.unwrap_or_default();
    let verdict = of_one(&api, pipeline.id, config, strictness(request.strict));
    Ok(Json(verdict.await?))
}

/// The same for a pipeline that the body names. One that does not exist is an error in the verdict.
#[utoipa::path(post, path = "/api/v1/pipelines/validate", tag = "pipelines", request_body = NamedConfig,
    responses((status = 200, body = ValidateResponse), (status = 422, body = ErrorBody)))]
async fn validate_named(
    State(api): State<Api>,
    Body(request): Body<NamedConfig>,
) -> Result<Json<ValidateResponse>, ApiError> {
    let config = request.config.unwrap_or_default();
    let name = resolve(&request.pipeline).map_or(&*request.pipeline, |p| p.id);
    let verdict = of_one(&api, name, config, strictness(request.strict));
    Ok(Json(verdict.await?))
}

/// The verdict on the settings of one pipeline. What is no group of settings is told as such.
async fn of_one(
    api: &Api,
    name: &str,
    config: Value,
    unknown: UnknownKeys,
) -> Result<ValidateResponse, ApiError> {
    let mut whole = Map::new();
    if resolve(name).is_some() {
        whole.insert(name.to_owned(), config);
    }
    let names = vec![name.to_owned()];
    let checked = judged(api, Some(names.clone()), Value::Object(whole), unknown).await?;
    Ok(verdict(
        &checked,
        resolve(name).map(|p| p.id.to_owned()).into_iter().collect(),
    ))
}

fn strictness(strict: bool) -> UnknownKeys {
    if strict {
        UnknownKeys::Refuse
    } else {
        UnknownKeys::Warn
    }
}

fn verdict(checked: &Checked, pipelines_validated: Vec<String>) -> ValidateResponse {
    let (errors, warnings) = IssueBody::split(&checked.issues);
    let message = match errors.len() {
        0 => "The configuration is valid.".to_owned(),
        1 => "One setting has to be changed.".to_owned(),
        n => format!("{n} settings have to be changed."),
    };
    ValidateResponse {
        valid: errors.is_empty(),
        errors,
        warnings,
        pipelines_validated,
        message,
    }
}

/// Checks a configuration without running anything: every error at once.
#[utoipa::path(post, path = "/api/v1/config/validate", tag = "pipelines", request_body = ValidateRequest,
    responses((status = 200, body = ValidateResponse), (status = 422, body = ErrorBody)))]
async fn validate_config(
    State(api): State<Api>,
    Body(request): Body<ValidateRequest>,
) -> Result<Json<ValidateResponse>, ApiError> {
    let config = request.config.unwrap_or(Value::Null);
    let names = request.selected_pipelines;
    let meant = meant(names.as_deref(), &config);
    let checked = judged(&api, names, config, strictness(request.strict)).await?;
    let steps = checked.config.as_ref().map(|c| &c.steps[..]);
    let steps = steps.map(|s| s.iter().map(|s| s.pipeline.to_string()).collect());
    Ok(Json(verdict(&checked, steps.unwrap_or(meant))))
}

/// The pipelines that a configuration is for, as far as they exist: where it is not valid, nothing else tells.
fn meant(names: Option<&[String]>, config: &Value) -> Vec<String> {
    let keys = || config.as_object().into_iter().flat_map(Map::keys).cloned();
    let names: Vec<String> = match names {
        Some(names) if !names.is_empty() => names.to_vec(),
        Some(_) | None => keys().collect(),
    };
    let known = names.iter().filter_map(|name| resolve(name));
    let mut known: Vec<String> = known.map(|p| p.id.to_owned()).collect();
    known.dedup();
    known
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
    let config = request.config.map_or(Value::Null, Value::Object);
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
