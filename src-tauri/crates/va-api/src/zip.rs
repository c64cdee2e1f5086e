//! A ZIP archive as a stream: entries are stored as they are, so its length is known before its first byte and
//! memory holds one block. Sizes beyond 4 GiB use ZIP64. Checksums follow the entries, because a file is read
//! once. Knows nothing about jobs. Used by `routes::artifacts`.

use std::io;
use std::path::PathBuf;

use axum::body::{Body, Bytes};
use crc32fast::Hasher;
use futures_util::stream;
use tokio::fs::File;
use tokio::io::AsyncReadExt;

/// Bytes read at once.
const BLOCK: usize = 256 << 10;
/// What a 32-bit field holds when the number is in the ZIP64 field instead.
const BEYOND: u64 = 0xffff_ffff;
/// Names are UTF-8; checksum and sizes follow the entry.
const FLAGS: u16 = 1 << 11 | 1 << 3;
/// Made on a system with UNIX permissions.
const UNIX: u16 = 0x300;
/// 1980-01-01: the same files give the same bytes.
const DATE: u16 = 0x21;

/// What an entry holds.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// A file, which has this size in bytes.
    File(PathBuf, u64),
    /// Bytes.
    Text(Bytes),
}

/// A file in the archive.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Its name: one plain file name.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) content: Content,
}

impl Entry {
    fn size(&self) -> u64 {
        match &self.content {
            Content::File(_, size) => *size,
            Content::Text(text) => text.len() as u64,
        }
    }

    /// Whether its sizes need 64 bits.
    fn is_large(&self) -> bool {
        self.size() >= BEYOND
    }

    fn needs(&self) -> u16 {
        if self.is_large() { 45 } else { 20 }
    }

    /// What stands before the content.
    fn head(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put32(&mut out, 0x0403_4b50);
        put16(&mut out, self.needs());
        put16(&mut out, FLAGS);
        put16(&mut out, 0);
        put16(&mut out, 0);
        put16(&mut out, DATE);
        put32(&mut out, 0);
        // the sizes follow the content; a ZIP64 field says that they have 64 bits there
        let size = if self.is_large() { BEYOND } else { 0 };
        put32(&mut out, size as u32);
        put32(&mut out, size as u32);
        put16(&mut out, self.name.len() as u16);
        put16(&mut out, if self.is_large() { 20 } else { 0 });
        out.extend_from_slice(self.name.as_bytes());
        if self.is_large() {
            put16(&mut out, 1);
            put16(&mut out, 16);
            put64(&mut out, 0);
            put64(&mut out, 0);
        }
        out
    }

    /// What stands behind the content.
    fn tail(&self, crc: u32) -> Vec<u8> {
        let mut out = Vec::new();
        put32(&mut out, 0x0807_4b50);
        put32(&mut out, crc);
        for _ in 0..2 {
            if self.is_large() {
                put64(&mut out, self.size());
            } else {
                put32(&mut out, self.size() as u32);
            }
        }
        out
    }

    /// Its line in the list at the end.
    fn listed(&self, crc: u32, at: u64, out: &mut Vec<u8>) {
        let mut extra = Vec::new();
        if self.is_large() {
            put64(&mut extra, self.size());
            put64(&mut extra, self.size());
        }
        if at >= BEYOND {
            put64(&mut extra, at);
        }
        let version = if extra.is_empty() { 20 } else { 45 };
        put32(out, 0x0201_4b50);
        put16(out, UNIX + version);
        put16(out, version);
        put16(out, FLAGS);
        put16(out, 0);
        put16(out, 0);
        put16(out, DATE);
        put32(out, crc);
        put32(out, self.size().min(BEYOND) as u32);
        put32(out, self.size().min(BEYOND) as u32);
        put16(out, self.name.len() as u16);
        put16(
            out,
            if extra.is_empty() {
                0
            } else {
                extra.len() as u16 + 4
            },
        );
        put16(out, 0);
        put16(out, 0);
        put16(out, 0);
        put32(out, 0o100_644 << 16);
        put32(out, at.min(BEYOND) as u32);
        out.extend_from_slice(self.name.as_bytes());
        if !extra.is_empty() {
            put16(out, 1);
            put16(out, extra.len() as u16);
            out.extend_from_slice(&extra);
        }
    }
}

/// The end of an archive whose list begins at `at` and has this many bytes.
fn ending(entries: usize, at: u64, bytes: u64) -> Vec<u8> {
    let mut out = Vec::new();
    let many = entries >= 0xffff;
    if many || at >= BEYOND || bytes >= BEYOND {
        put32(&mut out, 0x0606_4b50);
        put64(&mut out, 44);
        put16(&mut out, UNIX + 45);
        put16(&mut out, 45);
        put32(&mut out, 0);
        put32(&mut out, 0);
        put64(&mut out, entries as u64);
        put64(&mut out, entries as u64);
        put64(&mut out, bytes);
        put64(&mut out, at);
        put32(&mut out, 0x0706_4b50);
        put32(&mut out, 0);
        put64(&mut out, at + bytes);
        put32(&mut out, 1);
    }
    let count = if many { 0xffff } else { entries as u16 };
    put32(&mut out, 0x0605_4b50);
    put16(&mut out, 0);
    put16(&mut out, 0);
    put16(&mut out, count);
    put16(&mut out, count);
    put32(&mut out, bytes.min(BEYOND) as u32);
    put32(&mut out, at.min(BEYOND) as u32);
    put16(&mut out, 0);
    out
}

fn put16(out: &mut Vec<u8>, value: u16) {
    out.extend_from_slice(&value.to_le_bytes());
}

fn put32(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(&value.to_le_bytes());
}

fn put64(out: &mut Vec<u8>, value: u64) {
    out.extend_from_slice(&value.to_le_bytes());
}

/// Bytes of the whole archive.
pub(crate) fn length(entries: &[Entry]) -> u64 {
    let mut list = Vec::new();
    let mut at = 0;
    for entry in entries {
        entry.listed(0, at, &mut list);
        at += (entry.head().len() + entry.tail(0).len()) as u64 + entry.size();
    }
    let bytes = list.len() as u64;
    at + bytes + ending(entries.len(), at, bytes).len() as u64
}

/// The archive, made as it is read. A file that is not as long as it was said to be ends it with an error, so
/// that nobody takes a part of it for the whole.
pub(crate) fn body(entries: Vec<Entry>) -> Body {
    let writer = Writer {
        entries: entries.into_iter(),
        state: State::Between,
        at: 0,
        count: 0,
        list: Vec::new(),
    };
    Body::from_stream(stream::try_unfold(writer, |mut writer| async move {
        let block = writer.next().await?;
        Ok::<_, io::Error>(block.map(|block| (block, writer)))
    }))
}

struct Writer {
    entries: std::vec::IntoIter<Entry>,
    state: State,
    /// Bytes that are out.
    at: u64,
    count: usize,
    list: Vec<u8>,
}

enum State {
    Between,
    Within(Entry, Option<File>, Inside),
    Done,
}

/// Where in an entry the writer is.
struct Inside {
    begun: u64,
    left: u64,
    crc: Hasher,
}

impl Writer {
    async fn next(&mut self) -> io::Result<Option<Bytes>> {
        let block = match std::mem::replace(&mut self.state, State::Done) {
            State::Between => match self.entries.next() {
                Some(entry) => self.open(entry).await?,
                None => self.close(),
            },
            State::Within(entry, file, inside) if inside.left > 0 => {
                self.read(entry, file, inside).await?
            }
            State::Within(entry, _, inside) => {
                let crc = inside.crc.finalize();
                entry.listed(crc, inside.begun, &mut self.list);
                self.count += 1;
                self.state = State::Between;
                Bytes::from(entry.tail(crc))
            }
            State::Done => return Ok(None),
        };
        self.at += block.len() as u64;
        Ok(Some(block))
    }

    async fn open(&mut self, entry: Entry) -> io::Result<Bytes> {
        let file = match &entry.content {
            Content::File(path, _) => Some(File::open(path).await?),
            Content::Text(_) => None,
        };
        let inside = Inside {
            begun: self.at,
            left: entry.size(),
            crc: Hasher::new(),
        };
        let head = Bytes::from(entry.head());
        self.state = State::Within(entry, file, inside);
        Ok(head)
    }

    async fn read(
        &mut self,
        entry: Entry,
        mut file: Option<File>,
        mut inside: Inside,
    ) -> io::Result<Bytes> {
        let block = match (&mut file, &entry.content) {
            (Some(file), _) => {
                let mut block = vec![0; BLOCK.min(usize::try_from(inside.left).unwrap_or(BLOCK))];
                let read = file.read(&mut block).await?;
                if read == 0 {
                    let words = format!("`{}` has become shorter", entry.name);
                    return Err(io::Error::new(io::ErrorKind::UnexpectedEof, words));
                }
                block.truncate(read);
                Bytes::from(block)
            }
            (None, Content::Text(text)) => text.clone(),
            (None, Content::File(..)) => Bytes::new(),
        };
        inside.crc.update(&block);
        inside.left = inside.left.saturating_sub(block.len() as u64);
        self.state = State::Within(entry, file, inside);
        Ok(block)
    }

    fn close(&mut self) -> Bytes {
        let bytes = self.list.len() as u64;
        let mut block = std::mem::take(&mut self.list);
        block.extend_from_slice(&ending(self.count, self.at, bytes));
        self.state = State::Done;
        Bytes::from(block)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn text(name: &str, text: &'static str) -> Entry {
        Entry {
            name: name.to_owned(),
            content: Content::Text(Bytes::from_static(text.as_bytes())),
        }
    }

    async fn made(entries: Vec<Entry>) -> Vec<u8> {
        axum::body::to_bytes(body(entries), usize::MAX)
            .await
            .unwrap()
            .to_vec()
    }

    #[tokio::test]
    async fn an_archive_is_as_long_as_said_and_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("big");
        let big = vec![7; 3 * BLOCK + 5];
        std::fs::write(&path, &big).unwrap();
        let entries = vec![
            Entry {
                name: "visit.mp4".to_owned(),
                content: Content::File(path, big.len() as u64),
            },
            text("Besuch M\u{fc}ller.txt", "words"),
            text("empty.csv", ""),
        ];
        let said = length(&entries);
        let bytes = made(entries).await;
        assert_eq!(bytes.len() as u64, said);
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut read = |name: &str| {
            let mut content = Vec::new();
            let mut file = archive.by_name(name).unwrap();
            file.read_to_end(&mut content).unwrap();
            content
        };
        assert_eq!(read("visit.mp4"), big, "the checksum is right, too");
        assert_eq!(read("Besuch M\u{fc}ller.txt"), b"words");
        assert_eq!(read("empty.csv"), b"");
    }

    #[tokio::test]
    async fn a_file_that_became_shorter_ends_the_archive_with_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("short");
        std::fs::write(&path, "1234").unwrap();
        let entry = Entry {
            name: "short".to_owned(),
            content: Content::File(path, 5),
        };
        let read = axum::body::to_bytes(body(vec![entry]), usize::MAX).await;
        assert!(read.is_err());
    }

    /// A file of this size that takes no room on the disk.
    #[tokio::test]
    #[cfg(target_os = "linux")]
    async fn more_than_four_gigabytes_are_listed_with_sixty_four_bits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("huge");
        let size = BEYOND + 10;
        std::fs::File::create(&path).unwrap().set_len(size).unwrap();
        let entries = [
            Entry {
                name: "huge.mp4".to_owned(),
                content: Content::File(path, size),
            },
            text("behind.txt", "words"),
        ];
        let mut list = Vec::new();
        entries[0].listed(0, 0, &mut list);
        let behind = size + (entries[0].head().len() + entries[0].tail(0).len()) as u64;
        entries[1].listed(0, behind, &mut list);
        let bytes = list.len() as u64;
        let at = behind + (entries[1].head().len() + entries[1].tail(0).len()) as u64 + 5;
        // heads, list and ending, and a hole in which the content would be
        let archive = folder.path().join("archive.zip");
        let mut file = std::fs::File::create(&archive).unwrap();
        std::io::Write::write_all(&mut file, &entries[0].head()).unwrap();
        std::io::Seek::seek(&mut file, std::io::SeekFrom::Start(behind)).unwrap();
        std::io::Write::write_all(&mut file, &entries[1].head()).unwrap();
        file.set_len(at).unwrap();
        std::io::Seek::seek(&mut file, std::io::SeekFrom::End(0)).unwrap();
        std::io::Write::write_all(&mut file, &list).unwrap();
        std::io::Write::write_all(&mut file, &ending(2, at, bytes)).unwrap();
        assert_eq!(file.metadata().unwrap().len(), length(&entries));
        let mut archive = zip::ZipArchive::new(std::fs::File::open(&archive).unwrap()).unwrap();
        let mut found = |at| {
            let file = archive.by_index_raw(at).unwrap();
            (
                file.name().unwrap().into_owned(),
                file.size(),
                file.header_start(),
            )
        };
        assert_eq!(found(0), ("huge.mp4".to_owned(), size, 0));
        assert_eq!(found(1), ("behind.txt".to_owned(), 5, behind));
    }
}
