//! How the API can be reached over TCP: for the window's settings, and for a script that asks what it spoke to.

use std::time::SystemTime;

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_store::WallTime;

use crate::dto::access::AccessBody;
use crate::router::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(get_access))
}

/// Whether the API listens on a port of this computer, where, for which web pages, and why not if it should
/// and can't. In the window it listens only while the setting `api_enabled` is on and a token is in use. The
/// event `access.update` tells of changes.
#[utoipa::path(get, path = "/api/v1/access", tag = "tokens", responses((status = 200, body = AccessBody)))]
async fn get_access(State(api): State<Api>) -> Json<AccessBody> {
    let settings = api.engine.settings();
    let values = &settings.values;
    let now = WallTime::from(SystemTime::now());
    let in_use = api.engine.tokens().in_use(now);
    Json(AccessBody::of(
        api.access.get(),
        values.api_port,
        &values.allowed_origins,
        in_use,
    ))
}
