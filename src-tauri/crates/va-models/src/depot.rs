//! The models folder of the data folder: where downloads and imports go, and the only one in which this
//! program writes and removes. A file gets its name only after it has been checked.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::catalog::Model;
use crate::error::ModelError;
use crate::fetch::Part;
use crate::origin::{self, Arrival, Origin, beside};

/// Bytes that stay free on the disk.
const SPARE: u64 = 64 << 20;

/// The folder in which models are installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Depot {
    folder: PathBuf,
}

impl Depot {
    /// The depot in this folder, which is made when it is needed.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        Self { folder }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where a model's file is, or would be.
    pub fn path(&self, model: &Model) -> PathBuf {
        self.folder.join(&model.file)
    }

    /// Whether somebody has agreed to the terms of a model. True for those that ask for nothing.
    pub fn accepted(&self, model: &Model) -> bool {
        !model.research_only || origin::is_accepted(&self.path(model), &model.training_data)
    }

    /// Notes that somebody agrees to the terms of a model.
    pub fn accept(&self, model: &Model) -> Result<(), ModelError> {
        if self.accepted(model) {
            return Ok(());
        }
        self.make()?;
        origin::accept(&self.path(model), &model.training_data)
    }

    /// What a download that was paused or cut off has left: bytes that are there, and in all if that is
    /// known.
    pub fn part(&self, model: &Model) -> Option<(u64, Option<u64>)> {
        Part::left(&self.path(model)).map(|(done, total)| (done, total.or(model.bytes)))
    }

    /// Throws away what a download has left.
    pub fn discard_part(&self, model: &Model) -> Result<(), ModelError> {
        Part::discard(&self.path(model))
    }

    /// Removes a model's file, with what a download has left. Fails when the file is not here.
    pub fn remove(&self, model: &Model) -> Result<(), ModelError> {
        let path = self.path(model);
        self.discard_part(model)?;
        match fs::remove_file(&path) {
            Ok(()) => {
                origin::forget(&path);
                Ok(())
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Err(ModelError::Missing {
                id: model.id.clone(),
                file: model.file.clone(),
                folders: vec![self.folder.clone()],
                offered: !model.urls.is_empty(),
            }),
            Err(source) => Err(ModelError::not_writable(&path, source)),
        }
    }

    pub(crate) fn make(&self) -> Result<(), ModelError> {
        fs::create_dir_all(&self.folder)
            .map_err(|source| ModelError::not_writable(&self.folder, source))
    }

    /// Fails when the disk has no room for so many more bytes.
    pub(crate) fn require_room(&self, model: &Model, bytes: u64) -> Result<(), ModelError> {
        let free = fs4::available_space(&self.folder)
            .map_err(|source| ModelError::not_writable(&self.folder, source))?;
        let needs = bytes.saturating_add(SPARE);
        if free >= needs {
            return Ok(());
        }
        Err(ModelError::NoRoom {
            id: model.id.clone(),
            folder: self.folder.clone(),
            needs,
            free,
        })
    }

    /// A file's name while it is being filled, beside the model's own.
    pub(crate) fn unfinished(&self, model: &Model) -> PathBuf {
        let ending = format!(".{}.new", std::process::id());
        beside(&self.path(model), &ending)
    }

    /// Gives a checked file its name. A file that had it before is replaced in one step.
    pub(crate) fn install(
        &self,
        model: &Model,
        checked: &Path,
        sha256: &str,
        (arrival, from): (Arrival, &str),
    ) -> Result<(), ModelError> {
        let path = self.path(model);
        let failed = |source| ModelError::not_writable(&path, source);
        let file = File::options().write(true).open(checked).map_err(failed)?;
        file.sync_all().map_err(failed)?;
        drop(file);
        fs::rename(checked, &path).map_err(failed)?;
        let origin = Origin {
            arrival,
            from: from.to_owned(),
            sha256: sha256.to_owned(),
            at_ms: origin::now_ms(),
        };
        origin.write(&path)
    }
}
