//! How the program is: a plain word for monitors, and what the window's rail shows.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::pipelines::PIPELINES;
use va_engine::Engine;
use va_engine::gpu::{self, GpuFacts};

use crate::dto::health::{
    Directories, Ffmpeg, GpuStatus, Health, PipelineNames, Security, Storage, WorkerInfo,
};
use crate::dto::time::rfc3339_now;
use crate::error::ApiError;
use crate::router::Api;

const GIB: u64 = 1 << 30;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(alive))
        .routes(routes!(system_health))
}

/// A plain answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Alive {
    /// Always `healthy`: a program that is not does not answer.
    status: String,
    /// Version of the API.
    api_version: String,
    /// Version of the program.
    videoannotator_version: String,
}

/// Whether the program answers.
#[utoipa::path(get, path = "/health", tag = "system", responses((status = 200, body = Alive)))]
async fn alive() -> Json<Alive> {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    Json(Alive {
        status: "healthy".to_owned(),
        api_version: version.clone(),
        videoannotator_version: version,
    })
}

/// How the program is: data folder, queue, graphics card, ffmpeg, connections.
#[utoipa::path(get, path = "/api/v1/system/health", tag = "system", responses((status = 200, body = Health)))]
async fn system_health(State(api): State<Api>) -> Result<Json<Health>, ApiError> {
    let (running, queued) = api.engine.counts().await?;
    let engine = api.engine.clone();
    let (gpu, ffmpeg, names, storage) = tokio::task::spawn_blocking(move || {
        let toolbox = engine.toolbox();
        let ffmpeg = toolbox.media().and_then(|tools| tools.version()).ok();
        let usable = PIPELINES.iter().filter(|p| toolbox.obstacle(p).is_none());
        (
            gpu::facts(),
            ffmpeg,
            usable.map(|p| p.id.to_owned()).collect::<Vec<_>>(),
            storage(&engine),
        )
    })
    .await
    .map_err(|e| ApiError::new(va_core::ErrorCode::Internal, e.to_string()))?;
    let limit = api.engine.max_jobs();
    let busy = if running == 0 {
        "idle"
    } else if queued > limit {
        "overloaded"
    } else {
        "busy"
    };
    let degraded = storage.status == "error" || ffmpeg.is_none();
    let version = env!("CARGO_PKG_VERSION").to_owned();
    Ok(Json(Health {
        status: if degraded { "degraded" } else { "healthy" }.to_owned(),
        version: version.clone(),
        api_version: version.clone(),
        videoannotator_version: version,
        timestamp: rfc3339_now(),
        uptime_seconds: api.started.elapsed().as_secs_f64(),
        security: Security {
            auth_required: api.auth_required,
        },
        connections_since_start: api.ledger.connections(),
        requests_since_start: api.engine.requests(),
        storage,
        gpu_status: card(gpu),
        worker_info: WorkerInfo {
            active_jobs: running,
            queued_jobs: queued,
            max_concurrent_jobs: limit,
            worker_status: busy.to_owned(),
        },
        pipelines: PipelineNames {
            total: names.len() as u64,
            names,
        },
        ffmpeg: Ffmpeg {
            available: ffmpeg.is_some(),
            version: ffmpeg,
        },
    }))
}

fn storage(engine: &Engine) -> Storage {
    let root = engine.data_root();
    let space = engine.space().ok();
    let free = space.map(|s| s.0);
    let exists = |part: &str| root.join(part).is_dir();
    Storage {
        path: root.to_string_lossy().into_owned(),
        status: match free {
            Some(free) if free >= 5 * GIB => "ok",
            Some(free) if free >= GIB => "warning",
            Some(_) | None => "error",
        }
        .to_owned(),
        free_bytes: free,
        total_bytes: space.map(|s| s.1),
        directories: Directories {
            uploads: exists("uploads"),
            results: exists("results"),
            temp: exists("temp"),
            logs: exists("logs"),
        },
    }
}

fn card(facts: GpuFacts) -> GpuStatus {
    match facts {
        GpuFacts::Present {
            name,
            cuda,
            total_bytes,
            free_bytes,
            ..
        } => GpuStatus {
            available: true,
            device_name: Some(name),
            cuda_version: Some(cuda),
            memory_total: Some(total_bytes),
            memory_free: Some(free_bytes),
            reason: None,
        },
        GpuFacts::Absent { reason } => GpuStatus {
            available: false,
            device_name: None,
            cuda_version: None,
            memory_total: None,
            memory_free: None,
            reason: Some(reason),
        },
    }
}
