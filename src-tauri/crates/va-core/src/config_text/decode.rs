//! Bytes to text: encodings, byte order marks, files that are no text at all.

use serde_json::Value;

use super::syntax;
use crate::issue::{Issue, Place};

/// Largest configuration in bytes. A real one has a few kilobytes.
pub const MAX_BYTES: usize = 1 << 20;

const SAVE_AS: &str = "save it as UTF-8 text and try again";

/// The text, or why there is none.
pub(super) fn decode(bytes: &[u8]) -> Result<String, Box<Issue>> {
    if bytes.len() > MAX_BYTES {
        return Err(Box::new(too_large()));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return wide(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return wide(rest, u16::from_be_bytes);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = before.split(|b| *b == b'\n').count();
        let start = before
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |at| at + 1);
        let column = 1 + String::from_utf8_lossy(&before[start..]).chars().count();
        let place = Place {
            line: line as u32,
            column: column as u32,
        };
        Box::new(syntax(
            Some(place),
            "the file is not UTF-8 text here",
            SAVE_AS,
        ))
    })?;
    if text.contains('\0') {
        let message = "the file is not a text: it contains zero bytes";
        let hint = "give a configuration file, not a recording or a program";
        return Err(Box::new(syntax(None, message, hint)));
    }
    Ok(text.to_owned())
}

/// The issue of a text that is longer than [`MAX_BYTES`].
pub(super) fn too_large() -> Issue {
    syntax(
        None,
        format!("the file is larger than {} kB", MAX_BYTES >> 10),
        "give a configuration file: a few lines of settings for each pipeline",
    )
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Box<Issue>> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    match String::from_utf16(&units) {
        Ok(text) if rest.is_empty() => Ok(text),
        Ok(_) | Err(_) => Err(Box::new(syntax(
            None,
            "the file begins like UTF-16 text and is not",
            SAVE_AS,
        ))),
    }
}

/// How many groups and lists lie in each other.
pub(super) fn depth(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(depth).max().unwrap_or(0),
        Value::Object(group) => 1 + group.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}
