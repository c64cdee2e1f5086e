//! The pipelines: pictures and sound in, annotations out. One folder a pipeline, and `infer`, the only
//! place that uses ONNX Runtime. Knows neither databases nor the queue: results leave through [`Sink`].

pub mod pipeline;

pub use pipeline::{
    Checkpoint, Dependencies, PictureDemand, PicturePipeline, PipelineError, Sampling, Sink,
    SoundDemand, SoundPipeline, TrackId,
};
