//! How the results were made: settings as applied, models by hash, versions, device, times.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crossbeam_channel::{Receiver, bounded};
use va_core::device::DeviceUse;
use va_core::provenance::{MediaRecord, ModelRecord, Provenance, StepRecord};
use va_core::worker::WorkOrder;
use va_core::{Failure, Millis, PipelineId, pipelines};
use va_engine::job_folder::{modified_ms, names, software, write_whole};
use va_media::Tools;
use va_store::WallTime;

use super::job::{Job, named, no_thread};

/// Now, RFC 3339 in UTC.
pub fn now() -> String {
    WallTime::from(std::time::SystemTime::now()).to_string()
}

/// The record of one step.
pub fn step(
    order: &WorkOrder,
    pipeline: &PipelineId,
    device: Option<DeviceUse>,
    state: &str,
    (counts, took): (BTreeMap<String, u64>, Millis),
) -> Option<StepRecord> {
    let config = order.steps.iter().find(|step| step.pipeline == *pipeline)?;
    let descriptor = pipelines::find(pipeline.as_str())?;
    let used = descriptor.models_for(&config.settings);
    let used = used.filter(|need| order.tools.models.contains_key(need.id));
    let models = used.filter_map(|need| {
        // the order names only files whose hash is the catalogue's, where it has one
        let model = va_models::find(need.id).ok()?;
        let sha256 = model.sha256.clone().or_else(|| {
            let path = order.tools.models.get(need.id)?;
            va_models::sha256_file(path, &mut |_| ControlFlow::Continue(())).ok()
        })?;
        let id = model.id.clone();
        Some(ModelRecord { id, sha256 })
    });
    let (device_asked, device_obtained) = match device {
        Some(device) => {
            let before = earlier(order, pipeline).map(|(_, obtained)| obtained);
            (
                device.asked_words(),
                in_turn(before, device.obtained_words()),
            )
        }
        None if descriptor.models.is_empty() => ("cpu".to_owned(), "cpu".to_owned()),
        // its models were not loaded in this run: they were in an earlier one, or never
        None => {
            earlier(order, pipeline).unwrap_or_else(|| (order.device.words(), "none".to_owned()))
        }
    };
    Some(StepRecord {
        pipeline: pipeline.clone(),
        version: descriptor.version,
        variant: descriptor.variant.to_owned(),
        settings: config.settings.clone(),
        models: models.collect(),
        device_asked,
        device_obtained,
        state: state.to_owned(),
        partial: state != "succeeded" && counts.values().any(|items| *items > 0),
        counts,
        took,
    })
}

/// What a step computed on in all runs of its job, one after the other.
fn in_turn(before: Option<String>, now: String) -> String {
    match before {
        Some(before) if before == now || before.ends_with(&format!(", then {now}")) => before,
        Some(before) if before != "none" => format!("{before}, then {now}"),
        Some(_) | None => now,
    }
}

/// What a step computed on, as an earlier run of the same job recorded it.
fn earlier(order: &WorkOrder, pipeline: &PipelineId) -> Option<(String, String)> {
    let file = std::fs::read(order.folder.join(names::PROVENANCE)).ok()?;
    let record = serde_json::from_slice::<Provenance>(&file).ok()?;
    let record = (record.job == order.job).then_some(record)?;
    let step = record.steps.into_iter().find(|s| s.pipeline == *pipeline)?;
    Some((step.device_asked, step.device_obtained))
}

/// Versions of what is outside this program.
#[derive(Clone)]
struct Versions {
    ffmpeg: String,
    onnxruntime: Option<String>,
}

/// The question for [`Versions`], asked once a job beside everything else: starting ffmpeg takes a while.
pub struct Asked {
    answer: Receiver<Versions>,
    known: OnceCell<Versions>,
}

impl Asked {
    /// Asks ffmpeg and, if a step of the job needs it, ONNX Runtime.
    pub fn start(job: &Job<'_>) -> Result<Self, Failure> {
        let (reply, answer) = bounded(1);
        let (tools, library) = (job.tools.clone(), Versions::library(job));
        // a job that failed meanwhile does not wait for it
        let ask = move || drop(reply.send(Versions::read(&tools, library.as_deref())));
        named("versions").spawn(ask).map_err(|e| no_thread(&e))?;
        Ok(Self {
            answer,
            known: OnceCell::new(),
        })
    }

    fn wait(&self) -> &Versions {
        self.known.get_or_init(|| {
            self.answer.recv().unwrap_or_else(|_| Versions {
                ffmpeg: "asking for the version failed".to_owned(),
                onnxruntime: None,
            })
        })
    }
}

impl Versions {
    /// ONNX Runtime, if a step of the job uses models.
    fn library(job: &Job<'_>) -> Option<PathBuf> {
        let ids = job.order.steps.iter().map(|step| step.pipeline.as_str());
        let uses_models = ids
            .filter_map(pipelines::find)
            .any(|p| !p.models.is_empty());
        job.order.tools.onnxruntime.clone().filter(|_| uses_models)
    }

    fn read(tools: &Tools, library: Option<&Path>) -> Self {
        Self {
            ffmpeg: tools.version().unwrap_or_else(|error| error.to_string()),
            onnxruntime: library.map(|path| {
                let probed = va_pipelines::infer::probe(path);
                probed.map_or_else(|e| e.to_string(), |probe| probe.build_info)
            }),
        }
    }
}

/// The steps on record from an earlier run of the same job that this order does not contain.
pub fn earlier_steps(order: &WorkOrder) -> Vec<StepRecord> {
    let file = std::fs::read(order.folder.join(names::PROVENANCE)).ok();
    let earlier = file.and_then(|text| serde_json::from_slice::<Provenance>(&text).ok());
    let steps = earlier
        .filter(|p| p.job == order.job)
        .map(|p| p.steps)
        .unwrap_or_default();
    let ordered = |step: &StepRecord| order.steps.iter().any(|s| s.pipeline == step.pipeline);
    steps.into_iter().filter(|step| !ordered(step)).collect()
}

/// Writes the record of the whole job; returns its size.
pub fn write(
    job: &Job<'_>,
    path: &Path,
    media: MediaRecord,
    steps: &[StepRecord],
    started_at: &str,
    versions: &Asked,
) -> std::io::Result<u64> {
    let versions = versions.wait();
    let provenance = Provenance {
        schema: 1,
        job: job.order.job,
        software: software(),
        platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        ffmpeg: versions.ffmpeg.clone(),
        onnxruntime: versions.onnxruntime.clone(),
        media_modified_ms: modified_ms(&job.order.media),
        media,
        steps: steps.to_vec(),
        started_at: started_at.to_owned(),
        finished_at: now(),
    };
    let json = serde_json::to_vec_pretty(&provenance).map_err(std::io::Error::from)?;
    write_whole(path, &json)?;
    Ok(json.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::in_turn;

    #[test]
    fn a_step_that_goes_on_elsewhere_says_both_devices() {
        let turn = |before: Option<&str>, now: &str| in_turn(before.map(str::to_owned), now.into());
        assert_eq!(turn(None, "cuda"), "cuda");
        assert_eq!(
            turn(Some("none"), "cuda"),
            "cuda",
            "it was not loaded before"
        );
        assert_eq!(turn(Some("cuda"), "cuda"), "cuda");
        let both = turn(Some("cuda"), "cpu (cuda: no driver)");
        assert_eq!(both, "cuda, then cpu (cuda: no driver)");
        assert_eq!(turn(Some(&both), "cpu (cuda: no driver)"), both);
        assert_eq!(
            turn(Some("cuda, then cpu"), "cuda"),
            "cuda, then cpu, then cuda"
        );
    }
}
