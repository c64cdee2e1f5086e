//! The catalogue: whole, of this program's version, counted, and copied lately. Opened read-only, also beside a
//! program that owns it.

use std::path::Path;
use std::time::{Duration, SystemTime};

use serde_json::json;
use va_store::{CatalogueReader, WallTime, backup};

use super::{Check, Context, Finding};
use crate::data_folder::names;

pub(super) const CHECK: Check = Check {
    part: "database",
    title: "Database",
    slow: false,
    limit: Duration::from_mins(1),
    run,
};

/// A copy is made every day that the program runs.
const OLD: Duration = Duration::from_hours(14 * 24);

fn run(context: &Context) -> Finding {
    let root = match &context.data {
        Ok(root) => root,
        Err(failure) => {
            return Finding::good("not found", "", json!({ "connected": false }))
                .error(failure.clone());
        }
    };
    let path = root.join(names::CATALOGUE);
    let shown = path.display().to_string();
    if !path.exists() {
        return Finding::good(
            "none yet",
            "there is no library yet: the first job makes it",
            json!({
                "connected": false, "database_path": shown, "schema_version": null, "job_count": 0,
                "last_backup": null,
            }),
        );
    }
    let copied = newest_copy(&path);
    let last = copied.map(|at| WallTime::from(at).to_string());
    let read = CatalogueReader::open(&path).and_then(|catalogue| {
        catalogue.check_integrity()?;
        catalogue.statistics()
    });
    let found = match read {
        Ok(found) => found,
        Err(error) => {
            let details = json!({
                "connected": false, "database_path": shown, "schema_version": null, "job_count": null,
                "last_backup": last,
            });
            return Finding::good("can't be read", "", details).error(error.failure());
        }
    };
    let size = found.bytes as f64 / f64::from(1_u32 << 20);
    let jobs = found.total();
    let counted = if jobs == 1 {
        "1 job".to_owned()
    } else {
        format!("{jobs} jobs")
    };
    let finding = Finding::good(
        format!("whole, {counted}, {size:.1} MB"),
        match &last {
            Some(last) => format!("every page is whole; last copy {last}"),
            None => "every page is whole; no copy has been made yet".to_owned(),
        },
        json!({
            "connected": true, "database_path": shown, "schema_version": found.schema_version,
            "job_count": jobs, "jobs": found.jobs, "annotation_count": found.annotations,
            "size_bytes": found.bytes, "integrity": "ok", "last_backup": last,
        }),
    );
    let age = copied.and_then(|at| SystemTime::now().duration_since(at).ok());
    match age {
        Some(age) if age > OLD => finding.warn(
            format!(
                "the last copy of the database is {} days old",
                age.as_secs() / 86_400
            ),
            "leave the program open for a minute: it copies the database once a day",
        ),
        Some(_) | None => finding,
    }
}

/// When the newest copy was made.
fn newest_copy(catalogue: &Path) -> Option<SystemTime> {
    let entries = std::fs::read_dir(backup::folder_of(catalogue)).ok()?;
    let copies = entries
        .flatten()
        .filter(|e| e.path().extension().is_some_and(|x| x == "sqlite"));
    copies
        .filter_map(|e| e.metadata().ok()?.modified().ok())
        .max()
}
