//! The pipelines: pictures and sound in, annotations out. One folder a pipeline, and `infer`, the only
//! place that uses ONNX Runtime. Knows neither databases nor the queue: results leave through [`Sink`].

mod checkpoint_clock;
mod declaration;
mod exact;
mod face_analysis;
pub mod infer;
mod likeness;
mod motion_energy;
mod person_tracking;
pub mod pipeline;
#[cfg(test)]
mod recorder;
pub mod registry;
mod scene_detection;
#[cfg(test)]
mod test_media;
pub mod vision;
mod voice_activity;

/// Who is who from sample to sample, for whoever has boxes; `person_tracking` uses it.
pub mod tracking {
    pub use crate::person_tracking::{Area, Detection, Rules, Seen, Tracker};
}

pub use pipeline::{
    Checkpoint, Dependencies, PictureDemand, PicturePipeline, PipelineError, Sampling, Sink,
    SoundDemand, SoundPipeline, TrackId,
};
pub use registry::{Environment, StreamContext, build_picture, build_sound};
