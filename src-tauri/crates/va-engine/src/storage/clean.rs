//! Removing old jobs: on demand, and once a day if the user has set a number of days.

use std::time::{Duration, SystemTime};

use va_core::ErrorCode;
use va_store::WallTime;

use super::StorageMessage;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::retention::{RetentionPreview, RetentionReport, Rule, preview as look, remove};
use crate::storage_error::StorageError;

/// How long after the start the first removal comes: the clock of a computer that has just started may
/// still be wrong.
const FIRST: Duration = Duration::from_mins(10);
/// Between two removals.
const DAY: Duration = Duration::from_hours(24);

fn rule(engine: &Engine, days: Option<u32>) -> Result<Rule, EngineError> {
    let days = days.unwrap_or_else(|| engine.settings().values.retention_days);
    let now = WallTime::from(SystemTime::now());
    Ok(Rule::new(days, now).ok_or(StorageError::RetentionDisabled)?)
}

pub(super) fn preview(engine: &Engine, days: Option<u32>) -> Result<RetentionPreview, EngineError> {
    let rule = rule(engine, days)?;
    let catalogue = engine.ask_storage(StorageMessage::Reader)?;
    look(&engine.desk().place().root, &catalogue, rule)
}

pub(super) fn run(engine: &Engine, days: Option<u32>) -> Result<RetentionReport, EngineError> {
    let rule = rule(engine, days)?;
    engine.desk().require_still()?;
    let catalogue = engine.ask_storage(StorageMessage::Reader)?;
    let root = engine.desk().place().root;
    let report = remove(&root, &catalogue, rule, &mut |id| {
        engine.ask_storage(|reply| StorageMessage::Expire(rule, id, reply))
    })?;
    tracing::info!(
        days = rule.days,
        found = report.jobs_found,
        removed = report.jobs_deleted,
        bytes = report.bytes_freed,
        "looked for old jobs"
    );
    Ok(report)
}

/// Whether the catalogue was restored and nobody has taken note of that: which jobs are pinned may be
/// forgotten. What can't be found out counts as so.
fn after_restoration(engine: &Engine) -> bool {
    engine.notices().map_or(true, |notices| {
        let code = ErrorCode::DatabaseCorrupt.as_str();
        notices.iter().any(|notice| notice.code == code)
    })
}

/// Removes old jobs every day, as long as the engine lives and a number of days is set.
pub(super) fn daily(engine: &Engine) {
    let engine = engine.clone();
    tokio::spawn(async move {
        let mut pause = FIRST;
        loop {
            tokio::time::sleep(pause).await;
            pause = DAY;
            if after_restoration(&engine) {
                tracing::info!(
                    "no old job is removed before the notice of the restoration is dismissed"
                );
                continue;
            }
            match engine.retention_run(None).await {
                Ok(_) | Err(EngineError::Storage(StorageError::RetentionDisabled)) => {}
                Err(EngineError::Stopped) => return,
                Err(error) => tracing::warn!(%error, "old jobs can't be removed"),
            }
        }
    });
}
