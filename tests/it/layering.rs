//! The layers of DESIGN.md, section 5, asserted over cargo's own metadata: arrows only point down.
//!
//! It reads manifests and the resolved tree, offline, and builds nothing.

use std::collections::BTreeMap;
use std::process::Command;

use serde::Deserialize;
use va_tests::places;

/// The crates of the workspace and their layers; a crate sees only lower ones, never its siblings.
const LAYERS: &[(&str, u8)] = &[
    ("va-core", 0),
    ("va-store", 1),
    ("va-media", 1),
    ("va-models", 1),
    ("va-export", 1),
    ("va-engine", 2),
    ("va-pipelines", 2),
    ("va-api", 3),
    ("va-cli", 4),
    ("videoannotator-desktop", 4),
];

/// Crates that stand beside the product and see none of it.
const BESIDE: &[&str] = &["xtask", "va-tests"];

/// Libraries that only the named crates may use.
const RESERVED: &[(&str, &[&str])] = &[
    ("tauri", &["videoannotator-desktop"]),
    ("ort", &["va-pipelines"]),
    ("rusqlite", &["va-store", "va-tests"]),
    ("axum", &["va-api"]),
    ("ffmpeg-sidecar", &["va-media"]),
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
}

fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let done = Command::new(cargo)
        .args(arguments)
        .arg("--offline")
        .current_dir(places::root())
        .output()
        .expect("cargo starts");
    assert!(
        done.status.success(),
        "cargo {arguments:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8(done.stdout).expect("cargo prints UTF-8")
}

fn members() -> Vec<Package> {
    let text = cargo(&["metadata", "--no-deps", "--format-version", "1"]);
    serde_json::from_str::<Metadata>(&text)
        .expect("cargo prints its metadata")
        .packages
}

fn tree(package: &str) -> Vec<String> {
    let arguments = [
        "tree",
        "--package",
        package,
        "--edges",
        "normal",
        "--prefix",
        "none",
    ];
    let text = cargo(&arguments);
    text.lines()
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_crate_has_a_layer() {
    for package in members() {
        let known = LAYERS.iter().any(|(name, _)| *name == package.name)
            || BESIDE.contains(&package.name.as_str());
        assert!(known, "`{}` has no layer: add it to LAYERS", package.name);
    }
}

#[test]
fn arrows_only_point_down_and_siblings_do_not_see_each_other() {
    let layers: BTreeMap<&str, u8> = LAYERS.iter().copied().collect();
    for package in members() {
        for dependency in &package.dependencies {
            let Some(below) = layers.get(dependency.name.as_str()) else {
                continue;
            };
            let above = layers.get(package.name.as_str());
            assert!(
                above.is_some_and(|above| above > below),
                "`{}` must not depend on `{}`",
                package.name,
                dependency.name
            );
        }
    }
}

#[test]
fn reserved_libraries_stay_in_their_crate() {
    for package in members() {
        for (library, owners) in RESERVED {
            let uses = package
                .dependencies
                .iter()
                .any(|dependency| dependency.name == *library);
            assert!(
                !uses || owners.contains(&package.name.as_str()),
                "`{library}` is for {owners:?} only, but `{}` uses it",
                package.name
            );
        }
    }
}

#[test]
fn reserved_libraries_are_really_used_where_they_are_reserved() {
    let members = members();
    for (library, owners) in RESERVED {
        for owner in *owners {
            let package = members.iter().find(|package| package.name == *owner);
            let package = package.unwrap_or_else(|| panic!("`{owner}` is no member any more"));
            let uses = package
                .dependencies
                .iter()
                .any(|dependency| dependency.name == *library);
            assert!(
                uses,
                "`{owner}` no longer uses `{library}`: correct RESERVED"
            );
        }
    }
}

#[test]
fn the_pipelines_store_nothing_themselves() {
    let members = members();
    let pipelines = members
        .iter()
        .find(|package| package.name == "va-pipelines");
    let pipelines = pipelines.expect("va-pipelines is a member");
    let store = pipelines
        .dependencies
        .iter()
        .any(|dependency| dependency.name == "va-store");
    assert!(
        !store,
        "va-pipelines pushes into a sink; it must not know the store"
    );
}

#[test]
fn the_domain_does_no_work_of_its_own() {
    let found = tree("va-core");
    assert!(
        found.iter().any(|name| name == "va-core"),
        "cargo tree printed {found:?}"
    );
    for library in [
        "tokio",
        "rusqlite",
        "axum",
        "ort",
        "tauri",
        "tracing-subscriber",
    ] {
        assert!(
            !found.iter().any(|name| name == library),
            "va-core must not reach `{library}`"
        );
    }
}

#[test]
fn the_window_links_neither_the_pipelines_nor_onnx_runtime() {
    let found = tree("videoannotator-desktop");
    assert!(
        found.iter().any(|name| name == "va-engine"),
        "cargo tree printed {found:?}"
    );
    for library in ["va-pipelines", "ort", "ort-sys", "va-cli"] {
        assert!(
            !found.iter().any(|name| name == library),
            "the window must survive a broken runtime, but it links `{library}`"
        );
    }
}

#[test]
fn the_tool_that_sets_up_needs_nothing_that_must_be_set_up() {
    let members = members();
    let xtask = members
        .iter()
        .find(|package| package.name == "xtask")
        .expect("xtask is a member");
    let normal: Vec<&str> = xtask
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind.is_none())
        .map(|dependency| dependency.name.as_str())
        .collect();
    assert_eq!(normal, ["anyhow", "clap", "serde", "serde_json", "sha2"]);
}
