//! The closed list of error codes, and [`Failure`]: an error as it is stored, sent and shown. Each code
//! carries its exit code and whether trying again can help; each failure carries words and a hint.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($( $(#[doc = $doc:literal])+ $name:ident = $wire:literal, $heals:literal; )+) => {
        /// What went wrong, as a closed list. The words on the wire are those of `as_str`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ErrorCode {
            $( $(#[doc = $doc])+ #[serde(rename = $wire)] $name, )+
        }

        impl ErrorCode {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[ $( Self::$name, )+ ];

            /// The code on the wire and in files.
            pub fn as_str(self) -> &'static str {
                match self { $( Self::$name => $wire, )+ }
            }

            /// What it means, in one sentence.
            pub fn meaning(self) -> &'static str {
                match self { $( Self::$name => concat!($($doc),+).trim_ascii(), )+ }
            }

            /// Whether trying the same thing again can succeed without the user changing anything.
            pub fn heals(self) -> bool {
                match self { $( Self::$name => $heals, )+ }
            }
        }
    };
}

codes! {
    /// No job has this id.
    JobNotFound = "JOB_NOT_FOUND", false;
    /// No pipeline has this name.
    PipelineNotFound = "PIPELINE_NOT_FOUND", false;
    /// The pipeline exists but its model or runtime library is not here.
    PipelineUnavailable = "PIPELINE_UNAVAILABLE", false;
    /// The configuration has errors.
    InvalidConfig = "INVALID_CONFIG", false;
    /// The request is not understood.
    InvalidRequest = "INVALID_REQUEST", false;
    /// A body or query does not have the documented shape.
    ValidationError = "VALIDATION_ERROR", false;
    /// No token, or not a valid one.
    Unauthorized = "UNAUTHORIZED", false;
    /// The token may not do this.
    Forbidden = "FORBIDDEN", false;
    /// No such address.
    NotFound = "NOT_FOUND", false;
    /// The address exists, the method does not.
    MethodNotAllowed = "METHOD_NOT_ALLOWED", false;
    /// The body is larger than allowed.
    PayloadTooLarge = "PAYLOAD_TOO_LARGE", false;
    /// The body is of a kind that this address does not take.
    UnsupportedMedia = "UNSUPPORTED_MEDIA", false;
    /// The body did not arrive in time.
    Timeout = "TIMEOUT", true;
    /// Too many wrong tokens came from this address at once.
    RateLimit = "RATE_LIMIT", true;
    /// All connections are in use.
    ServerBusy = "SERVER_BUSY", true;
    /// The job has ended already.
    JobAlreadyCompleted = "JOB_ALREADY_COMPLETED", false;
    /// The job has no result to show yet.
    JobNotReady = "JOB_NOT_READY", false;
    /// The job was cancelled, which is final.
    JobCancelled = "JOB_CANCELLED", false;
    /// The job has no failed pipeline to try again.
    JobNotFailed = "JOB_NOT_FAILED", false;
    /// The job does not wait in the queue, so it has no place there.
    JobNotWaiting = "JOB_NOT_WAITING", false;
    /// The job has no such pipeline.
    StepNotFound = "STEP_NOT_FOUND", false;
    /// The pipeline of this job has ended already.
    StepAlreadyEnded = "STEP_ALREADY_ENDED", false;
    /// The queue starts nothing: the number of jobs at once is 0.
    QueueHeld = "QUEUE_HELD", false;
    /// The environment sets this setting, so it can't be changed here.
    SettingFixed = "SETTING_FIXED", false;
    /// There is no preset of this name.
    PresetNotFound = "PRESET_NOT_FOUND", false;
    /// The preset came with the program, so it can't be replaced or deleted.
    PresetBuiltIn = "PRESET_BUILT_IN", false;
    /// There is no token of this name.
    TokenNotFound = "TOKEN_NOT_FOUND", false;
    /// A token that is in use has this name.
    TokenExists = "TOKEN_EXISTS", false;
    /// The API can't listen at its port.
    PortUnavailable = "PORT_UNAVAILABLE", false;
    /// The worker did not stop.
    CancellationFailed = "CANCELLATION_FAILED", false;
    /// The file can't be opened or is not a recording.
    MediaUnreadable = "MEDIA_UNREADABLE", false;
    /// The file is not there (any more).
    MediaMissing = "MEDIA_MISSING", false;
    /// The file has changed since the job began.
    MediaChanged = "MEDIA_CHANGED", false;
    /// The recording has no picture, and a picture step was asked for.
    NoVideoStream = "NO_VIDEO_STREAM", false;
    /// The recording has no sound, and a sound step was asked for.
    NoAudioStream = "NO_AUDIO_STREAM", false;
    /// Decoding stopped before the end.
    DecodeFailed = "DECODE_FAILED", true;
    /// ffmpeg or ffprobe is not there or does not run.
    FfmpegMissing = "FFMPEG_MISSING", false;
    /// The ONNX Runtime library is not there or can't be loaded.
    OnnxRuntimeMissing = "ONNX_RUNTIME_MISSING", false;
    /// The ONNX Runtime library is too old, or was built for another kind of computer.
    OnnxRuntimeUnusable = "ONNX_RUNTIME_UNUSABLE", false;
    /// A model file is not there.
    ModelMissing = "MODEL_MISSING", false;
    /// A model file is not the one that the catalogue names.
    ModelAltered = "MODEL_ALTERED", false;
    /// The catalogue has no model of this name.
    ModelNotFound = "MODEL_NOT_FOUND", false;
    /// The terms of a model have to be accepted before it is downloaded.
    LicenceNotAccepted = "LICENCE_NOT_ACCEPTED", false;
    /// A model can't be downloaded by itself: it comes in the release's model pack.
    ModelNotDownloadable = "MODEL_NOT_DOWNLOADABLE", false;
    /// The model did not come from a download or an import, so it is not removed here.
    ModelNotRemovable = "MODEL_NOT_REMOVABLE", false;
    /// A download did not get through.
    DownloadFailed = "DOWNLOAD_FAILED", true;
    /// What was downloaded or imported is not the file that the catalogue names.
    DownloadRefused = "DOWNLOAD_REFUSED", false;
    /// There is no download of this model that could be paused or cancelled.
    DownloadNotRunning = "DOWNLOAD_NOT_RUNNING", false;
    /// A folder or archive can't be imported.
    ImportRefused = "IMPORT_REFUSED", false;
    /// A model file can't be used: damaged, too new, or another model than the pipeline was written for.
    ModelUnfit = "MODEL_UNFIT", false;
    /// A model gave values that are no numbers.
    ModelNotANumber = "MODEL_NOT_A_NUMBER", false;
    /// A model did not run.
    InferenceFailed = "INFERENCE_FAILED", true;
    /// The graphics card ran out of memory.
    GpuOutOfMemory = "GPU_OUT_OF_MEMORY", true;
    /// The graphics card stopped answering or is gone.
    GpuLost = "GPU_LOST", true;
    /// The asked-for device can't be used.
    DeviceUnavailable = "DEVICE_UNAVAILABLE", false;
    /// The disk is full.
    StorageFull = "STORAGE_FULL", false;
    /// A folder or file can't be written.
    StorageNotWritable = "STORAGE_NOT_WRITABLE", false;
    /// Another process owns the data folder.
    StorageLocked = "STORAGE_LOCKED", false;
    /// Another program has the database of a job or of the library just now.
    DatabaseBusy = "DATABASE_BUSY", true;
    /// The data folder that was chosen is not there: its disk is not connected, or it was moved away.
    StorageMissing = "STORAGE_MISSING", false;
    /// The data folder is being moved, so nothing in it may change just now.
    StorageMoving = "STORAGE_MOVING", true;
    /// The data folder can't be moved while jobs run.
    StorageBusy = "STORAGE_BUSY", true;
    /// A folder can't become the data folder.
    StorageTargetRefused = "STORAGE_TARGET_REFUSED", false;
    /// Old jobs are kept for ever, so there is nothing to clean up.
    RetentionDisabled = "RETENTION_DISABLED", false;
    /// A database is damaged.
    DatabaseCorrupt = "DATABASE_CORRUPT", false;
    /// A database was written by a newer version of this program.
    DatabaseTooNew = "DATABASE_TOO_NEW", false;
    /// A database did not do what was asked.
    DatabaseFailed = "DATABASE_FAILED", true;
    /// A result file can't be written.
    ExportFailed = "EXPORT_FAILED", true;
    /// A recorded result file is not there any more.
    OutputFileMissing = "OUTPUT_FILE_MISSING", false;
    /// The worker program is not there or can't be started.
    WorkerMissing = "WORKER_MISSING", false;
    /// The worker process ended without a word.
    WorkerCrashed = "WORKER_CRASHED", true;
    /// The worker process said nothing for too long, or got no further for very long.
    WorkerHung = "WORKER_HUNG", true;
    /// The worker process printed something that is not of the protocol, or far too much.
    WorkerGarbled = "WORKER_GARBLED", true;
    /// The worker process ended well without a result for every step.
    WorkerIncomplete = "WORKER_INCOMPLETE", true;
    /// The worker speaks another protocol version than this program.
    WorkerIncompatible = "WORKER_INCOMPATIBLE", false;
    /// Stopped by the user.
    Cancelled = "CANCELLED", false;
    /// A fault of the program itself.
    Internal = "INTERNAL_SERVER_ERROR", true;
}

impl std::fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl ErrorCode {
    /// The exit code of `videoannotator annotate` when this error ends it: 2 for usage and configuration,
    /// 3 for unreadable media, 130 for an interruption, 4 for everything else.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::InvalidConfig
            | Self::InvalidRequest
            | Self::ValidationError
            | Self::StorageTargetRefused
            | Self::RetentionDisabled
            | Self::PipelineNotFound
            | Self::PresetNotFound
            | Self::PresetBuiltIn
            | Self::TokenNotFound
            | Self::TokenExists
            | Self::ModelNotFound
            | Self::LicenceNotAccepted => 2,
            Self::MediaUnreadable | Self::MediaMissing | Self::NoVideoStream => 3,
            Self::Cancelled => 130,
            Self::JobNotFound
            | Self::PipelineUnavailable
            | Self::Unauthorized
            | Self::Forbidden
            | Self::NotFound
            | Self::MethodNotAllowed
            | Self::PayloadTooLarge
            | Self::UnsupportedMedia
            | Self::Timeout
            | Self::RateLimit
            | Self::ServerBusy
            | Self::JobAlreadyCompleted
            | Self::JobNotReady
            | Self::JobCancelled
            | Self::JobNotFailed
            | Self::JobNotWaiting
            | Self::StepNotFound
            | Self::StepAlreadyEnded
            | Self::QueueHeld
            | Self::SettingFixed
            | Self::PortUnavailable
            | Self::CancellationFailed
            | Self::MediaChanged
            | Self::NoAudioStream
            | Self::DecodeFailed
            | Self::FfmpegMissing
            | Self::OnnxRuntimeMissing
            | Self::OnnxRuntimeUnusable
            | Self::ModelMissing
            | Self::ModelAltered
            | Self::ModelNotDownloadable
            | Self::ModelNotRemovable
            | Self::DownloadFailed
            | Self::DownloadRefused
            | Self::DownloadNotRunning
            | Self::ImportRefused
            | Self::ModelUnfit
            | Self::ModelNotANumber
            | Self::InferenceFailed
            | Self::GpuOutOfMemory
            | Self::GpuLost
            | Self::DeviceUnavailable
            | Self::StorageFull
            | Self::StorageNotWritable
            | Self::StorageLocked
            | Self::DatabaseBusy
            | Self::StorageMissing
            | Self::StorageMoving
            | Self::StorageBusy
            | Self::DatabaseCorrupt
            | Self::DatabaseTooNew
            | Self::DatabaseFailed
            | Self::ExportFailed
            | Self::OutputFileMissing
            | Self::WorkerMissing
            | Self::WorkerCrashed
            | Self::WorkerHung
            | Self::WorkerGarbled
            | Self::WorkerIncomplete
            | Self::WorkerIncompatible
            | Self::Internal => 4,
        }
    }
}

/// An error as it is stored with a step, sent to a client and shown to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// Which error it is.
    pub code: ErrorCode,
    /// What was tried and why it failed, one sentence.
    pub message: String,
    /// What the user can do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Failure {
    /// A failure without a hint.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: None,
        }
    }

    /// Adds what the user can do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_round_trip() {
        for code in ErrorCode::ALL {
            let json = serde_json::to_string(code).unwrap();
            assert_eq!(json, format!("\"{code}\""));
            assert_eq!(serde_json::from_str::<ErrorCode>(&json).unwrap(), *code);
        }
        let mut words: Vec<_> = ErrorCode::ALL.iter().map(|c| c.as_str()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), ErrorCode::ALL.len(), "two codes share a word");
    }
}
