//! Recordings that came with their job: they live below `uploads`, as long as a job names them. The part of
//! the owner that lets them go with their last job, and what an earlier run left of them.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

use va_core::JobId;
use va_store::{Catalogue, StoreError};

use crate::data_folder::names;
use crate::owner::Owner;
use crate::removal::{Standing, look, remove_folder, standing};

impl Owner {
    /// The folder of an uploaded recording that no job names any more; its row is gone then, too.
    pub(crate) fn orphaned_upload(&mut self, video: i64) -> Option<PathBuf> {
        let orphan = orphan(self.folder.root(), &mut self.catalogue, video);
        orphan.unwrap_or_else(|error| {
            tracing::warn!(%error, "an uploaded recording stays until the next start");
            None
        })
    }
}

fn orphan(
    root: &Path,
    catalogue: &mut Catalogue,
    video: i64,
) -> Result<Option<PathBuf>, StoreError> {
    let path = catalogue.read().video(video)?.path;
    let Some(folder) = folder_of(root, &path) else {
        return Ok(None);
    };
    Ok(catalogue.forget_video(video)?.then_some(folder))
}

/// The folder below `uploads` that a recording lies in, if it lies there.
fn folder_of(root: &Path, recording: &Path) -> Option<PathBuf> {
    let uploads = root.join(names::UPLOADS);
    let mut below = recording.strip_prefix(&uploads).ok()?.components();
    match (below.next(), below.next(), below.next()) {
        (Some(Component::Normal(folder)), Some(Component::Normal(_)), None) => {
            Some(uploads.join(folder))
        }
        _ => None,
    }
}

/// Removes uploaded recordings that no job names: the program was ended between keeping one and adding its
/// job, or between deleting its job and removing it. Stays: what belongs to results that were set aside.
/// Answers the removed folders.
pub(crate) fn sweep_uploads(
    root: &Path,
    catalogue: &mut Catalogue,
) -> Result<Vec<PathBuf>, StoreError> {
    let found = uploads_in(root);
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let mut used = HashSet::new();
    for recording in catalogue.read().recordings()? {
        match folder_of(root, &recording.path) {
            Some(folder) if recording.in_use => drop(used.insert(folder)),
            Some(_) => drop(catalogue.forget_video(recording.video)?),
            None => {}
        }
    }
    let mut removed = Vec::new();
    for (id, folder) in found {
        let set_aside = root.join(names::RECOVERED).join(id.to_string());
        if used.contains(&folder) || look(&set_aside).is_some() {
            continue;
        }
        match remove_folder(root, &folder) {
            Ok(()) => removed.push(folder),
            Err(error) => tracing::warn!(%id, %error, "a recording that no job needs stays"),
        }
    }
    if !removed.is_empty() {
        let number = removed.len();
        tracing::info!(number, "removed uploaded recordings without a job");
    }
    Ok(removed)
}

/// The folders of uploads: plain folders with a job's id for a name. Anything else there is not ours.
fn uploads_in(root: &Path) -> Vec<(JobId, PathBuf)> {
    let uploads = root.join(names::UPLOADS);
    if standing(root, &uploads) != Standing::Inside {
        return Vec::new();
    }
    let Ok(entries) = std::fs::read_dir(&uploads) else {
        return Vec::new();
    };
    let named = entries.flatten().filter_map(|entry| {
        let id: JobId = entry.file_name().to_str()?.parse().ok()?;
        let plain = entry.file_type().ok()?.is_dir();
        plain.then(|| (id, uploads.join(id.to_string())))
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use va_store::WallTime;
    use va_store::catalogue::{NewJob, NewRecording};

    struct Place {
        folder: tempfile::TempDir,
        catalogue: Catalogue,
    }

    impl Place {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let catalogue = Catalogue::open(&folder.path().join("catalogue.sqlite")).unwrap();
            Self { folder, catalogue }
        }

        /// A recording below `uploads`.
        fn upload(&self) -> (JobId, PathBuf) {
            let id = JobId::new();
            let folder = self.folder.path().join("uploads").join(id.to_string());
            std::fs::create_dir_all(&folder).unwrap();
            let path = folder.join("visit.mp4");
            std::fs::write(&path, "frames").unwrap();
            (id, path)
        }

        fn job(&mut self, id: JobId, path: &Path) -> i64 {
            let mut new = [NewRecording {
                path: path.to_owned(),
                size_bytes: 6,
                facts: None,
                job: NewJob {
                    id,
                    video: 0,
                    config: serde_json::Value::Null,
                    requested: None,
                    steps: Vec::new(),
                    folder: self.folder.path().join("jobs").join(id.to_string()),
                    warnings: Vec::new(),
                },
            }];
            let rows = self.catalogue.insert_all(&mut new, WallTime(1)).unwrap();
            rows[0].1.id
        }
    }

    #[test]
    fn an_upload_goes_with_the_last_job_on_it_and_not_before() {
        let mut place = Place::new();
        let (id, path) = place.upload();
        let video = place.job(id, &path);
        let again = JobId::new();
        place.job(again, &path);
        let root = place.folder.path().to_owned();
        place.catalogue.delete_job(id, WallTime(2)).unwrap();
        let orphan = |place: &mut Place| super::orphan(&root, &mut place.catalogue, video).unwrap();
        assert_eq!(orphan(&mut place), None, "run again, it is still needed");
        place.catalogue.delete_job(again, WallTime(3)).unwrap();
        assert_eq!(orphan(&mut place).as_deref(), path.parent());
        assert!(place.catalogue.read().video(video).is_err(), "its row too");
    }

    #[test]
    fn a_recording_of_the_user_is_never_taken_for_an_upload() {
        let mut place = Place::new();
        let root = place.folder.path().to_owned();
        for path in ["visit.mp4", "uploads/visit.mp4", "jobs/a/visit.mp4"] {
            let path = root.join(path);
            let id = JobId::new();
            let video = place.job(id, &path);
            place.catalogue.delete_job(id, WallTime(2)).unwrap();
            let found = orphan(&root, &mut place.catalogue, video).unwrap();
            assert_eq!(found, None, "{}", path.display());
        }
    }

    #[test]
    fn a_start_removes_uploads_without_a_job_and_nothing_else() {
        let mut place = Place::new();
        let root = place.folder.path().to_owned();
        let (id, used) = place.upload();
        place.job(id, &used);
        let (deleted, gone) = place.upload();
        let video = place.job(deleted, &gone);
        place.catalogue.delete_job(deleted, WallTime(2)).unwrap();
        let (_, cut_off) = place.upload();
        let (aside, kept) = place.upload();
        std::fs::create_dir_all(root.join("recovered").join(aside.to_string())).unwrap();
        let foreign = root.join("uploads/notes.txt");
        std::fs::write(&foreign, "mine").unwrap();
        let removed = sweep_uploads(&root, &mut place.catalogue).unwrap();
        assert_eq!(removed.len(), 2, "{removed:?}");
        assert!(used.is_file() && kept.is_file() && foreign.is_file());
        assert!(!gone.exists() && !cut_off.exists());
        assert!(place.catalogue.read().video(video).is_err());
    }
}
