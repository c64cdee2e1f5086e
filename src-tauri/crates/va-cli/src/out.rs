//! Where the command line prints: results on standard output, everything else on standard error, ASCII
//! only. A reader that goes away (`| head`) is no error.

use std::io::Write;

use va_core::Failure;
use va_core::issue::{Issue, Severity};

/// Prints a line of results.
pub fn line(text: &str) {
    // a closed pipe means that nobody reads any more
    drop(writeln!(std::io::stdout().lock(), "{}", ascii(text)));
}

/// Prints a whole text of results as it is. It may hold any character of a user's own words.
pub fn text(text: &str) {
    drop(write!(std::io::stdout().lock(), "{text}"));
}

/// Prints JSON as one line of results. JSON may hold any character of a file name.
pub fn json(value: &serde_json::Value) {
    drop(writeln!(std::io::stdout().lock(), "{value}"));
}

/// Prints a line about what is going on.
pub fn note(text: &str) {
    drop(writeln!(std::io::stderr().lock(), "{}", ascii(text)));
}

/// Prints an error with what to do about it.
pub fn failure(failure: &Failure) {
    note(&format!("[ERROR] {}", failure.message));
    if let Some(hint) = &failure.hint {
        note(&format!("        {hint}"));
    }
}

/// Prints everything there is to say about a configuration.
pub fn issues(issues: &[Issue]) {
    for issue in issues {
        let tag = match issue.severity {
            Severity::Error => "[ERROR]",
            Severity::Warning => "[WARNING]",
        };
        let field = if issue.field.is_empty() {
            "configuration"
        } else {
            &issue.field
        };
        let place = issue
            .place
            .map_or(String::new(), |place| format!(" ({place})"));
        note(&format!("{tag} {field}{place}: {}", issue.message));
        note(&format!("        {}", issue.hint));
        if !issue.example.is_empty() && !issue.hint.contains("for example") {
            note(&format!("        for example {}", issue.example));
        }
    }
}

/// Names of files may hold any character; a terminal that can't show them gets an escape.
fn ascii(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_ascii() {
                c.to_string()
            } else {
                c.escape_unicode().to_string()
            }
        })
        .collect()
}
