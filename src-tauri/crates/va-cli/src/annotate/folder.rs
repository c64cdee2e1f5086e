//! The job folder of a recording: new, to be continued, already finished, or somebody else's.

use std::collections::HashSet;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use va_core::job_config::{JobConfig, StepConfig};
use va_core::provenance::Provenance;
use va_core::{ErrorCode, Failure, JobId};
use va_engine::job_folder::{self, JobFile, modified_ms, names, software};
use va_store::ResultsReader;

/// Held while a run works in a folder.
const LOCK: &str = ".lock";

/// What is wanted of a folder.
pub struct Wanted<'a> {
    /// The recording, absolute.
    pub media: PathBuf,
    /// What is to run.
    pub config: &'a JobConfig,
    /// Export formats.
    pub formats: &'a [String],
    /// Whether results that are there are replaced.
    pub force: bool,
}

/// A folder that is ready.
pub enum Prepared {
    /// Made now.
    New(JobFile),
    /// An earlier run began it.
    Continued(JobFile),
    /// An earlier run finished it with the same settings.
    Finished(JobFile),
}

impl Prepared {
    /// Its description.
    pub fn file(&self) -> &JobFile {
        match self {
            Self::New(file) | Self::Continued(file) | Self::Finished(file) => file,
        }
    }
}

/// The folder of each recording below `out`: the name without its extension, numbered where two would
/// share one, also on file systems that don't tell capitals.
pub fn names(videos: &[PathBuf], out: &Path) -> Vec<PathBuf> {
    let stem = |video: &PathBuf| {
        video
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let plain: Vec<String> = videos.iter().map(stem).collect();
    let mut taken: HashSet<String> = HashSet::new();
    let mut folders = Vec::new();
    for (index, stem) in plain.iter().enumerate() {
        // a plain name belongs to the first recording that has it
        let first = plain
            .iter()
            .position(|other| other.to_lowercase() == stem.to_lowercase());
        let reserved = |name: &str| {
            plain
                .iter()
                .any(|other| other.to_lowercase() == name.to_lowercase())
        };
        let mut name = stem.clone();
        let mut number = 2;
        while taken.contains(&name.to_lowercase())
            || (name == *stem && first != Some(index))
            || (name != *stem && reserved(&name))
        {
            name = format!("{stem}_{number}");
            number += 1;
        }
        taken.insert(name.to_lowercase());
        folders.push(out.join(name));
    }
    folders
}

/// Keeps a second run out of a folder for as long as it lives.
pub struct FolderLock(#[expect(dead_code, reason = "the lock is held by being open")] File);

/// Makes the folder if need be and takes it for this run.
pub fn lock(folder: &Path) -> Result<FolderLock, Failure> {
    let path = folder.join(LOCK);
    let refused = |source: std::io::Error| {
        let path = path.clone();
        va_engine::EngineError::NotWritable { path, source }.failure()
    };
    std::fs::create_dir_all(folder).map_err(refused)?;
    let file = File::options()
        .create(true)
        .append(true)
        .open(&path)
        .map_err(refused)?;
    match file.try_lock() {
        Ok(()) => Ok(FolderLock(file)),
        Err(TryLockError::WouldBlock) => {
            let message = format!("another run is working in `{}`", folder.display());
            Err(Failure::new(ErrorCode::StorageLocked, message)
                .hint("wait until it has finished, or give another folder with --out"))
        }
        Err(TryLockError::Error(source)) => Err(refused(source)),
    }
}

/// Makes or takes up the folder.
pub fn prepare(folder: &Path, wanted: &Wanted<'_>) -> Result<Prepared, Failure> {
    if folder.join(names::JOB).is_file() {
        let file = job_folder::read(folder).map_err(|e| e.failure())?;
        let same = file.media == wanted.media && file.config == *wanted.config;
        if same && !wanted.force {
            return Ok(if finished(folder, &file, wanted.formats) {
                Prepared::Finished(file)
            } else {
                Prepared::Continued(file)
            });
        }
        if !wanted.force {
            return Err(occupied(folder, &file, wanted));
        }
        remove_results(folder)?;
    }
    let file = JobFile {
        schema: 1,
        job: JobId::new(),
        media: wanted.media.clone(),
        config: wanted.config.clone(),
        software: software(),
    };
    job_folder::create(folder, &file).map_err(|e| e.failure())?;
    Ok(Prepared::New(file))
}

/// Whether an earlier run did everything that is wanted: every step is on record as done, the recording
/// is the same file, and every file that the formats ask for is there.
fn finished(folder: &Path, file: &JobFile, formats: &[String]) -> bool {
    let record = std::fs::read(folder.join(names::PROVENANCE)).ok();
    let record = record.and_then(|text| serde_json::from_slice::<Provenance>(&text).ok());
    let Some(record) = record.filter(|record| record.job == file.job) else {
        return false;
    };
    let done = |step: &StepConfig| {
        let ended = |state: &str| state == "succeeded" || state == "skipped";
        record
            .steps
            .iter()
            .any(|s| s.pipeline == step.pipeline && ended(&s.state))
    };
    let size = std::fs::metadata(&file.media).map_or(0, |m| m.len());
    let same_file = !record.media.sha256.is_empty()
        && record.media.facts.size_bytes == size
        && record.media_modified_ms == modified_ms(&file.media);
    same_file && file.config.steps.iter().all(done) && all_written(folder, file, formats)
}

fn all_written(folder: &Path, file: &JobFile, formats: &[String]) -> bool {
    let tracks = ResultsReader::open(&folder.join(names::RESULTS)).and_then(|r| r.tracks());
    let Ok(tracks) = tracks else { return false };
    let tracks: Vec<_> = tracks.into_iter().map(|track| track.spec).collect();
    let planned = va_export::plan(&file.job.file_prefix(), &tracks, formats);
    let output = folder.join(names::OUTPUT);
    planned.is_ok_and(|plan| plan.files.iter().all(|f| output.join(&f.name).is_file()))
}

fn occupied(folder: &Path, file: &JobFile, wanted: &Wanted<'_>) -> Failure {
    let what = if file.media == wanted.media {
        "other settings"
    } else {
        "another recording"
    };
    let message = format!("`{}` holds results of {what}", folder.display());
    Failure::new(ErrorCode::InvalidRequest, message)
        .hint("give another folder with --out, or --force to replace those results")
}

/// Removes what a job wrote, by name, and nothing else that may lie in the folder.
fn remove_results(folder: &Path) -> Result<(), Failure> {
    let gone = |path: PathBuf| match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            let message = format!("`{}` can't be replaced: {error}", path.display());
            Err(Failure::new(ErrorCode::StorageNotWritable, message)
                .hint("close the program that uses it, or give another folder with --out"))
        }
        Ok(()) | Err(_) => Ok(()),
    };
    let old = job_folder::read(folder)
        .map(|file| file.job.file_prefix())
        .unwrap_or_default();
    for entry in std::fs::read_dir(folder.join(names::OUTPUT))
        .into_iter()
        .flatten()
        .flatten()
    {
        if !old.is_empty() && entry.file_name().to_string_lossy().starts_with(&old) {
            gone(entry.path())?;
        }
    }
    let results = folder.join(names::RESULTS).to_string_lossy().into_owned();
    for path in [format!("{results}-wal"), format!("{results}-shm"), results] {
        gone(PathBuf::from(path))?;
    }
    gone(folder.join(names::PROVENANCE))?;
    gone(folder.join(names::JOB))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recordings_of_one_name_get_folders_of_their_own() {
        let videos = ["a/visit.mp4", "b/Visit.mov", "c/visit_2.mp4", "c/other.mp4"];
        let folders = names(&videos.map(PathBuf::from), Path::new("out"));
        let expected = ["out/visit", "out/Visit_3", "out/visit_2", "out/other"];
        assert_eq!(
            folders,
            expected.map(PathBuf::from),
            "no two share a folder"
        );
    }

    #[test]
    fn results_of_other_settings_are_not_replaced_without_force() {
        let out = tempfile::tempdir().unwrap();
        let folder = out.path().join("visit");
        let media = out.path().join("visit.mp4");
        let config = JobConfig::default();
        let mut other = JobConfig::default();
        other.steps.push(StepConfig {
            pipeline: "scene_detection".into(),
            settings: va_core::schema::Settings::default(),
            needed_by: None,
        });
        let wanted = Wanted {
            media: media.clone(),
            config: &config,
            formats: &[],
            force: false,
        };
        assert!(matches!(prepare(&folder, &wanted), Ok(Prepared::New(_))));
        assert!(matches!(
            prepare(&folder, &wanted),
            Ok(Prepared::Continued(_))
        ));
        let changed = Wanted {
            media: media.clone(),
            config: &other,
            formats: &[],
            force: false,
        };
        let Err(failure) = prepare(&folder, &changed) else {
            panic!("results would be lost")
        };
        assert_eq!(failure.code.exit_code(), 2);
        let forced = Wanted {
            media,
            config: &other,
            formats: &[],
            force: true,
        };
        assert!(matches!(prepare(&folder, &forced), Ok(Prepared::New(_))));
    }
}
