//! What the probe found out about a recording. Plain facts, stored with every job; nothing here is a
//! promise by the container that was not checked against its packets.

use serde::{Deserialize, Serialize};

use crate::time::{Millis, TimeBase};

/// A recording.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MediaFacts {
    /// Container, as ffprobe names it (`mov,mp4,m4a,3gp,3g2,mj2`).
    pub container: String,
    /// Size of the file in bytes.
    pub size_bytes: u64,
    /// The container's clock at its first packet: the player's zero.
    pub start: Millis,
    /// Length that the container claims.
    pub duration: Option<Millis>,
    /// The picture that is annotated: the first video stream that is no cover art.
    pub video: Option<VideoFacts>,
    /// Sound tracks, in the file's order.
    pub audio: Vec<AudioFacts>,
    /// What a researcher should know before trusting the times, in plain words.
    pub warnings: Vec<MediaWarning>,
}

/// The picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VideoFacts {
    /// Stream index in the file.
    pub index: u32,
    /// Codec name.
    pub codec: String,
    /// Pixel format as coded.
    pub pixel_format: String,
    /// Width as coded, in pixels.
    pub coded_width: u32,
    /// Height as coded, in pixels.
    pub coded_height: u32,
    /// Width as shown: after rotation and with square pixels. Coordinates in results are in these.
    pub width: u32,
    /// Height as shown.
    pub height: u32,
    /// Turn that the player applies, in degrees clockwise, one of 0, 90, 180, 270.
    pub rotation: u16,
    /// Width of a pixel divided by its height, as a fraction.
    pub pixel_aspect: (u32, u32),
    /// Seconds per tick of every PTS of this stream.
    pub time_base: TimeBase,
    /// First PTS in ticks.
    pub first_pts: i64,
    /// Last PTS in ticks.
    pub last_pts: i64,
    /// Packets that carry a picture to show.
    pub frames: u64,
    /// Frames per second over the whole recording, for information and estimates only.
    pub mean_rate: f64,
    /// Whether the interval between frames varies by more than the rounding of the time base.
    pub variable_rate: bool,
    /// Where the times come from.
    pub pts_source: PtsSource,
    /// `bt709`, `smpte170m`, ..., empty if the file does not say.
    pub color_space: String,
    /// `tv`, `pc`, empty if the file does not say.
    pub color_range: String,
    /// Largest gap between two frames, in ticks.
    pub largest_gap: i64,
    /// Longest interval between key frames, in ticks.
    pub key_interval: i64,
    /// Steps backwards in decoding time: the clock of the recording restarts there.
    pub clock_restarts: u32,
}

/// Where the times of frames come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PtsSource {
    /// From the container.
    Pts,
    /// Some packets have none; the decoder filled them in.
    Derived,
    /// The file has no times; a constant rate is assumed.
    AssumedRate,
}

/// A sound track.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AudioFacts {
    /// Stream index in the file.
    pub index: u32,
    /// Codec name.
    pub codec: String,
    /// Samples per second as coded.
    pub rate: u32,
    /// Channels.
    pub channels: u32,
    /// First PTS on the container's clock.
    pub start: Option<Millis>,
    /// Length that the container claims.
    pub duration: Option<Millis>,
    /// Language tag, if any.
    pub language: Option<String>,
}

/// Something about a recording that affects its results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaWarning {
    /// Which one.
    pub code: MediaWarningCode,
    /// One sentence for a researcher.
    pub message: String,
}

/// The closed list of warnings about a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaWarningCode {
    /// Frames are not evenly spaced.
    VariableFrameRate,
    /// No sound track.
    NoSound,
    /// Several sound tracks.
    SeveralSoundTracks,
    /// Times are assumed or derived.
    UncertainTimes,
    /// The recording's clock restarts in the middle.
    ClockRestarts,
    /// The file ends early.
    Truncated,
    /// Damaged pictures or packets.
    Damaged,
    /// The picture's size changes in the middle.
    SizeChanges,
    /// Sound is missing for a while; silence was put in its place.
    SoundGap,
    /// The picture is played turned.
    Rotated,
    /// Pixels are not square.
    NonSquarePixels,
    /// A file format could not hold something unchanged.
    ExportNote,
}
