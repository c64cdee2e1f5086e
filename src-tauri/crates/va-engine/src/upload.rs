//! A recording on its way into the data folder: written to `temp`, flushed to the disk, and moved under its
//! job's id below `uploads` once the job's configuration has passed. What does not get there leaves nothing
//! behind: every stage removes its file when it is dropped. Never reads the recording. Used by the API.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde_json::Value;
use tokio::io::{AsyncWriteExt, BufWriter};
use uuid::Uuid;
use va_core::JobId;

use crate::data_folder::{names, space};
use crate::engine::Engine;
use crate::error::{EngineError, is_full};
use crate::job_folder::publish;
use crate::upload_name::clean_name;

/// Largest recording that is taken in, in bytes.
pub const LARGEST: u64 = 64 << 30;
/// Bytes that are handed to the disk at once.
const BLOCK: usize = 1 << 20;
/// Bytes between two looks at the free space, for a sender that did not say how much comes.
const LOOK: u64 = 16 << 20;

/// A recording that is coming in.
#[derive(Debug)]
pub struct Upload {
    file: BufWriter<tokio::fs::File>,
    scrap: Scrap,
    root: PathBuf,
    /// What has to stay free on the disk.
    floor: u64,
    bytes: u64,
    looked: u64,
}

/// A recording that is here whole, on the disk, and belongs to no job yet.
#[derive(Debug)]
pub struct Received {
    scrap: Scrap,
    root: PathBuf,
    bytes: u64,
}

/// A job that comes with its recording.
#[derive(Clone, Debug)]
pub struct UploadedJob {
    /// What the sender calls the recording.
    pub file_name: String,
    /// Pipelines by name, if any were named.
    pub requested: Option<Vec<String>>,
    /// Settings by pipeline.
    pub config: Value,
}

/// The folder of a recording whose job is about to be added.
#[derive(Debug)]
pub(crate) struct Kept(Option<PathBuf>);

/// A file that goes unless somebody takes it.
#[derive(Debug)]
struct Scrap(Option<PathBuf>);

impl Scrap {
    fn path(&self) -> &Path {
        self.0.as_deref().unwrap_or(Path::new(""))
    }
}

impl Drop for Scrap {
    fn drop(&mut self) {
        if let Some(path) = self.0.take() {
            // a thread that answers others must not wait until the disk has freed a large file
            let remove = move || drop(fs::remove_file(path));
            match tokio::runtime::Handle::try_current() {
                Ok(tokio) => drop(tokio.spawn_blocking(remove)),
                Err(_) => remove(),
            }
        }
    }
}

impl Kept {
    /// The job is in the catalogue: the recording stays.
    pub(crate) fn settle(mut self) {
        self.0 = None;
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        if let Some(folder) = self.0.take() {
            // the next start removes what can't be removed now
            drop(fs::remove_dir_all(folder));
        }
    }
}

impl Engine {
    /// Begins to take a recording in. Refused when its announced size does not fit on the disk, or is
    /// larger than [`LARGEST`].
    pub async fn receive(&self, announced: Option<u64>) -> Result<Upload, EngineError> {
        let root = self.data_root();
        let floor = self.settings().values.minimum_free_mb << 20;
        within_limit(announced.unwrap_or(0))?;
        let begin = move || {
            room(&root, announced.unwrap_or(0), floor)?;
            let path = root
                .join(names::TEMP)
                .join(format!("{}.upload", Uuid::new_v4()));
            let file = File::options().write(true).create_new(true).open(&path);
            let file = file.map_err(|source| unwritable(&path, source))?;
            Ok(Upload {
                file: BufWriter::with_capacity(BLOCK, tokio::fs::File::from_std(file)),
                scrap: Scrap(Some(path)),
                root,
                floor,
                bytes: 0,
                looked: 0,
            })
        };
        tokio::task::spawn_blocking(begin)
            .await
            .map_err(|_| EngineError::Stopped)?
    }
}

impl Upload {
    /// Writes what has come.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), EngineError> {
        self.bytes += bytes.len() as u64;
        within_limit(self.bytes)?;
        if self.bytes >= self.looked + LOOK {
            self.looked = self.bytes;
            let (root, floor) = (self.root.clone(), self.floor);
            tokio::task::spawn_blocking(move || room(&root, 0, floor))
                .await
                .map_err(|_| EngineError::Stopped)??;
        }
        let written = self.file.write_all(bytes).await;
        written.map_err(|source| self.refused(source))
    }

    /// Everything has come: waits until it is on the disk.
    pub async fn finish(mut self) -> Result<Received, EngineError> {
        let flushed = match self.file.flush().await {
            Ok(()) => self.file.get_ref().sync_all().await,
            Err(error) => Err(error),
        };
        flushed.map_err(|source| self.refused(source))?;
        Ok(Received {
            scrap: self.scrap,
            root: self.root,
            bytes: self.bytes,
        })
    }

    fn refused(&self, source: std::io::Error) -> EngineError {
        let needs = self.bytes;
        match source {
            source if is_full(&source) => EngineError::NoRoom {
                place: self.root.clone(),
                needs,
                free: space(&self.root).map_or(0, |(free, _)| free),
                stays: self.floor,
            },
            source => unwritable(self.scrap.path(), source),
        }
    }
}

impl Received {
    /// Bytes of the recording.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether the data folder is still the one that this was written to.
    pub(crate) fn is_below(&self, root: &Path) -> bool {
        self.root == root
    }

    /// Gives the recording its place below the job's id and its name, whole or not at all.
    pub(crate) fn keep(mut self, id: JobId, name: &str) -> Result<(PathBuf, Kept), EngineError> {
        let uploads = self.root.join(names::UPLOADS);
        let folder = uploads.join(id.to_string());
        let path = folder.join(clean_name(name));
        fs::create_dir_all(&folder).map_err(|source| unwritable(&folder, source))?;
        let kept = Kept(Some(folder));
        publish(self.scrap.path(), &path)
            .and_then(|()| sync_folder(&uploads))
            .map_err(|source| unwritable(&path, source))?;
        self.scrap.0 = None;
        Ok((path, kept))
    }
}

fn within_limit(bytes: u64) -> Result<(), EngineError> {
    if bytes > LARGEST {
        return Err(EngineError::UploadTooLarge { limit: LARGEST });
    }
    Ok(())
}

/// Refuses what does not fit beside what has to stay free.
fn room(root: &Path, needs: u64, stays: u64) -> Result<(), EngineError> {
    let path = || root.to_owned();
    let (free, _) = space(root).map_err(|source| unwritable(root, source))?;
    if free < needs.saturating_add(stays) {
        return Err(EngineError::NoRoom {
            place: path(),
            needs,
            free,
            stays,
        });
    }
    Ok(())
}

fn unwritable(path: &Path, source: std::io::Error) -> EngineError {
    EngineError::NotWritable {
        path: path.to_owned(),
        source,
    }
}

/// Makes the names in a folder survive a power cut, where folders can be synced.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder; // Windows keeps the names itself
    Ok(())
}
