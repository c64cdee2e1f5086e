//! Recordings: what they are (probe), their pictures and sound with true timestamps (decode), and one
//! decode for every pipeline that can share it (fan-out). Spawns ffmpeg and ffprobe, nothing else; knows
//! neither pipelines nor databases.

pub mod frame;

pub use frame::{AudioChunk, Frame};
