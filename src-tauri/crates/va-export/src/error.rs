//! Why an export did not happen, with the code and hint that the user sees.

use va_core::{ErrorCode, Failure};

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A format was asked for that does not exist.
    #[error("there is no export format `{name}`")]
    UnknownFormat {
        /// What was asked for.
        name: String,
        /// The format with the most similar id.
        nearest: Option<&'static str>,
        /// All ids, in the order of the documentation.
        valid: Vec<&'static str>,
    },
    /// The annotations can't be read.
    #[error("the results of track `{track}` can't be read: {source}")]
    Read {
        /// Key of the track.
        track: String,
        /// What the reader said.
        source: Failure,
    },
    /// The bytes can't be written.
    #[error("`{file}` can't be written: {source}")]
    Write {
        /// Name of the file.
        file: String,
        /// What the writer said.
        source: std::io::Error,
    },
    /// The format needs the numbers of frames and the job has no table of their times.
    #[error("`{file}` needs the times of the frames of `{media}`, and the job has none")]
    NoFrameTimes {
        /// Name of the file.
        file: String,
        /// Name of the recording.
        media: String,
    },
    /// The format needs the size of the picture and the recording has none.
    #[error("`{file}` needs the size of the picture, and `{media}` has no picture")]
    NoPicture {
        /// Name of the file.
        file: String,
        /// Name of the recording.
        media: String,
    },
}

impl ExportError {
    /// The error as it is stored and shown.
    pub fn failure(&self) -> Failure {
        let message = self.to_string();
        match self {
            Self::UnknownFormat { nearest, valid, .. } => {
                let question = nearest.map_or(String::new(), |id| format!("did you mean `{id}`? "));
                let hint = format!("{question}The formats are {}, or all", valid.join(", "));
                Failure::new(ErrorCode::InvalidRequest, message).hint(hint)
            }
            Self::Read { source, .. } => Failure {
                message,
                ..source.clone()
            },
            Self::Write { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => {
                Failure::new(ErrorCode::StorageFull, message)
                    .hint("free some space; the results are kept and can be exported again")
            }
            Self::Write { .. } => Failure::new(ErrorCode::ExportFailed, message).hint(
                "check that the folder can be written to; the results are kept, export again",
            ),
            Self::NoFrameTimes { .. } => Failure::new(ErrorCode::ExportFailed, message)
                .hint("run the video again as a new job, or export these results as csv"),
            Self::NoPicture { .. } => {
                Failure::new(ErrorCode::NoVideoStream, message).hint("export these results as csv")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_format_names_the_nearest_and_all_valid_ones() {
        let error = ExportError::UnknownFormat {
            name: "rtm".into(),
            nearest: Some("rttm"),
            valid: vec!["vtt", "rttm"],
        };
        let hint = error.failure().hint.unwrap();
        assert_eq!(
            hint,
            "did you mean `rttm`? The formats are vtt, rttm, or all"
        );
        assert_eq!(error.failure().code.exit_code(), 2, "it is bad usage");
    }

    #[test]
    fn a_full_disk_is_told_apart_from_other_write_errors() {
        let full = ExportError::Write {
            file: "x.csv".into(),
            source: std::io::ErrorKind::StorageFull.into(),
        };
        assert_eq!(full.failure().code, ErrorCode::StorageFull);
        let other = ExportError::Write {
            file: "x.csv".into(),
            source: std::io::ErrorKind::PermissionDenied.into(),
        };
        assert_eq!(other.failure().code, ErrorCode::ExportFailed);
    }
}
