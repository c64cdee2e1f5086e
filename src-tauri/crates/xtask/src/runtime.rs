//! `cargo xtask runtime`: put ONNX Runtime, the speech model and the demo clip beside the programs.
//!
//! Wheels come through pip as the computer is set up, by version and hash (`parts`), into a cache
//! in the target folder; a second run needs no network. Called by `run`, `test` and `bundle`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::exec;
use crate::parts::{self, Member, PYTHON, SILERO, Wheel};
use crate::python::Python;
use crate::stamp;
use crate::workspace::{Profile, Workspace};

/// Takes the named members (pairs of path and destination) out of a wheel.
const UNPACK: &str = "import shutil, sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
for path, place in zip(sys.argv[2::2], sys.argv[3::2]):
    with wheel.open(path) as source, open(place, 'wb') as target:
        shutil.copyfileobj(source, target)";

/// Options of the task.
#[derive(Args)]
pub struct Options {
    /// For the release build
    #[arg(long)]
    release: bool,
}

/// The task.
pub fn task(workspace: &Workspace, options: &Options) -> Result<()> {
    let folder = ensure(workspace, Profile::release_if(options.release))?;
    println!("runtime parts are in {}", folder.display());
    Ok(())
}

/// Places every part in the profile's runtime folder and returns the folder.
pub fn ensure(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let folder = workspace.runtime(profile);
    let library = parts::onnxruntime(std::env::consts::OS, std::env::consts::ARCH)?;
    for wheel in [library, &SILERO] {
        let cache = cached(workspace, wheel)?;
        for member in wheel.members {
            place(&cache.join(member.place), &folder.join(member.place))?;
        }
    }
    place(
        &workspace.path("src-tauri/demo/demo.mp4"),
        &folder.join("demo/demo.mp4"),
    )?;
    Ok(folder)
}

/// The ONNX Runtime library in a runtime folder.
pub fn library(folder: &Path) -> Result<PathBuf> {
    let wheel = parts::onnxruntime(std::env::consts::OS, std::env::consts::ARCH)?;
    let member = wheel
        .members
        .first()
        .context("the pinned wheel lists no library")?;
    Ok(folder.join(member.place))
}

/// The cache folder with the wheel's members, fetched now when it is not there.
fn cached(workspace: &Workspace, wheel: &Wheel) -> Result<PathBuf> {
    let name = format!(
        "{}-{}",
        wheel.requirement.replace("==", "-"),
        wheel.platform
    );
    let done = workspace.target().join("runtime-cache").join(&name);
    if done.is_dir() {
        return Ok(done);
    }
    exec::step(&format!("fetch {}", wheel.requirement), || {
        // Made aside and renamed when checked, so that the cache never holds half a part.
        let work = done.with_file_name(format!("{name}.part"));
        remove(&work)?;
        fs::create_dir_all(&work).with_context(|| format!("make `{}`", work.display()))?;
        let python = Python::ensure(&workspace.path(".venv"))?;
        let file = download(&python, wheel, &work)?;
        unpack(&python, wheel, &file, &work)?;
        fs::remove_file(&file)?;
        fs::rename(&work, &done).with_context(|| format!("make `{}`", done.display()))
    })?;
    Ok(done)
}

fn download(python: &Python, wheel: &Wheel, folder: &Path) -> Result<PathBuf> {
    let pinned = folder.join("requirement.txt");
    fs::write(
        &pinned,
        format!("{} --hash=sha256:{}\n", wheel.requirement, wheel.sha256),
    )?;
    exec::run(
        python
            .pip("download")
            .args(["--no-deps", "--only-binary=:all:", "--require-hashes"])
            .args([
                "--python-version",
                PYTHON,
                "--platform",
                wheel.platform,
                "--dest",
            ])
            .arg(folder)
            .arg("--requirement")
            .arg(&pinned),
    )?;
    fs::remove_file(&pinned)?;
    let wheels = fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
    wheels
        .into_iter()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .with_context(|| format!("pip left no wheel in `{}`", folder.display()))
}

fn unpack(python: &Python, wheel: &Wheel, file: &Path, folder: &Path) -> Result<()> {
    let mut command = python.command();
    command.args(["-c", UNPACK]).arg(file);
    for member in wheel.members {
        let place = folder.join(member.place);
        fs::create_dir_all(place.parent().unwrap_or(folder))?;
        command.arg(member.path).arg(place);
    }
    exec::output(&mut command).with_context(|| format!("unpack `{}`", file.display()))?;
    wheel
        .members
        .iter()
        .try_for_each(|member| check(member, folder))
}

fn check(member: &Member, folder: &Path) -> Result<()> {
    let Some(expected) = member.sha256 else {
        return Ok(());
    };
    let found = stamp::sha256(&folder.join(member.place))?;
    if found != expected {
        bail!(
            "`{}` has the hash {found}, but {expected} is pinned: it is not the file that was \
             tested; nothing was placed",
            member.place
        );
    }
    Ok(())
}

/// Copies the file into place by way of a neighbour, so that a broken-off copy is never taken for the
/// part. No links: Tauri's build writes into these files, which must not reach the cache.
pub fn place(from: &Path, to: &Path) -> Result<()> {
    if same(from, to)? {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).with_context(|| format!("make `{}`", folder.display()))?;
    }
    let part = to.with_extension("part");
    fs::copy(from, &part)
        .and_then(|_| fs::rename(&part, to))
        .with_context(|| format!("place `{}`", to.display()))
}

/// Whether `to` is as long and not older than `from`.
fn same(from: &Path, to: &Path) -> Result<bool> {
    let source = fs::metadata(from).with_context(|| format!("find `{}`", from.display()))?;
    let Ok(target) = fs::metadata(to) else {
        return Ok(false);
    };
    Ok(source.len() == target.len() && source.modified()? <= target.modified()?)
}

fn remove(path: &Path) -> Result<()> {
    let removed = if path.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("remove `{}`", path.display()))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEMBER: Member = Member {
        path: "x",
        place: "x",
        sha256: Some("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    };

    #[test]
    fn a_part_with_another_hash_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("x"), "abc").unwrap();
        check(&MEMBER, folder.path()).unwrap();
        fs::write(folder.path().join("x"), "abd").unwrap();
        let error = check(&MEMBER, folder.path()).unwrap_err();
        assert!(error.to_string().contains("is pinned"), "{error}");
    }

    #[test]
    fn a_changed_part_replaces_the_placed_one() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("a"), folder.path().join("deep/b"));
        fs::write(&from, "one").unwrap();
        place(&from, &to).unwrap();
        fs::remove_file(&from).unwrap();
        fs::write(&from, "three").unwrap();
        place(&from, &to).unwrap();
        assert_eq!(fs::read_to_string(&to).unwrap(), "three");
    }
}
