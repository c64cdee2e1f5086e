//! Notices: what the user has to be told once. They outlive the program that made them, so that the window
//! shows what a command found. Asked for by the API and the command line.

use va_store::catalogue::NoticeRow;
use va_store::{CatalogueReader, WallTime};

use crate::data_folder::names;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::message::Message;

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its number, for [`Engine::dismiss_notice`].
    pub id: i64,
    /// What it is about: a word of `ErrorCode`.
    pub code: String,
    /// One or two sentences.
    pub message: String,
    /// What can be done.
    pub hint: Option<String>,
    /// When it came up.
    pub at: WallTime,
}

impl From<NoticeRow> for Notice {
    fn from(row: NoticeRow) -> Self {
        Self {
            id: row.id,
            code: row.code,
            message: row.message,
            hint: row.hint,
            at: row.at,
        }
    }
}

impl Engine {
    /// Every notice that nobody has dismissed, newest first. Reads from the disk: a millisecond.
    pub fn notices(&self) -> Result<Vec<Notice>, EngineError> {
        let reader = CatalogueReader::open(&self.data_root().join(names::CATALOGUE))?;
        Ok(reader.notices()?.into_iter().map(Notice::from).collect())
    }

    /// Removes a notice that the user has read.
    pub async fn dismiss_notice(&self, id: i64) -> Result<(), EngineError> {
        self.ask(|reply| Message::DismissNotice(id, reply)).await
    }
}
