//! Copies the result files of a job. Takes the job's own folders whole, and from a folder that jobs share
//! only the files that carry the recording's name or the job's id. Follows no links and leaves the
//! recording where it is.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use va_store::legacy::LegacyJob;

use super::locate;
use super::report::ImportedJob;

/// Folders inside one another that are looked into.
const DEPTH: usize = 8;

struct Sources {
    /// Files with their names in `output`.
    files: Vec<(PathBuf, PathBuf)>,
    seen: BTreeSet<PathBuf>,
    media: PathBuf,
    /// The recording's name without its extension.
    stem: String,
    job: String,
    problems: Vec<String>,
}

/// Copies into `output`. Fails only where that can't be written; what can't be read is a problem of the
/// report.
pub(super) fn copy(
    job: &LegacyJob,
    media: &Path,
    from: &Path,
    output: &Path,
    report: &mut ImportedJob,
) -> std::io::Result<()> {
    let stem = media.file_stem().unwrap_or_default().to_string_lossy();
    let mut sources = Sources {
        files: Vec::new(),
        seen: BTreeSet::new(),
        media: media.to_owned(),
        stem: stem.into_owned(),
        job: job.id.clone(),
        problems: Vec::new(),
    };
    for recorded in &job.folders {
        match locate::recorded(recorded, &job.id, from) {
            Some(found) => sources.take(&found),
            None => sources
                .problems
                .push(format!("the results folder `{recorded}` is not there")),
        }
    }
    let beside = media.with_file_name(format!("{}_output", sources.stem));
    if !sources.stem.is_empty() && beside.is_dir() {
        sources.take(&beside);
    }
    for recorded in job.results.iter().filter_map(|r| r.output_file.as_ref()) {
        match locate::recorded(recorded, &job.id, from) {
            Some(found) if found.is_file() => sources.file(found, None),
            Some(_) | None => sources
                .problems
                .push(format!("the result file `{recorded}` is not there")),
        }
    }
    let mut names: BTreeSet<String> = BTreeSet::new();
    for (source, name) in std::mem::take(&mut sources.files) {
        let target = output.join(free(&name, &mut names));
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        match copy_file(&source, &target) {
            Ok(bytes) => {
                report.files += 1;
                report.bytes += bytes;
            }
            Err(Side::Reading(error)) => sources
                .problems
                .push(format!("`{}` can't be read: {error}", source.display())),
            Err(Side::Writing(error)) => return Err(error),
        }
    }
    report.problems.append(&mut sources.problems);
    Ok(())
}

impl Sources {
    /// A folder or file that the server named.
    fn take(&mut self, found: &Path) {
        if found.is_file() {
            return self.file(found.to_owned(), None);
        }
        let own = found
            .components()
            .any(|part| part.as_os_str().to_string_lossy() == self.job)
            || found.file_name().is_some_and(|name| {
                !self.stem.is_empty() && name.to_string_lossy() == format!("{}_output", self.stem)
            });
        self.folder(found, found, own, DEPTH);
    }

    fn folder(&mut self, root: &Path, at: &Path, own: bool, depth: usize) {
        let entries = match fs::read_dir(at) {
            Ok(entries) => entries,
            Err(error) => {
                let problem = format!("`{}` can't be read: {error}", at.display());
                return self.problems.push(problem);
            }
        };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort_unstable();
        for path in paths {
            let Ok(kind) = fs::symlink_metadata(&path).map(|data| data.file_type()) else {
                continue;
            };
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let belongs = own
                || name.starts_with(&self.job)
                || (!self.stem.is_empty() && name.starts_with(&format!("{}_", self.stem)));
            if kind.is_symlink() {
                if belongs {
                    let problem = format!("`{}` is a link and was left out", path.display());
                    self.problems.push(problem);
                }
            } else if kind.is_dir() {
                if belongs && depth > 0 {
                    self.folder(root, &path, true, depth - 1);
                }
            } else if belongs {
                self.file(path, Some(root));
            }
        }
    }

    /// A file; its name in `output` is its path below the folder in which it was found.
    fn file(&mut self, path: PathBuf, root: Option<&Path>) {
        let real = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        let media = fs::canonicalize(&self.media).unwrap_or_else(|_| self.media.clone());
        if real == media || !self.seen.insert(real) {
            return;
        }
        let below = root.and_then(|root| path.strip_prefix(root).ok());
        let name = match below {
            // the server's own folder for results says nothing beyond `output`
            Some(below) => below
                .strip_prefix(format!("{}_output", self.stem))
                .unwrap_or(below)
                .to_owned(),
            None => PathBuf::from(path.file_name().unwrap_or_default()),
        };
        self.files.push((path, name));
    }
}

/// A name that no file of this job has yet, also where capitals are not told apart.
fn free(name: &Path, taken: &mut BTreeSet<String>) -> PathBuf {
    let mut number = 1;
    loop {
        let candidate = if number == 1 {
            name.to_owned()
        } else {
            let file = name.file_name().unwrap_or_default().to_string_lossy();
            name.with_file_name(format!("{number}_{file}"))
        };
        if taken.insert(candidate.to_string_lossy().to_lowercase()) {
            return candidate;
        }
        number += 1;
    }
}

enum Side {
    Reading(std::io::Error),
    Writing(std::io::Error),
}

fn copy_file(source: &Path, target: &Path) -> Result<u64, Side> {
    let mut reader = fs::File::open(source).map_err(Side::Reading)?;
    let mut writer = fs::File::create(target).map_err(Side::Writing)?;
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let read = std::io::Read::read(&mut reader, &mut buffer).map_err(|error| {
            // half a result must not look like a whole one
            drop(fs::remove_file(target));
            Side::Reading(error)
        })?;
        if read == 0 {
            break;
        }
        std::io::Write::write_all(&mut writer, &buffer[..read]).map_err(Side::Writing)?;
        bytes += read as u64;
    }
    writer.sync_all().map_err(Side::Writing)?;
    Ok(bytes)
}
