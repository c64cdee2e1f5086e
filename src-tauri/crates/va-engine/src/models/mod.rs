//! Models as the engine offers them: listing, downloading, importing, verifying and removing. The work is
//! done off the threads that answer requests.

mod desk;
mod load;
mod view;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use va_models::Imported;

pub(crate) use desk::ModelDesk;
pub use desk::{Offer, Sent};
pub use view::{ModelView, Place, Presence, Transfer, TransferState};

use crate::engine::Engine;
use crate::error::EngineError;

impl Engine {
    /// Every model of the catalogue.
    pub async fn models(&self) -> Result<Vec<ModelView>, EngineError> {
        self.at_models(|desk| Ok(desk.all())).await
    }

    /// One model.
    pub async fn model(&self, id: String) -> Result<ModelView, EngineError> {
        self.at_models(move |desk| desk.one(&id)).await
    }

    /// Begins a download or goes on with one; `accept` says that the user agrees to the model's terms.
    pub async fn download_model(&self, id: String, accept: bool) -> Result<ModelView, EngineError> {
        self.desk().require_still()?;
        self.at_models(move |desk| desk.download(&id, accept)).await
    }

    /// Stops a download and keeps what is here.
    pub async fn pause_model(&self, id: String) -> Result<ModelView, EngineError> {
        self.at_models(move |desk| desk.pause(&id)).await
    }

    /// Stops a download and throws away what is here.
    pub async fn cancel_model(&self, id: String) -> Result<ModelView, EngineError> {
        self.at_models(move |desk| desk.cancel(&id)).await
    }

    /// Reads a model's file again.
    pub async fn verify_model(&self, id: String) -> Result<ModelView, EngineError> {
        self.at_models(move |desk| desk.verify(&id)).await
    }

    /// Reads the files of all models again.
    pub async fn verify_models(&self) -> Result<Vec<ModelView>, EngineError> {
        self.at_models(|desk| Ok(desk.verify_all())).await
    }

    /// Removes a model's file.
    pub async fn remove_model(&self, id: String) -> Result<ModelView, EngineError> {
        self.desk().require_still()?;
        self.at_models(move |desk| desk.remove(&id)).await
    }

    /// Imports the models in a folder, file or archive.
    pub async fn import_models(&self, from: PathBuf) -> Result<Imported, EngineError> {
        self.desk().require_still()?;
        self.at_models(move |desk| desk.import(&from)).await
    }

    /// Requests that downloads sent to other computers since the start.
    pub fn requests(&self) -> u64 {
        self.sent().values().map(|sent| sent.requests).sum()
    }

    /// What downloads sent to other computers since the start, by their names.
    pub fn sent(&self) -> BTreeMap<String, Sent> {
        self.model_desk().sent()
    }

    async fn at_models<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Arc<ModelDesk>) -> Result<T, EngineError> + Send + 'static,
    ) -> Result<T, EngineError> {
        let desk = Arc::clone(self.model_desk());
        tokio::task::spawn_blocking(move || work(&desk))
            .await
            .map_err(|_| EngineError::Stopped)?
    }
}
