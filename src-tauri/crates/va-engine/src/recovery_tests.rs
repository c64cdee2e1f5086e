//! What comes back after the catalogue was damaged, lost, or older than the job folders.

use std::fs;
use std::path::Path;

use va_core::job::JobStatus;
use va_core::job_config::{JobConfig, StepConfig};
use va_core::schema::Settings;
use va_core::step::StepEvent;
use va_core::{JobId, PipelineId};
use va_store::backup::back_up_catalogue;
use va_store::catalogue::{NewJob, StepDetails};
use va_store::results::{Batch, Outcome, ResultsHeader};
use va_store::{Catalogue, ResultsWriter, WallTime};

use super::{QUEUE_PAUSED, open_catalogue};
use crate::data_folder::DataFolder;
use crate::job_folder::{self, JobFile, names};

const AT: WallTime = WallTime(1_000);

struct Library {
    _root: tempfile::TempDir,
    folder: DataFolder,
}

impl Library {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(root.path()).unwrap();
        Self {
            _root: root,
            folder,
        }
    }

    fn open(&self) -> Catalogue {
        open_catalogue(&self.folder).unwrap()
    }

    /// A job's folder; with an outcome for its first step if one is given.
    fn make_folder(&self, outcome: Option<&Outcome>) -> JobFile {
        let step = |name: &str| StepConfig {
            pipeline: PipelineId::from(name),
            settings: Settings::default(),
            needed_by: None,
        };
        let file = JobFile {
            schema: 1,
            job: JobId::new(),
            media: "/media/a.mp4".into(),
            config: JobConfig {
                steps: vec![step("scene_detection"), step("motion_energy")],
                ..JobConfig::default()
            },
            software: "test".to_owned(),
        };
        let home = self.folder.job(file.job);
        job_folder::create(&home, &file).unwrap();
        if let Some(outcome) = outcome {
            let header = ResultsHeader {
                job: file.job,
                software: "test".to_owned(),
            };
            let mut results = ResultsWriter::open(&home.join(names::RESULTS), &header).unwrap();
            let mut batch = Batch::new(PipelineId::from("scene_detection"));
            batch.finished = Some(outcome.clone());
            results.commit(&batch).unwrap();
        }
        file
    }

    /// A job with folder and row.
    fn make_job(&self, catalogue: &mut Catalogue, outcome: Option<&Outcome>) -> JobId {
        let file = self.make_folder(outcome);
        let video = catalogue.insert_video_or_get(&file.media, 1, AT).unwrap();
        let new = NewJob {
            id: file.job,
            video: video.id,
            config: serde_json::json!({"asked": true}),
            requested: None,
            steps: file.config.steps,
            folder: self.folder.job(file.job),
            warnings: Vec::new(),
        };
        catalogue.insert_job(&new, AT).unwrap();
        file.job
    }

    fn damage(&self) {
        fs::write(self.folder.catalogue(), "damaged").unwrap();
        for ending in ["-wal", "-shm"] {
            let log = format!("{}{ending}", self.folder.catalogue().display());
            drop(fs::remove_file(log));
        }
    }
}

fn paused(catalogue: &Catalogue) -> bool {
    catalogue.read().setting(QUEUE_PAUSED).unwrap() == Some(true.into())
}

fn notice(catalogue: &Catalogue) -> (String, String) {
    let notices = catalogue.read().notices().unwrap();
    assert_eq!(notices.len(), 1, "{notices:?}");
    (notices[0].message.clone(), notices[0].hint.clone().unwrap())
}

#[test]
fn a_start_like_any_other_tells_nothing() {
    let library = Library::new();
    let mut catalogue = library.open();
    let known = library.make_job(&mut catalogue, Some(&Outcome::Succeeded));
    let begun = library.make_folder(None);
    drop(catalogue);
    let catalogue = library.open();
    assert!(catalogue.read().job(known).is_ok());
    assert!(
        catalogue.read().job(begun.job).is_err(),
        "a folder without results was being made when the program ended"
    );
    assert!(catalogue.read().notices().unwrap().is_empty());
    assert!(!paused(&catalogue));
}

#[test]
fn jobs_that_are_newer_than_the_copy_come_back_from_their_folders() {
    let library = Library::new();
    let mut catalogue = library.open();
    let old = library.make_job(&mut catalogue, None);
    back_up_catalogue(&library.folder.catalogue(), AT).unwrap();
    let begun = library.make_job(&mut catalogue, Some(&Outcome::Succeeded));
    let waiting = library.make_job(&mut catalogue, None);
    drop(catalogue);
    library.damage();

    let catalogue = library.open();
    let read = |id| catalogue.read().job(id).unwrap();
    assert_eq!(read(old).config, serde_json::json!({"asked": true}));
    for id in [old, begun, waiting] {
        assert_eq!(read(id).status, JobStatus::Pending, "its second step waits");
    }
    assert_eq!(
        read(begun).steps[0].state,
        va_core::step::StepState::Succeeded,
        "what was finished is not done again"
    );
    assert_eq!(catalogue.read().queue().unwrap(), [old, begun, waiting]);
    assert!(paused(&catalogue), "one of them may have been cancelled");
    let (message, hint) = notice(&catalogue);
    assert!(
        message.contains("copy `catalogue-1970-01-01.sqlite`"),
        "{message}"
    );
    assert!(message.contains("2 jobs newer than the copy"), "{message}");
    assert!(
        hint.contains("paused") && hint.contains("damaged-"),
        "{hint}"
    );
    drop(catalogue);
    assert_eq!(notice(&library.open()).0, message, "told once");
}

#[test]
fn a_job_that_ended_after_the_copy_is_not_done_again() {
    let library = Library::new();
    let mut catalogue = library.open();
    let id = library.make_job(&mut catalogue, Some(&Outcome::Succeeded));
    let pipeline = PipelineId::from("motion_energy");
    let nothing = StepDetails::default();
    catalogue
        .apply(id, &pipeline, StepEvent::Start, &nothing, AT)
        .unwrap();
    back_up_catalogue(&library.folder.catalogue(), AT).unwrap();
    let header = ResultsHeader {
        job: id,
        software: "test".to_owned(),
    };
    let path = library.folder.job(id).join(names::RESULTS);
    let mut results = ResultsWriter::open(&path, &header).unwrap();
    let mut batch = Batch::new(pipeline);
    batch.finished = Some(Outcome::Succeeded);
    results.commit(&batch).unwrap();
    drop((results, catalogue));
    library.damage();
    let catalogue = library.open();
    let job = catalogue.read().job(id).unwrap();
    assert_eq!(job.status, JobStatus::Completed);
    assert!(job.completed_at.unwrap() > AT);
    assert!(!paused(&catalogue), "nothing waits");
    let (_, hint) = notice(&catalogue);
    assert!(!hint.contains("paused"), "{hint}");
}

#[test]
fn a_job_that_was_deleted_after_the_copy_does_not_come_back() {
    let library = Library::new();
    let mut catalogue = library.open();
    let deleted = library.make_job(&mut catalogue, None);
    let kept = library.make_job(&mut catalogue, Some(&Outcome::Succeeded));
    back_up_catalogue(&library.folder.catalogue(), AT).unwrap();
    catalogue.delete_job(deleted, AT).unwrap();
    fs::remove_dir_all(library.folder.job(deleted)).unwrap();
    drop(catalogue);
    library.damage();
    let catalogue = library.open();
    assert!(catalogue.read().job(deleted).is_err());
    assert!(catalogue.read().job(kept).is_ok());
}

#[test]
fn a_folder_of_jobs_that_is_not_there_deletes_nothing() {
    let library = Library::new();
    let mut catalogue = library.open();
    let id = library.make_job(&mut catalogue, Some(&Outcome::Succeeded));
    back_up_catalogue(&library.folder.catalogue(), AT).unwrap();
    drop(catalogue);
    library.damage();
    let (jobs, away) = (
        library.folder.root().join("jobs"),
        library.folder.root().join("away"),
    );
    fs::rename(&jobs, &away).unwrap();
    assert!(library.open().read().job(id).is_ok(), "not to be seen");
    fs::create_dir(&jobs).unwrap();
    library.damage();
    assert!(library.open().read().job(id).is_ok(), "an empty place");
    fs::remove_dir(&jobs).unwrap();
    fs::rename(&away, &jobs).unwrap();
    let catalogue = library.open();
    assert!(catalogue.read().job(id).is_ok());
    assert!(!catalogue.read().was_removed(id).unwrap());
}

#[test]
fn without_a_copy_every_job_folder_is_read() {
    let library = Library::new();
    let mut catalogue = library.open();
    let failed = Outcome::Failed(va_core::Failure::new(va_core::ErrorCode::DecodeFailed, "x"));
    let ids = [
        library.make_job(&mut catalogue, Some(&Outcome::Succeeded)),
        library.make_job(&mut catalogue, Some(&failed)),
        library.make_job(&mut catalogue, None),
    ];
    drop(catalogue);
    library.damage();
    fs::create_dir_all(library.folder.root().join("jobs/notes of mine")).unwrap();
    let catalogue = library.open();
    for id in ids {
        let job = catalogue.read().job(id).unwrap();
        assert!(job.created_at > AT, "the id tells when it was made");
        assert_eq!(job.folder, library.folder.job(id));
    }
    assert_eq!(catalogue.read().list_jobs(None, 1, 9).unwrap().total, 3);
    let passing = catalogue.read().job(ids[1]).unwrap();
    assert_eq!(
        passing.steps[0].state,
        va_core::step::StepState::Queued,
        "a failure that may pass is tried again"
    );
    assert!(passing.opened_at.is_some(), "who looked at it is forgotten");
    let (message, hint) = notice(&catalogue);
    assert!(message.contains("no good copy"), "{message}");
    assert!(hint.contains("not cleaned up"), "{hint}");
}

#[test]
fn rows_that_a_lost_log_held_come_back_and_deleted_jobs_do_not() {
    let library = Library::new();
    let mut catalogue = library.open();
    let lost = library.make_folder(Some(&Outcome::Succeeded));
    let deleted = library.make_job(&mut catalogue, Some(&Outcome::Succeeded));
    catalogue.delete_job(deleted, AT).unwrap();
    drop(catalogue);
    assert!(library.folder.job(deleted).is_dir(), "killed in between");
    let catalogue = library.open();
    assert!(catalogue.read().job(lost.job).is_ok());
    assert!(catalogue.read().job(deleted).is_err());
    let (message, hint) = notice(&catalogue);
    assert!(message.starts_with("1 job missing"), "{message}");
    assert!(hint.contains("paused"), "it is not finished: {hint}");
}

#[test]
fn a_folder_that_is_somebody_elses_is_not_taken() {
    let library = Library::new();
    let file = library.make_folder(Some(&Outcome::Succeeded));
    let other = library.folder.job(JobId::new());
    fs::rename(library.folder.job(file.job), &other).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(&other, library.folder.job(file.job)).unwrap();
    let catalogue = library.open();
    assert_eq!(catalogue.read().list_jobs(None, 1, 9).unwrap().total, 0);
    assert!(Path::new(&other).is_dir());
}
