//! `cargo xtask test`: set up, then every Rust, UI and end-to-end test.
//!
//! What a test needs is named to it in the environment, so that no test guesses. A suite that fails
//! does not hide the ones after it. Called by people and by `.ci/run`.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::Args;

use crate::packages::Group;
use crate::python::Python;
use crate::workspace::{Profile, Workspace};
use crate::{bundle, cargo, exec, runtime, setup, ui};

/// Options of the task.
#[derive(Args)]
pub struct Options {
    /// Only the Rust tests with this text in their name
    #[arg(long)]
    filter: Option<String>,
}

/// The suites that ran, for the last lines.
struct Report {
    start: Instant,
    lines: Vec<(&'static str, bool, Duration)>,
}

/// The task.
pub fn task(workspace: &Workspace, options: &Options) -> Result<()> {
    let mut report = Report {
        start: Instant::now(),
        lines: Vec::new(),
    };
    exec::step("set up", || {
        setup::ensure(&[Group::Build, Group::Run, Group::Test])
    })?;
    let python = exec::step("Python packages for the tests", || {
        let python = Python::ensure(&workspace.path(".venv"))?;
        python.install(&workspace.path("tests/python/requirements.txt"))?;
        python.install(&workspace.path("tests/python/requirements-clients.txt"))?;
        Ok(python)
    })?;
    let folder = exec::step("place the runtime parts", || {
        runtime::ensure(workspace, Profile::Debug)
    })?;
    exec::step("build the page", || ui::build(workspace))?;
    if options.filter.is_none() {
        report.suite("UI types and lints", || ui::script(workspace, "check"));
        report.suite("UI tests", || ui::script(workspace, "test"));
    }
    exec::step("build the programs and tests", || {
        cargo::build_with_tests(workspace)
    })?;
    let mut environment = environment(workspace, &python, folder)?;
    // The package test needs a package of what was just built; only Debian's tools can try it.
    if exec::find("dpkg-deb").is_some() && options.filter.is_none() {
        let made = exec::step("package", || bundle::pack(workspace, Profile::Debug, "deb"))?;
        environment.extend(
            made.into_iter()
                .next()
                .map(|deb| ("VIDEOANNOTATOR_TEST_DEB", deb)),
        );
    }
    report.suite("Rust and end-to-end tests", || {
        cargo::test(workspace, options.filter.as_deref(), &environment)
    });
    report.close()
}

/// Where the tests find what they need, and what they must not skip.
fn environment(
    workspace: &Workspace,
    python: &Python,
    runtime_folder: PathBuf,
) -> Result<Vec<(&'static str, PathBuf)>> {
    let mut named = vec![
        ("ORT_DYLIB_PATH", runtime::library(&runtime_folder)?),
        ("VIDEOANNOTATOR_RUNTIME_DIR", runtime_folder),
        ("VIDEOANNOTATOR_TEST_PYTHON", python.program()),
        (
            "VIDEOANNOTATOR_TEST_PROGRAMS",
            workspace.programs(Profile::Debug),
        ),
        ("VIDEOANNOTATOR_REQUIRE_PYTHON", "1".into()),
        ("VIDEOANNOTATOR_REQUIRE_CLIENTS", "1".into()),
    ];
    let ci = std::env::var_os("CI").is_some_and(|value| value == "true");
    if cfg!(target_os = "linux") {
        named.push(("VIDEOANNOTATOR_REQUIRE_BROWSER", "1".into()));
        if ci {
            named.push(("VIDEOANNOTATOR_REQUIRE_R", "1".into()));
        }
    }
    if let Some(shared) = workspace.shared() {
        named.push(("VIDEOANNOTATOR_SHARED", shared.canonicalize()?));
        if ci {
            named.push(("VIDEOANNOTATOR_REQUIRE_SHARED", "1".into()));
        }
    }
    Ok(named)
}

impl Report {
    fn suite(&mut self, name: &'static str, work: impl FnOnce() -> Result<()>) {
        let start = Instant::now();
        let result = exec::step(name, work);
        if let Err(error) = &result {
            println!("{error:#}");
        }
        self.lines.push((name, result.is_ok(), start.elapsed()));
    }

    fn close(self) -> Result<()> {
        println!();
        for (name, passed, took) in &self.lines {
            let word = if *passed { "passed" } else { "FAILED" };
            println!("{word}  {:>7.1} s  {name}", took.as_secs_f64());
        }
        println!("total   {:>7.1} s", self.start.elapsed().as_secs_f64());
        if self.lines.iter().any(|(_, passed, _)| !passed) {
            bail!("a suite failed; its messages are above");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failed_suite_fails_the_whole_run_after_the_others_ran() {
        let mut report = Report {
            start: Instant::now(),
            lines: Vec::new(),
        };
        report.suite("first", || bail!("broken"));
        report.suite("second", || Ok(()));
        assert_eq!(report.lines.len(), 2);
        assert!(report.close().is_err());
    }
}
