//! Presets: listing those that ship and one's own ones, keeping and removing one's own ones.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::ErrorCode;
use va_core::presets::Preset;
use va_engine::{PresetError, PresetShelf};

use crate::dto::config::IssueBody;
use crate::dto::preset::{PresetBody, PresetList, PresetRequest};
use crate::error::{ApiError, ErrorBody};
use crate::extract::Body;
use crate::router::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_presets))
        .routes(routes!(put_preset, delete_preset))
}

/// Every preset.
#[utoipa::path(get, path = "/api/v1/presets", tag = "presets", responses((status = 200, body = PresetList)))]
async fn list_presets(State(api): State<Api>) -> Result<Json<PresetList>, ApiError> {
    let (presets, unreadable) = on_shelf(&api, |shelf| shelf.list()).await?;
    Ok(Json(PresetList {
        presets: presets.into_iter().map(PresetBody::from).collect(),
        unreadable: unreadable.into_iter().map(Into::into).collect(),
    }))
}

/// Keeps a preset of one's own under a name, in place of one that is there.
#[utoipa::path(put, path = "/api/v1/presets/{name}", tag = "presets",
    params(("name" = String, Path, description = "Lower-case letters, digits, `-` and `_`")),
    request_body = PresetRequest,
    responses((status = 200, body = PresetBody), (status = 201, body = PresetBody),
        (status = 400, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn put_preset(
    State(api): State<Api>,
    Path(name): Path<String>,
    Body(request): Body<PresetRequest>,
) -> Result<(StatusCode, Json<PresetBody>), ApiError> {
    api.engine.require_still()?;
    let (preset, replaced) = on_shelf(&api, move |shelf| {
        let preset = Preset::new(
            &name,
            request.title.as_deref(),
            request.description.as_deref(),
            &request.selected_pipelines,
            &request.config,
        )
        .map_err(|issues| PresetError::Invalid { name, issues })?;
        let replaced = shelf.save(&preset)?;
        Ok((preset, replaced))
    })
    .await?;
    let status = if replaced {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    Ok((status, Json(preset.into())))
}

/// Removes a preset of one's own.
#[utoipa::path(delete, path = "/api/v1/presets/{name}", tag = "presets", params(("name" = String, Path)),
    responses((status = 204), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn delete_preset(
    State(api): State<Api>,
    Path(name): Path<String>,
) -> Result<StatusCode, ApiError> {
    api.engine.require_still()?;
    on_shelf(&api, move |shelf| shelf.delete(&name)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Does something with the folder of presets, off the threads that answer.
async fn on_shelf<T: Send + 'static>(
    api: &Api,
    work: impl FnOnce(PresetShelf) -> Result<T, PresetError> + Send + 'static,
) -> Result<T, ApiError> {
    let shelf = PresetShelf::new(&api.engine.data_root());
    let done = tokio::task::spawn_blocking(move || work(shelf)).await;
    done.map_err(|e| ApiError::new(ErrorCode::Internal, e.to_string()))?
        .map_err(ApiError::from)
}

impl From<PresetError> for ApiError {
    fn from(error: PresetError) -> Self {
        let api = Self::from(error.failure());
        match error {
            PresetError::Invalid { issues, .. } => {
                let field = issues.first().map(|i| i.field.clone()).unwrap_or_default();
                let (errors, _) = IssueBody::split(&issues);
                api.field(field)
                    .detail(serde_json::json!({ "errors": errors }))
            }
            PresetError::NotFound { .. } | PresetError::BuiltIn(_) | PresetError::File { .. } => {
                api
            }
        }
    }
}
