//! Recordings: what they are (probe), their pictures and sound with true timestamps (decode), and one
//! decode for every pipeline that can share it (fan-out). Spawns ffmpeg and ffprobe, nothing else; knows
//! neither pipelines nor databases.

pub mod audio;
mod child;
mod clock;
pub mod error;
pub mod frame;
pub mod nut;
pub mod plan;
pub mod probe;
pub mod recording;
pub mod sampling;
pub mod thumbnail;
pub mod tools;
pub mod video;

pub use audio::{AudioDecode, AudioReport, decode_audio};
pub use error::MediaError;
pub use frame::{AudioChunk, Colour, Frame};
pub use plan::{Demand, VideoPlan};
pub use probe::{Probe, probe};
pub use recording::Recording;
pub use sampling::Sampling;
pub use thumbnail::thumbnail;
pub use tools::Tools;
pub use video::{DecodeReport, TapSpec, VideoDecode, decode_video};
