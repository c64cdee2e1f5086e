//! Reading archives without trusting them: names that lead out of the archive refuse the whole of it, links
//! are passed over, and nothing is unpacked but what somebody asks for, up to the size that he expects.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::path::Path;

/// Most files in an archive.
const ENTRIES: usize = 100_000;
/// Most bytes that are unpacked of an archive that can only be read from its beginning.
const UNPACKED: u64 = 16 << 30;
/// Most bytes of one member whose size nobody has published.
const MEMBER: u64 = 4 << 30;

/// Why an archive can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The file is none of the kinds that are read here.
    #[error("it is no .zip, .tar, .tar.gz or .tar.bz2 file")]
    Unknown,
    /// It ends too early or is damaged.
    #[error("it is damaged: {0}")]
    Damaged(String),
    /// A name in it leads elsewhere.
    #[error("it holds the unsafe name `{0}`")]
    Unsafe(String),
    /// It holds too much.
    #[error("it holds more than {0}")]
    TooLarge(String),
    /// What was looked for is not in it.
    #[error("it holds no `{0}`")]
    Absent(String),
    /// What was taken out can't be written.
    #[error("what is in it can't be written: {0}")]
    Write(std::io::Error),
}

/// A file in an archive.
pub struct Entry<'a> {
    /// Its path there, with `/`.
    pub name: String,
    /// Its size in bytes, as the archive says.
    pub bytes: u64,
    /// Its content.
    pub content: &'a mut dyn Read,
}

type Visit<'a> = &'a mut dyn FnMut(&mut Entry<'_>) -> Result<ControlFlow<()>, ArchiveError>;

/// Whether a name looks like that of an archive.
pub fn is_archive(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// Shows every file in an archive, in its order. What the archive is, its first bytes say, not its name.
pub fn each_entry(file: &mut File, visit: Visit<'_>) -> Result<(), ArchiveError> {
    let mut head = [0; 4];
    let read = file.read(&mut head).map_err(|e| damaged(&e))?;
    file.seek(SeekFrom::Start(0)).map_err(|e| damaged(&e))?;
    match &head[..read] {
        [b'P', b'K', 3, 4] | [b'P', b'K', 5, 6] => zipped(file, visit),
        [0x1f, 0x8b, ..] => tarred(flate2::read::GzDecoder::new(file), visit),
        [b'B', b'Z', b'h', ..] => tarred(bzip2::read::BzDecoder::new(file), visit),
        _ if is_tar(file)? => tarred(file, visit),
        _ => Err(ArchiveError::Unknown),
    }
}

fn is_tar(file: &mut File) -> Result<bool, ArchiveError> {
    let mut block = Vec::new();
    file.take(512)
        .read_to_end(&mut block)
        .map_err(|e| damaged(&e))?;
    file.seek(SeekFrom::Start(0)).map_err(|e| damaged(&e))?;
    Ok(block.get(257..262) == Some(b"ustar"))
}

fn zipped(file: &mut File, visit: Visit<'_>) -> Result<(), ArchiveError> {
    let mut archive = zip::ZipArchive::new(file).map_err(|e| damaged(&e))?;
    if archive.len() > ENTRIES {
        return Err(ArchiveError::TooLarge(format!("{ENTRIES} files")));
    }
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|e| damaged(&e))?;
        let name = safe(&entry.name().map_err(|e| damaged(&e))?)?;
        if !entry.is_file() {
            continue;
        }
        let bytes = entry.size();
        let content = &mut entry;
        let entry = &mut Entry {
            name,
            bytes,
            content,
        };
        if visit(entry)?.is_break() {
            return Ok(());
        }
    }
    Ok(())
}

fn tarred(from: impl Read, visit: Visit<'_>) -> Result<(), ArchiveError> {
    let mut archive = tar::Archive::new(from.take(UNPACKED));
    let entries = archive.entries().map_err(|e| damaged(&e))?;
    for (count, entry) in entries.enumerate() {
        if count >= ENTRIES {
            return Err(ArchiveError::TooLarge(format!("{ENTRIES} files")));
        }
        let mut entry = entry.map_err(|e| damaged(&e))?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let name = safe(&name)?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let bytes = entry.size();
        let content = &mut entry;
        let entry = &mut Entry {
            name,
            bytes,
            content,
        };
        if visit(entry)?.is_break() {
            return Ok(());
        }
    }
    Ok(())
}

/// The name with `/`, if it stays inside the archive.
fn safe(name: &str) -> Result<String, ArchiveError> {
    let plain = name.replace('\\', "/");
    let leaves = plain.starts_with('/')
        || plain.contains('\0')
        || plain.as_bytes().get(1) == Some(&b':')
        || plain.split('/').any(|part| part == "..");
    if leaves {
        return Err(ArchiveError::Unsafe(name.escape_default().to_string()));
    }
    Ok(plain)
}

/// Writes the first file whose path ends like this, and returns its size.
pub fn take_member(
    file: &mut File,
    member: &str,
    expected: Option<u64>,
    to: &Path,
) -> Result<u64, ArchiveError> {
    let mut taken = None;
    each_entry(file, &mut |entry| {
        if !ends_like(&entry.name, member) {
            return Ok(ControlFlow::Continue(()));
        }
        let limit = expected.unwrap_or(MEMBER);
        let mut out = File::create(to).map_err(ArchiveError::Write)?;
        taken = Some(copy(entry.content, &mut out, limit)?);
        Ok(ControlFlow::Break(()))
    })?;
    taken.ok_or_else(|| ArchiveError::Absent(member.to_owned()))
}

/// Whether a path is this one or ends with it, whole names only.
pub fn ends_like(path: &str, ending: &str) -> bool {
    path.strip_suffix(ending)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}

/// Copies everything, at most so many bytes.
pub fn copy(from: &mut dyn Read, to: &mut dyn Write, limit: u64) -> Result<u64, ArchiveError> {
    let mut chunk = vec![0; 64 << 10];
    let mut done = 0;
    loop {
        let read = match from.read(&mut chunk) {
            Ok(0) => return Ok(done),
            Ok(read) => read,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(damaged(&error)),
        };
        done += read as u64;
        if done > limit {
            return Err(ArchiveError::TooLarge(format!("{limit} bytes in one file")));
        }
        to.write_all(&chunk[..read]).map_err(ArchiveError::Write)?;
    }
}

fn damaged(error: &dyn std::fmt::Display) -> ArchiveError {
    ArchiveError::Damaged(error.to_string())
}
