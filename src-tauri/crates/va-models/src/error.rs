//! Why a model can't be used, with the code and the hint that a person sees.

use std::path::PathBuf;

use va_core::{ErrorCode, Failure};

/// What is wrong with a model or its file.
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
}

impl ModelError {
    /// The error as it is stored, sent and shown.
    pub fn failure(&self) -> Failure {
        let message = self.to_string();
        match self {
            Self::Catalog { .. } => Failure::new(ErrorCode::Internal, message)
                .hint("reinstall the program; report this"),
            Self::Unknown { .. } => Failure::new(ErrorCode::ModelMissing, message)
                .hint("only models of the catalogue can be used; update the program"),
            Self::Missing { .. } => Failure::new(ErrorCode::ModelMissing, message).hint(
                "give the folder that holds it with --models or VIDEOANNOTATOR_MODELS_DIR, \
                 or reinstall the program",
            ),
            Self::Altered { .. } => Failure::new(ErrorCode::ModelAltered, message).hint(
                "remove that file and put the original in its place; it may be damaged, incomplete \
                 or another version",
            ),
            Self::Denied { .. } => Failure::new(ErrorCode::ModelMissing, message)
                .hint("check that you may read that file, or give another folder with --models"),
            Self::Unreadable { .. } => Failure::new(ErrorCode::MediaUnreadable, message)
                .hint("check that the file is still there and that you may read it"),
            Self::Stopped { .. } => Failure::new(ErrorCode::Cancelled, message),
        }
    }
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
