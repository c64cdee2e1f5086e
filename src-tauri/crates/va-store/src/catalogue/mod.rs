//! The catalogue: one database of everything that was ever asked for. [`Catalogue`] is the only handle
//! that writes, and the engine owns the only one; [`CatalogueReader`] reads beside it. One file a table.

mod ended;
mod event;
mod import;
mod insert;
mod job;
mod notice;
mod queue;
mod relocate;
mod setting;
mod statistics;
mod status;
mod step;
mod token;
mod tries;
mod video;
mod waiting;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction};

use crate::backup::folder_of;
use crate::database::{
    Check, check, open_beside, open_for_reading, open_for_writing, snapshot, write,
};
use crate::error::{Doing, Result, StoreError};
use crate::migrations::CATALOGUE;

pub use event::{EventKind, EventRow};
pub use import::{EndedJob, EndedStep};
pub use insert::NewRecording;
pub use job::{JobPage, JobRow, JobWarning, NewJob};
pub use notice::NoticeRow;
pub use statistics::Statistics;
pub use step::{StepDetails, StepRow};
pub use token::{NewToken, TokenRow};
pub use tries::{NextTry, Reached};
pub use video::{Recording, VideoRow, VideoSummary};
pub use waiting::Waiting;

/// The handle that writes.
#[derive(Debug)]
pub struct Catalogue {
    reader: CatalogueReader,
    frozen: bool,
}

/// A handle that only reads. It sees what was committed before each call.
#[derive(Debug)]
pub struct CatalogueReader {
    connection: Connection,
    path: PathBuf,
}

impl Catalogue {
    /// Opens the catalogue, makes it if it is not there, checks it and brings it up to date (with a copy in
    /// [`crate::backup::folder_of`] first). A damaged or newer file is refused and stays as it is.
    pub fn open(path: &Path) -> Result<Self> {
        let reader = CatalogueReader {
            connection: open_for_writing(path, CATALOGUE, &folder_of(path))?,
            path: path.to_owned(),
        };
        Ok(Self {
            reader,
            frozen: false,
        })
    }

    /// Opens an existing catalogue for a small change while another program owns it; that one notices by
    /// [`CatalogueReader::changes_by_others`]. Of another version than this program's own, it is refused.
    pub fn open_beside(path: &Path) -> Result<Self> {
        let reader = CatalogueReader {
            connection: open_beside(path, CATALOGUE)?,
            path: path.to_owned(),
        };
        Ok(Self {
            reader,
            frozen: false,
        })
    }

    /// Everything that can be read, through this handle's own connection.
    pub fn read(&self) -> &CatalogueReader {
        &self.reader
    }

    /// A second connection, for another thread.
    pub fn reader(&self) -> Result<CatalogueReader> {
        self.reader.reopen()
    }

    fn write<T>(&mut self, statements: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        if self.frozen {
            return Err(StoreError::Frozen);
        }
        write(&mut self.reader.connection, &self.reader.path, statements)
    }
}

impl CatalogueReader {
    /// Opens an existing catalogue for reading.
    pub fn open(path: &Path) -> Result<Self> {
        Ok(Self {
            connection: open_for_reading(path, CATALOGUE, CATALOGUE.len() as i64)?,
            path: path.to_owned(),
        })
    }

    /// Another connection to the same file that only reads.
    pub fn reopen(&self) -> Result<Self> {
        Self::open(&self.path)
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A number that is another one after another connection has changed something. Costs microseconds.
    pub fn changes_by_others(&self) -> Result<i64> {
        self.connection
            .pragma_query_value(None, "data_version", |row| row.get(0))
            .doing(&self.path, "look for changes")
    }

    /// Runs several reads that must agree with each other.
    fn snapshot<T>(&self, reads: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        snapshot(&self.connection, &self.path, reads)
    }

    /// Reads the whole file and compares every index: seconds on a large catalogue.
    pub fn check_integrity(&self) -> Result<()> {
        check(&self.connection, &self.path, Check::Full)
    }
}
