//! Why a model can't be used or got, with the code and the hint that a person sees. A hint names the one
//! thing to do.

use std::path::{Path, PathBuf};

use va_core::{ErrorCode, Failure};

use crate::catalog::Model;

/// What is wrong with a model, its file or its download.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The embedded catalogue does not parse: a fault of the program, excluded by a test.
    #[error("the model catalogue can't be read: {reason}")]
    Catalog {
        /// What serde said.
        reason: String,
    },
    /// No such model in the catalogue.
    #[error("no model has the id `{id}`")]
    Unknown {
        /// What was asked for.
        id: String,
    },
    /// No models folder has the file.
    #[error("model `{id}` is not installed: `{file}` is in none of {}", list(.folders))]
    Missing {
        /// The model.
        id: String,
        /// Its file.
        file: String,
        /// Where it was looked for.
        folders: Vec<PathBuf>,
        /// Whether it can be downloaded; else it comes in the model pack of a release.
        offered: bool,
    },
    /// A file has the right name and the wrong content. It is never used.
    #[error("model `{id}`: `{}` is not the file that the catalogue names: {reason}", .path.display())]
    Altered {
        /// The model.
        id: String,
        /// The file.
        path: PathBuf,
        /// What differs.
        reason: String,
        /// Whether it can be downloaded.
        offered: bool,
    },
    /// A model's file is there and can't be read.
    #[error("model `{id}`: can't read `{}`: {source}", .path.display())]
    Denied {
        /// The model.
        id: String,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file that is hashed, a recording say, can't be read.
    #[error("can't read `{}`: {source}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Hashing was told to stop.
    #[error("reading `{}` was stopped", .path.display())]
    Stopped {
        /// The file.
        path: PathBuf,
    },
    /// The terms of the model are not accepted yet.
    #[error("model `{id}` learned from data that may be used for research only: {terms}")]
    NotAccepted {
        /// The model.
        id: String,
        /// What is known about the data.
        terms: String,
    },
    /// No address offers the model.
    #[error("model `{id}` can't be downloaded by itself: {origin}")]
    NotOffered {
        /// The model.
        id: String,
        /// Where it comes from.
        origin: String,
    },
    /// The file did not come from a download or an import.
    #[error("model `{id}` in `{}` was not put there by a download or an import", .path.display())]
    NotRemovable {
        /// The model.
        id: String,
        /// The file.
        path: PathBuf,
    },
    /// There is no download to pause or to cancel.
    #[error("model `{id}` is not being downloaded")]
    NotLoading {
        /// The model.
        id: String,
    },
    /// A download was paused or cancelled.
    #[error("the download of `{id}` was stopped")]
    Halted {
        /// The model.
        id: String,
    },
    /// Another program is downloading the same model into the same folder.
    #[error("another program is downloading `{id}` now")]
    Busy {
        /// The model.
        id: String,
    },
    /// No address delivered the file.
    #[error("model `{id}` can't be downloaded from `{host}`: {reason}")]
    Download {
        /// The model.
        id: String,
        /// Who was asked last.
        host: String,
        /// What happened.
        reason: String,
    },
    /// What was delivered is not the model. It is thrown away.
    #[error(
        "what `{host}` delivered for `{id}` is not the file that the catalogue names: {reason}"
    )]
    Refused {
        /// The model.
        id: String,
        /// Who delivered it.
        host: String,
        /// What differs.
        reason: String,
    },
    /// The disk has no room for it.
    #[error("`{}` has {free} bytes free and `{id}` needs {needs}", .folder.display())]
    NoRoom {
        /// The model.
        id: String,
        /// The models folder.
        folder: PathBuf,
        /// Bytes that it needs.
        needs: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// The models folder can't be written.
    #[error("can't write `{}`: {source}", .path.display())]
    NotWritable {
        /// What was to be written.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A folder or archive can't be imported.
    #[error("can't import `{}`: {reason}", .path.display())]
    Import {
        /// What was given.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
}

impl ModelError {
    pub(crate) fn not_writable(path: &Path, source: std::io::Error) -> Self {
        let path = path.to_owned();
        Self::NotWritable { path, source }
    }

    pub(crate) fn altered(model: &Model, path: &Path, reason: String) -> Self {
        Self::Altered {
            id: model.id.clone(),
            path: path.to_owned(),
            reason,
            offered: !model.urls.is_empty(),
        }
    }

    pub(crate) fn halted(model: &Model) -> Self {
        let id = model.id.clone();
        Self::Halted { id }
    }

    /// The error as it is stored, sent and shown.
    pub fn failure(&self) -> Failure {
        let message = self.to_string();
        let with = |code, hint: &str| Failure::new(code, message.clone()).hint(hint);
        match self {
            Self::Catalog { .. } => with(ErrorCode::Internal, "reinstall the program; report this"),
            Self::Unknown { .. } => with(
                ErrorCode::ModelNotFound,
                "`videoannotator models list` shows every model; only those of the catalogue can be used",
            ),
            Self::Missing { id, offered, .. } => {
                with(ErrorCode::ModelMissing, &how_to_get(id, *offered))
            }
            Self::Altered { id, offered, .. } => {
                with(ErrorCode::ModelAltered, &how_to_get(id, *offered))
            }
            Self::Denied { .. } => with(
                ErrorCode::ModelMissing,
                "check that you may read that file, or give another folder with --models",
            ),
            Self::Unreadable { .. } => with(
                ErrorCode::MediaUnreadable,
                "check that the file is still there and that you may read it",
            ),
            Self::Stopped { .. } | Self::Halted { .. } => {
                Failure::new(ErrorCode::Cancelled, message)
            }
            Self::NotAccepted { id, .. } => with(
                ErrorCode::LicenceNotAccepted,
                &format!(
                    "agree on the Models page, or with `videoannotator models fetch {id} --accept-licence`"
                ),
            ),
            Self::NotOffered { id, .. } => {
                with(ErrorCode::ModelNotDownloadable, &how_to_get(id, false))
            }
            Self::NotRemovable { .. } => with(
                ErrorCode::ModelNotRemovable,
                "it came with the program or lies in a folder of your own; remove it there",
            ),
            Self::NotLoading { .. } => {
                with(ErrorCode::DownloadNotRunning, "start the download first")
            }
            Self::Busy { .. } => with(
                ErrorCode::DownloadFailed,
                "wait until that download has ended, or stop it there",
            ),
            Self::Download { .. } => with(
                ErrorCode::DownloadFailed,
                "check the connection and the proxy variables and try again; without a network import \
                 the file from another computer",
            ),
            Self::Refused { .. } => with(
                ErrorCode::DownloadRefused,
                "try again; if it stays so, the file at its source has changed: update the program",
            ),
            Self::NoRoom { .. } => with(
                ErrorCode::StorageFull,
                "free some space on that disk, then try again",
            ),
            Self::NotWritable { source, .. } if is_full(source) => with(
                ErrorCode::StorageFull,
                "free some space on that disk, then try again",
            ),
            Self::NotWritable { .. } => with(
                ErrorCode::StorageNotWritable,
                "check that you may write to the storage folder",
            ),
            Self::Import { .. } => with(
                ErrorCode::ImportRefused,
                "give a folder or a .zip, .tar, .tar.gz or .tar.bz2 file with models of the catalogue",
            ),
        }
    }
}

/// The one thing to do about a model that is not here.
fn how_to_get(id: &str, offered: bool) -> String {
    if offered {
        format!("get it on the Models page, or with `videoannotator models fetch {id}`")
    } else {
        "import the model pack of this release on the Models page, or with `videoannotator models import FILE`"
            .to_owned()
    }
}

/// Whether an error says that the disk is full.
fn is_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind as K;
    matches!(error.kind(), K::StorageFull | K::QuotaExceeded)
}

fn list(folders: &[PathBuf]) -> String {
    if folders.is_empty() {
        return "no folder (none is set)".to_owned();
    }
    let quoted: Vec<_> = folders
        .iter()
        .map(|f| format!("`{}`", f.display()))
        .collect();
    quoted.join(", ")
}
