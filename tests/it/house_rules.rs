//! The house rules of STYLE.md that a program can check, on every file that is or would be committed.
//!
//! A rule that clippy or rustfmt knows is left to them. The words looked for are joined from halves,
//! so that this file does not break its own rules.

use va_tests::places;
use va_tests::sources::{Source, sources};

/// Written by `cargo xtask generate` or by a package tool: size and words are not ours.
const GENERATED: &[&str] = &[
    "Cargo.lock",
    "ui/package-lock.json",
    "ui/src/api/schema.ts",
    "ui/openapi.json",
];

/// Longest source file, in lines.
const LONGEST: usize = 500;
/// Longest `main.rs`.
const LONGEST_MAIN: usize = 60;
/// Longest docs/ARCHITECTURE.md.
const LONGEST_ARCHITECTURE: usize = 200;
/// Longest decision record.
const LONGEST_DECISION: usize = 40;
/// Largest committed file, in bytes.
const LARGEST: u64 = 1_000_000;

fn rust() -> Vec<(String, String)> {
    let files = texts(|source| source.is(&["rs"]));
    assert!(files.len() > 50, "found only {} Rust files", files.len());
    files
}

fn texts(wanted: impl Fn(&Source) -> bool) -> Vec<(String, String)> {
    sources()
        .expect("git lists the files")
        .into_iter()
        .filter(|source| !GENERATED.contains(&source.name.as_str()) && wanted(source))
        .filter_map(|source| source.text().map(|text| (source.name, text)))
        .collect()
}

/// Fails with every breach at once.
fn none(rule: &str, breaches: &[String]) {
    assert!(breaches.is_empty(), "{rule}:\n  {}", breaches.join("\n  "));
}

fn without(files: &[(String, String)], words: &[String], rule: &str) {
    let mut breaches = Vec::new();
    for (name, text) in files {
        for (index, line) in text.lines().enumerate() {
            if words.iter().any(|word| line.contains(word.as_str())) {
                breaches.push(format!("{name}:{}: {}", index + 1, line.trim()));
            }
        }
    }
    none(rule, &breaches);
}

#[test]
fn every_rust_file_says_what_it_is_for() {
    let breaches: Vec<String> = rust()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(name, _)| name)
        .collect();
    none(
        "a file opens with `//!`: what for, what it never does, who calls it",
        &breaches,
    );
}

#[test]
fn no_source_file_is_longer_than_one_concept() {
    let kinds = ["rs", "ts", "tsx", "css", "mjs", "py", "sh", "sql"];
    let breaches: Vec<String> = texts(|source| source.is(&kinds))
        .iter()
        .map(|(name, text)| {
            let main = name.ends_with("/main.rs");
            (
                name,
                text.lines().count(),
                if main { LONGEST_MAIN } else { LONGEST },
            )
        })
        .filter(|(_, lines, longest)| lines > longest)
        .map(|(name, lines, longest)| format!("{name}: {lines} lines, at most {longest}"))
        .collect();
    none("split what is too long", &breaches);
}

#[test]
fn lints_are_expected_with_a_reason_and_never_allowed() {
    let files = rust();
    let words = [["#[", "allow("].concat(), ["#![", "allow("].concat()];
    without(&files, &words, "use `#[expect(lint, reason = ...)]`");
    let mut breaches = Vec::new();
    for (name, text) in &files {
        for start in [["#[", "expect("].concat(), ["#![", "expect("].concat()] {
            for (at, _) in text.match_indices(&start) {
                let rest = &text[at..];
                let attribute = &rest[..rest.find(")]").unwrap_or(rest.len())];
                if !attribute.contains("reason") {
                    breaches.push(format!("{name}: {attribute}"));
                }
            }
        }
    }
    none("an expected lint gives its reason", &breaches);
}

#[test]
fn nothing_is_left_to_be_done_later() {
    let words = [
        ["todo", "!("].concat(),
        ["unimplemented", "!("].concat(),
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
    ];
    let files = texts(|source| source.is(&["rs", "ts", "tsx", "css", "sh", "py", "sql"]));
    without(&files, &words, "finish it or leave it out");
}

#[test]
fn types_are_nouns_of_the_domain() {
    let vague = ["Manager", "Service", "Helper", "Util", "Utils", "Processor"];
    let mut breaches = Vec::new();
    for (name, text) in rust() {
        let file = name.rsplit('/').next().unwrap_or(&name);
        if ["utils.rs", "util.rs", "common.rs", "types.rs", "helpers.rs"].contains(&file) {
            breaches.push(name.clone());
        }
        for line in text.lines() {
            let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).collect();
            for pair in words.windows(2) {
                let defines = ["struct", "enum", "trait"].contains(&pair[0]);
                if defines && vague.iter().any(|ending| pair[1].ends_with(ending)) {
                    breaches.push(format!("{name}: {}", pair[1]));
                }
            }
        }
    }
    none("name the thing, not its role", &breaches);
}

#[test]
fn errors_are_types_not_texts() {
    let text_error = [", ", "String>"].concat();
    let breaches: Vec<String> = rust()
        .iter()
        .filter(|(name, _)| name.contains("/src/"))
        .flat_map(|(name, text)| text.lines().map(move |line| (name, line)))
        .filter(|(_, line)| line.contains("-> Result<") && line.contains(&text_error))
        .map(|(name, line)| format!("{name}: {}", line.trim()))
        .collect();
    none("an error is an enum with data in its variants", &breaches);
}

#[test]
fn console_output_is_ascii() {
    let macros = ["print!(", "println!(", "eprint!(", "eprintln!("];
    let mut breaches = Vec::new();
    for (name, text) in rust() {
        for start in macros {
            for (at, _) in text.match_indices(start) {
                let rest = &text[at..];
                let call = &rest[..rest.find(");").unwrap_or(rest.len().min(400))];
                if !call.is_ascii() {
                    breaches.push(format!("{name}: {call}"));
                }
            }
        }
    }
    none(
        "consoles show ASCII everywhere and other letters only somewhere",
        &breaches,
    );
}

#[test]
fn the_architecture_page_can_be_read_in_one_sitting() {
    let page = std::fs::read_to_string(places::root().join("docs/ARCHITECTURE.md"));
    let lines = page.expect("docs/ARCHITECTURE.md is there").lines().count();
    assert!(lines <= LONGEST_ARCHITECTURE, "it has {lines} lines");
}

#[test]
fn decisions_are_short_and_numbered_without_gaps() {
    let records = texts(|source| source.name.starts_with("docs/adr/") && source.is(&["md"]));
    let mut names: Vec<&str> = records
        .iter()
        .filter_map(|(name, _)| name.rsplit('/').next())
        .collect();
    names.sort_unstable();
    assert!(!names.is_empty(), "docs/adr holds no decision");
    for (index, name) in names.iter().enumerate() {
        let number = format!("{:04}-", index + 1);
        assert!(
            name.starts_with(&number),
            "`{name}` should begin with `{number}`"
        );
    }
    let long: Vec<String> = records
        .iter()
        .filter(|(_, text)| text.lines().count() > LONGEST_DECISION)
        .map(|(name, text)| format!("{name}: {} lines", text.lines().count()))
        .collect();
    none("a decision fits one screen", &long);
}

#[test]
fn no_file_names_a_package_host_or_a_path_of_one_computer() {
    let words = [
        ["registry.", "npmjs"].concat(),
        ["registry.", "yarnpkg"].concat(),
        ["pypi", ".org"].concat(),
        ["files.", "pythonhosted"].concat(),
        ["static.", "crates.io"].concat(),
        ["index.", "crates.io"].concat(),
        ["/wo", "rk/"].concat(),
        ["/ro", "ot/"].concat(),
    ];
    // The lock files are searched too: only Cargo's names its index, by cargo's own design.
    let files: Vec<(String, String)> = sources()
        .expect("git lists the files")
        .into_iter()
        .filter(|source| source.name != "Cargo.lock")
        .filter_map(|source| source.text().map(|text| (source.name, text)))
        .collect();
    without(
        &files,
        &words,
        "every computer has its own mirror and its own folders",
    );
}

#[test]
fn every_migration_is_listed_in_the_store() {
    let store: String = texts(|source| source.name.starts_with("src-tauri/crates/va-store/src/"))
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    let migrations = texts(|source| source.name.starts_with("migrations/") && source.is(&["sql"]));
    assert!(!migrations.is_empty(), "migrations/ is empty");
    for (name, _) in migrations {
        let line = format!("migration!(\"{}\")", name.trim_start_matches("migrations/"));
        assert!(
            store.contains(&line),
            "`{name}` is not embedded by va-store: it needs `{line}`"
        );
    }
}

#[test]
fn only_the_door_of_the_page_knows_tauri() {
    let pages = texts(|source| source.name.starts_with("ui/src/") && source.is(&["ts", "tsx"]));
    let outside: Vec<(String, String)> = pages
        .into_iter()
        .filter(|(name, _)| !name.starts_with("ui/src/api/"))
        .collect();
    without(
        &outside,
        &["@tauri-apps".to_owned()],
        "only ui/src/api imports @tauri-apps",
    );
}

#[test]
fn the_clone_stays_light() {
    let heavy: Vec<String> = sources()
        .expect("git lists the files")
        .iter()
        .filter_map(|source| Some((source, std::fs::metadata(&source.path).ok()?.len())))
        .filter(|(_, bytes)| *bytes > LARGEST)
        .map(|(source, bytes)| format!("{}: {bytes} bytes", source.name))
        .collect();
    none(
        "large files belong to the runtime parts or to the shared material",
        &heavy,
    );
}
