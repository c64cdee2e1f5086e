//! Looking at a recording without making a job of it. Called by the API.

use std::path::PathBuf;

use va_core::media::MediaFacts;

use crate::engine::Engine;
use crate::error::EngineError;

impl Engine {
    /// What a recording is, and its absolute path. Reads all of its packets: about half a second for an
    /// hour of video.
    pub async fn probe(&self, path: PathBuf) -> Result<(MediaFacts, PathBuf), EngineError> {
        let tools = self.toolbox().media()?;
        let look = move || -> Result<_, EngineError> {
            let path = std::path::absolute(&path).unwrap_or(path);
            Ok((va_media::probe(&tools, &path)?.facts, path))
        };
        tokio::task::spawn_blocking(look)
            .await
            .map_err(|_| EngineError::Stopped)?
    }
}
