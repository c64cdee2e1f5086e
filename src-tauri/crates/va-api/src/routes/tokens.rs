//! Tokens of programs: listed, made and revoked by the window and by an administrator's script. The secret
//! is in the one answer that makes it, and in no log.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::ErrorCode;

use crate::dto::token::{MadeToken, NewToken, Token, TokenList};
use crate::error::{ApiError, ErrorBody};
use crate::extract::Body;
use crate::router::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_tokens, create_token))
        .routes(routes!(revoke_token))
}

/// Every token, the newest first, also those that are revoked or have ended. The tokens themselves are
/// known to nobody any more.
#[utoipa::path(get, path = "/api/v1/tokens", tag = "tokens", responses((status = 200, body = TokenList)))]
async fn list_tokens(State(api): State<Api>) -> Json<TokenList> {
    let rows = api.engine.tokens().all();
    Json(TokenList {
        tokens: rows.iter().map(Token::from).collect(),
    })
}

/// Makes a token. `token` in the answer is shown this once: keep it where passwords are kept.
#[utoipa::path(post, path = "/api/v1/tokens", tag = "tokens", request_body = NewToken, responses(
    (status = 201, body = MadeToken), (status = 400, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn create_token(
    State(api): State<Api>,
    Body(wanted): Body<NewToken>,
) -> Result<Response, ApiError> {
    let (row, secret) = api.engine.create_token(wanted.into()).await?;
    let mut answer = (StatusCode::CREATED, Json(MadeToken::new(&row, &secret))).into_response();
    let kept_nowhere = HeaderValue::from_static("no-store");
    answer
        .headers_mut()
        .insert(header::CACHE_CONTROL, kept_nowhere);
    Ok(answer)
}

/// Takes a token out of use, at once and for good. It stays in the list.
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", tag = "tokens", params(("id" = i64, Path)), responses(
    (status = 200, body = Token), (status = 404, body = ErrorBody)))]
async fn revoke_token(
    State(api): State<Api>,
    Path(id): Path<String>,
) -> Result<Json<Token>, ApiError> {
    let number = id.parse().map_err(|_| {
        ApiError::new(
            ErrorCode::TokenNotFound,
            format!("there is no token `{id}`"),
        )
        .hint("list the tokens with GET /api/v1/tokens")
    })?;
    let row = api.engine.revoke_token(number).await?;
    Ok(Json(Token::from(&row)))
}
