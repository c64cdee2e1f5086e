//! The pipelines: pictures and sound in, annotations out. One folder a pipeline, and `infer`, the only
//! place that uses ONNX Runtime. Knows neither databases nor the queue: results leave through [`Sink`].

mod checkpoint_clock;
mod exact;
pub mod infer;
mod motion_energy;
pub mod pipeline;
#[cfg(test)]
mod recorder;
pub mod registry;
mod scene_detection;
#[cfg(test)]
mod test_media;
pub mod vision;
mod voice_activity;

pub use pipeline::{
    Checkpoint, Dependencies, PictureDemand, PicturePipeline, PipelineError, Sampling, Sink,
    SoundDemand, SoundPipeline, TrackId,
};
pub use registry::{Environment, StreamContext, build_picture, build_sound};
