//! The log's files: one that is written, older ones beside it. A new one is begun each day (of UTC) and when
//! the current one is full; the oldest are removed, so that the folder has a largest size.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// Folder of the logs in the data folder.
pub const FOLDER: &str = "logs";
/// The file that is written. Older ones have a number before the ending: `videoannotator-1.jsonl` is the newest
/// of them.
pub const NAME: &str = "videoannotator.jsonl";

/// Bytes at which a file is full.
const LARGEST: u64 = 5_000_000;
/// Files that are kept beside the one that is written.
const KEPT: u32 = 13;
const DAY_S: u64 = 86_400;

/// The log's files in one folder.
#[derive(Debug)]
pub(super) struct Files {
    folder: PathBuf,
    file: File,
    bytes: u64,
    /// Days since 1970 when the file was last written.
    day: u64,
}

fn day(at: SystemTime) -> u64 {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_secs() / DAY_S
}

fn begin(folder: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.create(true).append(true).open(folder.join(NAME))
}

impl Files {
    /// Goes on with the file of the last run, or begins one; makes the folder.
    pub fn open(folder: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let file = begin(folder)?;
        let facts = file.metadata()?;
        Ok(Self {
            folder: folder.to_owned(),
            bytes: facts.len(),
            day: day(facts.modified().unwrap_or_else(|_| SystemTime::now())),
            file,
        })
    }

    /// Adds one line, at this time.
    fn add(&mut self, line: &[u8], now: SystemTime) -> std::io::Result<()> {
        let today = day(now);
        let over = self.bytes > 0 && (self.day != today || self.bytes >= LARGEST);
        // a log that can't be turned over goes on in the old file
        if over && let Ok(file) = self.turn() {
            self.file = file;
            self.bytes = 0;
        }
        self.day = today;
        self.file.write_all(line)?;
        self.bytes += line.len() as u64;
        Ok(())
    }

    fn place(&self, number: u32) -> PathBuf {
        if number == 0 {
            return self.folder.join(NAME);
        }
        self.folder.join(format!("videoannotator-{number}.jsonl"))
    }

    /// Gives every file the next number; what had the last one is written over.
    fn turn(&mut self) -> std::io::Result<File> {
        for number in (0..KEPT).rev() {
            let moved = std::fs::rename(self.place(number), self.place(number + 1));
            if let Err(error) = moved
                && error.kind() != std::io::ErrorKind::NotFound
            {
                return Err(error);
            }
        }
        begin(&self.folder)
    }
}

/// Writes one line into the files that were in force when the line began.
pub(super) struct Line(Arc<Mutex<Files>>);

impl Line {
    /// For a line that begins now.
    pub fn new(files: Arc<Mutex<Files>>) -> Self {
        Self(files)
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.add(bytes, SystemTime::now())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn read(folder: &Path) -> Vec<(String, u64)> {
        let mut found: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                let name = entry.file_name().to_string_lossy().into_owned();
                (name, entry.metadata().unwrap().len())
            })
            .collect();
        found.sort();
        found
    }

    #[test]
    fn a_full_file_makes_room_and_the_folder_has_a_largest_size() {
        let folder = tempfile::tempdir().unwrap();
        let mut files = Files::open(folder.path()).unwrap();
        let line = vec![b'x'; 1_000_000];
        let now = SystemTime::now();
        for _ in 0..100 {
            files.add(&line, now).unwrap();
        }
        let found = read(folder.path());
        assert_eq!(found.len(), 14);
        let whole: u64 = found.iter().map(|(_, bytes)| bytes).sum();
        assert!(whole <= 14 * LARGEST, "{whole}");
        assert!(found.iter().any(|(name, _)| name == NAME));
    }

    #[test]
    fn every_day_has_its_file_and_a_run_of_the_same_day_goes_on_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let today = SystemTime::now();
        let mut files = Files::open(folder.path()).unwrap();
        files.add(b"one\n", today).unwrap();
        drop(files);
        let mut files = Files::open(folder.path()).unwrap();
        files.add(b"two\n", today).unwrap();
        let tomorrow = today + Duration::from_secs(DAY_S);
        files.add(b"three\n", tomorrow).unwrap();
        let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(text(NAME), "three\n");
        assert_eq!(text("videoannotator-1.jsonl"), "one\ntwo\n");
    }
}
