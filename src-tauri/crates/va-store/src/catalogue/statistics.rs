//! Numbers about everything in the catalogue, for monitors.

use std::collections::BTreeMap;

use super::CatalogueReader;
use crate::error::{Doing, Result};

/// What is in the catalogue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statistics {
    /// Jobs by the word of their status.
    pub jobs: BTreeMap<String, u64>,
    /// Items that the pipelines of all jobs have written.
    pub annotations: u64,
    /// Mean time that a finished pipeline took, in milliseconds; nothing where none has finished.
    pub mean_step_ms: Option<f64>,
    /// Version of the tables.
    pub schema_version: u32,
    /// Size of the file in bytes.
    pub bytes: u64,
}

impl Statistics {
    /// Jobs in all.
    pub fn total(&self) -> u64 {
        self.jobs.values().sum()
    }

    /// Jobs of one status, by its word.
    pub fn with_status(&self, word: &str) -> u64 {
        self.jobs.get(word).copied().unwrap_or_default()
    }
}

impl CatalogueReader {
    /// Counts everything.
    pub fn statistics(&self) -> Result<Statistics> {
        let doing = "count the jobs";
        self.snapshot(|c| {
            let mut by_status = c
                .prepare_cached("SELECT status, count(*) FROM job GROUP BY status")
                .doing(&self.path, doing)?;
            let jobs = by_status
                .query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))
                .and_then(Iterator::collect)
                .doing(&self.path, doing)?;
            let number = |sql: &str| {
                c.query_row(sql, [], |row| row.get::<_, Option<f64>>(0))
                    .doing(&self.path, doing)
            };
            let annotations =
                number("SELECT CAST(sum(value) AS REAL) FROM step, json_each(step.counts)")?;
            let mean_step_ms =
                number("SELECT avg(took_ms) FROM step WHERE state = 'succeeded' AND took_ms > 0")?;
            let version = number("SELECT CAST(user_version AS REAL) FROM pragma_user_version")?;
            let bytes = std::fs::metadata(&self.path).map_or(0, |found| found.len());
            Ok(Statistics {
                jobs,
                annotations: annotations.unwrap_or_default() as u64,
                mean_step_ms,
                schema_version: version.unwrap_or_default() as u32,
                bytes,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Catalogue;

    #[test]
    fn an_empty_catalogue_counts_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let catalogue = Catalogue::open(&folder.path().join("catalogue.sqlite")).unwrap();
        let found = catalogue.read().statistics().unwrap();
        assert_eq!((found.total(), found.annotations), (0, 0));
        assert_eq!(found.mean_step_ms, None);
        assert!(found.schema_version > 0 && found.bytes > 0);
    }
}
