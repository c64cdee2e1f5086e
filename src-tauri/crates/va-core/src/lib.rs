//! The domain: what a job, a step, a time, a setting and an error are. Every other crate builds on
//! these types; this one does no I/O, starts no process and knows no async runtime.

pub mod access;
pub mod annotation;
pub mod app_settings;
pub mod config_text;
pub mod dependants;
pub mod device;
pub mod device_words;
pub mod error;
pub mod ids;
pub mod issue;
pub mod job;
pub mod job_config;
pub mod joints;
pub mod media;
pub mod origins;
pub mod pipeline;
pub mod pipelines;
pub mod presets;
pub mod provenance;
pub mod schema;
pub mod step;
pub mod time;
pub mod worker;

pub use error::{ErrorCode, Failure};
pub use ids::{JobId, PipelineId};
pub use time::{Millis, TimeBase};
