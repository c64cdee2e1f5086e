//! The sweep on real folders, as a kill at the wrong moment leaves them.

use std::time::Duration;

use va_core::job_config::JobConfig;
use va_store::WallTime;
use va_store::catalogue::NewJob;

use super::*;
use crate::data_folder::DataFolder;
use crate::job_folder::JobFile;

struct Library {
    root: tempfile::TempDir,
    catalogue: Catalogue,
}

impl Library {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        drop(DataFolder::open(root.path()).unwrap());
        let catalogue = Catalogue::open(&root.path().join(names::CATALOGUE)).unwrap();
        Self { root, catalogue }
    }

    /// A job folder as the engine makes it, with or without results.
    fn folder(&self, id: JobId, results: bool) -> PathBuf {
        let folder = self.root.path().join("jobs").join(id.to_string());
        let file = JobFile {
            schema: 1,
            job: id,
            media: "/clip.mp4".into(),
            config: JobConfig::default(),
            software: "test".to_owned(),
        };
        job_folder::create(&folder, &file).unwrap();
        if results {
            fs::write(folder.join("annotations.sqlite"), "rows").unwrap();
        }
        folder
    }

    fn row(&mut self, id: JobId, folder: &Path) {
        let media = Path::new("/clip.mp4");
        let video = self
            .catalogue
            .insert_video_or_get(media, 1, WallTime(1))
            .unwrap();
        let new = NewJob {
            id,
            video: video.id,
            config: serde_json::json!({}),
            requested: None,
            steps: Vec::new(),
            folder: folder.to_owned(),
            warnings: Vec::new(),
        };
        self.catalogue.insert_job(&new, WallTime(1)).unwrap();
    }

    fn sweep(&mut self) -> Swept {
        sweep(self.root.path(), &mut self.catalogue).unwrap().0
    }

    /// Removes scrap as a start would that is later by so many seconds.
    fn scrap(&mut self, later: i64) -> usize {
        let by = Duration::from_secs(later.unsigned_abs());
        let now = SystemTime::now();
        let started = if later < 0 { now - by } else { now + by };
        let (_, ended) = sweep(self.root.path(), &mut self.catalogue).unwrap();
        remove_scrap(self.root.path(), &ended, started)
    }
}

#[test]
fn the_folder_of_a_deleted_job_goes_and_a_living_one_stays() {
    let mut library = Library::new();
    let (dead, alive) = (JobId::new(), JobId::new());
    let (gone, kept) = (library.folder(dead, true), library.folder(alive, true));
    library.row(dead, &gone);
    library.row(alive, &kept);
    // killed between the row and the folder
    library.catalogue.delete_job(dead, WallTime(2)).unwrap();
    let swept = library.sweep();
    assert_eq!(swept.removed, std::slice::from_ref(&gone));
    assert!(!gone.exists() && kept.join("annotations.sqlite").is_file());
    assert_eq!(
        library.sweep(),
        Swept::default(),
        "a second sweep finds nothing"
    );
}

#[test]
fn results_that_no_job_names_are_set_aside_and_never_removed() {
    let mut library = Library::new();
    let id = JobId::new();
    for expected in [id.to_string(), format!("{id}-2")] {
        let folder = library.folder(id, true);
        let swept = library.sweep();
        let place = library.root.path().join("recovered").join(expected);
        assert_eq!(swept.recovered, std::slice::from_ref(&place));
        assert!(!folder.exists());
        assert_eq!(fs::read(place.join("annotations.sqlite")).unwrap(), b"rows");
    }
}

#[test]
fn a_folder_that_was_only_begun_goes() {
    let mut library = Library::new();
    let folder = library.folder(JobId::new(), false);
    fs::write(folder.join("output/shots.csv.part"), "half").unwrap();
    assert_eq!(library.sweep().removed, [folder]);
}

#[test]
fn half_files_and_temporary_files_of_earlier_runs_go_and_younger_ones_stay() {
    let mut library = Library::new();
    let id = JobId::new();
    let folder = library.folder(id, true);
    library.row(id, &folder);
    let root = library.root.path().to_owned();
    fs::create_dir_all(root.join("temp/upload")).unwrap();
    for name in ["temp/upload/a", "temp/b", "location.json.part"] {
        fs::write(root.join(name), "half").unwrap();
    }
    fs::write(folder.join("output/shots.csv.part"), "half").unwrap();
    fs::write(folder.join("output/shots.csv"), "whole").unwrap();
    assert_eq!(
        library.scrap(-60),
        0,
        "everything is younger than that start"
    );
    assert_eq!(library.scrap(5), 4);
    assert!(folder.join("output/shots.csv").is_file());
    assert_eq!(fs::read_dir(root.join("temp")).unwrap().count(), 0);
}

#[test]
fn jobs_are_found_again_after_the_folder_was_moved_by_hand() {
    let mut library = Library::new();
    let id = JobId::new();
    let folder = library.folder(id, true);
    library.row(id, &Path::new("/old/place/jobs").join(id.to_string()));
    assert_eq!(library.sweep().found_again, [id]);
    assert_eq!(library.catalogue.read().job(id).unwrap().folder, folder);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let mut library = Library::new();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("precious"), "x").unwrap();
    fs::write(outside.path().join("precious.part"), "x").unwrap();
    let root = library.root.path().to_owned();
    symlink(outside.path(), root.join("temp/link")).unwrap();
    symlink(
        outside.path(),
        root.join("jobs").join(JobId::new().to_string()),
    )
    .unwrap();
    let swept = library.sweep();
    assert!(
        swept.removed.is_empty() && swept.recovered.is_empty(),
        "{swept:?}"
    );
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 2);
    library.scrap(5);
    assert_eq!(
        fs::read_dir(root.join("temp")).unwrap().count(),
        0,
        "the link itself goes"
    );
    fs::remove_dir(root.join("temp")).unwrap();
    symlink(outside.path(), root.join("temp")).unwrap();
    library.scrap(5);
    assert_eq!(
        fs::read_dir(outside.path()).unwrap().count(),
        2,
        "temp itself is a link"
    );
}
