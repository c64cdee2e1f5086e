//! Where model files are looked for and how they are verified: by size, then by SHA-256, and again whenever
//! size or time of the file has changed. A file that is not the catalogue's is never handed out.

use std::collections::HashMap;
use std::fs::Metadata;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use crate::catalog::{Model, find};
use crate::error::ModelError;
use crate::origin::Origin;
use crate::sha256::sha256_file;

/// Folders of models, in the order in which they are searched.
#[derive(Debug)]
pub struct Shelf {
    folders: Vec<PathBuf>,
    hashes: Mutex<HashMap<PathBuf, Seen>>,
    memory: Option<PathBuf>,
}

/// A model's file, verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The file.
    pub path: PathBuf,
    /// Its SHA-256.
    pub sha256: String,
    /// Whether that is the one in the catalogue. Else nobody has published one.
    pub verified: bool,
}

/// A hash with what identified the file that it was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    bytes: u64,
    /// Nanoseconds since 1970, as text so that every number survives JSON.
    modified: String,
    sha256: String,
}

impl Shelf {
    /// A shelf that remembers hashes as long as it lives.
    pub fn new(folders: Vec<PathBuf>) -> Self {
        Self {
            folders,
            hashes: Mutex::default(),
            memory: None,
        }
    }

    /// A shelf that also remembers hashes in a small file, so that large models are not read again at every
    /// start. A file that can't be read is as good as none.
    pub fn remembering(folders: Vec<PathBuf>, memory: PathBuf) -> Self {
        let hashes = std::fs::read(&memory)
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or_default();
        Self {
            folders,
            hashes: Mutex::new(hashes),
            memory: Some(memory),
        }
    }

    /// The folders, in the order in which they are searched.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// The verified file of a model: the first folder that has a right one wins. If there are only wrong
    /// ones the answer names the first.
    pub fn locate(&self, id: &str) -> Result<Located, ModelError> {
        self.locate_model(find(id)?)
    }

    /// The same for a model in hand.
    pub fn locate_model(&self, model: &Model) -> Result<Located, ModelError> {
        let mut wrong = None;
        for folder in &self.folders {
            let path = folder.join(&model.file);
            let found = match std::fs::metadata(&path) {
                Ok(found) if found.is_file() => self.verify(model, &path, &found),
                Ok(_) => continue,
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => continue,
                Err(source) => Err(denied(model, path, source)),
            };
            match found {
                Ok(located) => return Ok(located),
                Err(error) => wrong = wrong.or(Some(error)),
            }
        }
        Err(wrong.unwrap_or_else(|| ModelError::Missing {
            id: model.id.clone(),
            file: model.file.clone(),
            folders: self.folders.clone(),
            offered: !model.urls.is_empty(),
        }))
    }

    fn verify(&self, model: &Model, path: &Path, found: &Metadata) -> Result<Located, ModelError> {
        if let Some(wants) = model.bytes
            && found.len() != wants
        {
            let reason = format!("it has {} bytes instead of {wants}", found.len());
            return Err(ModelError::altered(model, path, reason));
        }
        let sha256 = self.hash_of(path, found).map_err(|error| match error {
            ModelError::Unreadable { path, source } => denied(model, path, source),
            other => other,
        })?;
        // nobody published the hash of some: then it has to stay what it was when it came
        let (wants, when) = match &model.sha256 {
            Some(wants) => (Some(wants.clone()), ""),
            None => (Origin::of(path).map(|o| o.sha256), ", as it was installed"),
        };
        if let Some(wants) = wants.filter(|wants| *wants != sha256) {
            let reason = format!("its SHA-256 is {sha256} instead of {wants}{when}");
            return Err(ModelError::altered(model, path, reason));
        }
        Ok(Located {
            path: path.to_owned(),
            sha256,
            verified: model.sha256.is_some(),
        })
    }

    /// Reads a model's files again, whatever is remembered of them.
    pub fn examine(&self, model: &Model) -> Result<Located, ModelError> {
        for folder in &self.folders {
            self.hashes().remove(&folder.join(&model.file));
        }
        self.locate_model(model)
    }

    fn hash_of(&self, path: &Path, found: &Metadata) -> Result<String, ModelError> {
        let modified = modified(found);
        let known = self.hashes().get(path).cloned();
        if let Some(seen) = known
            && seen.bytes == found.len()
            && Some(&seen.modified) == modified.as_ref()
        {
            return Ok(seen.sha256);
        }
        let sha256 = sha256_file(path, &mut |_| ControlFlow::Continue(()))?;
        if let Some(modified) = modified {
            let seen = Seen {
                bytes: found.len(),
                modified,
                sha256: sha256.clone(),
            };
            self.hashes().insert(path.to_owned(), seen);
            self.remember();
        }
        Ok(sha256)
    }

    /// Writes the memory, if there is one. Losing it costs a second of reading, so it is only logged.
    fn remember(&self) {
        let there = |memory: &&PathBuf| memory.parent().is_some_and(Path::is_dir);
        let Some(memory) = self.memory.as_ref().filter(there) else {
            return;
        };
        let text = serde_json::to_vec_pretty(&*self.hashes());
        let part = memory.with_extension(format!("{}.part", std::process::id()));
        let written = text
            .map_err(std::io::Error::from)
            .and_then(|text| std::fs::write(&part, text))
            .and_then(|()| std::fs::rename(&part, memory));
        if let Err(error) = written {
            tracing::warn!(memory = %memory.display(), %error, "can't remember model hashes");
        }
    }

    fn hashes(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, Seen>> {
        self.hashes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn denied(model: &Model, path: PathBuf, source: std::io::Error) -> ModelError {
    let id = model.id.clone();
    ModelError::Denied { id, path, source }
}

/// When the content was last changed; `None` where the file system does not say, and then nothing is
/// remembered.
fn modified(found: &Metadata) -> Option<String> {
    let since = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(since.as_nanos().to_string())
}

#[cfg(test)]
#[path = "shelf_tests.rs"]
mod tests;
