//! How the results were made: settings as applied, models by hash, versions, device, times.

use std::collections::BTreeMap;
use std::path::Path;

use va_core::provenance::{MediaRecord, ModelRecord, Provenance, StepRecord};
use va_core::worker::WorkOrder;
use va_core::{Millis, PipelineId, pipelines};
use va_engine::job_folder::{software, write_whole};
use va_store::WallTime;

use super::job::Job;

/// Now, RFC 3339 in UTC.
pub fn now() -> String {
    WallTime::from(std::time::SystemTime::now()).to_string()
}

/// The record of one step.
pub fn step(
    order: &WorkOrder,
    pipeline: &PipelineId,
    state: &str,
    counts: BTreeMap<String, u64>,
    took: Millis,
) -> Option<StepRecord> {
    let config = order.steps.iter().find(|step| step.pipeline == *pipeline)?;
    let descriptor = pipelines::find(pipeline.as_str())?;
    let models = descriptor.models.iter().filter_map(|id| {
        // the order names only files whose hash is the catalogue's
        let model = va_models::find(id).ok()?;
        Some(ModelRecord {
            id: model.id.clone(),
            sha256: model.sha256.clone(),
        })
    });
    Some(StepRecord {
        pipeline: pipeline.clone(),
        version: descriptor.version,
        variant: descriptor.variant.to_owned(),
        settings: config.settings.clone(),
        models: models.collect(),
        device_asked: "cpu".to_owned(),
        device_obtained: "cpu".to_owned(),
        state: state.to_owned(),
        counts,
        took,
    })
}

/// Writes the record of the whole job; returns its size.
pub fn write(
    job: &Job<'_>,
    path: &Path,
    media: MediaRecord,
    steps: Vec<StepRecord>,
    started_at: String,
) -> std::io::Result<u64> {
    let uses_models = steps.iter().any(|step| !step.models.is_empty());
    let library = job.order.tools.onnxruntime.as_ref().filter(|_| uses_models);
    let provenance = Provenance {
        schema: 1,
        job: job.order.job,
        software: software(),
        platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        ffmpeg: job
            .tools
            .version()
            .unwrap_or_else(|error| error.to_string()),
        onnxruntime: library.map(|path| {
            va_pipelines::infer::probe(path)
                .map_or_else(|e| e.to_string(), |probe| probe.build_info)
        }),
        media,
        steps,
        started_at,
        finished_at: now(),
    };
    let json = serde_json::to_vec_pretty(&provenance).map_err(std::io::Error::from)?;
    write_whole(path, &json)?;
    Ok(json.len() as u64)
}
