//! A video of the library on the wire.

use std::path::Path;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use va_core::media::{AudioFacts, MediaFacts};
use va_engine::VideoView;

use super::job::{Job, WarningBody, text};
use super::time::rfc3339;

/// The library, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct VideoList {
    /// The videos.
    pub videos: Vec<Video>,
    /// Their number.
    pub total: u64,
}

/// A recording: where it is and what the probe found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Recording {
    /// Where it is.
    pub path: String,
    /// File name.
    pub name: String,
    /// Folder.
    pub folder: String,
    /// Size in bytes when it was last looked at.
    pub size_bytes: u64,
    /// Length.
    #[schema(required = true)]
    pub duration_ms: Option<i64>,
    /// Width as shown, in pixels.
    #[schema(required = true)]
    pub width: Option<u32>,
    /// Height as shown, in pixels.
    #[schema(required = true)]
    pub height: Option<u32>,
    /// Mean frames per second.
    #[schema(required = true)]
    pub frame_rate: Option<f64>,
    /// Whether the frame rate varies.
    pub variable_rate: bool,
    /// Turn that the player applies, degrees clockwise.
    pub rotation: u16,
    /// Codec of the picture.
    #[schema(required = true)]
    pub video_codec: Option<String>,
    /// The first sound track in words, for example `Stereo, 48 kHz`.
    #[schema(required = true)]
    pub audio: Option<String>,
    /// What to know about it.
    pub warnings: Vec<WarningBody>,
}

/// A video.
#[derive(Debug, Serialize, ToSchema)]
pub struct Video {
    /// Its id.
    pub id: i64,
    /// The recording.
    #[serde(flatten)]
    pub recording: Recording,
    /// Whether the file is there now.
    pub present: bool,
    /// When it was added.
    pub added_at: String,
    /// Its newest job.
    #[schema(required = true)]
    pub job: Option<Job>,
    /// Number of its jobs.
    pub jobs: u32,
}

/// A recording to look at.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ProbeRequest {
    /// Absolute path.
    #[schema(example = "/home/ada/study/visit-07.mp4")]
    pub path: String,
}

impl Recording {
    /// Puts together what is known.
    pub fn of(path: &Path, size_bytes: u64, facts: Option<&MediaFacts>) -> Self {
        let picture = facts.and_then(|f| f.video.as_ref());
        let name = path.file_name().map(Path::new).map(text);
        Self {
            path: text(path),
            name: name.unwrap_or_default(),
            folder: path.parent().map(text).unwrap_or_default(),
            size_bytes,
            duration_ms: facts.and_then(|f| f.duration).map(|d| d.0),
            width: picture.map(|p| p.width),
            height: picture.map(|p| p.height),
            frame_rate: picture.map(|p| p.mean_rate),
            variable_rate: picture.is_some_and(|p| p.variable_rate),
            rotation: picture.map_or(0, |p| p.rotation),
            video_codec: picture.map(|p| p.codec.clone()),
            audio: facts.and_then(|f| f.audio.first()).map(sound),
            warnings: facts
                .map(|f| f.warnings.iter().map(WarningBody::from).collect())
                .unwrap_or_default(),
        }
    }
}

impl From<&VideoView> for Video {
    fn from(video: &VideoView) -> Self {
        Self {
            id: video.id,
            recording: Recording::of(&video.path, video.size_bytes, video.facts.as_ref()),
            present: video.path.is_file(),
            added_at: rfc3339(video.added_at),
            job: video.latest.as_deref().map(Job::from),
            jobs: video.jobs,
        }
    }
}

fn sound(track: &AudioFacts) -> String {
    let channels = match track.channels {
        1 => "Mono".to_owned(),
        2 => "Stereo".to_owned(),
        n => format!("{n} channels"),
    };
    format!("{channels}, {} kHz", f64::from(track.rate) / 1000.0)
}
