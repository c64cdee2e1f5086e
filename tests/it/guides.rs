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

/// The blocks of a language, in their order, also those in lists.
fn blocks(text: &str, language: &str) -> String {
    let mut found = Vec::new();
    let mut indent = None;
    for line in text.lines() {
        let bare = line.trim_start();
        match indent {
            None if bare == format!("```{language}") => indent = Some(line.len() - bare.len()),
            Some(_) if bare == "```" => indent = None,
            Some(indent) => found.push(line.get(indent..).unwrap_or_default()),
            None => {}
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

#[cfg(unix)]
#[test]
fn every_command_of_the_security_checklist_runs_and_holds() -> Result<()> {
    if !is_there("curl") || !is_there("jq") {
        return places::missing::<()>(REQUIRE, "curl or jq is not installed").map(drop);
    }
    let sandbox = desk()?;
    let run = shell(&sandbox, "security.md")?;
    let log = std::fs::read_to_string(sandbox.join("serve.log")).unwrap_or_default();
    ensure!(run.code == Some(0), "{}\n{}\n{log}", run.stdout, run.stderr);
    assert!(run.stdout.contains("127.0.0.1"), "{}", run.stdout);
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
        .args(["-e", "library(httr2); library(jsonlite)"])
        .output();
    if !packages.is_ok_and(|done| done.status.success()) {
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

/// Words in backticks that look like codes or variables.
fn shouted(text: &str) -> Vec<&str> {
    let is_word = |word: &&str| {
        let known = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        word.contains('_') && word.chars().all(known)
    };
    text.split('`').skip(1).step_by(2).filter(is_word).collect()
}

/// Every source of the program, in one text.
fn program_text() -> Result<String> {
    let rust = va_tests::sources::sources()?;
    let rust = rust.iter().filter(|source| {
        source.is(&["rs"]) && source.name.starts_with("src-tauri") && !source.name.contains("test")
    });
    Ok(rust.filter_map(va_tests::sources::Source::text).collect())
}

#[test]
fn every_message_and_code_of_the_troubleshooting_page_is_one_of_the_program() -> Result<()> {
    let (text, program) = (page("troubleshooting.md")?, program_text()?);
    for word in shouted(&text) {
        assert!(
            program.contains(&format!("\"{word}\"")),
            "`{word}` is unknown"
        );
    }
    let mut messages = 0;
    for message in blocks(&text, "text")
        .lines()
        .filter(|line| !line.is_empty())
    {
        messages += 1;
        // what stands between the placeholders, as it is printed
        for part in message
            .split('<')
            .flat_map(|part| part.split('>'))
            .step_by(2)
        {
            let part = part.trim_matches(|c: char| c == '`' || c == ' ');
            let known = part.len() < 6 || program.contains(part);
            assert!(known, "no message has `{part}`: {message}");
        }
    }
    assert!(messages > 18, "only {messages} messages");
    Ok(())
}

#[test]
fn what_newcomers_are_told_exists() -> Result<()> {
    let (text, program) = (page("coming-from-videoannotator.md")?, program_text()?);
    let table = text.split("## Environment").nth(1).context("variables")?;
    let table = table.split("\n## ").next().unwrap_or_default();
    for row in table.lines().filter(|row| row.starts_with("| `")) {
        let (old, new) = row
            .trim_start_matches("| ")
            .split_once(" | ")
            .context("two cells")?;
        if new.contains("not read") || new.contains("not needed") {
            continue;
        }
        // the old names where they are the same, the new ones where they are not
        let names = if new.starts_with("the same") {
            old
        } else {
            new
        };
        for name in shouted(names) {
            assert!(
                program.contains(&format!("\"{name}\"")),
                "{name} is not read: {row}"
            );
        }
    }
    let sandbox = Sandbox::new()?;
    for command in [
        "serve",
        "annotate",
        "jobs list",
        "jobs show",
        "jobs import",
        "pipelines",
        "config validate",
        "token create",
        "token list",
        "token revoke",
        "storage cleanup",
    ] {
        assert!(text.contains(command), "`{command}` is not mentioned");
        let mut help = sandbox.command("videoannotator")?;
        let done = help.args(command.split(' ')).arg("--help").output()?;
        assert!(
            done.status.success(),
            "`videoannotator {command}` does not exist"
        );
    }
    Ok(())
}
