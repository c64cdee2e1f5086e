//! Takes names of files, folders and people out of a text. Our own messages put every value into backticks,
//! and libraries quote theirs or write plain paths: all three are hidden, so that a line says what happened and
//! not to whom.

use std::borrow::Cow;

/// What stands where something was hidden.
const HIDDEN: &str = "...";

/// The text without values: what stands in backticks or double quotes, every path from where it begins to the
/// end (a path may hold spaces), and every word that looks like a path or a file name. Web addresses stay.
pub(crate) fn scrub(text: &str) -> Cow<'_, str> {
    let suspect = |c: char| matches!(c, '`' | '"' | '/' | '\\' | '.' | '~');
    if !text.contains(suspect) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(without_paths(&without_quoted(text)))
}

/// The same for a text in which values are not in quotes, or quotes are no values: only what looks like a path or a
/// file name is hidden.
pub(crate) fn without_paths(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| !c.is_whitespace()) {
        clean.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let word = &rest[..end];
        if begins_path(word) {
            clean.push_str(HIDDEN);
            return clean;
        }
        clean.push_str(if is_name(word) { HIDDEN } else { word });
        rest = &rest[end..];
    }
    clean.push_str(rest);
    clean
}

/// With nothing left between backticks and between double quotes; one that is never closed hides the rest.
fn without_quoted(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['`', '"']) {
        let mark = rest.as_bytes()[at] as char;
        clean.push_str(&rest[..at]);
        clean.push(mark);
        clean.push_str(HIDDEN);
        let inner = &rest[at + 1..];
        let Some(end) = inner.find(mark) else {
            return clean;
        };
        clean.push(mark);
        rest = &inner[end + 1..];
    }
    clean.push_str(rest);
    clean
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | ',' | ';' | ':' | '\'' | '='))
}

fn is_address(word: &str) -> bool {
    let word = bare(word);
    word.starts_with("http://") || word.starts_with("https://")
}

/// Whether an absolute path begins in this word, also behind `name=`.
fn begins_path(word: &str) -> bool {
    if is_address(word) {
        return false;
    }
    let word = word.rsplit(['=', '(', '\'', '[']).next().unwrap_or(word);
    let drive = |w: &str| {
        let bytes = w.as_bytes();
        bytes.len() > 2
            && bytes[0].is_ascii_alphabetic()
            && bytes[1] == b':'
            && matches!(bytes[2], b'\\' | b'/')
    };
    word.len() > 1 && word.starts_with(['/', '\\', '~']) || drive(word) || word.contains("file:/")
}

/// Whether a word holds a separator of paths, or ends like a file name.
fn is_name(word: &str) -> bool {
    if is_address(word) || word.contains(HIDDEN) {
        return false;
    }
    let word = bare(word);
    if word.len() > 1 && word.contains(['/', '\\']) {
        return true;
    }
    let Some((stem, ending)) = word.trim_end_matches('.').rsplit_once('.') else {
        return false;
    };
    let letters = ending.starts_with(|c: char| c.is_ascii_alphabetic());
    let short =
        (2..=5).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric());
    !stem.is_empty() && letters && short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_hidden_and_words_stay() {
        let cases = [
            (
                "`/home/anna/visit 1/Anna P.mp4` can't be read: No such file (os error 2)",
                "`...` can't be read: No such file (os error 2)",
            ),
            (
                "unable to open database file: /home/anna b/a file.sqlite",
                "unable to open database file: ...",
            ),
            (r"it is at C:\Users\Anna\My Videos\x.mp4", "it is at ..."),
            (r"path=\\server\lab\anna", "..."),
            ("(/tmp/x y)", "..."),
            (
                "invalid value: string \"anna\", expected u8",
                "invalid value: string \"...\", expected u8",
            ),
            (
                "visits/anna.mp4: Invalid data found",
                "... Invalid data found",
            ),
            (
                "anna_01.mp4: moov atom not found",
                "... moov atom not found",
            ),
            ("a `value that never ends", "a `..."),
            ("file:///home/anna/a b.mp4 is gone", "..."),
            ("~/Videos is full", "..."),
        ];
        for (text, expected) in cases {
            assert_eq!(scrub(text), expected, "{text}");
        }
    }

    #[test]
    fn what_names_nobody_stays_as_it_is() {
        let same = [
            "models are ready",
            "signal: 9 (SIGKILL)",
            "listening on 127.0.0.1:18011",
            "version 0.1.0 took 1.5 s",
            "downloaded from https://example.org/models/a.onnx again",
            "a step has stopped.",
            "5 / 7 done",
        ];
        for text in same {
            assert_eq!(scrub(text), text);
        }
    }
}
