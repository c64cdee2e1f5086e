//! The SHA-256 of a file of any size, with progress and a way to stop.

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::ModelError;

const CHUNK: usize = 1 << 20;

/// How far a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hashing {
    /// Bytes read so far.
    pub done: u64,
    /// Size of the file in bytes when it was opened.
    pub total: u64,
}

/// The SHA-256 of a file in lower-case hexadecimal. `watch` is told after each mebibyte and can stop it;
/// then the answer is [`ModelError::Stopped`]. One mebibyte is in memory at a time.
pub fn sha256_file(
    path: &Path,
    watch: &mut dyn FnMut(Hashing) -> ControlFlow<()>,
) -> Result<String, ModelError> {
    let unreadable = |source| ModelError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let mut file = File::open(path).map_err(unreadable)?;
    let total = file.metadata().map_err(unreadable)?.len();
    match sha256_of(&mut file, total, watch).map_err(unreadable)? {
        Some(sha256) => Ok(sha256),
        None => Err(ModelError::Stopped {
            path: path.to_owned(),
        }),
    }
}

/// The SHA-256 of everything that is left to read, in lower-case hexadecimal. `None` when it was stopped.
pub(crate) fn sha256_of(
    from: &mut impl Read,
    total: u64,
    watch: &mut dyn FnMut(Hashing) -> ControlFlow<()>,
) -> std::io::Result<Option<String>> {
    let mut hash = Sha256::new();
    let mut chunk = vec![0; CHUNK];
    let mut done = 0;
    loop {
        let read = match from.read(&mut chunk) {
            Ok(0) => return Ok(Some(hex(&hash.finalize()))),
            Ok(read) => read,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hash.update(&chunk[..read]);
        done += read as u64;
        if watch(Hashing { done, total }).is_break() {
            return Ok(None);
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file_of(content: &[u8]) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), content).unwrap();
        file
    }

    #[test]
    fn the_hash_is_that_of_the_standard() {
        let mut go_on = |_| ControlFlow::Continue(());
        for (content, expected) in [
            (
                "",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            ),
            (
                "abc",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ),
        ] {
            let file = file_of(content.as_bytes());
            assert_eq!(sha256_file(file.path(), &mut go_on).unwrap(), expected);
        }
    }

    #[test]
    fn progress_reaches_the_size_and_a_stop_is_obeyed_at_once() {
        let file = file_of(&vec![7; 5 * CHUNK / 2]);
        let mut last = None;
        let mut watch = |at| {
            last = Some(at);
            ControlFlow::Continue(())
        };
        sha256_file(file.path(), &mut watch).unwrap();
        let size = (5 * CHUNK / 2) as u64;
        assert_eq!(
            last,
            Some(Hashing {
                done: size,
                total: size
            })
        );

        let mut calls = 0;
        let stopped = sha256_file(file.path(), &mut |_| {
            calls += 1;
            ControlFlow::Break(())
        });
        assert!(matches!(stopped, Err(ModelError::Stopped { .. })));
        assert_eq!(calls, 1, "a cancelled job must not read on");
    }
}
