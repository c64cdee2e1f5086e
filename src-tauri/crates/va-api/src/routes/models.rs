//! Models: which there are, under which terms, getting them, checking them, removing them. Nothing is
//! fetched unless one of these operations asks for it.

use std::path::PathBuf;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::ErrorCode;
use va_engine::ModelView;

use crate::dto::model::{Model, ModelDownload, ModelImport, ModelImportResult, ModelList};
use crate::error::{ApiError, ErrorBody};
use crate::extract::Body;
use crate::router::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_models))
        .routes(routes!(verify_models))
        .routes(routes!(import_models))
        .routes(routes!(get_model, remove_model))
        .routes(routes!(download_model))
        .routes(routes!(pause_model))
        .routes(routes!(cancel_model))
        .routes(routes!(verify_model))
}

/// Every model of the catalogue, and whether it is here. Reads files that were not read before.
#[utoipa::path(get, path = "/api/v1/models", tag = "models", responses((status = 200, body = ModelList)))]
async fn list_models(State(api): State<Api>) -> Result<Json<ModelList>, ApiError> {
    let views = api.engine.models().await?;
    Ok(Json(list(&api, &views)))
}

fn list(api: &Api, views: &[ModelView]) -> ModelList {
    let models: Vec<_> = views.iter().map(Model::from).collect();
    let usable = || {
        let both = models.iter().zip(views);
        both.filter(|(_, view)| view.usable())
            .map(|(model, _)| model)
    };
    let depot = api.engine.toolbox().depot();
    ModelList {
        installed: usable().count() as u64,
        installed_bytes: usable().filter_map(|m| m.bytes).sum(),
        folder: depot.map_or(String::new(), |d| d.folder().to_string_lossy().into_owned()),
        free_bytes: api.engine.space().ok().map(|(free, _)| free),
        models,
    }
}

/// One model.
#[utoipa::path(get, path = "/api/v1/models/{id}", tag = "models",
    params(("id" = String, Path, description = "Id in the catalogue")),
    responses((status = 200, body = Model), (status = 404, body = ErrorBody)))]
async fn get_model(
    State(api): State<Api>,
    Path(id): Path<String>,
) -> Result<Json<Model>, ApiError> {
    Ok(Json(Model::from(&api.engine.model(id).await?)))
}

/// Downloads a model, goes on with a paused download, or tries a failed one again. Answers at once; events
/// tell how it goes. A model that is here already is left alone.
#[utoipa::path(post, path = "/api/v1/models/{id}/download", tag = "models", request_body = ModelDownload,
    params(("id" = String, Path, description = "Id in the catalogue")),
    responses((status = 202, body = Model), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody),
    (status = 507, body = ErrorBody)))]
async fn download_model(
    State(api): State<Api>,
    Path(id): Path<String>,
    Body(wish): Body<ModelDownload>,
) -> Result<(StatusCode, Json<Model>), ApiError> {
    let view = api.engine.download_model(id, wish.accept).await?;
    Ok((StatusCode::ACCEPTED, Json(Model::from(&view))))
}

/// Stops a download; what is here is kept, and downloading it again goes on from there.
#[utoipa::path(post, path = "/api/v1/models/{id}/pause", tag = "models",
    params(("id" = String, Path, description = "Id in the catalogue")),
    responses((status = 200, body = Model), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn pause_model(
    State(api): State<Api>,
    Path(id): Path<String>,
) -> Result<Json<Model>, ApiError> {
    Ok(Json(Model::from(&api.engine.pause_model(id).await?)))
}

/// Stops a download, also a paused or failed one, and throws away what is here.
#[utoipa::path(post, path = "/api/v1/models/{id}/cancel", tag = "models",
    params(("id" = String, Path, description = "Id in the catalogue")),
    responses((status = 200, body = Model), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn cancel_model(
    State(api): State<Api>,
    Path(id): Path<String>,
) -> Result<Json<Model>, ApiError> {
    Ok(Json(Model::from(&api.engine.cancel_model(id).await?)))
}

/// Removes a model that was downloaded or imported.
#[utoipa::path(delete, path = "/api/v1/models/{id}", tag = "models",
    params(("id" = String, Path, description = "Id in the catalogue")),
    responses((status = 200, body = Model), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody),
    (status = 503, body = ErrorBody)))]
async fn remove_model(
    State(api): State<Api>,
    Path(id): Path<String>,
) -> Result<Json<Model>, ApiError> {
    Ok(Json(Model::from(&api.engine.remove_model(id).await?)))
}

/// Reads a model's file again, whatever is remembered of it.
#[utoipa::path(post, path = "/api/v1/models/{id}/verify", tag = "models",
    params(("id" = String, Path, description = "Id in the catalogue")),
    responses((status = 200, body = Model), (status = 404, body = ErrorBody)))]
async fn verify_model(
    State(api): State<Api>,
    Path(id): Path<String>,
) -> Result<Json<Model>, ApiError> {
    Ok(Json(Model::from(&api.engine.verify_model(id).await?)))
}

/// Reads the files of all models again.
#[utoipa::path(post, path = "/api/v1/models/verify", tag = "models", responses((status = 200, body = ModelList)))]
async fn verify_models(State(api): State<Api>) -> Result<Json<ModelList>, ApiError> {
    let views = api.engine.verify_models().await?;
    Ok(Json(list(&api, &views)))
}

/// Takes models from a folder, a file or an archive of this computer. They are recognised by size and hash,
/// whatever they are called.
#[utoipa::path(post, path = "/api/v1/models/import", tag = "models", request_body = ModelImport,
    responses((status = 200, body = ModelImportResult), (status = 400, body = ErrorBody),
    (status = 422, body = ErrorBody), (status = 507, body = ErrorBody)))]
async fn import_models(
    State(api): State<Api>,
    Body(from): Body<ModelImport>,
) -> Result<Json<ModelImportResult>, ApiError> {
    let path = PathBuf::from(from.path);
    if !path.is_absolute() {
        let message = format!("`{}` is not an absolute path", path.display());
        let error = ApiError::new(ErrorCode::InvalidRequest, message);
        return Err(error
            .hint("give the whole path of a folder or archive")
            .field("path"));
    }
    let imported = api.engine.import_models(path).await?;
    Ok(Json(ModelImportResult::from(imported)))
}
