//! The operations, one file a subject. Each file lists its own routes; the router merges the files.

pub(crate) mod annotations;
pub(crate) mod events;
pub(crate) mod health;
pub(crate) mod jobs;
pub(crate) mod media;
pub(crate) mod pipelines;
pub(crate) mod results;
pub(crate) mod videos;
