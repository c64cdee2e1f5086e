//! Numbers about the program in the shapes of VideoAnnotator 1.4, for the monitors that read them.

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_engine::data_folder::names;
use va_store::catalogue::Statistics;

use crate::dto::time::rfc3339_now;
use crate::dto::vitals::{
    Connection, Counts, Database, DatabaseCounts, Features, Metrics, Performance, Setup,
};
use crate::error::ApiError;
use crate::router::Api;
use crate::vitals::vitals;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(metrics))
        .routes(routes!(setup))
        .routes(routes!(database))
}

/// Jobs, requests and load as numbers.
#[utoipa::path(get, path = "/api/v1/system/metrics", tag = "system", responses((status = 200, body = Metrics)))]
async fn metrics(State(api): State<Api>) -> Result<Json<Metrics>, ApiError> {
    let found = vitals(&api).await?;
    let jobs = found.statistics.clone().unwrap_or_default();
    let (requests, response_time_avg) = api.ledger.answered();
    Ok(Json(Metrics {
        timestamp: rfc3339_now(),
        metrics: Counts {
            jobs_total: jobs.total(),
            jobs_active: jobs.with_status("pending") + jobs.with_status("running"),
            jobs_completed: jobs.with_status("completed"),
            jobs_failed: jobs.with_status("failed"),
            jobs_cancelled: jobs.with_status("cancelled"),
            jobs_pending: jobs.with_status("pending"),
            jobs_running: jobs.with_status("running"),
            success_rate: success_rate(&jobs),
            total_annotations: jobs.annotations,
            api_requests_total: requests,
            response_time_avg,
            pipeline_processing_time_avg: jobs.mean_step_ms.unwrap_or_default() / 1000.0,
            uptime_seconds: api.started.elapsed().as_secs_f64(),
        },
        performance: Performance {
            cpu_usage: found.load.cpu_percent,
            memory_usage: found.load.memory_percent(),
            disk_usage: found.disk_percent().unwrap_or_default(),
        },
    }))
}

fn success_rate(jobs: &Statistics) -> f64 {
    let (good, bad) = (jobs.with_status("completed"), jobs.with_status("failed"));
    va_engine::computer::percent(good, good + bad)
}

/// The settings in force, and what the program does.
#[utoipa::path(get, path = "/api/v1/system/config", tag = "system", responses((status = 200, body = Setup)))]
async fn setup(State(api): State<Api>) -> Json<Setup> {
    let settings = api.engine.settings();
    let values = settings.entries();
    Json(Setup {
        configuration: values
            .map(|(s, value, _)| (s.field.key.to_owned(), value.clone()))
            .collect(),
        environment: "production".to_owned(),
        features: Features {
            authentication: api.auth_required,
            rate_limiting: api.auth_required,
            webhooks: false,
            async_processing: true,
        },
    })
}

/// Where the catalogue is and what is in it.
#[utoipa::path(get, path = "/api/v1/system/database", tag = "system", responses((status = 200, body = Database)))]
async fn database(State(api): State<Api>) -> Result<Json<Database>, ApiError> {
    let jobs = api.engine.statistics().await?;
    let path = api.engine.data_root().join(names::CATALOGUE);
    let path = path.to_string_lossy().into_owned();
    Ok(Json(Database {
        backend_type: "sqlite".to_owned(),
        connection_info: Connection {
            database_url: format!("sqlite:///{path}"),
            database_path: path,
            database_size_mb: jobs.bytes as f64 / f64::from(1_u32 << 20),
        },
        statistics: DatabaseCounts {
            total_jobs: jobs.total(),
            pending_jobs: jobs.with_status("pending"),
            running_jobs: jobs.with_status("running"),
            completed_jobs: jobs.with_status("completed"),
            failed_jobs: jobs.with_status("failed"),
            cancelled_jobs: jobs.with_status("cancelled"),
            total_annotations: jobs.annotations,
        },
        schema_version: jobs.schema_version,
    }))
}
