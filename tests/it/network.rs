//! Zero network: the whole way from a video to its files needs none, leaves nothing outside the folders it
//! was given, and the library for inference is kept from preparing reports to its maker.
#![cfg(target_os = "linux")]

use std::process::Command;

use anyhow::{Context, Result};
use va_tests::annotate::{Run, annotate, command};
use va_tests::places;
use va_tests::sandbox::Sandbox;

#[test]
fn nothing_is_written_outside_the_folder_for_results() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let demo = places::demo();
    let run = annotate(&sandbox, &[demo.to_str().context("path")?])?;
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    let left: Vec<_> = std::fs::read_dir(sandbox.path())?
        .flatten()
        .map(|e| e.file_name())
        .collect();
    assert_eq!(
        left,
        ["annotations"],
        "an empty home stays empty but for the results"
    );
    Ok(())
}

#[test]
fn everything_works_without_any_network_interface() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let works = Command::new("unshare").args(["-n", "true"]).output();
    if !works.is_ok_and(|done| done.status.success()) {
        places::missing::<()>(
            "VIDEOANNOTATOR_REQUIRE_ROOT",
            "a network namespace needs root",
        )?;
        return Ok(());
    }
    let demo = places::demo();
    let inside = command(&sandbox, &[demo.to_str().context("path")?])?;
    let mut command = Command::new("unshare");
    command
        .arg("-n")
        .arg(inside.get_program())
        .args(inside.get_args())
        .current_dir(sandbox.path());
    for (name, value) in inside.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let run = Run::of(&command.output()?);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(run.count("voice_activity.speech") > 0, "inference included");
    Ok(())
}
