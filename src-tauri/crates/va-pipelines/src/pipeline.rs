//! What a pipeline is to the worker that runs it: it says what it needs, is fed in order, pushes
//! annotations into a sink, and can be stopped and resumed at any checkpoint.

use std::ops::ControlFlow;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use va_core::annotation::{Observation, Renumber, Sample, Segment, TrackSpec};
use va_core::device::DeviceUse;
use va_core::schema::Settings;
use va_core::{ErrorCode, Failure, Millis, device_words};
use va_media::{AudioChunk, Frame};
pub use va_media::{Colour, Sampling};

/// What a picture pipeline needs from the decoder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureDemand {
    /// Which frames.
    pub sampling: Sampling,
    /// Width in pixels that it makes use of; the picture is never enlarged to it.
    pub width: u32,
    /// How it wants the pixels.
    pub colour: Colour,
}

/// What a sound pipeline needs from the decoder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoundDemand {
    /// Samples per second, mono.
    pub rate: u32,
    /// Sound track, counted from 0.
    pub track: u32,
}

/// A track declared to a sink.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TrackId(pub usize);

/// How far a pipeline got, and what it must know to go on from there.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    /// Picture: PTS of the last frame that is done. Sound: index of the first sample that is not.
    pub position: i64,
    /// The same as a time, for people.
    pub time: Millis,
    /// Small state; a few kilobytes at most.
    pub state: Value,
}

/// Where annotations go. Items since the last checkpoint and the checkpoint are committed together.
pub trait Sink {
    /// Declares a track, or finds it again after a resume.
    fn track(&mut self, spec: TrackSpec) -> Result<TrackId, PipelineError>;
    /// Adds an interval.
    fn segment(&mut self, track: TrackId, segment: Segment) -> Result<(), PipelineError>;
    /// Adds values at a point in time.
    fn sample(&mut self, track: TrackId, sample: Sample) -> Result<(), PipelineError>;
    /// Sets every value of the first sample at or after each of `points` (PTS, ascending) to `None`: a
    /// measurement that turned out later to be none, for example across a camera cut. Reaches samples of
    /// earlier checkpoints too, takes effect with the next checkpoint, and may be repeated. A point after
    /// the last sample changes nothing.
    fn clear_first_from(&mut self, track: TrackId, points: &[i64]) -> Result<(), PipelineError>;
    /// Adds what was measured of an object. A track has at most one a tick and object.
    fn object(&mut self, track: TrackId, seen: Observation) -> Result<(), PipelineError>;
    /// Gives objects other numbers, in rows of earlier checkpoints too; all changes of a call hold at once.
    /// Takes effect with the next checkpoint. Fails then if two objects of a tick would share a number.
    fn renumber(&mut self, track: TrackId, changes: &[Renumber]) -> Result<(), PipelineError>;
    /// Commits what was added since the last checkpoint together with this one.
    fn checkpoint(&mut self, checkpoint: Checkpoint) -> Result<(), PipelineError>;
}

/// Results of the pipelines that this one needs; asked for at the end, when those are finished. A pipeline
/// may also read its own tracks here, as far as they are committed.
pub trait Dependencies {
    /// Segments of a track of another pipeline, in order of start, or `None` if that pipeline did not
    /// succeed.
    fn segments(&self, track_key: &str) -> Result<Option<Vec<Segment>>, PipelineError>;

    /// Gives each observation of a track to `take`, by tick, then by object, until it breaks. `false` if
    /// that pipeline did not succeed.
    fn each_object(
        &self,
        track_key: &str,
        take: &mut dyn FnMut(&Observation) -> ControlFlow<()>,
    ) -> Result<bool, PipelineError>;
}

/// A pipeline that reads pictures.
pub trait PicturePipeline: Send {
    /// What it needs. Constant for a given configuration.
    fn demand(&self) -> PictureDemand;

    /// What its models compute on; `None` if it has none.
    fn device(&self) -> Option<DeviceUse> {
        None
    }

    /// After a resume: the frame at the checkpoint's position, already done in the previous run. Restores
    /// what is too large for [`Checkpoint::state`]; must not write anything.
    fn prime(&mut self, frame: &Frame) -> Result<(), PipelineError>;

    /// The next frame, in order of PTS.
    fn push(&mut self, frame: &Frame, sink: &mut dyn Sink) -> Result<(), PipelineError>;

    /// Where it stands after what it was fed so far, so that it can be stopped at any moment without doing
    /// anything twice. `None` before it was fed and after [`Self::finish`].
    fn standing(&mut self) -> Result<Option<Checkpoint>, PipelineError>;

    /// No more frames: `end_pts` is where the last frame's display ends. Writes what is pending and ends
    /// with a checkpoint; resumed from that one it writes nothing again.
    fn finish(
        &mut self,
        end_pts: i64,
        others: &dyn Dependencies,
        sink: &mut dyn Sink,
    ) -> Result<(), PipelineError>;
}

/// A pipeline that reads sound.
pub trait SoundPipeline: Send {
    /// What it needs. Constant for a given configuration.
    fn demand(&self) -> SoundDemand;

    /// What its models compute on; `None` if it has none.
    fn device(&self) -> Option<DeviceUse> {
        None
    }

    /// The next samples, in order and without a gap. After a resume the first one is the checkpoint's
    /// position.
    fn push(&mut self, chunk: &AudioChunk, sink: &mut dyn Sink) -> Result<(), PipelineError>;

    /// Where it stands after what it was fed so far, so that it can be stopped at any moment without doing
    /// anything twice. `None` before it was fed and after [`Self::finish`].
    fn standing(&mut self) -> Result<Option<Checkpoint>, PipelineError>;

    /// No more sound. Writes what is pending and ends with a checkpoint; resumed from that one it writes
    /// nothing again.
    fn finish(
        &mut self,
        others: &dyn Dependencies,
        sink: &mut dyn Sink,
    ) -> Result<(), PipelineError>;
}

/// Why a pipeline stopped.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The settings do not fit the pipeline's own type: schema and code disagree.
    #[error("the settings of `{pipeline}` do not fit: {source}")]
    Settings {
        /// Registry name.
        pipeline: &'static str,
        /// What serde said.
        source: serde_json::Error,
    },
    /// A checkpoint can't be read back.
    #[error("the checkpoint of `{pipeline}` can't be read: {source}")]
    State {
        /// Registry name.
        pipeline: &'static str,
        /// What serde said.
        source: serde_json::Error,
    },
    /// ONNX Runtime is not there or did not load.
    #[error("ONNX Runtime can't be loaded from `{path}`: {reason}")]
    Runtime {
        /// Library that was tried, or where it was looked for.
        path: String,
        /// Why.
        reason: String,
    },
    /// The ONNX Runtime library is there but is not one that this program can use.
    #[error("ONNX Runtime at `{path}` can't be used: {reason}")]
    RuntimeUnusable {
        /// Library that was tried.
        path: String,
        /// Why.
        reason: String,
    },
    /// A model file is damaged, too new, or another model.
    #[error("model `{model}` can't be used: {reason}")]
    ModelUnfit {
        /// Id in the catalogue.
        model: String,
        /// Why.
        reason: String,
        /// What the user can do.
        hint: String,
    },
    /// A model gave values that are infinite or no numbers.
    #[error("model `{model}` gave {count} values in `{output}` that are no finite numbers")]
    NotANumber {
        /// Id in the catalogue.
        model: String,
        /// Which output.
        output: String,
        /// How many.
        count: u32,
    },
    /// The device that was asked for does not work, and no other one was allowed.
    #[error("{reason}")]
    Device {
        /// What was asked for.
        asked: String,
        /// Why it does not work, with its name.
        reason: String,
    },
    /// A model did not run.
    #[error("model `{model}` did not run: {reason}")]
    Inference {
        /// Id in the catalogue.
        model: String,
        /// Why.
        reason: String,
    },
    /// A model file is not there.
    #[error("model `{model}` is not installed")]
    ModelMissing {
        /// Id in the catalogue.
        model: String,
    },
    /// A pipeline whose result is read did not succeed.
    #[error("`{pipeline}` reads the result of `{needs}`, which did not succeed")]
    Dependency {
        /// Registry name.
        pipeline: &'static str,
        /// Registry name of the pipeline that it reads.
        needs: &'static str,
    },
    /// The sink refused.
    #[error(transparent)]
    Sink(Failure),
}

impl PipelineError {
    /// The error as it is stored and shown.
    pub fn failure(&self) -> Failure {
        let message = self.to_string();
        match self {
            Self::Settings { .. } | Self::State { .. } => Failure::new(ErrorCode::Internal, message)
                .hint("run the video again as a new job; report this with the job's log"),
            Self::Runtime { .. } => Failure::new(ErrorCode::OnnxRuntimeMissing, message)
                .hint("reinstall the program, or set ORT_DYLIB_PATH to a library of version 1.22 or newer"),
            Self::RuntimeUnusable { .. } => Failure::new(ErrorCode::OnnxRuntimeUnusable, message)
                .hint("reinstall the program, or set ORT_DYLIB_PATH to a library of version 1.22 or newer for this computer"),
            Self::ModelUnfit { hint, .. } => {
                Failure::new(ErrorCode::ModelUnfit, message).hint(hint.clone())
            }
            Self::NotANumber { model, .. } => Failure::new(ErrorCode::ModelNotANumber, message)
                .hint(format!("verify `{model}`; if it is whole, run on the processor or without half precision, and report this with the job's log")),
            Self::Device { asked, .. } => Failure::new(ErrorCode::DeviceUnavailable, message)
                .hint(format!("set `device: cpu` instead of `{asked}`, or `device_fallback: true` to let the processor take over")),
            Self::Inference { .. } => device_words::failure(&message).unwrap_or_else(|| {
                Failure::new(ErrorCode::InferenceFailed, message)
                    .hint("retry; if it fails again, verify the model and report this with the job's log")
            }),
            Self::ModelMissing { .. } => Failure::new(ErrorCode::ModelMissing, message)
                .hint("give its folder with --models or VIDEOANNOTATOR_MODELS_DIR"),
            Self::Dependency { needs, .. } => Failure::new(ErrorCode::PipelineUnavailable, message)
                .hint(format!("repair `{needs}` first, or switch the setting off that reads it")),
            Self::Sink(failure) => failure.clone(),
        }
    }
}

/// A pipeline's settings as its own type. A job that waited through an update of the program has none of the
/// settings that came with it: those have their defaults.
pub(crate) fn settings<T: DeserializeOwned>(
    pipeline: &'static str,
    settings: &Settings,
) -> Result<T, PipelineError> {
    let known = va_core::pipelines::find(pipeline);
    let mut all = known.map_or_else(Settings::default, |known| known.schema.defaults());
    all.0.extend(settings.0.clone());
    all.typed()
        .map_err(|source| PipelineError::Settings { pipeline, source })
}

/// What a pipeline knew at its checkpoint, as its own type; `None` for a new run.
pub(crate) fn resumed<T: DeserializeOwned>(
    pipeline: &'static str,
    resume: Option<&Checkpoint>,
) -> Result<Option<T>, PipelineError> {
    let state = resume.map(|checkpoint| T::deserialize(&checkpoint.state));
    state
        .transpose()
        .map_err(|source| PipelineError::State { pipeline, source })
}

/// A checkpoint there and then, with what a pipeline must know to go on: what [`resumed`] gives back.
pub(crate) fn checkpoint<T: Serialize>(
    pipeline: &'static str,
    (position, time): (i64, Millis),
    state: &T,
) -> Result<Checkpoint, PipelineError> {
    let state = serde_json::to_value(state);
    let state = state.map_err(|source| PipelineError::State { pipeline, source })?;
    Ok(Checkpoint {
        position,
        time,
        state,
    })
}
