//! Giving objects other numbers inside the writer's transaction. Called by `commit`, after the new
//! observations of the batch are in.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, ToSql, params};
use va_core::annotation::Renumber;

use super::commit::mismatch;
use super::objects::is_taken;
use crate::error::{Doing, Result, StoreError};

const DOING: &str = "renumber objects";

/// Beyond every number of an object: rows on their way to a new number stand here, so that no change of a
/// call sees what another one did, and two numbers can change places.
const ASIDE: i64 = 1 << 32;

/// Takes an object's rows of an interval aside. The index is by milliseconds, which grow with the ticks: only rows
/// of the interval are walked, however long the object is there.
const LEAVE: &str = "UPDATE observation INDEXED BY observation_object SET object = ?5 \
     WHERE track_id = ?1 AND object = ?2 AND pts >= ?3 AND pts < ?4 \
     AND time_ms >= (SELECT time_ms FROM observation \
                     WHERE track_id = ?1 AND pts >= ?3 ORDER BY pts LIMIT 1) \
     AND time_ms <= (SELECT time_ms FROM observation \
                     WHERE track_id = ?1 AND pts < ?4 ORDER BY pts DESC LIMIT 1)";

/// Applies all changes of one call at once. Fails if one row would get two numbers, or two rows of a tick
/// the same.
pub(super) fn apply(
    connection: &Connection,
    path: &Path,
    (key, track): (&str, i64),
    changes: &[Renumber],
) -> Result<()> {
    let mut changes: Vec<_> = changes
        .iter()
        .filter(|change| change.from_pts < change.until_pts)
        .collect();
    changes.sort_by_key(|change| (change.object, change.from_pts));
    let overlap = changes
        .iter()
        .zip(changes.iter().skip(1))
        .find(|(one, next)| one.object == next.object && next.from_pts < one.until_pts);
    if let Some((_, next)) = overlap {
        let (object, pts) = (next.object, next.from_pts);
        let reason = format!("object {object} would get two numbers at tick {pts}");
        return Err(mismatch(key, &reason));
    }
    let mut leave = connection.prepare_cached(LEAVE).doing(path, DOING)?;
    for change in &changes {
        let aside = ASIDE + i64::from(change.becomes);
        let row = params![
            track,
            change.object,
            change.from_pts,
            change.until_pts,
            aside
        ];
        match leave.execute(row) {
            Err(error) if is_taken(&error) => {
                let sql = "SELECT a.pts FROM observation a JOIN observation b \
                           ON b.track_id = a.track_id AND b.pts = a.pts AND b.object = ?5 \
                           WHERE a.track_id = ?1 AND a.object = ?2 AND a.pts >= ?3 AND a.pts < ?4";
                let pts = first(connection, path, sql, row)?;
                return Err(twice(key, i64::from(change.becomes), pts));
            }
            moved => moved.doing(path, DOING)?,
        };
    }
    let sql = "UPDATE observation INDEXED BY observation_object SET object = object - ?2 \
               WHERE track_id = ?1 AND object >= ?2";
    let mut arrive = connection.prepare_cached(sql).doing(path, DOING)?;
    match arrive.execute([track, ASIDE]) {
        Err(error) if is_taken(&error) => {
            let pair = "FROM observation a JOIN observation b \
                        ON b.track_id = a.track_id AND b.pts = a.pts AND b.object = a.object - ?2 \
                        WHERE a.track_id = ?1 AND a.object >= ?2 ORDER BY a.pts, a.object";
            let (pts, object) = (
                format!("SELECT a.pts {pair}"),
                format!("SELECT b.object {pair}"),
            );
            let at = params![track, ASIDE];
            let (pts, object) = (
                first(connection, path, &pts, at)?,
                first(connection, path, &object, at)?,
            );
            Err(twice(key, object, pts))
        }
        moved => moved.doing(path, DOING).map(|_| ()),
    }
}

fn first(connection: &Connection, path: &Path, sql: &str, at: &[&dyn ToSql]) -> Result<i64> {
    let found = connection
        .query_row(sql, at, |row| row.get(0))
        .optional()
        .doing(path, DOING)?;
    Ok(found.unwrap_or_default())
}

fn twice(key: &str, object: i64, pts: i64) -> StoreError {
    StoreError::ObjectTwice {
        key: key.to_owned(),
        object: object as u32,
        pts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_walks_the_rows_of_its_interval_and_no_others() {
        let connection = Connection::open_in_memory().unwrap();
        let schema = include_str!("../../../../../migrations/results_0002.sql");
        let (from, until) = (
            schema.find("CREATE TABLE observation (").unwrap(),
            schema.len(),
        );
        let tables = "CREATE TABLE track (id INTEGER PRIMARY KEY) STRICT;";
        connection.execute_batch(tables).unwrap();
        connection.execute_batch(&schema[from..until]).unwrap();
        let mut plan = connection
            .prepare(&format!("EXPLAIN QUERY PLAN {LEAVE}"))
            .unwrap();
        let steps: Vec<String> = plan
            .query_map(params![1, 1, 0, 10, 5], |row| row.get(3))
            .unwrap()
            .collect::<std::result::Result<_, _>>()
            .unwrap();
        let bounded = "observation_object (track_id=? AND object=? AND time_ms>? AND time_ms<?)";
        assert!(steps.iter().any(|step| step.contains(bounded)), "{steps:?}");
    }
}
