//! Everything that can go wrong between a file and its pictures and sound, and what the user can do about
//! each. Written here once, so that the window, the CLI and the API say the same.

use std::io;
use std::path::{Path, PathBuf};

use va_core::{ErrorCode, Failure};

use crate::nut::NutError;

/// Why a recording can't be read.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// ffmpeg or ffprobe is in none of the places where it is looked for.
    #[error("`{program}` was not found; looked in {looked}")]
    FfmpegMissing {
        /// Name of the program.
        program: &'static str,
        /// Places, in words.
        looked: String,
    },
    /// ffmpeg or ffprobe is there but can't be started.
    #[error("`{program}` can't be started: {source}")]
    FfmpegBroken {
        /// The file that was tried.
        program: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// No such file.
    #[error("`{path}` is not there")]
    NotFound {
        /// The recording.
        path: PathBuf,
    },
    /// A folder, a device or a pipe.
    #[error("`{path}` is a folder or a device, not a recording")]
    NotAFile {
        /// What was given.
        path: PathBuf,
    },
    /// The file may not be read.
    #[error("`{path}` may not be read by this user")]
    PermissionDenied {
        /// The recording.
        path: PathBuf,
    },
    /// The file can't be read for another reason.
    #[error("`{path}` can't be read: {source}")]
    Unreadable {
        /// The recording.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Zero bytes.
    #[error("`{path}` is empty: it has zero bytes")]
    Empty {
        /// The recording.
        path: PathBuf,
    },
    /// Text, whatever the name says.
    #[error("`{path}` is a text file, not a recording")]
    Text {
        /// The recording.
        path: PathBuf,
    },
    /// An MP4 without its index: the recording or the copy was cut off.
    #[error(
        "`{path}` has no index of its contents (`moov`): it was cut off before its end was written"
    )]
    CutOff {
        /// The recording.
        path: PathBuf,
    },
    /// ffmpeg does not understand the file.
    #[error("`{path}` is no recording that ffmpeg can open: {said}")]
    NotMedia {
        /// The recording.
        path: PathBuf,
        /// Last line that ffprobe printed.
        said: String,
    },
    /// ffprobe printed something that is not what it prints.
    #[error("`ffprobe` answered in a way that is not understood: {reason}")]
    Probe {
        /// Which part.
        reason: String,
    },
    /// No picture.
    #[error("`{path}` has no video stream")]
    NoVideo {
        /// The recording.
        path: PathBuf,
    },
    /// Fewer sound tracks than asked for.
    #[error("`{path}` has no sound track {track}; it has {tracks}")]
    NoSuchTrack {
        /// The recording.
        path: PathBuf,
        /// The one asked for, counted from 0.
        track: u32,
        /// How many there are.
        tracks: usize,
    },
    /// ffmpeg ended with an error, or without one picture.
    #[error("decoding `{path}` stopped after {delivered} {what}: ffmpeg ended with {exit}: {said}")]
    Decode {
        /// The recording.
        path: PathBuf,
        /// Frames or samples that had been delivered.
        delivered: u64,
        /// `frames` or `samples`.
        what: &'static str,
        /// Exit code or signal, in words.
        exit: String,
        /// Last lines of ffmpeg's log.
        said: String,
    },
    /// Somebody ended ffmpeg or ffprobe while it read the recording.
    #[error("reading `{path}` stopped: ffmpeg was killed ({exit})")]
    Killed {
        /// The recording.
        path: PathBuf,
        /// The signal, in words.
        exit: String,
    },
    /// What came through the pipe is not what was asked for.
    #[error("decoding `{path}` stopped: the stream from ffmpeg is broken: {source}")]
    Stream {
        /// The recording.
        path: PathBuf,
        /// Where it broke.
        source: NutError,
    },
    /// A repaired copy of the recording can't be written.
    #[error("a repaired copy of `{path}` can't be written to `{folder}`: {said}")]
    Repair {
        /// The recording.
        path: PathBuf,
        /// Folder for temporary files.
        folder: PathBuf,
        /// Last lines of ffmpeg's log, or what the operating system said.
        said: String,
    },
    /// A thread did not start or did not end well.
    #[error("thread `{thread}` failed: {reason}")]
    Thread {
        /// Its name.
        thread: &'static str,
        /// Why.
        reason: String,
    },
}

impl MediaError {
    /// An error of the file system about a recording.
    pub fn file(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound => Self::NotFound { path },
            io::ErrorKind::PermissionDenied => Self::PermissionDenied { path },
            io::ErrorKind::IsADirectory => Self::NotAFile { path },
            _ => Self::Unreadable { path, source },
        }
    }

    /// The closed code of this error.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::FfmpegMissing { .. } | Self::FfmpegBroken { .. } => ErrorCode::FfmpegMissing,
            Self::NotFound { .. } => ErrorCode::MediaMissing,
            Self::NotAFile { .. }
            | Self::PermissionDenied { .. }
            | Self::Unreadable { .. }
            | Self::Empty { .. }
            | Self::Text { .. }
            | Self::CutOff { .. }
            | Self::NotMedia { .. } => ErrorCode::MediaUnreadable,
            Self::NoVideo { .. } => ErrorCode::NoVideoStream,
            Self::NoSuchTrack { .. } => ErrorCode::NoAudioStream,
            Self::Decode { .. } | Self::Killed { .. } | Self::Stream { .. } => {
                ErrorCode::DecodeFailed
            }
            Self::Repair { .. } => ErrorCode::StorageNotWritable,
            Self::Probe { .. } | Self::Thread { .. } => ErrorCode::Internal,
        }
    }

    fn hint(&self) -> &'static str {
        match self {
            Self::FfmpegMissing { .. } => {
                "install ffmpeg (Debian and Ubuntu: `apt install ffmpeg`), or reinstall this program"
            }
            Self::FfmpegBroken { .. } => {
                "run that program by hand to see what it needs, or install ffmpeg again"
            }
            Self::NotFound { .. } => {
                "check the path; if it is on a removable or network disk, connect that first"
            }
            Self::NotAFile { .. } => "give the video file itself, not the folder that holds it",
            Self::PermissionDenied { .. } => {
                "ask the owner for permission to read the file, or copy it to a folder of your own"
            }
            Self::Unreadable { .. } => "check the disk or the network connection, then try again",
            Self::Empty { .. } => "copy the file from the camera or the original disk again",
            Self::Text { .. } => "choose the video itself; this file only has the name of one",
            Self::CutOff { .. } => {
                "copy the file from the original disk again; if the camera lost power while \
                 recording, its maker's recovery tool may write the missing index"
            }
            Self::NotMedia { .. } => {
                "check that the file plays in VLC; if it does, convert it to MP4 (H.264) and try again"
            }
            Self::NoVideo { .. } => {
                "choose pipelines that only need sound, or a recording with a picture"
            }
            Self::NoSuchTrack { .. } => "choose a sound track that the recording has",
            Self::Decode { .. } => {
                "check that the video plays to its end in VLC; if not, copy it again from the original"
            }
            Self::Killed { .. } => {
                "try again; a system that is short of memory ends programs like this"
            }
            Self::Stream { .. } => {
                "try again; if it fails in the same place, report it with the log"
            }
            Self::Repair { .. } => {
                "free some disk space or choose another data folder, then try again"
            }
            Self::Probe { .. } | Self::Thread { .. } => {
                "try again; if it fails again, report it with the log"
            }
        }
    }

    /// The error as it is stored and shown.
    pub fn failure(&self) -> Failure {
        Failure::new(self.code(), self.to_string()).hint(self.hint())
    }
}
