//! The operations, one file a subject. Each file lists its own routes; the router merges the files.

pub(crate) mod access;
pub(crate) mod annotations;
pub(crate) mod artifacts;
pub(crate) mod debug;
pub(crate) mod diagnostics;
pub(crate) mod events;
pub(crate) mod exports;
pub(crate) mod health;
pub(crate) mod job_actions;
pub(crate) mod jobs;
pub(crate) mod media;
pub(crate) mod models;
pub(crate) mod notices;
pub(crate) mod pipelines;
pub(crate) mod presets;
pub(crate) mod queue;
pub(crate) mod results;
pub(crate) mod settings;
pub(crate) mod storage;
pub(crate) mod system;
pub(crate) mod tokens;
pub(crate) mod videos;
