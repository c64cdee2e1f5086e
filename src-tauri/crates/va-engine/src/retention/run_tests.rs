//! Retention on real folders, with whatever somebody may have put in the way.

use std::fs;

use va_store::catalogue::NewJob;

use super::*;
use crate::data_folder::DataFolder;

const DAY: i64 = 24 * 60 * 60 * 1_000;
const NOW: WallTime = WallTime(1_000 * DAY);

struct Library {
    home: tempfile::TempDir,
    catalogue: Catalogue,
}

impl Library {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join("data");
        drop(DataFolder::open(&root).unwrap());
        let catalogue = Catalogue::open(&root.join(names::CATALOGUE)).unwrap();
        Self { home, catalogue }
    }

    fn root(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// A job without steps, which is final from the beginning, made so many days ago.
    fn job(&mut self, days_ago: i64, folder: Option<PathBuf>) -> JobId {
        let id = JobId::new();
        let folder = folder.unwrap_or_else(|| self.root().join("jobs").join(id.to_string()));
        if fs::symlink_metadata(&folder).is_err() {
            fs::create_dir_all(&folder).unwrap();
        }
        fs::write(folder.join("annotations.sqlite"), "12345").unwrap();
        let at = WallTime(NOW.0 - days_ago * DAY);
        let video = self
            .catalogue
            .insert_video_or_get(Path::new("/videos/clip.mp4"), 1, at)
            .unwrap();
        let new = NewJob {
            id,
            video: video.id,
            config: serde_json::json!({}),
            requested: None,
            steps: Vec::new(),
            folder,
            warnings: Vec::new(),
        };
        self.catalogue.insert_job(&new, at).unwrap();
        id
    }

    fn preview(&self, days: u32) -> RetentionPreview {
        let rule = Rule { days, now: NOW };
        preview(&self.root(), self.catalogue.read(), rule).unwrap()
    }

    fn remove(&mut self, days: u32) -> RetentionReport {
        let (root, rule) = (self.root(), Rule { days, now: NOW });
        let reader = self.catalogue.reader().unwrap();
        let catalogue = &mut self.catalogue;
        remove(&root, &reader, rule, &mut |id| {
            expire(&root, catalogue, rule, id, NOW)
        })
        .unwrap()
    }

    fn is_there(&self, id: JobId) -> bool {
        self.catalogue.read().job(id).is_ok()
    }
}

#[test]
fn the_run_removes_what_the_preview_showed_and_nothing_else() {
    let mut library = Library::new();
    let (old, young) = (library.job(31, None), library.job(29, None));
    let shown = library.preview(30);
    assert_eq!(
        (shown.jobs_found, shown.bytes, shown.jobs[0].job_id),
        (1, 5, old)
    );
    assert_eq!(shown.jobs[0].video_filename, "clip.mp4");
    assert!(library.is_there(old), "a preview changes nothing");
    let report = library.remove(30);
    assert_eq!((report.deleted_jobs, report.bytes_freed), (vec![old], 5));
    assert!(report.errors.is_empty() && report.skipped_jobs.is_empty());
    assert!(!library.root().join("jobs").join(old.to_string()).exists());
    assert!(library.root().join("jobs").join(young.to_string()).exists());
    assert!(!library.is_there(old) && library.is_there(young));
    let events = library.catalogue.read().events_since(0, 100).unwrap();
    let removal = events.last().unwrap();
    assert_eq!(
        removal.data["reason"], "retention",
        "every removal is on record"
    );
    assert_eq!(library.remove(30).jobs_found, 0);
}

#[test]
fn pinned_and_lately_opened_jobs_stay_with_the_reason() {
    let mut library = Library::new();
    let (pinned, opened, late) = (
        library.job(90, None),
        library.job(90, None),
        library.job(90, None),
    );
    library.catalogue.set_pinned(pinned, true, NOW).unwrap();
    library
        .catalogue
        .set_opened(opened, WallTime(NOW.0 - 6 * DAY))
        .unwrap();
    library
        .catalogue
        .set_opened(late, WallTime(NOW.0 - 8 * DAY))
        .unwrap();
    let report = library.remove(30);
    assert_eq!(report.deleted_jobs, [late]);
    assert_eq!((report.jobs_found, report.jobs_skipped), (3, 2));
    assert!(library.is_there(pinned) && library.is_there(opened));
}

#[test]
fn a_job_that_is_pinned_between_looking_and_removing_stays() {
    let mut library = Library::new();
    let id = library.job(90, None);
    let (root, rule) = (library.root(), Rule { days: 30, now: NOW });
    let reader = library.catalogue.reader().unwrap();
    let catalogue = &mut library.catalogue;
    let report = remove(&root, &reader, rule, &mut |id| {
        catalogue.set_pinned(id, true, NOW)?;
        expire(&root, catalogue, rule, id, NOW)
    });
    let report = report.unwrap();
    assert_eq!((report.jobs_deleted, report.jobs_skipped), (0, 1));
    assert!(root.join("jobs").join(id.to_string()).is_dir());
}

#[test]
fn jobs_from_a_future_that_the_clock_has_not_reached_stay() {
    let mut library = Library::new();
    let id = library.job(-3_000, None);
    let report = library.remove(1);
    assert_eq!((report.jobs_deleted, report.jobs_skipped), (0, 1));
    assert!(library.is_there(id));
}

#[test]
fn adopted_folders_stay_wherever_they_are() {
    let mut library = Library::new();
    let outside = library.home.path().join("thesis/clip");
    let beside = library.home.path().join("data-2/jobs/clip");
    let inside = library.root().join("uploads/clip");
    let jobs = [&outside, &beside, &inside].map(|folder| library.job(90, Some(folder.clone())));
    let report = library.remove(30);
    assert_eq!((report.jobs_deleted, report.jobs_skipped), (0, 3));
    for (id, folder) in jobs.into_iter().zip([outside, beside, inside]) {
        assert!(
            library.is_there(id),
            "the safe choice: the row stays as well"
        );
        assert!(folder.join("annotations.sqlite").is_file());
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_removed_through_a_link() {
    use std::os::unix::fs::symlink;
    let mut library = Library::new();
    let precious = library.home.path().join("precious");
    fs::create_dir(&precious).unwrap();
    fs::write(precious.join("only-copy"), "x").unwrap();
    // the job's folder is a link to something else
    let id = library.job(90, None);
    let folder = library.root().join("jobs").join(id.to_string());
    fs::remove_dir_all(&folder).unwrap();
    symlink(&precious, &folder).unwrap();
    // a link inside a job's folder
    let with_link = library.job(90, None);
    let inner = library.root().join("jobs").join(with_link.to_string());
    symlink(&precious, inner.join("link")).unwrap();
    let report = library.remove(30);
    assert_eq!(report.deleted_jobs, [with_link]);
    assert_eq!(
        report.skipped_jobs[0].reason,
        "its folder is reached through a symbolic link"
    );
    assert!(!inner.exists());
    assert!(precious.join("only-copy").is_file() && library.is_there(id));

    // the folder of all jobs is a link
    let mut library = Library::new();
    let id = library.job(90, None);
    let jobs = library.root().join("jobs");
    let elsewhere = library.home.path().join("elsewhere");
    fs::rename(&jobs, &elsewhere).unwrap();
    symlink(&elsewhere, &jobs).unwrap();
    let report = library.remove(30);
    assert_eq!(
        (report.jobs_deleted, report.jobs_skipped),
        (0, 1),
        "a parent is a link"
    );
    assert!(
        elsewhere
            .join(id.to_string())
            .join("annotations.sqlite")
            .is_file()
    );
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_removed_is_an_error_in_the_report_and_the_sweep_removes_it_later() {
    use std::os::unix::fs::PermissionsExt;
    let mut library = Library::new();
    let id = library.job(90, None);
    let folder = library.root().join("jobs").join(id.to_string());
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).unwrap();
    let report = library.remove(30);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap_or_default();
    if folder.exists() {
        // without the powers of root
        assert_eq!((report.errors.len(), report.bytes_freed), (1, 0));
    }
    crate::sweep::sweep(&library.root(), &mut library.catalogue).unwrap();
    assert!(!folder.exists());
}
