//! The whole job: probe, run what is not finished yet, export each step as it succeeds, say how it was
//! made.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crossbeam_channel::{Sender, bounded, unbounded};
use va_core::device::DeviceUse;
use va_core::job_config::StepConfig;
use va_core::media::MediaFacts;
use va_core::pipeline::Modality;
use va_core::worker::{WorkOrder, WorkerEvent};
use va_core::{ErrorCode, Failure, PipelineId};
use va_engine::job_folder::{names, software};
use va_media::{Recording, Tools};
use va_pipelines::Environment;
use va_store::results::{Outcome, PipelineProgress, ResultsHeader, ResultsMeta};

use super::board::Board;
use super::export::Exporter;
use super::gauge::{Gauge, Gauges};
use super::hash::Hash;
use super::records::Records;
use super::step::{Ended, Step};
use super::stop::Stop;
use super::voice::Voice;
use super::{picture, provenance, sound};

/// What every step of the job shares.
pub struct Job<'a> {
    pub order: &'a WorkOrder,
    pub tools: &'a Tools,
    pub recording: &'a Recording,
    pub records: &'a Records,
    pub board: &'a Board,
    pub ids: &'a [PipelineId],
    pub voice: &'a Voice,
    pub stop: &'a Stop,
    pub gauges: &'a Gauges,
    pub devices: &'a Devices,
}

/// What the models of the steps compute on, as far as they are loaded.
#[derive(Debug, Default)]
pub struct Devices(Mutex<BTreeMap<PipelineId, DeviceUse>>);

impl Devices {
    /// What a step computes on.
    pub fn of(&self, pipeline: &PipelineId) -> Option<DeviceUse> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(pipeline).cloned()
    }
}

impl Job<'_> {
    /// Why a step can't run at all: a model that it uses can't be used here.
    pub fn refusal(&self, step: &Step) -> Option<Failure> {
        let pipeline = va_core::pipelines::find(step.id().as_str())?;
        let mut used = pipeline.models_for(&step.config.settings);
        used.find_map(|need| self.order.tools.refused.get(need.id).cloned())
    }

    /// What pipelines with a model need besides the recording. Steps with models run at the same time, so
    /// they share the job's threads.
    pub fn environment(&self) -> Environment {
        let with_models = |step: &&StepConfig| {
            let found = va_core::pipelines::find(step.pipeline.as_str());
            found.is_some_and(|pipeline| pipeline.models_for(&step.settings).next().is_some())
        };
        let sharing = self.order.steps.iter().filter(with_models).count().max(1);
        Environment {
            onnx_runtime: self.order.tools.onnxruntime.clone().unwrap_or_default(),
            models: self.order.tools.models.clone(),
            threads: (self.order.threads as usize / sharing).max(1),
            device: self.order.device.clone(),
        }
    }

    /// The models of a step are loaded: says what they compute on.
    pub fn computes_on(&self, step: &Step, device: Option<DeviceUse>) {
        let Some(device) = device else { return };
        let pipeline = step.id().clone();
        {
            let all = self.devices.0.lock();
            let mut all = all.unwrap_or_else(PoisonError::into_inner);
            all.insert(pipeline.clone(), device.clone());
        }
        self.voice.say(WorkerEvent::StepDevice { pipeline, device });
    }

    /// A step begins: says so and returns its gauge.
    pub fn begin(&self, step: &Step, picture: bool) -> Arc<Gauge> {
        let facts = self.recording.facts();
        let resumed_from = step.checkpoint.as_ref().map(|c| c.time);
        let total = length(facts, self.recording.probe().end_pts);
        let gauge = Gauge::new(
            step.id().clone(),
            (facts.start, total),
            resumed_from,
            picture,
        );
        self.gauges.add(&gauge);
        let pipeline = step.id().clone();
        let resumed_from = resumed_from.map(|at| at - facts.start);
        self.voice.say(WorkerEvent::StepStarted {
            pipeline,
            resumed_from,
        });
        gauge
    }

    /// A step has ended.
    pub fn end(&self, ended: &Sender<(PipelineId, Ended)>, step: &Step, outcome: Ended) {
        self.gauges.remove(step.id());
        self.board
            .post(step.id(), matches!(outcome, Ended::Succeeded(..)));
        // the job waits for every step, so somebody listens
        drop(ended.send((step.id().clone(), outcome)));
    }
}

/// Length of the recording: to the end of the last frame, else what the container claims.
fn length(facts: &MediaFacts, end_pts: i64) -> Option<va_core::Millis> {
    let picture = facts
        .video
        .as_ref()
        .map(|v| v.time_base.millis(end_pts) - facts.start);
    picture.filter(|length| length.0 > 0).or(facts.duration)
}

/// Does the job.
pub fn run(order: &WorkOrder, voice: &Voice, stop: &Arc<Stop>) -> Result<(), Failure> {
    let started = provenance::now();
    let header = ResultsHeader {
        job: order.job,
        software: software(),
    };
    let (records, keeper) = Records::open(&order.folder.join(names::RESULTS), &header)?;
    let known = records.with(|writer| Ok((writer.read().checkpoints()?, writer.read().meta()?)))?;
    let (known, meta) = known;
    let tools = Tools::from(&order.tools);
    let hash = Hash::start(&order.media, stop)?;
    let recording =
        Recording::open(&tools, &order.media, &order.folder).map_err(|e| e.failure())?;
    if !known.is_empty() {
        same_recording(&meta, &recording, &hash)?;
    }
    let facts = recording.facts().clone();
    voice.say(WorkerEvent::Media {
        facts: Box::new(facts.clone()),
    });
    for warning in &facts.warnings {
        voice.say(WorkerEvent::Warning {
            warning: warning.clone(),
        });
    }
    let frame_pts = Arc::clone(&recording.probe().frame_pts);
    records.with(move |writer| {
        writer.set_media(&facts)?;
        writer.set_frame_times(&frame_pts)
    })?;
    let steps = Steps::sort(order, &known, recording.facts())?;
    let ids: Vec<_> = order
        .steps
        .iter()
        .map(|step| step.pipeline.clone())
        .collect();
    let (board, gauges) = (Board::default(), Gauges::default());
    let devices = Devices::default();
    let job = Job {
        order,
        tools: &tools,
        recording: &recording,
        records: &records,
        board: &board,
        ids: &ids,
        voice,
        stop,
        gauges: &gauges,
        devices: &devices,
    };
    if !stop.begin() {
        // whoever heard it first ends the process
        return Ok(());
    }
    let hashed = hash.bytes();
    let mut exporter = Exporter::new(&job, hash, &started)?;
    thread::scope(|scope| -> Result<(), Failure> {
        let (ended, endings) = unbounded();
        let (quit, quitting) = bounded::<()>(0);
        for (step, outcome) in &steps.done {
            voice.say(WorkerEvent::StepStarted {
                pipeline: step.id().clone(),
                // it goes on from its end: nothing of it is computed again
                resumed_from: length(recording.facts(), recording.probe().end_pts),
            });
            job.end(&ended, step, outcome.clone());
        }
        let (job, steps, reporter, hashed) = (&job, &steps, &gauges, &hashed);
        if !steps.picture.is_empty() {
            let ended = ended.clone();
            named("picture")
                .spawn_scoped(scope, move || picture::run(job, &steps.picture, &ended))
                .map_err(|e| no_thread(&e))?;
        }
        for step in &steps.sound {
            let ended = ended.clone();
            named("sound")
                .spawn_scoped(scope, move || sound::run(job, step, &ended))
                .map_err(|e| no_thread(&e))?;
        }
        named("gauges")
            .spawn_scoped(scope, move || reporter.report(voice, &quitting, hashed))
            .map_err(|e| no_thread(&e))?;
        drop(ended);
        for (pipeline, outcome) in endings {
            exporter.step_ended(&pipeline, outcome);
        }
        drop(quit);
        Ok(())
    })?;
    let files = exporter.finish()?;
    drop(records);
    keeper.close()?;
    voice.say(WorkerEvent::Finished {
        files,
        cancelled: stop.requested(),
    });
    Ok(())
}

/// Refuses to continue the results of another recording.
fn same_recording(meta: &ResultsMeta, recording: &Recording, hash: &Hash) -> Result<(), Failure> {
    let other = meta
        .media
        .as_ref()
        .is_some_and(|before| before != recording.facts());
    let before = meta
        .media_sha256
        .as_ref()
        .filter(|before| !before.is_empty());
    let altered = match before {
        Some(before) => hash.wait()?.is_some_and(|now| now != *before),
        None => false,
    };
    if other || altered {
        Err(changed(recording.path()))
    } else {
        Ok(())
    }
}

/// The steps of the order by what has to be done for them.
struct Steps {
    picture: Vec<Step>,
    sound: Vec<Step>,
    done: Vec<(Step, Ended)>,
}

impl Steps {
    fn sort(
        order: &WorkOrder,
        known: &[PipelineProgress],
        facts: &MediaFacts,
    ) -> Result<Self, Failure> {
        let mut sorted = Self {
            picture: Vec::new(),
            sound: Vec::new(),
            done: Vec::new(),
        };
        for config in &order.steps {
            let progress = known.iter().find(|k| k.pipeline == config.pipeline);
            let step = Step::new(config.clone(), progress)?;
            let finished = progress.and_then(|p| Some((p.outcome.clone()?, p.took)));
            match (finished, step.descriptor.modality) {
                (Some((Outcome::Succeeded, took)), _) => {
                    sorted
                        .done
                        .push((step, Ended::Succeeded(BTreeMap::new(), took)));
                }
                (Some((Outcome::Skipped(reason), _)), _) => {
                    sorted.done.push((step, Ended::Skipped(reason)));
                }
                (Some((Outcome::Cancelled, took)), _) => {
                    let outcome = Ended::Cancelled(BTreeMap::new(), took);
                    sorted.done.push((step, outcome));
                }
                (Some((Outcome::Failed(_), _)) | None, Modality::Picture)
                    if facts.video.is_none() =>
                {
                    sorted.done.push((step, Ended::Skipped(no_picture())));
                }
                (Some((Outcome::Failed(_), _)) | None, Modality::Sound)
                    if facts.audio.is_empty() =>
                {
                    sorted.done.push((step, Ended::Skipped(no_sound())));
                }
                (Some((Outcome::Failed(_), _)) | None, Modality::Picture) => {
                    sorted.picture.push(step);
                }
                (Some((Outcome::Failed(_), _)) | None, Modality::Sound) => sorted.sound.push(step),
            }
        }
        Ok(sorted)
    }
}

pub(super) fn named(name: &str) -> thread::Builder {
    thread::Builder::new().name(name.to_owned())
}

pub(super) fn no_thread(error: &std::io::Error) -> Failure {
    Failure::new(
        ErrorCode::Internal,
        format!("no thread can be started: {error}"),
    )
}

fn changed(media: &Path) -> Failure {
    let message = format!(
        "`{}` is not the recording that this job began with",
        media.display()
    );
    Failure::new(ErrorCode::MediaChanged, message).hint(
        "make a new job for the changed recording; on the command line, --force or another --out",
    )
}

fn no_picture() -> Failure {
    Failure::new(ErrorCode::NoVideoStream, "the recording has no picture")
        .hint("choose sound steps only, or a file with a picture")
}

fn no_sound() -> Failure {
    Failure::new(ErrorCode::NoAudioStream, "the recording has no sound")
        .hint("choose picture steps only, or a file with sound")
}
