//! Where things are: the clone, the built programs, the shared material, the test Python.
//!
//! The environment (set by `cargo xtask test`) comes first, the usual place second; nothing is
//! searched for beyond that. Used by every test file.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The root of the clone.
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_owned()
}

/// The folder with the built programs: the one that this test was built into.
pub fn programs() -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os("VIDEOANNOTATOR_TEST_PROGRAMS") {
        return Ok(folder.into());
    }
    let test = std::env::current_exe().context("find this test's own file")?;
    // target/<profile>/deps/it-<hash>
    let folder = test
        .ancestors()
        .nth(2)
        .context("this test does not lie in a target folder")?;
    Ok(folder.to_owned())
}

/// A built program, `videoannotator` for example.
pub fn program(name: &str) -> Result<PathBuf> {
    let file = programs()?.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !file.is_file() {
        bail!(
            "`{}` is not built; `cargo xtask test` builds it",
            file.display()
        );
    }
    Ok(file)
}

/// The runtime folder: ONNX Runtime, the speech model, the demo clip.
pub fn runtime() -> Result<PathBuf> {
    let folder = match std::env::var_os("VIDEOANNOTATOR_RUNTIME_DIR") {
        Some(folder) => folder.into(),
        None => programs()?.join("runtime"),
    };
    if !folder.join("models").is_dir() {
        bail!(
            "`{}` is not filled; `cargo xtask runtime` fills it",
            folder.display()
        );
    }
    Ok(folder)
}

/// The demo clip as it is committed.
pub fn demo() -> PathBuf {
    root().join("src-tauri/demo/demo.mp4")
}

/// A file or folder of the shared material beside the clone, or `None` after saying loudly what is
/// skipped. An error where `VIDEOANNOTATOR_REQUIRE_SHARED=1` forbids skipping.
pub fn shared(relative: &str) -> Result<Option<PathBuf>> {
    let folder = std::env::var_os("VIDEOANNOTATOR_SHARED")
        .map_or_else(|| root().join("../shared"), PathBuf::from);
    let path = folder.join(relative);
    if path.exists() {
        return Ok(Some(path));
    }
    missing(
        "VIDEOANNOTATOR_REQUIRE_SHARED",
        &format!("`{}` is not there", path.display()),
    )
}

/// The Python with the independent parsers, or `None` after saying loudly what is skipped.
/// An error where `VIDEOANNOTATOR_REQUIRE_PYTHON=1` forbids skipping.
pub fn python() -> Result<Option<PathBuf>> {
    let file = std::env::var_os("VIDEOANNOTATOR_TEST_PYTHON")
        .map_or_else(|| root().join(".venv/bin/python"), PathBuf::from);
    if file.is_file() {
        return Ok(Some(file));
    }
    missing(
        "VIDEOANNOTATOR_REQUIRE_PYTHON",
        &format!("`{}` is not there", file.display()),
    )
}

/// Says loudly that a test is skipped, unless the environment forbids it.
#[expect(clippy::print_stderr, reason = "a skipped test must be seen")]
pub fn missing<T>(forbids: &str, why: &str) -> Result<Option<T>> {
    if std::env::var_os(forbids).is_some_and(|value| value == "1") {
        bail!("{why}, and {forbids}=1 forbids skipping");
    }
    eprintln!("SKIPPED: {why}");
    Ok(None)
}
