//! A model as it is shown: what it is, whether its file is here and the right one, and how its download
//! goes.

use std::path::{Path, PathBuf};

use va_core::Failure;
use va_models::{Depot, Model, ModelError, Origin, Shelf};

/// Whether a model's file is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Here, and its hash is the catalogue's.
    Installed,
    /// Here; nobody has published a hash to compare with.
    Unchecked,
    /// A file of its name is here and is not the right one. It is never used.
    Altered,
    /// Its file can't be read.
    Unreadable,
    /// Not here.
    Missing,
}

/// Where a model's file lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// With the program.
    Bundled,
    /// In the data folder's models folder, with what is noted about how it came there.
    Depot(Option<Origin>),
    /// In a folder of the user's own.
    Folder,
}

/// Where a download stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferState {
    /// For its turn, or for the server.
    Waiting,
    /// Bytes are coming.
    Downloading,
    /// Everything has come and is being checked.
    Verifying,
    /// Stopped by the user or by the end of the program; it goes on when asked.
    Paused,
    /// Given up.
    Failed,
}

/// A download.
#[derive(Clone, Debug, PartialEq)]
pub struct Transfer {
    /// Where it stands.
    pub state: TransferState,
    /// Bytes that are here.
    pub done: u64,
    /// Bytes of the whole, if known.
    pub total: Option<u64>,
    /// Bytes a second, as of late.
    pub per_second: Option<f64>,
    /// Who is asked.
    pub host: Option<String>,
    /// Which try in a row, from 1.
    pub attempt: u32,
    /// Why it was given up.
    pub failure: Option<Failure>,
}

impl Transfer {
    /// Seconds until it is here, as far as its speed tells.
    pub fn seconds_left(&self) -> Option<f64> {
        if self.state != TransferState::Downloading {
            return None;
        }
        let left = self.total?.saturating_sub(self.done);
        self.per_second
            .filter(|s| *s > 0.0)
            .map(|s| left as f64 / s)
    }
}

/// A model with everything there is to say about it here.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelView {
    /// Its entry in the catalogue.
    pub model: &'static Model,
    /// Whether its file is here.
    pub presence: Presence,
    /// The file.
    pub path: Option<PathBuf>,
    /// Where it lies.
    pub place: Option<Place>,
    /// Whether somebody has agreed to its terms, or it asks for nothing.
    pub accepted: bool,
    /// Why its file can't be used.
    pub failure: Option<Failure>,
    /// Its download.
    pub transfer: Option<Transfer>,
}

impl ModelView {
    /// Looks at a model's files. Reads those that were not read before.
    pub fn look(
        model: &'static Model,
        shelf: &Shelf,
        depot: Option<&Depot>,
        runtime: Option<&Path>,
        transfer: Option<Transfer>,
    ) -> Self {
        let (presence, path, failure) = match shelf.locate_model(model) {
            Ok(located) if located.verified => (Presence::Installed, Some(located.path), None),
            Ok(located) => (Presence::Unchecked, Some(located.path), None),
            Err(error) => {
                let failure = Some(error.failure());
                match error {
                    ModelError::Altered { path, .. } => (Presence::Altered, Some(path), failure),
                    ModelError::Denied { path, .. } => (Presence::Unreadable, Some(path), failure),
                    _ => (Presence::Missing, None, None),
                }
            }
        };
        let place = path.as_deref().map(|path| {
            if depot.is_some_and(|depot| depot.path(model) == path) {
                Place::Depot(Origin::of(path))
            } else if runtime.is_some_and(|folder| path.starts_with(folder)) {
                Place::Bundled
            } else {
                Place::Folder
            }
        });
        let left = || {
            let (done, total) = depot?.part(model).filter(|(done, _)| *done > 0)?;
            Some(Transfer {
                state: TransferState::Paused,
                done,
                total,
                per_second: None,
                host: None,
                attempt: 1,
                failure: None,
            })
        };
        Self {
            model,
            presence,
            path,
            accepted: depot.map_or(!model.research_only, |depot| depot.accepted(model)),
            place,
            failure,
            transfer: transfer.or_else(left),
        }
    }

    /// Whether it can be removed here.
    pub fn removable(&self) -> bool {
        matches!(self.place, Some(Place::Depot(_)))
    }

    /// Whether pipelines can use it.
    pub fn usable(&self) -> bool {
        match self.presence {
            Presence::Installed | Presence::Unchecked => true,
            Presence::Altered | Presence::Unreadable | Presence::Missing => false,
        }
    }
}
