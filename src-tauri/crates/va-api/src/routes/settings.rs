//! Settings of the program: read and changed here by the window and by scripts.

use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::dto::setting::SettingList;
use crate::error::{ApiError, ErrorBody};
use crate::extract::Body;
use crate::router::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(get_settings, change_settings))
}

/// Every setting with its value, its bounds and what decided it.
#[utoipa::path(get, path = "/api/v1/settings", tag = "settings", responses((status = 200, body = SettingList)))]
async fn get_settings(State(api): State<Api>) -> Json<SettingList> {
    Json(SettingList::from(&*api.engine.settings()))
}

/// Changes settings at once and for good: keys with their values, `null` to put a default back. With one
/// error nothing is changed; `detail.errors` has all of them. A setting that the environment fixes is
/// refused.
#[utoipa::path(patch, path = "/api/v1/settings", tag = "settings",
    request_body(content = Object, example = json!({"max_concurrent_jobs": 1, "retention_days": null})), responses(
    (status = 200, body = SettingList), (status = 400, body = ErrorBody), (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody)))]
async fn change_settings(
    State(api): State<Api>,
    Body(patch): Body<Map<String, Value>>,
) -> Result<Json<SettingList>, ApiError> {
    let settings = api.engine.change_settings(patch).await?;
    Ok(Json(SettingList::from(&*settings)))
}
