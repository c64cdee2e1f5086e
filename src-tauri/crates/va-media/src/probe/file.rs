//! What can be said about a file without ffmpeg, and why ffmpeg may not want it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::child::Log;
use crate::error::MediaError;

/// Size of a file that is there, is a file, may be read and is not empty.
pub(super) fn check(path: &Path) -> Result<u64, MediaError> {
    let meta = path.metadata().map_err(|e| MediaError::file(path, e))?;
    if !meta.is_file() {
        return Err(MediaError::NotAFile {
            path: path.to_owned(),
        });
    }
    File::open(path).map_err(|e| MediaError::file(path, e))?;
    if meta.len() == 0 {
        return Err(MediaError::Empty {
            path: path.to_owned(),
        });
    }
    Ok(meta.len())
}

/// Why ffprobe could not open a file, or found nothing in it.
pub(super) fn diagnose(path: &Path, log: &Log) -> MediaError {
    let path = path.to_owned();
    if log
        .lines
        .iter()
        .any(|line| line.contains("moov atom not found"))
        && begins_like_mp4(&path)
    {
        return MediaError::CutOff { path };
    }
    if is_text(&beginning(&path)) {
        return MediaError::Text { path };
    }
    let said = log
        .lines
        .back()
        .cloned()
        .unwrap_or_else(|| "no stream found".to_owned());
    MediaError::NotMedia { path, said }
}

fn beginning(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    // unreadable means nothing to see, which is what an empty beginning says
    let read = File::open(path).and_then(|file| file.take(4096).read_to_end(&mut bytes));
    if read.is_err() {
        bytes.clear();
    }
    bytes
}

fn begins_like_mp4(path: &Path) -> bool {
    const BOXES: [&[u8]; 5] = [b"ftyp", b"mdat", b"free", b"wide", b"skip"];
    beginning(path)
        .get(4..8)
        .is_some_and(|name| BOXES.contains(&name))
}

/// UTF-8 (cut anywhere) without control characters other than white space.
fn is_text(bytes: &[u8]) -> bool {
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !valid.is_empty()
        && valid
            .chars()
            .all(|c| !c.is_control() || c.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text_even_when_cut_inside_a_character() {
        assert!(is_text("Käse\n".as_bytes()));
        assert!(is_text(&"Käse".as_bytes()[..2]));
        assert!(!is_text(b"\x00\x00\x00\x20ftypisom"));
        assert!(!is_text(&[0xff, 0xfe, b'a']));
        assert!(!is_text(b""));
    }
}
