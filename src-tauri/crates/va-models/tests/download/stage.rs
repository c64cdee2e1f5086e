//! A server, a depot and a model that the server offers. Used by every test of downloads.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use sha2::{Digest, Sha256};
use tempfile::TempDir;
use va_models::fetch::{Patience, Progress};
use va_models::{Depot, Model, ModelError, Shelf, Stop, fetch, find};

use crate::download_server::DownloadServer;

pub fn content() -> Vec<u8> {
    (0..300_000_u32)
        .flat_map(|n| (n * 7).to_le_bytes())
        .collect()
}

pub fn hex(bytes: &[u8]) -> String {
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|n| char::from_digit(n.into(), 16));
    Sha256::digest(bytes)
        .iter()
        .flat_map(digits)
        .flatten()
        .collect()
}

pub struct Stage {
    _root: TempDir,
    pub depot: Depot,
    pub server: DownloadServer,
    pub model: Model,
}

impl Stage {
    pub fn new() -> Self {
        Self::with(&content())
    }

    pub fn with(served: &[u8]) -> Self {
        let root = tempfile::tempdir().unwrap();
        let depot = Depot::new(root.path().join("models"));
        let server = DownloadServer::start(served).unwrap();
        let model = Model {
            id: "test".to_owned(),
            file: "test.onnx".to_owned(),
            sha256: Some(hex(served)),
            bytes: Some(served.len() as u64),
            urls: vec![server.url("/a")],
            ..find("silero-vad").unwrap().clone()
        };
        Self {
            _root: root,
            depot,
            server,
            model,
        }
    }

    pub fn fetch(&self) -> Result<(), ModelError> {
        self.fetch_watched(&Stop::default(), &mut |_| {})
    }

    pub fn fetch_watched(
        &self,
        stop: &Stop,
        watch: &mut dyn FnMut(&Progress),
    ) -> Result<(), ModelError> {
        fetch(&self.depot, &self.model, &patience(), stop, watch)
    }

    pub fn file(&self) -> PathBuf {
        self.depot.path(&self.model)
    }

    pub fn is_installed(&self) -> bool {
        let shelf = Shelf::new(vec![self.depot.folder().to_owned()]);
        shelf.locate_model(&self.model).is_ok()
    }

    /// Names of what lies in the folder beside the model and its note.
    pub fn left(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.depot.folder()) else {
            return Vec::new();
        };
        let names = entries
            .flatten()
            .map(|e| e.file_name().into_string().unwrap());
        names
            .filter(|n| n != "test.onnx" && n != "test.onnx.origin.json")
            .collect()
    }
}

/// Servers that answer at once need no long patience.
pub fn patience() -> Patience {
    Patience {
        connect: Duration::from_secs(5),
        silence: Duration::from_millis(300),
        first_rest: Duration::from_millis(1),
        longest_rest: Duration::from_millis(5),
        tries: 3,
    }
}
