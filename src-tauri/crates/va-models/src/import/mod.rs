//! Importing models from a folder, a file or an archive, a USB stick for example: a computer without a
//! network gets its models this way. A model is recognised by size and hash, whatever its file is called;
//! one without a published hash only by name. Names in an archive never decide where something is written.

pub mod archive;
mod walk;

use std::fs::{self, File};
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

use crate::catalog::Model;
use crate::depot::Depot;
use crate::error::ModelError;
use crate::fetch::{Stop, difference};
use crate::origin::Arrival;
use crate::sha256::sha256_file;
use crate::shelf::Shelf;

use self::archive::{ArchiveError, Entry, copy, each_entry, ends_like, is_archive};
use self::walk::files;

/// Most names of files that are no models in a report.
const NAMED: usize = 20;
/// Most bytes of a file that is recognised by name only.
const LARGEST: u64 = 4 << 30;

/// What an import has brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Models that were installed, with the name of the file that they were in.
    pub installed: Vec<(String, String)>,
    /// Models that were here already.
    pub present: Vec<String>,
    /// Files that are called like a model and are not it, and why.
    pub refused: Vec<(String, String)>,
    /// Names of other files, the first ones.
    pub unknown: Vec<String>,
}

/// Imports every model that is found. `watch` is told the name of each file before it is read. Fails when
/// there is none; then nothing has changed.
pub fn import(
    depot: &Depot,
    shelf: &Shelf,
    models: &[Model],
    from: &Path,
    stop: &Stop,
    watch: &mut dyn FnMut(&str),
) -> Result<Imported, ModelError> {
    let mut found = Found {
        depot,
        shelf,
        models,
        from,
        imported: Imported::default(),
        failed: None,
    };
    for path in files(from)? {
        if stop.is_stopped() {
            let path = from.to_owned();
            return Err(ModelError::Stopped { path });
        }
        watch(&path.display().to_string());
        let outcome = found.file(&path);
        found.settle(&path, outcome)?;
    }
    let Imported {
        installed,
        present,
        refused,
        ..
    } = &found.imported;
    if installed.is_empty() && present.is_empty() {
        let reason = match refused.first() {
            Some((name, reason)) => {
                format!("`{name}` is not the model that it is called: {reason}")
            }
            None => "there is no model of the catalogue in it".to_owned(),
        };
        let path = from.to_owned();
        return Err(ModelError::Import { path, reason });
    }
    Ok(found.imported)
}

struct Found<'a> {
    depot: &'a Depot,
    shelf: &'a Shelf,
    models: &'a [Model],
    from: &'a Path,
    imported: Imported,
    /// What stopped the reading of an archive, if that was no fault of the archive.
    failed: Option<ModelError>,
}

impl Found<'_> {
    fn file(&mut self, path: &Path) -> Result<(), ArchiveError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut file = File::open(path).map_err(|e| ArchiveError::Damaged(e.to_string()))?;
        if is_archive(&name) {
            return each_entry(&mut file, &mut |entry| self.entry(&name, entry));
        }
        let bytes = file.metadata().map_or(0, |m| m.len());
        let content = &mut file;
        let entry = &mut Entry {
            name: name.clone().into_owned(),
            bytes,
            content,
        };
        self.entry("", entry).map(drop)
    }

    /// What a file could not do: of a whole folder it is only told, alone it is the answer.
    fn settle(&mut self, path: &Path, outcome: Result<(), ArchiveError>) -> Result<(), ModelError> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let Err(error) = outcome else { return Ok(()) };
        if path == self.from {
            let (path, reason) = (path.to_owned(), error.to_string());
            return Err(ModelError::Import { path, reason });
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        self.imported
            .refused
            .push((name.into_owned(), error.to_string()));
        Ok(())
    }

    fn entry(
        &mut self,
        archive: &str,
        entry: &mut Entry<'_>,
    ) -> Result<ControlFlow<()>, ArchiveError> {
        let name = entry.name.clone();
        let models = self.models;
        let called = called(models, archive, &name);
        let candidates: Vec<&Model> = models
            .iter()
            .filter(|m| match m.bytes {
                Some(bytes) => bytes == entry.bytes,
                None => called.is_some_and(|named| named.id == m.id),
            })
            .collect();
        if candidates.is_empty() {
            self.pass_over(called, &name, entry.bytes);
            return Ok(ControlFlow::Continue(()));
        }
        match self.take(&candidates, called, &name, entry.content) {
            Ok(()) => Ok(ControlFlow::Continue(())),
            Err(Trouble::Archive(error)) => Err(error),
            Err(Trouble::Here(error)) => {
                self.failed = Some(error);
                Ok(ControlFlow::Break(()))
            }
        }
    }

    /// A file that can't be any model. Worth a reason if it is called like one.
    fn pass_over(&mut self, called: Option<&Model>, name: &str, bytes: u64) {
        if let Some(reason) = called.and_then(|model| difference(model, bytes, "")) {
            self.imported.refused.push((name.to_owned(), reason));
        } else if self.imported.unknown.len() < NAMED {
            self.imported.unknown.push(name.to_owned());
        }
    }

    /// Copies a file that may be one of these models, and installs it if it is.
    fn take(
        &mut self,
        candidates: &[&Model],
        called: Option<&Model>,
        name: &str,
        content: &mut dyn Read,
    ) -> Result<(), Trouble> {
        let Some(first) = candidates.first() else {
            return Ok(());
        };
        self.depot.make()?;
        self.depot.require_room(first, first.bytes.unwrap_or(0))?;
        let unfinished = self.depot.unfinished(first);
        let taken = self.copy(candidates, called, name, content, &unfinished);
        // it is gone when it was installed
        drop(fs::remove_file(&unfinished));
        taken
    }

    fn copy(
        &mut self,
        candidates: &[&Model],
        called: Option<&Model>,
        name: &str,
        content: &mut dyn Read,
        unfinished: &Path,
    ) -> Result<(), Trouble> {
        let limit = candidates.iter().map(|m| m.bytes.unwrap_or(LARGEST)).max();
        let mut out = File::create(unfinished)
            .map_err(|source| ModelError::not_writable(unfinished, source))?;
        let bytes = copy(content, &mut out, limit.unwrap_or(LARGEST))?;
        drop(out);
        let sha256 = sha256_file(unfinished, &mut |_| ControlFlow::Continue(()))?;
        let right = |model: &&&Model| difference(model, bytes, &sha256).is_none();
        let Some(model) = candidates.iter().find(right) else {
            match called.and_then(|model| difference(model, bytes, &sha256)) {
                Some(reason) => self.imported.refused.push((name.to_owned(), reason)),
                None => self.pass_over(None, name, bytes),
            }
            return Ok(());
        };
        if self.shelf.locate_model(model).is_ok() {
            self.imported.present.push(model.id.clone());
            return Ok(());
        }
        let from = self.from.display().to_string();
        self.depot
            .install(model, unfinished, &sha256, (Arrival::Import, &from))?;
        self.imported
            .installed
            .push((model.id.clone(), name.to_owned()));
        Ok(())
    }
}

/// The model that a file is called like, alone or in the archive that its makers offer.
fn called<'a>(models: &'a [Model], archive: &str, name: &str) -> Option<&'a Model> {
    models.iter().find(|model| {
        let own = ends_like(name, &model.file);
        let offered = |url: &String| ends_like(url, archive);
        let theirs = model.member.as_ref().is_some_and(|member| {
            ends_like(name, member) && !archive.is_empty() && model.urls.iter().any(offered)
        });
        own || theirs
    })
}

/// Why a file was not taken: the fault of what it lies in, or of this computer.
enum Trouble {
    Archive(ArchiveError),
    Here(ModelError),
}

impl From<ArchiveError> for Trouble {
    fn from(error: ArchiveError) -> Self {
        Self::Archive(error)
    }
}

impl From<ModelError> for Trouble {
    fn from(error: ModelError) -> Self {
        Self::Here(error)
    }
}
