//! What a move of the whole data folder needs of the catalogue: that it stands still, a verified copy of
//! it, and job folders that name the new place. It moves no file but its own copy. Used by the engine.

use std::path::{Path, PathBuf};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use va_core::JobId;

use super::{Catalogue, CatalogueReader};
use crate::columns;
use crate::database::text_of;
use crate::error::{Doing, Result, StoreError};

impl Catalogue {
    /// Makes the catalogue stand still, or lets it go on. While it stands still every change is answered
    /// with [`StoreError::Frozen`].
    pub fn freeze(&mut self, frozen: bool) {
        self.frozen = frozen;
    }

    /// Whether it stands still.
    pub fn is_frozen(&self) -> bool {
        self.frozen
    }

    /// Makes every job folder and recording below one folder lie below another, in one transaction.
    /// Others stay as they are. Returns the number of changed rows.
    pub fn relocate(&mut self, from: &Path, to: &Path) -> Result<u64> {
        let path = self.reader.path.clone();
        self.write(|t| {
            let mut changed = 0;
            for (table, column) in [("job", "folder"), ("video", "path")] {
                changed += relocate(t, &path, (table, column), from, to)?;
            }
            Ok(changed)
        })
    }

    /// Says where one job's folder is.
    pub fn set_folder(&mut self, id: JobId, folder: &Path) -> Result<()> {
        let path = self.reader.path.clone();
        let text = text_of(folder)?;
        self.write(|t| {
            let changed = t
                .execute(
                    "UPDATE job SET folder = ?2 WHERE id = ?1",
                    params![id.to_string(), text],
                )
                .doing(&path, "say where a job's folder is")?;
            (changed == 1)
                .then_some(())
                .ok_or(StoreError::JobNotFound(id))
        })
    }
}

impl CatalogueReader {
    /// Copies the catalogue with everything that was committed to a new file and compares the copy, value
    /// by value, with what was copied. The file must not be there yet.
    pub fn copy_to(&self, to: &Path) -> Result<()> {
        let doing = "copy it";
        self.connection
            .backup(rusqlite::MAIN_DB, to, None)
            .doing(&self.path, doing)?;
        let copy = Connection::open(to).doing(to, "open the copy")?;
        if fingerprint(&copy, to)? == self.fingerprint()? {
            return Ok(());
        }
        Err(StoreError::Corrupt {
            path: to.to_owned(),
            detail: format!(
                "it is not the same as `{}`, of which it was copied",
                self.path.display()
            ),
        })
    }

    /// The SHA-256 of every value in every table, in the order of the keys: the same for two files that
    /// hold the same, however their pages lie.
    pub fn fingerprint(&self) -> Result<String> {
        self.snapshot(|c| fingerprint(c, &self.path))
    }

    /// Each job with its folder, in no order.
    pub fn folders(&self) -> Result<Vec<(JobId, PathBuf)>> {
        let doing = "list the jobs' folders";
        let mut select = self
            .connection
            .prepare_cached("SELECT id, folder FROM job")
            .doing(&self.path, doing)?;
        let rows = select
            .query_map([], |row| {
                Ok((
                    columns::id(row, 0)?,
                    PathBuf::from(row.get::<_, String>(1)?),
                ))
            })
            .doing(&self.path, doing)?;
        rows.collect::<rusqlite::Result<_>>()
            .doing(&self.path, doing)
    }

    /// Whether somebody deleted this job, as far back as events are kept.
    pub fn was_removed(&self, id: JobId) -> Result<bool> {
        self.connection
            .prepare_cached("SELECT 1 FROM event WHERE job_id = ?1 AND kind = 'job_removed'")
            .and_then(|mut s| s.exists([id.to_string()]))
            .doing(&self.path, "look for a removed job")
    }
}

fn relocate(
    connection: &Connection,
    path: &Path,
    (table, column): (&str, &str),
    from: &Path,
    to: &Path,
) -> Result<u64> {
    let doing = "say where the folders are";
    let all: Vec<String> = connection
        .prepare(&format!("SELECT {column} FROM {table}"))
        .and_then(|mut s| s.query_map([], |row| row.get(0))?.collect())
        .doing(path, doing)?;
    let mut changed = 0;
    for old in all {
        // by components: `/data2` does not lie below `/data`
        let Ok(rest) = Path::new(&old).strip_prefix(from) else {
            continue;
        };
        let new = to.join(rest);
        let new = text_of(&new)?;
        let sql = format!("UPDATE {table} SET {column} = ?2 WHERE {column} = ?1");
        changed += connection
            .prepare_cached(&sql)
            .and_then(|mut s| s.execute(params![old, new]))
            .doing(path, doing)? as u64;
    }
    Ok(changed)
}

fn fingerprint(connection: &Connection, path: &Path) -> Result<String> {
    let doing = "compare it";
    let names = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name";
    let tables: Vec<(String, Option<String>)> = connection
        .prepare(names)
        .and_then(|mut s| {
            s.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
        .doing(path, doing)?;
    let mut hash = Sha256::new();
    for (table, sql) in tables {
        hash.update(table.as_bytes());
        hash.update(sql.unwrap_or_default().as_bytes());
        let all = format!("SELECT * FROM \"{table}\"");
        let columns = connection.prepare(&all).doing(path, doing)?.column_count();
        let order: Vec<String> = (1..=columns).map(|column| column.to_string()).collect();
        let mut select = connection
            .prepare(&format!("{all} ORDER BY {}", order.join(", ")))
            .doing(path, doing)?;
        let mut rows = select.query([]).doing(path, doing)?;
        while let Some(row) = rows.next().doing(path, doing)? {
            for column in 0..columns {
                feed(&mut hash, row.get_ref(column).doing(path, doing)?);
            }
        }
    }
    let digits = hash.finalize();
    let hex = digits.iter().map(|byte| format!("{byte:02x}"));
    Ok(hex.collect::<Vec<_>>().concat())
}

/// One value with its kind and length, so that two neighbours can't be read as one.
fn feed(hash: &mut Sha256, value: ValueRef<'_>) {
    let (kind, bytes): (u8, &[u8]) = match value {
        ValueRef::Null => (0, &[]),
        ValueRef::Integer(number) => {
            return hash.update([&[1], &number.to_le_bytes()[..]].concat());
        }
        ValueRef::Real(number) => return hash.update([&[2], &number.to_le_bytes()[..]].concat()),
        ValueRef::Text(text) => (3, text),
        ValueRef::Blob(blob) => (4, blob),
    };
    hash.update([kind]);
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WallTime;
    use crate::catalogue::NewJob;

    fn catalogue_of_three(root: &Path) -> (Catalogue, Vec<JobId>) {
        let mut catalogue = Catalogue::open(&root.join("c.sqlite")).unwrap();
        let folders = ["/data/jobs/1", "/data2/jobs/1", "/elsewhere/1"];
        let ids = folders.map(|folder| {
            let media = Path::new(folder).join("clip.mp4");
            let video = catalogue
                .insert_video_or_get(&media, 1, WallTime(1))
                .unwrap();
            let id = JobId::new();
            let new = NewJob {
                id,
                video: video.id,
                config: serde_json::json!({}),
                requested: None,
                steps: Vec::new(),
                folder: folder.into(),
                warnings: Vec::new(),
            };
            catalogue.insert_job(&new, WallTime(1)).unwrap();
            id
        });
        (catalogue, ids.to_vec())
    }

    #[test]
    fn only_what_lies_below_the_old_folder_is_relocated() {
        let root = tempfile::tempdir().unwrap();
        let (mut catalogue, ids) = catalogue_of_three(root.path());
        let changed = catalogue.relocate(Path::new("/data"), Path::new("/new/place"));
        assert_eq!(changed.unwrap(), 2, "one job and the video in its folder");
        let folder = |id: JobId| catalogue.read().job(id).unwrap().folder;
        assert_eq!(folder(ids[0]), Path::new("/new/place/jobs/1"));
        assert_eq!(
            folder(ids[1]),
            Path::new("/data2/jobs/1"),
            "a name that only begins alike"
        );
        assert_eq!(folder(ids[2]), Path::new("/elsewhere/1"));
    }

    #[test]
    fn a_frozen_catalogue_refuses_every_change_and_still_reads() {
        let root = tempfile::tempdir().unwrap();
        let (mut catalogue, ids) = catalogue_of_three(root.path());
        catalogue.freeze(true);
        let refused = catalogue.delete_job(ids[0], WallTime(2));
        assert!(matches!(refused, Err(StoreError::Frozen)), "{refused:?}");
        assert!(catalogue.read().job(ids[0]).is_ok());
        catalogue.freeze(false);
        assert!(catalogue.delete_job(ids[0], WallTime(2)).is_ok());
        assert!(catalogue.read().was_removed(ids[0]).unwrap());
        assert!(!catalogue.read().was_removed(ids[1]).unwrap());
    }

    #[test]
    fn a_copy_holds_the_same_and_a_change_is_seen() {
        let root = tempfile::tempdir().unwrap();
        let (catalogue, ids) = catalogue_of_three(root.path());
        let to = root.path().join("copy.sqlite");
        catalogue.read().copy_to(&to).unwrap();
        let mut copy = Catalogue::open(&to).unwrap();
        let before = catalogue.read().fingerprint().unwrap();
        assert_eq!(copy.read().fingerprint().unwrap(), before);
        copy.set_folder(ids[2], Path::new("/other")).unwrap();
        assert_ne!(copy.read().fingerprint().unwrap(), before);
        assert_eq!(copy.read().folders().unwrap().len(), 3);
    }
}
