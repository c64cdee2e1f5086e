//! The guides are run: the blocks of a language in a page, one after the other, as a reader would paste them.
//! Names of codes, variables and commands in the guides exist. R is run where it is installed.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use va_tests::annotate::Run;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;
use va_tests::{media, places};

/// Forbids skipping when it is `1`.
const REQUIRE: &str = "VIDEOANNOTATOR_REQUIRE_CLIENTS";

fn page(name: &str) -> Result<String> {
    let file = places::root().join("docs").join(name);
    std::fs::read_to_string(&file).with_context(|| file.display().to_string())
}

/// The blocks of a language, in their order.
fn blocks(text: &str, language: &str) -> String {
    let mut found = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line == format!("```{language}") {
            inside = true;
        } else if line.starts_with("```") {
            inside = false;
        } else if inside {
            found.push(line);
        }
    }
    found.join("\n") + "\n"
}

fn is_there(program: &str) -> bool {
    let asked = Command::new(program).arg("--version").output();
    asked.is_ok_and(|done| done.status.success())
}

/// A port that nobody has.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// A sandbox with a recording, in which a reader sits.
fn desk() -> Result<Sandbox> {
    let sandbox = Sandbox::new()?;
    media::clip(4, &sandbox.join("visit-07.mp4"))?;
    Ok(sandbox)
}

/// Runs a page's shell blocks in one shell, on a port of their own.
#[cfg(unix)]
fn shell(sandbox: &Sandbox, name: &str) -> Result<Run> {
    let port = free_port()?.to_string();
    let script = blocks(&page(name)?, "sh").replace("18011", &port);
    let served = format!("videoannotator serve --port {port}");
    let script = script.replace("videoannotator serve", &served);
    let begin = "set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n";
    let programs = places::program("videoannotator")?;
    let programs = programs.parent().context("a folder")?;
    let path = std::env::var("PATH").unwrap_or_default();
    let mut bash = sandbox.command_of(std::path::Path::new("bash"))?;
    bash.arg("-c").arg(format!("{begin}{script}"));
    bash.env("PATH", format!("{}:{path}", programs.display()));
    bash.env("NO_PROXY", "127.0.0.1");
    Ok(Run::of(&bash.output()?))
}

#[cfg(unix)]
#[test]
fn the_shell_examples_of_the_scripting_guide_run() -> Result<()> {
    if !is_there("curl") || !is_there("jq") {
        return places::missing::<()>(REQUIRE, "curl or jq is not installed").map(drop);
    }
    let sandbox = desk()?;
    let run = shell(&sandbox, "scripting.md")?;
    ensure!(run.code == Some(0), "{}\n{}", run.stdout, run.stderr);
    assert!(
        run.stdout.contains("completed, 100 %, no error"),
        "{}",
        run.stdout
    );
    assert!(sandbox.join("visit-07.zip").metadata()?.len() > 10_000);
    assert!(
        std::fs::read_to_string(sandbox.join("shots.csv"))?
            .lines()
            .count()
            > 1
    );
    Ok(())
}

/// A server and a reader's environment for a script that speaks to it.
fn speak(sandbox: &Sandbox, server: &Server, program: &PathBuf, script: &str) -> Result<Run> {
    let mut command = Command::new(program);
    command
        .current_dir(sandbox.path())
        .arg(sandbox.join(script));
    command.env("VIDEOANNOTATOR_API_URL", &server.base);
    command.env("VIDEOANNOTATOR_API_TOKEN", &server.token);
    command.env("NO_PROXY", "127.0.0.1");
    Ok(Run::of(&command.output()?))
}

#[test]
fn the_python_examples_of_the_scripting_guide_run() -> Result<()> {
    let Some(python) = places::python()? else {
        return Ok(());
    };
    let known = Command::new(&python)
        .args(["-c", "import requests"])
        .output()?;
    if !known.status.success() {
        return places::missing::<()>(REQUIRE, "`requests` is not installed").map(drop);
    }
    let sandbox = desk()?;
    let server = Server::start(&sandbox)?;
    std::fs::write(
        sandbox.join("guide.py"),
        blocks(&page("scripting.md")?, "python"),
    )?;
    let run = speak(&sandbox, &server, &python, "guide.py")?;
    ensure!(run.code == Some(0), "{}\n{}", run.stdout, run.stderr);
    assert!(
        run.stdout.contains("scene_detection.shots segments"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("JOB_ALREADY_COMPLETED"),
        "{}",
        run.stdout
    );
    assert!(sandbox.join("energy.csv").metadata()?.len() > 100);
    Ok(())
}

#[test]
fn the_r_examples_of_the_scripting_guide_run_where_r_is() -> Result<()> {
    let packages = Command::new("Rscript")
        .args(["-e", "library(httr2)"])
        .output();
    if !packages.is_ok_and(|done| done.status.success()) {
        // not an error in CI either: the page says that these examples run only where R is
        return places::missing::<()>("VIDEOANNOTATOR_REQUIRE_R", "R with httr2 is not installed")
            .map(drop);
    }
    let sandbox = desk()?;
    let server = Server::start(&sandbox)?;
    std::fs::write(sandbox.join("guide.R"), blocks(&page("scripting.md")?, "r"))?;
    let run = speak(&sandbox, &server, &PathBuf::from("Rscript"), "guide.R")?;
    ensure!(run.code == Some(0), "{}\n{}", run.stdout, run.stderr);
    assert!(sandbox.join("shots.csv").is_file());
    Ok(())
}
