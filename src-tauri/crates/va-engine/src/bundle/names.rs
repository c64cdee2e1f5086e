//! Takes names out of what goes into a bundle: those that the program knows, wherever they stand, and then
//! everything that looks like a path or a file name.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use aho_corasick::{AhoCorasick, MatchKind};
use serde_json::Value;
use va_store::StoreError;
use va_store::catalogue::CatalogueReader;

use crate::data_folder::names;
use crate::logging::scrub::{scrub, without_paths};

/// What stands where a name was.
const REMOVED: &str = "(removed)";
/// Shorter parts of paths are in too many words to be taken for names.
const SHORTEST: usize = 3;
/// Folders that every computer has, and accounts that are nobody.
const NOBODY: [&str; 24] = [
    "home",
    "users",
    "user",
    "root",
    "videos",
    "video",
    "movies",
    "documents",
    "desktop",
    "downloads",
    "media",
    "mnt",
    "volumes",
    "tmp",
    "var",
    "opt",
    "usr",
    "data",
    "jobs",
    "logs",
    "local",
    "share",
    "localhost",
    "videoannotator",
];
/// Texts of the program's own that look like paths or file names.
const OWN: [&str; 4] = ["route", "target", "timestamp", "generated_at"];

/// The names that this program knows.
#[derive(Debug)]
pub(super) struct Names {
    known: Option<AhoCorasick>,
    /// Whether the library could be asked.
    pub(super) complete: bool,
}

impl Names {
    /// Those of the user, the computer, the folders, every recording and every token.
    pub fn known(data: Option<&Path>) -> Self {
        let mut names = BTreeSet::new();
        for variable in ["USER", "USERNAME", "LOGNAME"] {
            names.extend(std::env::var(variable));
        }
        names.extend(sysinfo::System::host_name());
        if let Some(folders) = directories::BaseDirs::new() {
            names.extend(parts(folders.home_dir()));
        }
        if let Some(data) = data {
            names.extend(parts(data));
            match catalogued(data) {
                Ok(found) => names.extend(found),
                Err(error) => {
                    tracing::warn!(%error, "the names in the library can't be read");
                    return Self::of(names, false);
                }
            }
        }
        Self::of(names, true)
    }

    fn of(names: BTreeSet<String>, complete: bool) -> Self {
        let telling = |name: &String| {
            name.chars().count() >= SHORTEST && !NOBODY.contains(&name.to_lowercase().as_str())
        };
        let mut forms = BTreeSet::new();
        for name in names.into_iter().filter(telling) {
            // the search knows no case of letters beyond ASCII
            forms.extend([name.to_lowercase(), name.to_uppercase()]);
            // as it stands in a text that was made for programs
            forms.insert(name.escape_debug().to_string());
            forms.insert(name);
        }
        let known = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(forms);
        Self {
            known: known.ok(),
            complete,
        }
    }

    /// A text without them and without paths.
    pub fn without_text(&self, text: &str) -> String {
        without_paths(&self.replaced(text))
    }

    fn replaced(&self, text: &str) -> String {
        let Some(known) = &self.known else {
            // too many names to search for: nothing may go out
            return REMOVED.to_owned();
        };
        let mut clean = String::with_capacity(text.len());
        known.replace_all_with(text, &mut clean, |_, _, clean| {
            clean.push_str(REMOVED);
            true
        });
        clean
    }

    /// A value with every text in it redacted.
    pub fn without(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.without_text(text)),
            Value::Array(values) => values.iter().map(|value| self.without(value)).collect(),
            Value::Object(fields) => fields
                .iter()
                .map(|(key, value)| {
                    let value = match value {
                        Value::String(text) if OWN.contains(&key.as_str()) => {
                            Value::String(self.replaced(text))
                        }
                        value => self.without(value),
                    };
                    (self.replaced(key), value)
                })
                .collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }

    /// Lines of a log: JSON, or what a library printed by itself.
    pub fn without_lines(&self, text: &str) -> String {
        let clean = |line: &str| match serde_json::from_str::<Value>(line) {
            Ok(value @ Value::Object(_)) => format!("{}\n", self.without(&value)),
            Ok(_) | Err(_) => format!("{}\n", scrub(&self.replaced(line))),
        };
        text.lines().map(clean).collect()
    }
}

/// The parts of a path, its last one also without its ending.
fn parts(path: &Path) -> Vec<String> {
    let part = |component: Component<'_>| match component {
        Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => {
            None
        }
    };
    let mut parts: Vec<String> = path.components().filter_map(part).collect();
    parts.extend(
        path.file_stem()
            .map(|stem| stem.to_string_lossy().into_owned()),
    );
    parts
}

/// The names in the library of a data folder; none where no job was ever made.
fn catalogued(data: &Path) -> va_store::Result<Vec<String>> {
    let catalogue = match CatalogueReader::open(&data.join(names::CATALOGUE)) {
        Ok(catalogue) => catalogue,
        Err(StoreError::Missing { .. }) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let videos = catalogue.list_videos()?;
    let recordings = videos.iter().flat_map(|summary| parts(&summary.video.path));
    let folders = catalogue.folders()?;
    let folders = folders.iter().flat_map(|(id, folder)| {
        let id = id.to_string();
        // a job is named by its id, which is nobody's name
        parts(folder).into_iter().filter(move |part| *part != id)
    });
    let tokens = catalogue.tokens()?;
    let tokens = tokens.into_iter().map(|row| row.token.name);
    Ok(recordings.chain(folders).chain(tokens).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn names(all: &[&str]) -> Names {
        Names::of(all.iter().map(|name| (*name).to_owned()).collect(), true)
    }

    #[test]
    fn known_names_go_wherever_they_stand_the_longest_first() {
        let names = names(&[
            "Anna",
            "Anna K. (visit 2)",
            "M\u{fc}ller",
            "a\"b'c.*[x]",
            "home",
        ]);
        let cases = [
            ("saw ANNA K. (visit 2) today", "saw (removed) today"),
            ("annabel", "(removed)bel"),
            (
                "for M\u{dc}LLER and m\u{fc}ller",
                "for (removed) and (removed)",
            ),
            ("a\"b'c.*[x] is gone", "(removed) is gone"),
            ("a home is nobody", "a home is nobody"),
            ("it lies in /srv/lab/my files/x", "it lies in ..."),
            ("nothing to hide", "nothing to hide"),
        ];
        for (text, expected) in cases {
            assert_eq!(names.without_text(text), expected, "{text}");
        }
    }

    #[test]
    fn values_keep_their_shape() {
        let names = names(&["Anna"]);
        let value =
            json!({"n": 3, "route": "/api/v1/jobs", "list": ["anna.mp4", null], "anna": true});
        let expected =
            json!({"n": 3, "route": "/api/v1/jobs", "list": ["...", null], "(removed)": true});
        assert_eq!(names.without(&value), expected);
        let lines = "{\"message\":\"anna\"}\n`Anna` said /x y\n";
        assert_eq!(
            names.without_lines(lines),
            "{\"message\":\"(removed)\"}\n`...` said ...\n"
        );
    }
}
