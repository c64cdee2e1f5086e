//! Which operation needs which scope. What is not listed needs the largest one when it changes something,
//! so that an operation that somebody forgets here is closed, not open.

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use va_core::ErrorCode;
use va_core::access::Scope;

use crate::error::ApiError;
use crate::principal::Principal;

/// Addresses that answer without a token: whether the program is well, and no more.
pub(crate) const OPEN: &[&str] = &["/health", "/api/v1/health"];

/// Operations that change nothing although they are a `POST`.
const READ: &[&str] = &[
    "/api/v1/config/parse",
    "/api/v1/config/render",
    "/api/v1/config/validate",
    "/api/v1/jobs/{id}/media",
    "/api/v1/pipelines/validate",
    "/api/v1/pipelines/{name}/validate",
];

/// Operations on jobs. `POST /jobs` with a path instead of an upload asks for more by itself.
const SUBMIT: &[&str] = &[
    "/api/v1/demo",
    "/api/v1/jobs",
    "/api/v1/jobs/{id}",
    "/api/v1/jobs/{id}/cancel",
    "/api/v1/jobs/{id}/pin",
    "/api/v1/jobs/{id}/retry",
    "/api/v1/jobs/{id}/run-again",
    "/api/v1/jobs/{id}/steps/{pipeline}/cancel",
];

/// Operations that say what only the owner of the program is to know.
const ADMIN: &[&str] = &["/api/v1/tokens"];

/// The scope that an operation needs.
pub(crate) fn needed(method: &Method, path: &str) -> Scope {
    if ADMIN.contains(&path) {
        return Scope::Admin;
    }
    if READ.contains(&path) || [Method::GET, Method::HEAD, Method::OPTIONS].contains(method) {
        return Scope::Read;
    }
    if SUBMIT.contains(&path) {
        Scope::Submit
    } else {
        Scope::Admin
    }
}

/// Refuses a token whose scope is too small for the operation.
pub(crate) async fn check(request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let needed = path.map_or(Scope::Read, |path| needed(request.method(), path.as_str()));
    match request.extensions().get::<Principal>() {
        Some(Principal::Token { name, scope, .. }) if !scope.allows(needed) => {
            too_small(name, *scope, needed).into_response()
        }
        Some(Principal::Token { .. } | Principal::Window | Principal::Anyone | Principal::Open)
        | None => next.run(request).await,
    }
}

/// Refuses a token whose scope is too small for what its request turns out to be.
pub(crate) fn need(principal: &Principal, needed: Scope) -> Result<(), ApiError> {
    match principal {
        Principal::Token { name, scope, .. } if !scope.allows(needed) => {
            Err(too_small(name, *scope, needed))
        }
        Principal::Token { .. } | Principal::Window | Principal::Anyone | Principal::Open => Ok(()),
    }
}

fn too_small(name: &str, scope: Scope, needed: Scope) -> ApiError {
    let (has, needs) = (scope.word(), needed.word());
    let message = format!("the token `{name}` has the scope `{has}`; this needs `{needs}`");
    let hint = format!("make another one: videoannotator token create --scope {needs} --name NAME");
    ApiError::new(ErrorCode::Forbidden, message).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::router::document;

    #[test]
    fn every_listed_operation_exists() {
        let document = document();
        let lists = [READ, SUBMIT, ADMIN];
        for path in lists.into_iter().flatten() {
            assert!(
                document["paths"][*path].is_object(),
                "`{path}` is listed and not there"
            );
        }
    }

    #[test]
    fn what_changes_the_program_needs_the_largest_scope() {
        assert_eq!(needed(&Method::GET, "/api/v1/jobs"), Scope::Read);
        assert_eq!(needed(&Method::POST, "/api/v1/jobs"), Scope::Submit);
        assert_eq!(needed(&Method::DELETE, "/api/v1/jobs/{id}"), Scope::Submit);
        assert_eq!(
            needed(&Method::POST, "/api/v1/config/validate"),
            Scope::Read
        );
        assert_eq!(needed(&Method::PATCH, "/api/v1/settings"), Scope::Admin);
        assert_eq!(needed(&Method::GET, "/api/v1/tokens"), Scope::Admin);
        assert_eq!(needed(&Method::POST, "/api/v1/storage/move"), Scope::Admin);
        assert_eq!(needed(&Method::POST, "/api/v1/something/new"), Scope::Admin);
    }
}
