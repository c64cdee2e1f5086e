//! The shapes on the wire, apart from the domain's own types so that either can change alone.

pub mod access;
pub mod config;
pub mod diagnostics;
pub mod export;
pub mod health;
pub mod job;
pub mod model;
pub mod pipeline;
pub mod preset;
pub mod queue;
pub mod result;
pub mod setting;
pub mod storage;
pub mod time;
pub mod token;
pub mod track;
pub mod video;
pub mod vitals;
