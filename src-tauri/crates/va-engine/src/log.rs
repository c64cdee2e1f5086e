//! A job's log: the newest lines of what its workers wrote to standard error.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

/// Bytes that are read from the end of a log at most.
const TAIL: u64 = 4 * 1024 * 1024;

/// The newest lines of a log, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobLog {
    /// The lines.
    pub lines: Vec<LogLine>,
    /// Whether there are older ones.
    pub truncated: bool,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// When, RFC 3339; empty for a line that is not the program's own.
    pub at: String,
    /// `ERROR`, `WARN`, `INFO`, `DEBUG` or `TRACE`; empty for a line that is not the program's own.
    pub level: String,
    /// What happened.
    pub message: String,
}

/// A line as the worker writes it.
#[derive(Deserialize)]
struct Written {
    timestamp: String,
    level: String,
    fields: serde_json::Map<String, Value>,
}

/// Reads the newest lines. A log that is not there has none.
pub fn read(log: &Path, lines: u32) -> std::io::Result<JobLog> {
    let mut file = match File::open(log) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(JobLog::default());
        }
        Err(error) => return Err(error),
    };
    let skipped = file.metadata()?.len().saturating_sub(TAIL);
    file.seek(SeekFrom::Start(skipped))?;
    let mut bytes = Vec::new();
    // a log that grows meanwhile does not keep this reading
    file.take(TAIL).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut found: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
    if skipped > 0 && !found.is_empty() {
        found.remove(0);
    }
    let first = found.len().saturating_sub(lines as usize);
    Ok(JobLog {
        lines: found.iter().skip(first).map(|line| parse(line)).collect(),
        truncated: skipped > 0 || first > 0,
    })
}

/// What is no line of ours (a library's own words) is a message without time and level.
fn parse(line: &str) -> LogLine {
    let Ok(written) = serde_json::from_str::<Written>(line) else {
        return LogLine {
            at: String::new(),
            level: String::new(),
            message: line.to_owned(),
        };
    };
    let mut fields = written.fields;
    let message = fields.remove("message");
    let mut message = message.as_ref().map(words).unwrap_or_default();
    for (name, value) in &fields {
        message.extend([" ", name.as_str(), "=", &words(value)]);
    }
    LogLine {
        at: written.timestamp,
        level: written.level,
        message: message.trim_start().to_owned(),
    }
}

fn words(value: &Value) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_lines_are_read_with_their_fields_and_foreign_ones_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log.jsonl");
        assert_eq!(read(&log, 10).unwrap(), JobLog::default(), "no log yet");
        let ours = r#"{"timestamp":"2026-11-22T18:00:00Z","level":"WARN","fields":{"message":"slow","n":3},"target":"x"}"#;
        std::fs::write(&log, format!("old\n{ours}\n\nSegmentation fault\n")).unwrap();
        let read = read(&log, 2).unwrap();
        assert!(read.truncated);
        assert_eq!(read.lines.len(), 2);
        assert_eq!(read.lines[0].message, "slow n=3");
        assert_eq!(read.lines[0].level, "WARN");
        assert_eq!(read.lines[1].message, "Segmentation fault");
        assert_eq!(read.lines[1].at, "");
    }

    #[test]
    fn a_long_log_is_read_from_its_end_only() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log.jsonl");
        let line = "x".repeat(99);
        let text: Vec<String> = (0..60_000).map(|n| format!("{n:06}{line}")).collect();
        std::fs::write(&log, text.join("\n")).unwrap();
        let read = read(&log, 1_000_000).unwrap();
        assert!(read.truncated);
        assert!(read.lines.len() > 30_000);
        assert_eq!(read.lines[0].message.len(), 105, "no half line");
        assert!(read.lines.last().unwrap().message.starts_with("059999"));
    }
}
