//! The job folder of a recording: new, to be continued, already finished, or somebody else's.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use va_core::job_config::JobConfig;
use va_core::{ErrorCode, Failure, JobId};
use va_engine::job_folder::{self, JobFile, names, software};
use va_store::ResultsReader;

/// What is wanted of a folder.
pub struct Wanted<'a> {
    /// The recording, absolute.
    pub media: PathBuf,
    /// What is to run.
    pub config: &'a JobConfig,
    /// Whether results of other settings may be replaced.
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
/// share one.
pub fn names(videos: &[PathBuf], out: &Path) -> Vec<PathBuf> {
    let mut taken: HashMap<String, u32> = HashMap::new();
    videos
        .iter()
        .map(|video| {
            let stem = video
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let count = taken.entry(stem.clone()).or_insert(0);
            *count += 1;
            let name = if *count == 1 {
                stem
            } else {
                format!("{stem}_{count}")
            };
            out.join(name)
        })
        .collect()
}

/// Makes or takes up the folder.
pub fn prepare(folder: &Path, wanted: &Wanted<'_>) -> Result<Prepared, Failure> {
    if folder.join(names::JOB).is_file() {
        let file = job_folder::read(folder).map_err(|e| e.failure())?;
        if file.media == wanted.media && file.config == *wanted.config {
            return Ok(if finished(folder, &file) {
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

/// Whether every step has its result and its files were written.
fn finished(folder: &Path, file: &JobFile) -> bool {
    let Ok(results) = ResultsReader::open(&folder.join(names::RESULTS)) else {
        return false;
    };
    let progress = results.checkpoints().unwrap_or_default();
    let done = |step: &va_core::job_config::StepConfig| {
        progress
            .iter()
            .any(|p| p.pipeline == step.pipeline && p.is_finished())
    };
    folder.join(names::PROVENANCE).is_file() && file.config.steps.iter().all(done)
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
        let videos = ["a/visit.mp4", "b/visit.mov", "c/other.mp4"].map(PathBuf::from);
        let folders = names(&videos, Path::new("out"));
        assert_eq!(
            folders,
            ["out/visit", "out/visit_2", "out/other"].map(PathBuf::from)
        );
    }

    #[test]
    fn results_of_other_settings_are_not_replaced_without_force() {
        let out = tempfile::tempdir().unwrap();
        let folder = out.path().join("visit");
        let media = out.path().join("visit.mp4");
        let config = JobConfig::default();
        let mut other = JobConfig::default();
        other.steps.push(va_core::job_config::StepConfig {
            pipeline: "scene_detection".into(),
            settings: va_core::schema::Settings::default(),
            needed_by: None,
        });
        let wanted = Wanted {
            media: media.clone(),
            config: &config,
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
            force: false,
        };
        let Err(failure) = prepare(&folder, &changed) else {
            panic!("results would be lost")
        };
        assert_eq!(failure.code.exit_code(), 2);
        let forced = Wanted {
            media,
            config: &other,
            force: true,
        };
        assert!(matches!(prepare(&folder, &forced), Ok(Prepared::New(_))));
    }
}
