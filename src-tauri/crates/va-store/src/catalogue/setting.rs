//! Settings of the program: a key and any JSON value.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, params};
use serde_json::Value;

use super::{Catalogue, CatalogueReader};
use crate::WallTime;
use crate::columns::{json, to_json};
use crate::error::{Doing, Result};

impl Catalogue {
    /// Sets a setting; `None` removes it, so that the default holds again.
    pub fn set_setting(&mut self, key: &str, value: Option<&Value>, at: WallTime) -> Result<()> {
        self.set_settings(&[(key, value)], at)
    }

    /// The same for several settings, all or none.
    pub fn set_settings(&mut self, all: &[(&str, Option<&Value>)], at: WallTime) -> Result<()> {
        let path = self.reader.path.clone();
        self.write(|t| {
            for (key, value) in all {
                let text = value.map(|value| to_json("a setting", value)).transpose()?;
                let done = match text {
                    Some(text) => t.execute(
                        "INSERT INTO setting (key, value, updated_at) VALUES (?1, ?2, ?3) \
                         ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
                        params![key, text, at.0],
                    ),
                    None => t.execute("DELETE FROM setting WHERE key = ?1", [key]),
                };
                done.doing(&path, "set a setting")?;
            }
            Ok(())
        })
    }
}

impl CatalogueReader {
    /// A setting, if it was ever set.
    pub fn setting(&self, key: &str) -> Result<Option<Value>> {
        self.connection
            .prepare_cached("SELECT value FROM setting WHERE key = ?1")
            .and_then(|mut s| s.query_row([key], |row| json(row, 0)).optional())
            .doing(&self.path, "read a setting")
    }

    /// Every setting that was set.
    pub fn settings(&self) -> Result<BTreeMap<String, Value>> {
        let doing = "read the settings";
        let mut select = self
            .connection
            .prepare_cached("SELECT key, value FROM setting")
            .doing(&self.path, doing)?;
        let rows = select
            .query_map([], |row| Ok((row.get(0)?, json(row, 1)?)))
            .doing(&self.path, doing)?;
        rows.collect::<rusqlite::Result<_>>()
            .doing(&self.path, doing)
    }
}
