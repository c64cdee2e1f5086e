//! Opens `SQLite` files safely: checks before it writes, refuses what is newer or damaged, copies what is
//! older before it is brought up to date, and sets the same durability everywhere. Used by the catalogue
//! and the results file; knows neither's tables.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::backup::copy_to;
use crate::error::{Doing, Result, StoreError};
use crate::migrations::{Migration, steps};

/// How long a connection waits for another one.
pub(crate) const BUSY: Duration = Duration::from_secs(5);
/// Prepared statements that a connection keeps.
const STATEMENTS: usize = 64;

/// Opens a database for writing; makes it if it is not there. WAL, foreign keys, `synchronous = FULL`: a
/// committed row survives a power loss. One of an earlier version is first copied to
/// `<copies>/<name>.v<version>.sqlite` and then updated, all steps in one transaction, with foreign keys off
/// (a table that others point at can be replaced) and checked before it is committed.
pub(crate) fn open_for_writing(
    path: &Path,
    schema: &'static [Migration],
    copies: &Path,
) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).doing(path, "open it")?;
    connection.busy_timeout(BUSY).doing(path, "open it")?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // what is refused below stays as it is: its log is not merged by closing it again
    let unmerged = DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
    let merge_at_the_end = |merge: bool| connection.set_db_config(unmerged, !merge);
    merge_at_the_end(false).doing(path, "open it")?;
    let known = schema.len() as i64;
    let found = version(&connection, path)?;
    if found > known {
        let path = path.to_owned();
        return Err(StoreError::TooNew { path, found, known });
    }
    let fresh = found == 0 && is_empty(&connection, path)?;
    if !fresh {
        if found == 0 {
            return Err(StoreError::Corrupt {
                path: path.to_owned(),
                detail: "it holds tables that another program made".to_owned(),
            });
        }
        check(&connection, path, Check::Quick)?;
        if found < known {
            let copy = copies.join(copy_name(path, found));
            copy_to(&connection, path, &copy)?;
            tracing::info!(copy = %copy.display(), version = found, "copied the database before updating it");
        }
    }
    merge_at_the_end(true).doing(path, "open it")?;
    for (pragma, value) in [
        ("journal_mode", "WAL"),
        ("synchronous", "FULL"),
        ("foreign_keys", "OFF"),
    ] {
        connection
            .pragma_update(None, pragma, value)
            .doing(path, "set it up")?;
    }
    if let Some(newest) = schema.last().filter(|_| found < known) {
        tracing::debug!(path = %path.display(), from = found, to = newest.file, "updating the schema");
        steps(schema)
            .to_latest(&mut connection)
            .map_err(|source| StoreError::Migration {
                path: path.to_owned(),
                from: found,
                source,
            })?;
    }
    connection
        .pragma_update(None, "foreign_keys", "ON")
        .doing(path, "set it up")?;
    Ok(connection)
}

/// Opens an existing database for a small change beside the program that owns it: checks nothing, updates nothing,
/// and refuses every version but this program's own.
pub(crate) fn open_beside(path: &Path, schema: &'static [Migration]) -> Result<Connection> {
    // a read of it first: what is missing, too old or too new is told as there
    drop(open_for_reading(path, schema, schema.len() as i64)?);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).doing(path, "open it")?;
    connection.busy_timeout(BUSY).doing(path, "open it")?;
    // merging the log is the owner's business
    let unmerged = DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
    let set = connection.set_db_config(unmerged, true);
    set.doing(path, "open it")?;
    for (pragma, value) in [("synchronous", "FULL"), ("foreign_keys", "ON")] {
        connection
            .pragma_update(None, pragma, value)
            .doing(path, "set it up")?;
    }
    Ok(connection)
}

/// Opens a database for reading, also while somebody writes it, and also where nothing can be written.
/// Refuses a version before `oldest` and one that it does not know, but does not check its integrity:
/// [`check`] does that on demand.
pub(crate) fn open_for_reading(
    path: &Path,
    schema: &'static [Migration],
    oldest: i64,
) -> Result<Connection> {
    if std::fs::metadata(path).is_err_and(|e| e.kind() == std::io::ErrorKind::NotFound) {
        return Err(StoreError::Missing {
            path: path.to_owned(),
        });
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let attempt = |connection: Connection| -> Result<(Connection, i64)> {
        connection.busy_timeout(BUSY).doing(path, "open it")?;
        let found = version(&connection, path)?;
        Ok((connection, found))
    };
    let opened = Connection::open_with_flags(path, flags)
        .doing(path, "open it")
        .and_then(attempt);
    let (connection, found) = match opened {
        Ok(opened) => opened,
        // a WAL database needs its index file even to be read; where that can't be made, SQLite must be
        // told that the file stands still, which is true only if no log waits beside it
        Err(_) if path.is_file() && log_is_empty(path) => {
            let uri = format!("file:{}?immutable=1", uri_path(path)?);
            let flags = flags | OpenFlags::SQLITE_OPEN_URI;
            let connection = Connection::open_with_flags(uri, flags).doing(path, "open it")?;
            attempt(connection)?
        }
        Err(refused) => {
            let is_log = path.is_file() && !log_is_empty(path);
            return match refused.code() {
                va_core::ErrorCode::StorageNotWritable if is_log => Err(StoreError::Unmerged {
                    path: path.to_owned(),
                }),
                _ => Err(refused),
            };
        }
    };
    let known = schema.len() as i64;
    let path = || path.to_owned();
    match found {
        _ if found > known => Err(StoreError::TooNew {
            path: path(),
            found,
            known,
        }),
        0 => Err(StoreError::Corrupt {
            path: path(),
            detail: "it has no tables of this program".to_owned(),
        }),
        _ if found < oldest => Err(StoreError::TooOld {
            path: path(),
            found,
            known: oldest,
        }),
        _ => {
            connection.set_prepared_statement_cache_capacity(STATEMENTS);
            Ok(connection)
        }
    }
}

/// Runs statements in one transaction that takes the write lock at once, and commits it unless they fail.
pub(crate) fn write<T>(
    connection: &mut Connection,
    path: &Path,
    statements: impl FnOnce(&Transaction<'_>) -> Result<T>,
) -> Result<T> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .doing(path, "begin to write")?;
    let value = statements(&transaction)?;
    transaction.commit().doing(path, "commit")?;
    Ok(value)
}

/// Runs reads that must agree with each other: they see one state, whatever is committed meanwhile.
pub(crate) fn snapshot<T>(
    connection: &Connection,
    path: &Path,
    reads: impl FnOnce(&Connection) -> Result<T>,
) -> Result<T> {
    // unchecked: the handle is shared, and a nested call would be refused at run time
    let transaction = connection
        .unchecked_transaction()
        .doing(path, "begin to read")?;
    let value = reads(&transaction)?;
    transaction.finish().doing(path, "end reading")?;
    Ok(value)
}

/// How thorough a check is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Check {
    /// Structure of every page; proportional to the size, without comparing indexes.
    Quick,
    /// Indexes and constraints too.
    Full,
}

/// Reads the whole file and fails with the first thing that is wrong.
pub(crate) fn check(connection: &Connection, path: &Path, how: Check) -> Result<()> {
    let sql = match how {
        Check::Quick => "PRAGMA quick_check(1)",
        Check::Full => "PRAGMA integrity_check(1)",
    };
    let said: String = connection
        .query_row(sql, [], |row| row.get(0))
        .doing(path, "check it")
        .map_err(|error| damaged(path, error))?;
    if said == "ok" {
        return Ok(());
    }
    let path = path.to_owned();
    Err(StoreError::Corrupt { path, detail: said })
}

fn version(connection: &Connection, path: &Path) -> Result<i64> {
    connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .doing(path, "read its version")
        .map_err(|error| damaged(path, error))
}

fn is_empty(connection: &Connection, path: &Path) -> Result<bool> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)";
    connection
        .query_row(sql, [], |row| row.get(0))
        .doing(path, "read its tables")
        .map_err(|error| damaged(path, error))
}

/// An error of the check itself, as the finding that it is.
fn damaged(path: &Path, error: StoreError) -> StoreError {
    match (error.code(), error) {
        (va_core::ErrorCode::DatabaseCorrupt, StoreError::Database { source, .. }) => {
            StoreError::Corrupt {
                path: path.to_owned(),
                detail: source.to_string(),
            }
        }
        (_, other) => other,
    }
}

/// The name of the copy that is made before a database of this version is updated.
pub(crate) fn copy_name(path: &Path, version: i64) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    format!("{stem}.v{version}.sqlite")
}

pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn log_is_empty(path: &Path) -> bool {
    std::fs::metadata(beside(path, "-wal")).map_or(true, |log| log.len() == 0)
}

/// The path as `SQLite`'s URI wants it: forward slashes, three characters escaped.
pub(crate) fn uri_path(path: &Path) -> Result<String> {
    let text = text_of(path)?;
    let text = if cfg!(windows) {
        format!("/{}", text.replace('\\', "/"))
    } else {
        text.to_owned()
    };
    Ok(text
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23"))
}

/// A path as text, which is what the databases hold.
pub(crate) fn text_of(path: &Path) -> Result<&str> {
    path.to_str().ok_or_else(|| StoreError::PathNotUnicode {
        path: path.to_owned(),
    })
}

#[cfg(test)]
#[path = "database_tests.rs"]
mod tests;
