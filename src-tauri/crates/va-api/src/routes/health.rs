//! How the program is: a plain word for monitors, and what the window's rail and the existing viewer show.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_core::ErrorCode;
use va_engine::computer;
use va_engine::gpu::GpuFacts;

use crate::dto::diagnostics::DiagnosticsReport;
use crate::dto::health::{
    Component, Computer, Diagnostics, Directories, DiskUse, Ffmpeg, GpuStatus, Health, Memory,
    OldGpu, OldWorkers, PipelineNames, Security, Services, Storage, StorageUse, WorkerInfo,
};
use crate::dto::time::rfc3339_now;
use crate::dto::vitals::{
    Alive, DatabaseDetails, Details, GpuDetails, GpuDevice, RegistryDetails, StorageDetails,
    Wellness,
};
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Asked, blocking};
use crate::principal::Principal;
use crate::router::Api;
use crate::vitals::{Vitals, vitals};

/// What to say while nobody needs a token.
const OPEN: &str = "authentication is off: every program on this computer can use the API";

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(alive))
        .routes(routes!(health))
        .routes(routes!(system_health))
}

fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Whether the program answers. Needs no token and says nothing about jobs.
#[utoipa::path(get, path = "/health", tag = "system", responses((status = 200, body = Alive)))]
async fn alive(State(api): State<Api>) -> Result<Json<Alive>, ApiError> {
    let readable = api.engine.statistics().await.is_ok();
    let load = blocking(computer::load).await?;
    let database = component(
        readable,
        "the catalogue answers",
        "the catalogue can't be read",
    );
    let message = if api.auth_required {
        "VideoAnnotator API is running".to_owned()
    } else {
        format!("VideoAnnotator API is running; warning: {OPEN}")
    };
    Ok(Json(Alive {
        status: database.status.clone(),
        api_version: version(),
        videoannotator_version: version(),
        message,
        logging: "enhanced".to_owned(),
        memory_percent: load.memory_percent(),
        database,
    }))
}

fn component(well: bool, good: &str, bad: &str) -> Component {
    let (status, message) = if well {
        ("healthy", good)
    } else {
        ("unhealthy", bad)
    };
    Component {
        status: status.to_owned(),
        message: message.to_owned(),
    }
}

/// How much to tell.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct HealthQuery {
    /// Part by part, with 503 if the database, the storage or the registry is in error.
    #[serde(default)]
    detailed: bool,
}

/// Whether the program is well; part by part if that is asked for.
#[utoipa::path(get, path = "/api/v1/health", tag = "system", params(HealthQuery), responses(
    (status = 200, description = "It is well", body = Wellness),
    (status = 422, description = "`detailed` is no truth value", body = ErrorBody),
    (status = 503, description = "It is not: database, storage or registry is in error", body = Wellness)))]
async fn health(
    State(api): State<Api>,
    Extension(principal): Extension<Principal>,
    Asked(query): Asked<HealthQuery>,
) -> Result<(StatusCode, Json<Wellness>), ApiError> {
    let plain = |status: &str, details| Wellness {
        status: status.to_owned(),
        version: version(),
        timestamp: rfc3339_now(),
        details,
    };
    if !query.detailed {
        return Ok((StatusCode::OK, Json(plain("ok", None))));
    }
    if principal == Principal::Anyone {
        let error = ApiError::new(ErrorCode::Unauthorized, "API key required for the details");
        return Err(error.hint("send the header Authorization: Bearer <token>"));
    }
    let found = vitals(&api).await?;
    let details = details(&found);
    let words = [
        &details.database.status,
        &details.storage.status,
        &details.registry.status,
    ];
    let ill = words.into_iter().any(|word| word == "error");
    let (status, word) = if ill {
        (StatusCode::SERVICE_UNAVAILABLE, "unhealthy")
    } else {
        (StatusCode::OK, "ok")
    };
    Ok((status, Json(plain(word, Some(details)))))
}

fn gigabytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1_u32 << 30)
}

fn details(found: &Vitals) -> Details {
    let statistics = found.statistics.as_ref();
    let (free, total) = found.space.unwrap_or_default();
    Details {
        database: DatabaseDetails {
            status: if statistics.is_ok() { "ok" } else { "error" }.to_owned(),
            message: found.database_words(),
            jobs_count: statistics.map_or(0, va_store::catalogue::Statistics::total),
            schema_version: statistics.map_or(0, |s| s.schema_version),
            error: statistics.err().cloned(),
        },
        storage: StorageDetails {
            status: found.storage_status().to_owned(),
            total_gb: gigabytes(total),
            used_gb: gigabytes(total.saturating_sub(free)),
            free_gb: gigabytes(free),
            percent_used: found.disk_percent().unwrap_or_default(),
        },
        gpu: match &found.gpu {
            GpuFacts::Present {
                name,
                count,
                total_bytes,
                free_bytes,
                ..
            } => GpuDetails {
                available: true,
                device_count: *count,
                devices: vec![GpuDevice {
                    name: name.clone(),
                    memory_total_gb: gigabytes(*total_bytes),
                    memory_allocated_gb: gigabytes(total_bytes.saturating_sub(*free_bytes)),
                    memory_free_gb: gigabytes(*free_bytes),
                }],
                reason: None,
            },
            GpuFacts::Absent { reason } => GpuDetails {
                available: false,
                device_count: 0,
                devices: Vec::new(),
                reason: Some(reason.clone()),
            },
        },
        registry: RegistryDetails {
            status: if found.pipelines.is_empty() {
                "error"
            } else {
                "ok"
            }
            .to_owned(),
            pipelines_loaded: found.pipelines.len() as u64,
            pipeline_names: found.pipelines.clone(),
        },
    }
}

/// How the program is: computer, data folder, catalogue, queue, graphics card, ffmpeg, connections. Always 200; what
/// is wrong is in `status` and in the parts.
#[utoipa::path(get, path = "/api/v1/system/health", tag = "system", responses((status = 200, body = Health)))]
async fn system_health(State(api): State<Api>) -> Result<Json<Health>, ApiError> {
    let found = vitals(&api).await?;
    let limit = api.engine.max_jobs();
    let database = component(found.statistics.is_ok(), "", "");
    let database = Component {
        message: found.database_words(),
        ..database
    };
    let status = if found.statistics.is_err() {
        "unhealthy"
    } else if found.storage_status() == "error" || found.ffmpeg.is_none() {
        "degraded"
    } else {
        "healthy"
    };
    let ffmpeg = Ffmpeg {
        available: found.ffmpeg.is_some(),
        version: found.ffmpeg.clone(),
    };
    let engine = api.engine.clone();
    let (free, total) = (found.space.map(|s| s.0), found.space.map(|s| s.1));
    let storage = blocking({
        let status = found.storage_status().to_owned();
        move || storage(&engine, status, free, total)
    });
    Ok(Json(Health {
        status: status.to_owned(),
        version: version(),
        api_version: version(),
        videoannotator_version: version(),
        timestamp: rfc3339_now(),
        uptime_seconds: api.started.elapsed().as_secs_f64(),
        security: Security {
            auth_required: api.auth_required,
            warning: (!api.auth_required).then(|| OPEN.to_owned()),
        },
        system: computer(&found),
        database: database.clone(),
        gpu: old_gpu(&found.gpu),
        workers: OldWorkers {
            status: "running".to_owned(),
            active_jobs: found.running,
            processing_jobs: found.processing.clone(),
            queued_jobs: found.queued,
            max_concurrent_workers: limit,
            poll_interval_seconds: 0,
        },
        services: Services {
            database: database.clone(),
            job_queue: "embedded".to_owned(),
            pipelines: if found.pipelines.is_empty() {
                "unavailable"
            } else {
                "ready"
            }
            .to_owned(),
        },
        diagnostics: Diagnostics {
            database,
            storage: shown_storage(&found),
            ffmpeg: ffmpeg.clone(),
        },
        checks: api
            .checked
            .recent(|| super::diagnostics::context(&api))
            .map(|report| DiagnosticsReport::from((*report).clone())),
        connections_since_start: api.ledger.connections(),
        requests_since_start: api.engine.requests(),
        storage: storage.await?,
        worker_info: WorkerInfo {
            active_jobs: found.running,
            queued_jobs: found.queued,
            max_concurrent_jobs: limit,
            worker_status: found.worker_words(limit).to_owned(),
        },
        gpu_status: card(found.gpu),
        pipelines: PipelineNames {
            total: found.pipelines.len() as u64,
            names: found.pipelines,
        },
        ffmpeg,
    }))
}

fn computer(found: &Vitals) -> Computer {
    let load = found.load;
    Computer {
        platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        python_version: "n/a".to_owned(),
        cpu_count: load.cores,
        cpu_percent: load.cpu_percent,
        memory_percent: load.memory_percent(),
        memory: Memory {
            total: load.memory_total,
            available: load.memory_available,
            percent: load.memory_percent(),
            used: load.memory_total.saturating_sub(load.memory_available),
            free: load.memory_free,
        },
        disk: found.space.map(|(free, total)| DiskUse {
            total,
            used: total.saturating_sub(free),
            free,
            percent: found.disk_percent().unwrap_or_default(),
        }),
    }
}

fn shown_storage(found: &Vitals) -> StorageUse {
    let (status, message) = match found.storage_status() {
        "ok" => ("healthy", "there is room"),
        "warning" => ("degraded", "less than 5 GB are free"),
        _ => (
            "unhealthy",
            "less than 1 GB is free, or the disk does not answer",
        ),
    };
    StorageUse {
        status: status.to_owned(),
        disk_usage_percent: found.disk_percent(),
        message: message.to_owned(),
    }
}

fn storage(
    engine: &va_engine::Engine,
    status: String,
    free_bytes: Option<u64>,
    total_bytes: Option<u64>,
) -> Storage {
    let root = engine.data_root();
    let exists = |part: &str| root.join(part).is_dir();
    Storage {
        path: root.to_string_lossy().into_owned(),
        status,
        free_bytes,
        total_bytes,
        directories: Directories {
            uploads: exists("uploads"),
            results: exists("results"),
            temp: exists("temp"),
            logs: exists("logs"),
        },
    }
}

fn old_gpu(facts: &GpuFacts) -> OldGpu {
    let (name, count, used, reason) = match facts {
        GpuFacts::Present {
            name,
            count,
            total_bytes,
            free_bytes,
            ..
        } => {
            let used = total_bytes.saturating_sub(*free_bytes);
            (Some(name.clone()), *count, Some(used), None)
        }
        GpuFacts::Absent { reason } => (None, 0, None, Some(reason.clone())),
    };
    OldGpu {
        available: name.is_some(),
        reason,
        device_count: count,
        current_device: name.as_ref().map(|_| 0),
        device_name: name,
        memory_allocated: used,
        memory_reserved: None,
        compute_capability: None,
        compatibility_warning: None,
        pytorch_version: "n/a".to_owned(),
        min_compute_capability: None,
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
            memory_used: Some(total_bytes.saturating_sub(free_bytes)),
            memory_free: Some(free_bytes),
            reason: None,
        },
        GpuFacts::Absent { reason } => GpuStatus {
            available: false,
            device_name: None,
            cuda_version: None,
            memory_total: None,
            memory_used: None,
            memory_free: None,
            reason: Some(reason),
        },
    }
}
