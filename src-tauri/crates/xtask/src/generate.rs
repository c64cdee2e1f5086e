//! `cargo xtask generate`: write every file that is derived from the program's own tables.
//!
//! API document and types, settings tables, error codes, command line reference. With `--check`
//! it writes aside and fails on any difference, and leaves the clone as it was. Called by `.ci/run`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::cargo::CLI;
use crate::workspace::{Profile, Workspace};
use crate::{cargo, exec, ui};

/// What this task owns, wholly or in part.
const GENERATED: &[&str] = &[
    "ui/openapi.json",
    "ui/src/api/schema.ts",
    "docs/pipelines",
    "docs/reference",
];

/// Options of the task.
#[derive(Args)]
pub struct Options {
    /// Fail when a generated file is not up to date
    #[arg(long)]
    check: bool,
}

/// The task.
pub fn task(workspace: &Workspace, options: &Options) -> Result<()> {
    // The programs embed the page, but nothing generated depends on what is on it: a page that waits
    // for new types must not stop them from being written.
    if !workspace.path("ui/dist/index.html").is_file() {
        exec::step("build the page", || ui::build(workspace))?;
    }
    exec::step("build the programs", || {
        if options.check {
            // As the tests build it, which have just run: nothing is compiled a second time.
            cargo::build_with_tests(workspace)
        } else {
            cargo::build(workspace, Profile::Debug, &[CLI.0])
        }
    })?;
    let before = Snapshot::take(workspace)?;
    let written = exec::step("generate", || write(workspace));
    let after = Snapshot::take(workspace)?;
    let changed = before.changes(&after);
    if options.check || written.is_err() {
        before.restore(workspace, &after)?;
    }
    written?;
    if changed.is_empty() {
        println!("generated files are up to date");
        return Ok(());
    }
    if options.check {
        bail!(
            "not up to date: {}. Run `cargo xtask generate` and commit",
            changed.join(", ")
        );
    }
    println!("written: {}", changed.join(", "));
    Ok(())
}

fn write(workspace: &Workspace) -> Result<()> {
    let cli = || Command::new(workspace.program(Profile::Debug, CLI.1));
    let document = exec::output(cli().args(["generate", "openapi"]))?;
    fs::write(workspace.path("ui/openapi.json"), document).context("write the API document")?;
    let tool = workspace.path("ui/tools/openapi");
    ui::packages(&tool)?;
    ui::generate_types(workspace, &tool)?;
    exec::run(
        cli()
            .args(["generate", "docs", "--out"])
            .arg(workspace.path("docs")),
    )
}

/// The text of every generated file at one moment.
struct Snapshot(BTreeMap<String, Vec<u8>>);

impl Snapshot {
    fn take(workspace: &Workspace) -> Result<Self> {
        let mut files = BTreeMap::new();
        for name in GENERATED {
            read(workspace.root(), name, &mut files)?;
        }
        Ok(Self(files))
    }

    /// Names that were added, removed or changed.
    fn changes(&self, after: &Self) -> Vec<String> {
        let names = self
            .0
            .keys()
            .chain(after.0.keys().filter(|name| !self.0.contains_key(*name)));
        names
            .filter(|name| self.0.get(*name) != after.0.get(*name))
            .cloned()
            .collect()
    }

    fn restore(&self, workspace: &Workspace, after: &Self) -> Result<()> {
        for name in self.changes(after) {
            let file = workspace.path(&name);
            match self.0.get(&name) {
                Some(bytes) => fs::write(&file, bytes),
                None => fs::remove_file(&file),
            }
            .with_context(|| format!("put `{name}` back"))?;
        }
        Ok(())
    }
}

fn read(root: &Path, name: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    let path = root.join(name);
    if path.is_dir() {
        for entry in fs::read_dir(&path)? {
            let below = entry?.file_name();
            read(root, &format!("{name}/{}", below.to_string_lossy()), files)?;
        }
    } else if path.is_file() {
        files.insert(name.to_owned(), fs::read(path)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(files: &[(&str, &str)]) -> Snapshot {
        Snapshot(
            files
                .iter()
                .map(|(n, t)| ((*n).to_owned(), t.as_bytes().to_vec()))
                .collect(),
        )
    }

    #[test]
    fn added_removed_and_changed_files_are_all_named() {
        let before = snapshot(&[("same", "1"), ("changed", "1"), ("removed", "1")]);
        let after = snapshot(&[("same", "1"), ("changed", "2"), ("added", "1")]);
        assert_eq!(before.changes(&after), ["changed", "removed", "added"]);
    }
}
