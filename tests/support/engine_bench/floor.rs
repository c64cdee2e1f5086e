//! What this computer's disk allows: a small write that survives a power cut. The floor of a submit.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;

/// Times of writes of one page, each with its fsync.
pub(super) fn write_and_sync(folder: &Path) -> Result<Vec<Duration>> {
    let mut file = File::create(folder.join("floor"))?;
    let page = [7u8; 4096];
    (0..200)
        .map(|_| {
            let begun = Instant::now();
            file.write_all(&page)?;
            file.sync_data()?;
            Ok(begun.elapsed())
        })
        .collect()
}
