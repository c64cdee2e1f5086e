//! A worker's standard error, kept as the job's log up to a size. What is beyond is read and dropped, so
//! that a worker that floods its log neither fills the disk nor waits for anybody.

use std::path::Path;

use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};

/// Size of a job's log in bytes beyond which nothing is added.
const LARGEST: u64 = 20_000_000;
/// What each run may add at least, however long the log is already.
const SHARE: u64 = 1_000_000;

/// A job's log, open at its end.
#[derive(Debug)]
pub(crate) struct Log {
    file: File,
    room: u64,
}

impl Log {
    /// Opens or makes the log.
    pub(crate) fn open(path: &Path) -> std::io::Result<Self> {
        let file = std::fs::File::options()
            .create(true)
            .append(true)
            .open(path)?;
        let length = file.metadata()?.len();
        Ok(Self {
            file: File::from_std(file),
            room: LARGEST.saturating_sub(length).max(SHARE),
        })
    }

    /// Keeps what a worker prints until it closes its end.
    pub(super) async fn keep(mut self, mut source: impl AsyncRead + Unpin) {
        let mut buffer = vec![0; 16 * 1024];
        let mut dropped = 0u64;
        while let Ok(read @ 1..) = source.read(&mut buffer).await {
            let fits = read.min(usize::try_from(self.room).unwrap_or(usize::MAX));
            let written = self.file.write_all(&buffer[..fits]).await;
            // a full disk: the rest is dropped like what is too long
            self.room = match written {
                Ok(()) => self.room - fits as u64,
                Err(_) => 0,
            };
            dropped += (read - fits) as u64;
        }
        if dropped > 0 {
            self.note(dropped).await;
        }
        if let Err(error) = self.file.flush().await {
            tracing::debug!(%error, "the end of a job's log is lost");
        }
    }

    async fn note(&mut self, dropped: u64) {
        let message = format!("the log was getting too long: {dropped} bytes are left out here");
        let line = serde_json::json!({
            "timestamp": va_store::WallTime::from(std::time::SystemTime::now()).to_string(),
            "level": "WARN",
            "fields": { "message": message },
            "target": "videoannotator::log",
        });
        let written = self.file.write_all(format!("\n{line}\n").as_bytes()).await;
        if let Err(error) = written {
            tracing::debug!(%error, "a cut in a job's log can't be noted");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_flood_is_cut_and_the_cut_is_noted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.jsonl");
        let flood = tokio::io::repeat(b'x').take(LARGEST + 5_000_000);
        Log::open(&path).unwrap().keep(flood).await;
        let text = std::fs::read_to_string(&path).unwrap();
        assert!((text.len() as u64) < LARGEST + 1000, "{}", text.len());
        assert!(text.contains("5000000 bytes are left out"));
        let more = tokio::io::repeat(b'y').take(SHARE * 2);
        Log::open(&path).unwrap().keep(more).await;
        let text = std::fs::read_to_string(&path).unwrap();
        let later = text.matches('y').count() as u64;
        assert!(
            (SHARE..SHARE + 100).contains(&later),
            "a later run is still heard: {later}"
        );
    }

    #[tokio::test]
    async fn what_is_short_is_kept_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.jsonl");
        Log::open(&path).unwrap().keep(&b"one\n"[..]).await;
        Log::open(&path).unwrap().keep(&b"two\n"[..]).await;
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one\ntwo\n");
    }
}
