//! NUT's integers, read from anything that reads. Every length is bounded by the caller.

use std::io::{ErrorKind, Read};

use super::NutError;

/// Reading that tells what it was reading when the bytes ran out.
pub(super) trait Source: Read {
    /// Fills the whole buffer.
    fn fill(&mut self, buffer: &mut [u8], what: &'static str) -> Result<(), NutError> {
        self.read_exact(buffer).map_err(|e| match e.kind() {
            ErrorKind::UnexpectedEof => NutError::Truncated(what),
            _ => NutError::Read(e),
        })
    }
}

impl<R: Read> Source for R {}

fn byte(source: &mut impl Read) -> Result<u8, NutError> {
    let mut one = [0];
    source.fill(&mut one, "a number")?;
    Ok(one[0])
}

/// A byte, or `None` where the stream ends.
pub(super) fn first_byte(source: &mut impl Read) -> Result<Option<u8>, NutError> {
    let mut one = [0];
    match source.fill(&mut one, "a frame") {
        Ok(()) => Ok(Some(one[0])),
        Err(NutError::Truncated(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Seven bits a byte, highest first; the top bit says that more follow.
pub(super) fn vlc(source: &mut impl Read) -> Result<u64, NutError> {
    let mut value = 0_u64;
    for _ in 0..10 {
        let next = byte(source)?;
        if value >> 57 != 0 {
            break;
        }
        value = (value << 7) | u64::from(next & 127);
        if next < 128 {
            return Ok(value);
        }
    }
    Err(NutError::Invalid("number"))
}

/// 0, 1, -1, 2, -2, ...
pub(super) fn vlc_signed(source: &mut impl Read) -> Result<i64, NutError> {
    let coded = vlc(source)?;
    let magnitude = (coded / 2 + coded % 2) as i64;
    Ok(if coded % 2 == 1 {
        magnitude
    } else {
        -magnitude
    })
}

/// A length, then that many bytes; more than `most` are refused.
pub(super) fn vlc_bytes(source: &mut impl Read, most: u64) -> Result<Vec<u8>, NutError> {
    let length = vlc(source)?;
    if length > most {
        return Err(NutError::Invalid("length of a byte string"));
    }
    let mut bytes = vec![0; length as usize];
    source.fill(&mut bytes, "a byte string")?;
    Ok(bytes)
}

/// A big-endian start code whose first byte was read already.
pub(super) fn read_u64(source: &mut impl Read, first: u8) -> Result<u64, NutError> {
    let mut bytes = [first, 0, 0, 0, 0, 0, 0, 0];
    source.fill(&mut bytes[1..], "a start code")?;
    Ok(u64::from_be_bytes(bytes))
}

/// Reads and forgets.
pub(super) fn skip(source: &mut impl Read, count: u64, what: &'static str) -> Result<(), NutError> {
    let read = std::io::copy(&mut source.take(count), &mut std::io::sink());
    match read.map_err(NutError::Read)? {
        n if n == count => Ok(()),
        _ => Err(NutError::Truncated(what)),
    }
}
