//! What the owner of the catalogue does for the data folder as a whole: stand still, change folders, take
//! one old job out.

use va_core::JobId;
use va_store::{Catalogue, CatalogueReader};

use crate::data_folder::DataFolder;
use crate::error::EngineError;
use crate::events::EventKind;
use crate::message::Reply;
use crate::owner::{Owner, answer, now};
use crate::retention::{Expired, Rule, expire};
use crate::storage_error::StorageError;

/// A request to the owner about the data folder.
#[derive(Debug)]
pub(crate) enum StorageMessage {
    /// Another connection to the catalogue.
    Reader(Reply<CatalogueReader>),
    /// Stand still for a move. The answer reads what stands still; it is `None` while workers of jobs that
    /// have ended are still leaving.
    Hold(Reply<Option<CatalogueReader>>),
    /// The move has ended without a new folder: go on.
    Release,
    /// Take a complete copy into use. The answer is the old folder, closed but still locked.
    Switch(Box<DataFolder>, Reply<DataFolder>),
    /// Take a job out of the catalogue, if it may go now.
    Expire(Rule, JobId, Reply<Expired>),
}

impl Owner {
    pub(crate) fn about_storage(&mut self, message: StorageMessage) {
        match message {
            StorageMessage::Reader(reply) => {
                answer(reply, self.catalogue.reader().map_err(EngineError::from));
            }
            StorageMessage::Hold(reply) => answer(reply, self.stand_still()),
            StorageMessage::Release => self.release(),
            StorageMessage::Switch(new, reply) => {
                let switched = self.switch(*new);
                self.release();
                answer(reply, switched);
            }
            StorageMessage::Expire(rule, id, reply) => answer(reply, self.expire(rule, id)),
        }
    }

    fn stand_still(&mut self) -> Result<Option<CatalogueReader>, EngineError> {
        if self.catalogue.is_frozen() {
            return Err(StorageError::Moving.into());
        }
        let works = |id: &&JobId| self.row(**id).is_ok_and(|job| !job.status.is_final());
        // a job that is being made or could not be written counts as one that runs
        let running = self.running.keys().filter(works).count()
            + self.starting.len()
            + self.preparing.len()
            + self.unsettled.len();
        if running > 0 {
            return Err(StorageError::Busy { running }.into());
        }
        if !self.running.is_empty() {
            return Ok(None);
        }
        let reader = self.catalogue.reader()?;
        self.catalogue.freeze(true);
        self.forecast.outdate();
        self.tell_queue();
        Ok(Some(reader))
    }

    fn release(&mut self) {
        self.catalogue.freeze(false);
        self.schedule();
        self.forecast.outdate();
        self.tell_queue();
    }

    /// The one step of a move: before the setting's file is replaced the old folder is in force, afterwards
    /// the new one.
    fn switch(&mut self, new: DataFolder) -> Result<DataFolder, EngineError> {
        new.make_parts()?;
        let catalogue = Catalogue::open(&new.catalogue())?;
        if let Err(error) = self.desk.location.set(new.root()) {
            if !self.desk.location.names(new.root()) {
                return Err(error);
            }
            // the next start finds the new folder, so it is in force, whatever failed afterwards
            tracing::warn!(%error, "the place of the storage folder was written, but perhaps not to the disk");
        }
        self.catalogue = catalogue;
        let root = new.root().to_owned();
        let old = std::mem::replace(&mut self.folder, new);
        self.disk.moved(self.folder.root());
        tracing::info!(from = %old.root().display(), to = %root.display(), "the storage folder was moved");
        self.toolbox.moved_to(&root);
        self.desk.moved_to(root);
        self.hub.publish(EventKind::Reset);
        Ok(old)
    }

    fn expire(&mut self, rule: Rule, id: JobId) -> Result<Expired, EngineError> {
        if self.running.contains_key(&id) {
            return Ok(Expired::Stays("its worker is still ending"));
        }
        let video = self.row(id)?.video;
        let expired = expire(self.folder.root(), &mut self.catalogue, rule, id, now())?;
        if matches!(expired, Expired::Gone(_)) {
            self.hub.publish(EventKind::JobRemoved(id));
            if let Some(upload) = self.orphaned_upload(video) {
                self.remove_folder(&upload);
            }
        }
        Ok(expired)
    }
}
