//! Moves of real folders: what arrives, what is refused, what stays.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use va_core::JobId;
use va_store::catalogue::NewJob;
use va_store::{Catalogue, WallTime};

use super::*;
use crate::data_folder::{DataFolder, names};
use crate::error::EngineError;
use crate::location::Location;

/// A library with two jobs of its own and one that was adopted from elsewhere.
pub(super) struct Library {
    pub(super) home: tempfile::TempDir,
    pub(super) ids: Vec<JobId>,
}

impl Library {
    pub(super) fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let library = Self {
            ids: vec![JobId::new(), JobId::new(), JobId::new()],
            home,
        };
        let old = library.old();
        drop(DataFolder::open(&old).unwrap());
        let mut catalogue = Catalogue::open(&old.join(names::CATALOGUE)).unwrap();
        for (n, id) in library.ids.iter().enumerate() {
            let adopted = n == 2;
            let folder = if adopted {
                library.home.path().join("adopted")
            } else {
                old.join("jobs").join(id.to_string())
            };
            fs::create_dir_all(folder.join("output")).unwrap();
            fs::write(folder.join("annotations.sqlite"), results(n)).unwrap();
            fs::write(folder.join("output/shots.csv"), format!("shots {n}")).unwrap();
            let media = old.join("uploads").join(format!("{n}.mp4"));
            fs::write(&media, "video").unwrap();
            let video = catalogue
                .insert_video_or_get(&media, 5, WallTime(1))
                .unwrap();
            let new = NewJob {
                id: *id,
                video: video.id,
                config: serde_json::json!({}),
                requested: None,
                steps: Vec::new(),
                folder,
                warnings: Vec::new(),
            };
            catalogue.insert_job(&new, WallTime(1)).unwrap();
        }
        fs::write(old.join("logs/desktop.log"), "a line").unwrap();
        fs::write(old.join("temp/scrap"), "scrap").unwrap();
        fs::create_dir_all(old.join("models/empty")).unwrap();
        library
    }

    pub(super) fn old(&self) -> PathBuf {
        self.home.path().join("old")
    }

    pub(super) fn new_place(&self) -> PathBuf {
        self.home.path().join("disk/new")
    }

    pub(super) fn location(&self) -> Location {
        Location {
            given: None,
            file: Some(self.home.path().join("config/location.json")),
            default: Some(self.old()),
        }
    }

    /// Opens the storage that is in force, finishes a move that is not over, and checks that everything is
    /// there. Answers the storage's folder.
    pub(super) fn check(&self) -> PathBuf {
        let location = self.location();
        let root = location.find().unwrap().root;
        let (folder, journal) = DataFolder::open_in(&root, &location).unwrap();
        let catalogue = Catalogue::open(&folder.catalogue()).unwrap();
        for (n, id) in self.ids.iter().enumerate() {
            let job = catalogue.read().job(*id).unwrap();
            let expected = if n == 2 {
                self.home.path().join("adopted")
            } else {
                root.join("jobs").join(id.to_string())
            };
            assert_eq!(job.folder, expected);
            let rows = fs::read(job.folder.join("annotations.sqlite")).unwrap();
            assert!(rows == results(n), "the results of job {n}");
            let shots = fs::read_to_string(job.folder.join("output/shots.csv")).unwrap();
            assert_eq!(shots, format!("shots {n}"));
            let video = catalogue.read().video(job.video).unwrap();
            assert_eq!(fs::read(&video.path).unwrap(), b"video");
            assert!(video.path.starts_with(&root));
        }
        if let Some(journal) = journal {
            finish(&root, &journal, &location, None, &Unwatched).unwrap();
        }
        root
    }
}

/// The results of the n-th job; those of one job are longer than what is read at a time.
fn results(n: usize) -> Vec<u8> {
    vec![n as u8; if n == 1 { 1_200_000 } else { 1_000 }]
}

/// The whole move, as the command line makes it.
pub(super) fn run(
    from: &Path,
    to: &Path,
    keep: bool,
    location: &Location,
    watch: &dyn Watch,
) -> Result<Vec<PathBuf>, EngineError> {
    let old = DataFolder::open(from)?;
    let catalogue = Catalogue::open(&old.catalogue())?;
    let plan = plan(from, to, keep)?;
    let new = copy(&plan, catalogue.read(), watch)?;
    drop(catalogue);
    location.set(new.root())?;
    watch.at(Point::Between)?;
    let journal = Journal::read(new.root())?.expect("the new folder has its journal");
    finish(new.root(), &journal, location, Some(old), watch)
}

fn everything(root: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).unwrap().flatten() {
            let path = entry.path();
            let below = path.strip_prefix(root).unwrap().to_owned();
            if path.is_dir() {
                open.push(path);
                found.insert(below, None);
            } else {
                found.insert(below, Some(fs::read(path).unwrap()));
            }
        }
    }
    found
}

#[test]
fn a_moved_library_is_whole_in_the_new_place_and_gone_from_the_old_one() {
    let library = Library::new();
    let mut expected = everything(&library.old());
    let progress = Progress::new(library.new_place(), 9, 9_000_000);
    let left = run(
        &library.old(),
        &library.new_place(),
        false,
        &library.location(),
        &progress,
    );
    assert_eq!(left.unwrap(), Vec::<PathBuf>::new());
    assert_eq!(library.check(), library.new_place());
    assert!(!library.old().exists(), "nothing is left of the old folder");
    let view = progress.view();
    assert_eq!((view.state, view.files_done), (MoveState::Verifying, 8));
    let mut arrived = everything(&library.new_place());
    for same in [&mut expected, &mut arrived] {
        same.retain(|path, _| {
            let name = path.to_string_lossy();
            !name.starts_with("catalogue")
                && !name.starts_with("engine")
                && !name.starts_with("temp")
        });
    }
    assert!(expected == arrived, "byte by byte the same");
}

#[test]
fn a_kept_folder_says_where_the_library_is_and_is_not_opened_by_mistake() {
    let library = Library::new();
    let before = everything(&library.old());
    run(
        &library.old(),
        &library.new_place(),
        true,
        &library.location(),
        &Unwatched,
    )
    .unwrap();
    assert_eq!(library.check(), library.new_place());
    let error = guard(&library.old(), &library.location()).unwrap_err();
    assert!(matches!(&error, StorageError::Moved { to, .. } if *to == library.new_place()));
    let after = everything(&library.old());
    for (path, bytes) in before {
        if !path.to_string_lossy().starts_with("catalogue.sqlite-") {
            assert!(after.get(&path) == Some(&bytes), "{}", path.display());
        }
    }
}

#[test]
fn what_was_put_into_the_old_folder_meanwhile_is_not_removed() {
    let library = Library::new();
    let location = library.location();
    let old = DataFolder::open(&library.old()).unwrap();
    let catalogue = Catalogue::open(&old.catalogue()).unwrap();
    let plan = plan(&library.old(), &library.new_place(), false).unwrap();
    let new = copy(&plan, catalogue.read(), &Unwatched).unwrap();
    drop(catalogue);
    location.set(new.root()).unwrap();
    fs::write(library.old().join("jobs/mine.txt"), "mine").unwrap();
    let changed = library.old().join("uploads/0.mp4");
    fs::write(&changed, "another video").unwrap();
    let journal = Journal::read(new.root()).unwrap().unwrap();
    let left = finish(new.root(), &journal, &location, Some(old), &Unwatched).unwrap();
    assert!(
        left.contains(&library.old().join("jobs/mine.txt")),
        "{left:?}"
    );
    assert_eq!(fs::read(&changed).unwrap(), b"another video");
    assert!(
        library.old().join(names::MOVED).is_file(),
        "the rest says where it went"
    );
    drop(new);
    assert_eq!(library.check(), library.new_place());
}

#[test]
fn an_old_folder_that_was_used_after_the_switch_stays_whole() {
    let library = Library::new();
    let location = library.location();
    let old = DataFolder::open(&library.old()).unwrap();
    let mut catalogue = Catalogue::open(&old.catalogue()).unwrap();
    let plan = plan(&library.old(), &library.new_place(), false).unwrap();
    let new = copy(&plan, catalogue.read(), &Unwatched).unwrap();
    location.set(new.root()).unwrap();
    catalogue.delete_job(library.ids[0], WallTime(9)).unwrap();
    drop(catalogue);
    let before = everything(&library.old().join("jobs"));
    let journal = Journal::read(new.root()).unwrap().unwrap();
    let left = finish(new.root(), &journal, &location, Some(old), &Unwatched).unwrap();
    assert_eq!(left, [library.old()]);
    assert!(everything(&library.old().join("jobs")) == before);
}

#[test]
fn folders_that_cannot_take_the_library_are_refused_and_left_as_they_are() {
    let library = Library::new();
    let home = library.home.path();
    fs::create_dir(home.join("full")).unwrap();
    fs::write(home.join("full/thesis.txt"), "x").unwrap();
    fs::write(home.join("file"), "x").unwrap();
    let before = everything(&library.old());
    for (to, why) in [
        (library.old(), "where it is"),
        (home.join("adopted/../old"), "where it is"),
        (library.old().join("jobs/new"), "inside the storage"),
        (home.to_owned(), "storage folder lies inside"),
        (home.join("full"), "not empty: it holds `thesis.txt`"),
        (home.join("file"), "`"),
        (home.join("file/below"), "`"),
    ] {
        let error = plan(&library.old(), &to, false).unwrap_err();
        assert!(matches!(error, StorageError::Target { .. }), "{error}");
        assert!(error.to_string().contains(why), "{error}");
    }
    assert!(everything(&library.old()) == before);
    fs::create_dir_all(home.join("mount/lost+found")).unwrap();
    assert!(
        plan(&library.old(), &home.join("mount"), false).is_ok(),
        "a fresh disk is empty"
    );
}

#[cfg(unix)]
#[test]
fn links_are_seen_through_in_paths_and_never_copied_as_links() {
    use std::os::unix::fs::symlink;
    let library = Library::new();
    let home = library.home.path();
    symlink(library.old(), home.join("by-link")).unwrap();
    let inside = plan(&library.old(), &home.join("by-link/jobs/new"), false).unwrap_err();
    assert!(
        inside.to_string().contains("inside the storage"),
        "{inside}"
    );
    symlink(home, library.old().join("jobs/link")).unwrap();
    let error = plan(&library.old(), &library.new_place(), false).unwrap_err();
    assert!(matches!(error, StorageError::Unmovable { .. }), "{error}");
}

#[test]
fn a_copy_that_the_disk_spoils_is_noticed_and_the_old_folder_stays_in_force() {
    struct Spoil(PathBuf);
    impl Watch for Spoil {
        fn at(&self, point: Point) -> Result<(), StorageError> {
            if point == Point::Verifying {
                let mut bytes = fs::read(&self.0).unwrap();
                bytes[1_123_456] ^= 1;
                fs::write(&self.0, bytes).unwrap();
            }
            Ok(())
        }
    }
    let library = Library::new();
    let results = Path::new("jobs")
        .join(library.ids[1].to_string())
        .join("annotations.sqlite");
    let spoil = Spoil(library.new_place().join(&results));
    let error = run(
        &library.old(),
        &library.new_place(),
        false,
        &library.location(),
        &spoil,
    );
    let error = error.unwrap_err();
    assert!(
        matches!(&error, EngineError::Storage(StorageError::Differs { path }) if path.ends_with(&results)),
        "{error}"
    );
    assert_eq!(library.check(), library.old());
    run(
        &library.old(),
        &library.new_place(),
        false,
        &library.location(),
        &Unwatched,
    )
    .unwrap();
    assert_eq!(library.check(), library.new_place());
}

#[test]
fn a_cancelled_move_leaves_nothing_behind() {
    struct Stop(Progress);
    impl Watch for Stop {
        fn at(&self, point: Point) -> Result<(), StorageError> {
            if point == Point::Verifying {
                self.0.cancel()?;
            }
            self.0.at(point)
        }
    }
    let library = Library::new();
    let stop = Stop(Progress::new(library.new_place(), 1, 1));
    let error = run(
        &library.old(),
        &library.new_place(),
        false,
        &library.location(),
        &stop,
    );
    assert!(matches!(
        error,
        Err(EngineError::Storage(StorageError::Cancelled))
    ));
    leave(&plan(&library.old(), &library.new_place(), false).unwrap()).unwrap();
    assert!(!library.new_place().exists());
    assert_eq!(library.check(), library.old());
}

/// Stops before anything is verified.
struct Stop;

impl Watch for Stop {
    fn at(&self, point: Point) -> Result<(), StorageError> {
        (point != Point::Verifying)
            .then_some(())
            .ok_or(StorageError::Cancelled)
    }
}

#[test]
fn jobs_deleted_between_two_tries_do_not_come_back_and_a_stale_log_is_put_aside() {
    let library = Library::new();
    let results = library.old().join("jobs").join(library.ids[0].to_string());
    fs::write(results.join("annotations.sqlite-wal"), "log").unwrap();
    run(
        &library.old(),
        &library.new_place(),
        false,
        &library.location(),
        &Stop,
    )
    .unwrap_err();
    let location = library.location();
    assert!(matches!(
        guard(&library.new_place(), &location),
        Err(StorageError::Unfinished { .. })
    ));
    fs::remove_file(results.join("annotations.sqlite-wal")).unwrap();
    run(
        &library.old(),
        &library.new_place(),
        false,
        &location,
        &Unwatched,
    )
    .unwrap();
    assert_eq!(library.check(), library.new_place());
    let new = library
        .new_place()
        .join("jobs")
        .join(library.ids[0].to_string());
    assert!(!new.join("annotations.sqlite-wal").exists());
    let aside = library.new_place().join("recovered/left-by-move/jobs");
    assert!(
        aside
            .join(library.ids[0].to_string())
            .join("annotations.sqlite-wal")
            .is_file()
    );
}

#[test]
fn an_unfinished_copy_of_another_library_is_refused() {
    let library = Library::new();
    let note = Journal {
        schema: 1,
        from: library.home.path().join("another"),
        keep: false,
        complete: None,
    };
    fs::create_dir_all(library.new_place()).unwrap();
    note.write(&library.new_place()).unwrap();
    let error = plan(&library.old(), &library.new_place(), false).unwrap_err();
    assert!(error.to_string().contains("another"), "{error}");
}
