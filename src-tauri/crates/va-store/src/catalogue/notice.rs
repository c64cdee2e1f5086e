//! Notices: what the user has to be told once, whichever program is open by then.

use rusqlite::params;
use va_core::Failure;

use super::{Catalogue, CatalogueReader};
use crate::WallTime;
use crate::error::{Doing, Result};

/// Notices that are kept.
const KEPT: u32 = 50;

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRow {
    /// Its number.
    pub id: i64,
    /// When it came up.
    pub at: WallTime,
    /// What it is about: a word of `ErrorCode`.
    pub code: String,
    /// One or two sentences.
    pub message: String,
    /// What can be done.
    pub hint: Option<String>,
}

impl Catalogue {
    /// Adds a notice. The same words again take the place of the earlier ones.
    pub fn add_notice(&mut self, notice: &Failure, at: WallTime) -> Result<()> {
        let path = self.reader.path.clone();
        let doing = "add a notice";
        self.write(|t| {
            let code = notice.code.as_str();
            t.execute(
                "DELETE FROM notice WHERE code = ?1 AND message = ?2",
                params![code, notice.message],
            )
            .doing(&path, doing)?;
            t.execute(
                "INSERT INTO notice (at, code, message, hint) VALUES (?1, ?2, ?3, ?4)",
                params![at.0, code, notice.message, notice.hint],
            )
            .doing(&path, doing)?;
            let old = "DELETE FROM notice WHERE id NOT IN \
                       (SELECT id FROM notice ORDER BY id DESC LIMIT ?1)";
            t.execute(old, [KEPT]).doing(&path, doing)?;
            Ok(())
        })
    }

    /// Removes a notice that the user has read; one that is gone already is no error.
    pub fn dismiss_notice(&mut self, id: i64) -> Result<()> {
        let path = self.reader.path.clone();
        self.write(|t| {
            t.execute("DELETE FROM notice WHERE id = ?1", [id])
                .doing(&path, "remove a notice")
                .map(drop)
        })
    }
}

impl CatalogueReader {
    /// Every notice, newest first.
    pub fn notices(&self) -> Result<Vec<NoticeRow>> {
        let doing = "read the notices";
        let mut select = self
            .connection
            .prepare_cached("SELECT id, at, code, message, hint FROM notice ORDER BY id DESC")
            .doing(&self.path, doing)?;
        let rows = select
            .query_map([], |row| {
                Ok(NoticeRow {
                    id: row.get(0)?,
                    at: WallTime(row.get(1)?),
                    code: row.get(2)?,
                    message: row.get(3)?,
                    hint: row.get(4)?,
                })
            })
            .doing(&self.path, doing)?;
        rows.collect::<rusqlite::Result<_>>()
            .doing(&self.path, doing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use va_core::ErrorCode;

    #[test]
    fn the_same_words_are_told_once_and_old_notices_go() {
        let root = tempfile::tempdir().unwrap();
        let mut catalogue = Catalogue::open(&root.path().join("c.sqlite")).unwrap();
        let say = |words: &str| Failure::new(ErrorCode::DatabaseCorrupt, words).hint("look");
        for number in 0..60 {
            let notice = say(&format!("number {}", number.min(55)));
            catalogue.add_notice(&notice, WallTime(number)).unwrap();
        }
        let notices = catalogue.read().notices().unwrap();
        assert_eq!(notices.len(), KEPT as usize);
        assert_eq!(notices[0].message, "number 55");
        assert_eq!(
            (notices[0].at, notices[0].hint.as_deref()),
            (WallTime(59), Some("look"))
        );
        assert_eq!(notices[0].code, "DATABASE_CORRUPT");
        catalogue.dismiss_notice(notices[0].id).unwrap();
        catalogue.dismiss_notice(notices[0].id).unwrap();
        let left = catalogue.read().notices().unwrap();
        assert_eq!(left.first(), notices.get(1));
    }
}
