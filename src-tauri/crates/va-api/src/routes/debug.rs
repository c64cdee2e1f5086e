//! What people who debug a client of VideoAnnotator 1.4 ask for, with real values. What has none here is not
//! there: requests are in the program's log, and events come from the event stream.

use axum::extract::State;
use axum::{Extension, Json};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::access::Scope;
use va_core::pipelines::PIPELINES;

use crate::dto::job::Job;
use crate::dto::time::rfc3339_now;
use crate::error::{ApiError, ErrorBody};
use crate::extract::Id;
use crate::principal::Principal;
use crate::router::Api;
use crate::vitals::vitals;

/// Lines of a job's log that are shown.
const LOG_LINES: u32 = 100;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(server_info))
        .routes(routes!(pipelines))
        .routes(routes!(background_jobs))
        .routes(routes!(token_info))
        .routes(routes!(debug_job))
}

fn gigabytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1_u32 << 30)
}

/// The program, its computer and its catalogue in one answer.
#[utoipa::path(get, path = "/api/v1/debug/server-info", tag = "debug", responses((status = 200, body = Object)))]
async fn server_info(State(api): State<Api>) -> Result<Json<Value>, ApiError> {
    let found = vitals(&api).await?;
    let (requests, mean) = api.ledger.answered();
    let version = env!("CARGO_PKG_VERSION");
    let statistics = found.statistics.clone();
    let jobs = statistics.clone().unwrap_or_default();
    let all: Vec<_> = PIPELINES.iter().map(|p| p.id).collect();
    let used = found
        .load
        .memory_total
        .saturating_sub(found.load.memory_available);
    Ok(Json(json!({
        "server": {
            "version": version,
            "videoannotator_version": version,
            "environment": "production",
            "uptime_seconds": api.started.elapsed().as_secs_f64(),
            "debug_mode": false,
            "api_base_path": "/api/v1",
        },
        "database": {
            "backend": "sqlite",
            "path": api.engine.data_root().join(va_engine::data_folder::names::CATALOGUE),
            "connection_status": if statistics.is_ok() { "healthy" } else { "unhealthy" },
            "total_jobs": jobs.total(),
            "size_mb": jobs.bytes as f64 / f64::from(1_u32 << 20),
        },
        "pipelines": {
            "initialized": found.pipelines,
            "available": found.pipelines,
            "known": all,
            "total_available": found.pipelines.len(),
        },
        "system": {
            "platform": format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            "python_version": "n/a",
            "cpu_count": found.load.cores,
            "cpu_usage_percent": found.load.cpu_percent,
            "memory_total_gb": gigabytes(found.load.memory_total),
            "memory_used_gb": gigabytes(used),
            "memory_usage_percent": found.load.memory_percent(),
            "gpu": found.gpu,
        },
        "request_stats": {
            "total_requests": requests,
            "average_response_time_ms": mean * 1000.0,
        },
    })))
}

/// Each pipeline, whether it can run here, and why not.
#[utoipa::path(get, path = "/api/v1/debug/pipelines", tag = "debug", responses((status = 200, body = Object)))]
async fn pipelines(State(api): State<Api>) -> Result<Json<Value>, ApiError> {
    let engine = api.engine.clone();
    let list = crate::extract::blocking(move || {
        let of = |p: &&'static va_core::pipeline::PipelineDescriptor| {
            let obstacle = engine.toolbox().obstacle(p);
            let models: Vec<_> = p.models.iter().map(|m| m.id).collect();
            json!({
                "name": p.id,
                "display_name": p.title,
                "status": if obstacle.is_none() { "ready" } else { "unavailable" },
                "error": obstacle.map(|f| f.message),
                "models": models,
                "version": p.version,
            })
        };
        PIPELINES.iter().map(of).collect::<Vec<_>>()
    });
    Ok(Json(json!({ "pipelines": list.await? })))
}

/// What runs and waits, and what it costs.
#[utoipa::path(get, path = "/api/v1/debug/background-jobs", tag = "debug", responses((status = 200, body = Object)))]
async fn background_jobs(State(api): State<Api>) -> Result<Json<Value>, ApiError> {
    let found = vitals(&api).await?;
    Ok(Json(json!({
        "background_processing": {
            "running": true,
            "processing_jobs": found.processing,
            "concurrent_jobs": found.running,
            "queued_jobs": found.queued,
            "max_concurrent_jobs": api.engine.max_jobs(),
            "poll_interval": 0,
        },
        "system_info": {
            "pid": std::process::id(),
            "memory_usage_mb": found.load.own_memory as f64 / f64::from(1_u32 << 20),
            "cpu_percent": found.load.own_cpu_percent,
        },
        "timestamp": rfc3339_now(),
    })))
}

/// What the token of this request is good for. Never the token.
#[utoipa::path(get, path = "/api/v1/debug/token-info", tag = "debug", responses((status = 200, body = Object)))]
async fn token_info(Extension(principal): Extension<Principal>) -> Json<Value> {
    let (name, scope) = holder(&principal);
    let may = |needed: Scope, words: &'static [&'static str]| {
        words.iter().filter(move |_| scope.allows(needed))
    };
    let permissions: Vec<_> = may(Scope::Read, &["job:read", "pipeline:read", "system:read"])
        .chain(may(Scope::Submit, &["job:submit", "job:delete"]))
        .chain(may(Scope::Admin, &["system:admin"]))
        .collect();
    Json(json!({
        "token": {
            "valid": true,
            "username": name,
            "scope": scope.word(),
            "permissions": permissions,
        },
    }))
}

/// Who asks, by name, and what they may.
fn holder(principal: &Principal) -> (String, Scope) {
    match principal {
        Principal::Token { name, scope, .. } => (name.clone(), *scope),
        Principal::Window => ("window".to_owned(), Scope::Admin),
        Principal::Anyone => ("none".to_owned(), Scope::Read),
        Principal::Open => ("none".to_owned(), Scope::Admin),
    }
}

/// A job with the newest lines of its log.
#[utoipa::path(get, path = "/api/v1/debug/jobs/{id}", tag = "debug", params(("id" = String, Path)), responses(
    (status = 200, body = Object), (status = 404, body = ErrorBody)))]
async fn debug_job(State(api): State<Api>, Id(id): Id) -> Result<Json<Value>, ApiError> {
    let job = api.engine.job(id).await?;
    let log = match api.engine.log(id, LOG_LINES).await {
        Ok(log) => log.lines,
        // it is written when the first worker starts
        Err(va_engine::EngineError::NotReadable { .. }) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let line = |line: va_engine::log::LogLine| json!({ "timestamp": line.at, "level": line.level, "message": line.message });
    let log: Vec<_> = log.into_iter().map(line).collect();
    Ok(Json(json!({ "job": Job::from(&*job), "log": log })))
}
