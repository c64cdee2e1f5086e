//! Configuration files as text: YAML and JSON to one value, with the place of every setting, and back.
//!
//! Everything that is wrong with a text comes as issues with line and column. A text can't make this use
//! much memory or time: size and depth are limited and references are refused. It opens no file; the
//! command line, the API and the presets call it.

mod build;
mod decode;
mod places;
mod render;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::issue::{Issue, IssueCode, Place};

pub use decode::MAX_BYTES;
pub use places::Places;
pub use render::{render, render_json};

/// How a configuration is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML 1.2.
    Yaml,
    /// JSON.
    Json,
}

impl Format {
    /// The word on the wire and the command line, also the extension of files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Json => "json",
        }
    }

    /// The format with this word.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Yaml, Self::Json]
            .into_iter()
            .find(|format| format.as_str() == word)
    }
}

/// A text, read.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The configuration; what could be read of it when there are issues, `None` if that is nothing.
    pub value: Option<Value>,
    /// How it is written.
    pub format: Format,
    /// Where each setting stands.
    pub places: Places,
    /// What is wrong with the text itself, all of it errors.
    pub issues: Vec<Issue>,
}

/// Reads the bytes of a file: UTF-8 or UTF-16, with or without a byte order mark.
pub fn parse_bytes(bytes: &[u8]) -> Parsed {
    match decode::decode(bytes) {
        Ok(text) => parse(&text),
        Err(issue) => Parsed {
            value: None,
            format: Format::Yaml,
            places: Places::default(),
            issues: vec![*issue],
        },
    }
}

/// Reads a text.
pub fn parse(text: &str) -> Parsed {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // JSON is YAML, apart from a tab here and there: the YAML reader knows lines and repeated names
    let built = build::build(text);
    let json = looks_like_json(text).then(|| serde_json::from_str::<Value>(text));
    let format = match &json {
        Some(Ok(_)) => Format::Json,
        Some(Err(_)) | None => Format::Yaml,
    };
    let only = |value, issues| Parsed {
        value,
        format,
        places: Places::default(),
        issues,
    };
    match (built, json) {
        (Ok(built), _) => Parsed {
            value: Some(built.value),
            format,
            places: built.places,
            issues: built.issues,
        },
        (Err(_), Some(Ok(value))) if decode::depth(&value) <= build::MAX_DEPTH => {
            only(Some(value), Vec::new())
        }
        (Err(_), Some(Err(error))) if !error.to_string().contains("recursion") => {
            only(None, vec![not_json(&error)])
        }
        (Err(issue), _) => only(None, vec![*issue]),
    }
}

/// Whether a text is JSON or meant to be: groups of YAML don't begin with a quoted name.
fn looks_like_json(text: &str) -> bool {
    let text = text.trim_start();
    let inside = text.strip_prefix(['{', '[']).map(str::trim_start);
    inside.is_some_and(|text| text.starts_with(['"', '{', '[', '}', ']']))
}

fn not_json(error: &serde_json::Error) -> Issue {
    let place = Place {
        line: error.line() as u32,
        column: error.column().max(1) as u32,
    };
    // the words without the place, which comes with the issue
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    let hint = "check quotes, commas and brackets here and in the line above";
    syntax(Some(place), format!("this is not JSON: {words}"), hint)
}

/// An error about the text at a place.
fn syntax(place: Option<Place>, message: impl Into<String>, hint: &str) -> Issue {
    let mut issue = Issue::error("", IssueCode::SyntaxError, message, hint);
    EXAMPLE.clone_into(&mut issue.example);
    issue.place = place;
    issue
}

/// A configuration that every reader of a message can start from.
const EXAMPLE: &str = "scene_detection: {threshold: 27}";
