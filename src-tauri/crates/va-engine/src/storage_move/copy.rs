//! The first half of a move: everything is copied to the new folder, read back and compared. The old
//! folder is only read. What an earlier try has left in the new folder is kept where it is the same.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use va_store::{Catalogue, CatalogueReader};

use super::io;
use super::journal::{Journal, remove_file, write_list};
use super::plan::{CATALOGUE, Plan, content, time_of};
use super::progress::{Point, Unwatched, Watch};
use crate::data_folder::{DataFolder, names};
use crate::error::EngineError;
use crate::storage_error::StorageError;

/// Bytes in memory at a time.
const CHUNK: usize = 1 << 20;

type Hash = [u8; 32];

/// Copies and verifies. The old folder must stand still meanwhile: no job runs and the catalogue is frozen.
/// The answer is the new folder, locked and complete, but not in force. An error leaves it unfinished; the
/// same move can be started again.
pub fn copy(
    plan: &Plan,
    catalogue: &CatalogueReader,
    watch: &dyn Watch,
) -> Result<DataFolder, EngineError> {
    let folder = DataFolder::lock(&plan.to)?;
    let mut journal = Journal {
        schema: 1,
        from: plan.from.clone(),
        keep: plan.keep,
        complete: None,
    };
    journal.write(&plan.to)?;
    watch.at(Point::Copying)?;
    set_aside(plan)?;
    for below in &plan.folders {
        let path = plan.to.join(below);
        fs::create_dir_all(&path).map_err(io("make", &path))?;
    }
    let mut hashes = Vec::with_capacity(plan.files.len());
    for file in &plan.files {
        let (from, to) = (plan.from.join(&file.path), plan.to.join(&file.path));
        let there = fs::metadata(&to).is_ok_and(|there| there.len() == file.bytes);
        let known = if there { same(&from, &to)? } else { None };
        let hash = match known {
            Some(hash) => {
                watch.at(Point::Bytes(file.bytes))?;
                hash
            }
            None => copy_file(&from, &to, watch)?,
        };
        set_time(&to, time_of(file.modified))?;
        hashes.push(hash);
        watch.at(Point::File)?;
    }
    watch.at(Point::Verifying)?;
    for (file, hash) in plan.files.iter().zip(&hashes) {
        let to = plan.to.join(&file.path);
        if hash_file(&to, watch)? != *hash {
            return Err(StorageError::Differs { path: to }.into());
        }
        watch.at(Point::File)?;
    }
    stood_still(plan)?;
    copy_catalogue(plan, catalogue, watch)?;
    for below in plan
        .folders
        .iter()
        .map(PathBuf::as_path)
        .chain([Path::new("")])
    {
        sync_folder(&plan.to.join(below))?;
    }
    write_list(&plan.to, &plan.files)?;
    watch.at(Point::Between)?;
    journal.complete = Some(catalogue.fingerprint()?);
    journal.write(&plan.to)?;
    watch.at(Point::Between)?;
    Ok(folder)
}

/// Copies one file and makes it durable; the hash is that of what was read.
fn copy_file(from: &Path, to: &Path, watch: &dyn Watch) -> Result<Hash, StorageError> {
    let mut source = File::open(from).map_err(io("read", from))?;
    let mut target = File::create(to).map_err(io("write", to))?;
    let mut hash = Sha256::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        let read = source.read(&mut chunk).map_err(io("read", from))?;
        if read == 0 {
            break;
        }
        hash.update(&chunk[..read]);
        target.write_all(&chunk[..read]).map_err(io("write", to))?;
        watch.at(Point::Bytes(read as u64))?;
    }
    let permissions = source.metadata().map_err(io("read", from))?.permissions();
    target
        .set_permissions(permissions)
        .map_err(io("write", to))?;
    target.sync_all().map_err(io("write", to))?;
    Ok(hash.finalize().into())
}

fn set_time(path: &Path, time: std::time::SystemTime) -> Result<(), StorageError> {
    // a read-only file may still be given its time
    let file = File::open(path).map_err(io("read", path))?;
    if let Err(error) = file.set_modified(time) {
        // some disks keep no such times: nothing depends on it
        tracing::debug!(path = %path.display(), %error, "a copy keeps its own time");
    }
    Ok(())
}

/// The hash of a file as the disk holds it: what was just written is not taken from memory where the system
/// can be asked to forget it.
fn hash_file(path: &Path, watch: &dyn Watch) -> Result<Hash, StorageError> {
    let mut file = File::open(path).map_err(io("read back", path))?;
    #[cfg(target_os = "linux")]
    forget(&file);
    let mut hash = Sha256::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        let read = file.read(&mut chunk).map_err(io("read back", path))?;
        if read == 0 {
            return Ok(hash.finalize().into());
        }
        hash.update(&chunk[..read]);
        watch.at(Point::Bytes(read as u64))?;
    }
}

#[cfg(target_os = "linux")]
fn forget(file: &File) {
    use nix::fcntl::{PosixFadviseAdvice, posix_fadvise};
    let forgotten = posix_fadvise(file, 0, 0, PosixFadviseAdvice::POSIX_FADV_DONTNEED);
    if let Err(error) = forgotten {
        // the comparison is still of what the system hands out
        tracing::debug!(%error, "the system does not forget what it has just written");
    }
}

/// The hash of two files if they are the same.
fn same(one: &Path, other: &Path) -> Result<Option<Hash>, StorageError> {
    let hash = hash_file(one, &Unwatched)?;
    Ok((hash_file(other, &Unwatched)? == hash).then_some(hash))
}

/// Puts aside what an earlier try copied and is not in the old folder any more: a stale log beside a
/// database would spoil it. Nothing is removed but the catalogue's unfinished copy.
fn set_aside(plan: &Plan) -> Result<(), StorageError> {
    for name in CATALOGUE {
        remove_file(&plan.to.join(name))?;
        remove_file(&plan.to.join(name.replace(names::CATALOGUE, UNFINISHED)))?;
    }
    if !plan.resumed {
        return Ok(());
    }
    let wanted: HashSet<&Path> = plan.files.iter().map(|file| file.path.as_path()).collect();
    let aside = Path::new(names::RECOVERED).join("left-by-move");
    let (_, there) = content(&plan.to)?;
    for file in there
        .iter()
        .filter(|file| !wanted.contains(file.path.as_path()))
    {
        if file.path.starts_with(&aside) {
            continue;
        }
        let (from, to) = (
            plan.to.join(&file.path),
            plan.to.join(&aside).join(&file.path),
        );
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(io("make", folder))?;
        }
        fs::rename(&from, &to).map_err(io("put aside", &from))?;
    }
    Ok(())
}

/// Fails if the old folder is not as it was when the move began. Logs may grow.
fn stood_still(plan: &Plan) -> Result<(), StorageError> {
    let (_, now) = content(&plan.from)?;
    let counts = |path: &Path| !path.starts_with(names::LOGS);
    let before: HashSet<_> = plan
        .files
        .iter()
        .filter(|file| counts(&file.path))
        .collect();
    let after: HashSet<_> = now.iter().filter(|file| counts(&file.path)).collect();
    match before.symmetric_difference(&after).next() {
        None => Ok(()),
        Some(file) => Err(StorageError::Changed {
            path: plan.from.join(&file.path),
        }),
    }
}

/// Name of the catalogue's copy until it is whole.
pub(super) const UNFINISHED: &str = "catalogue.sqlite.moving";

/// Copies the catalogue through the database, compares it value by value, and lets the jobs in the copy name
/// their folders in the new place.
fn copy_catalogue(
    plan: &Plan,
    catalogue: &CatalogueReader,
    watch: &dyn Watch,
) -> Result<(), EngineError> {
    let part = plan.to.join(UNFINISHED);
    catalogue.copy_to(&part)?;
    watch.at(Point::Between)?;
    let mut copy = Catalogue::open(&part)?;
    copy.relocate(&plan.from, &plan.to)?;
    relocate_by_other_names(&mut copy, plan)?;
    watch.at(Point::Between)?;
    copy.read().check_integrity()?;
    drop(copy);
    let file = File::open(&part).map_err(io("read", &part))?;
    file.sync_all().map_err(io("write", &part))?;
    let whole = plan.to.join(names::CATALOGUE);
    fs::rename(&part, &whole).map_err(io("write", &whole))?;
    watch.at(Point::Between)?;
    Ok(())
}

/// Jobs that were made when the old folder was reached by another path, through a link for example.
fn relocate_by_other_names(copy: &mut Catalogue, plan: &Plan) -> Result<(), EngineError> {
    let old = fs::canonicalize(&plan.from).map_err(io("read", &plan.from))?;
    for (id, folder) in copy.read().folders()? {
        if folder.starts_with(&plan.to) {
            continue;
        }
        let real = fs::canonicalize(&folder).unwrap_or_default();
        if let Ok(below) = real.strip_prefix(&old) {
            copy.set_folder(id, &plan.to.join(below))?;
        }
    }
    Ok(())
}

#[cfg_attr(
    not(unix),
    expect(clippy::unnecessary_wraps, reason = "folders can be synced on Unix")
)]
fn sync_folder(folder: &Path) -> Result<(), StorageError> {
    #[cfg(unix)]
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(io("write", folder))?;
    #[cfg(not(unix))]
    let _: &Path = folder;
    Ok(())
}
