//! Stands in for the worker and misbehaves as the recording's name says: `flood.mp4` makes it flood its
//! output. With any other name it hands the order to the real worker, which the environment names. Put in the
//! worker's place by `it/bad_worker.rs`; never part of the product.

use std::fs;
use std::io::{BufRead, Read, Write, stderr, stdin, stdout};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

/// Version of the protocol that it pretends to speak.
const PROTOCOL: u32 = 3;

fn main() -> Result<ExitCode> {
    let mut order = String::new();
    stdin().lock().read_line(&mut order)?;
    let message: Value = serde_json::from_str(&order).context("the order")?;
    let media = message["media"].as_str().context("the order's recording")?;
    let folder = message["folder"].as_str().context("the order's folder")?;
    let steps: Vec<&str> = message["steps"]
        .as_array()
        .context("the order's steps")?
        .iter()
        .filter_map(|step| step["pipeline"].as_str())
        .collect();
    let stem = Path::new(media).file_stem().unwrap_or_default();
    leave_word(folder, std::process::id())?;
    let behaviour = stem.to_string_lossy();
    if behaviour == "mute" {
        hang();
    }
    if behaviour == "protocol" {
        say(&json!({ "type": "hello", "protocol": 99, "version": "9.9" }))?;
        hang();
    }
    if behaviour != "recording" {
        say(&json!({ "type": "hello", "protocol": PROTOCOL, "version": "fake" }))?;
    }
    misbehave(&behaviour, &steps, Path::new(folder), &order)
}

fn misbehave(behaviour: &str, steps: &[&str], folder: &Path, order: &str) -> Result<ExitCode> {
    match behaviour {
        "garbage" => {
            stdout().write_all(b"\xff\xfeSegmentation fault (core dumped)\n")?;
            stdout().flush()?;
            hang()
        }
        "flood" => loop {
            say(&json!({ "type": "alive" }))?;
        },
        "endless" => loop {
            stdout().write_all(&[b'x'; 4096])?;
        },
        "silent" => hang(),
        "stalled" => {
            let [first, ..] = steps else { hang() };
            say(&json!({ "type": "step_started", "pipeline": first, "resumed_from": null }))?;
            let steps = json!([{ "pipeline": first, "done": 5, "total": 9,
                                 "frames_per_second": null, "speed": null }]);
            loop {
                say(&json!({ "type": "progress", "steps": steps, "memory_bytes": 0 }))?;
                std::thread::sleep(Duration::from_millis(200));
            }
        }
        "nothing" => Ok(ExitCode::SUCCESS),
        "half" => {
            let [first, ..] = steps else { hang() };
            say(&json!({ "type": "step_started", "pipeline": first, "resumed_from": null }))?;
            say(&json!({ "type": "step_succeeded", "pipeline": first, "counts": {}, "took": 1 }))?;
            say(&json!({ "type": "finished", "files": [], "cancelled": false }))?;
            Ok(ExitCode::SUCCESS)
        }
        "status" => Ok(ExitCode::from(7)),
        "signal" => std::process::abort(),
        "orphan" => {
            let child = Command::new("sleep").arg("1000").spawn()?;
            leave_word(folder, child.id())?;
            Ok(ExitCode::SUCCESS)
        }
        "log" => {
            let line = [b"noise ".repeat(1000), b"\n".to_vec()].concat();
            for _ in 0..5_000 {
                stderr().write_all(&line)?;
            }
            Ok(ExitCode::from(7))
        }
        "once" => {
            let mark = folder.join("once");
            if mark.exists() {
                return real(order);
            }
            fs::write(mark, "")?;
            std::process::abort()
        }
        _ => real(order),
    }
}

/// The real worker does it. Its first word comes after ours, which changes nothing.
fn real(order: &str) -> Result<ExitCode> {
    let program = std::env::var_os("FAKE_WORKER_REAL").context("the real worker's name")?;
    let mut worker = Command::new(program)
        .arg("worker")
        .stdin(Stdio::piped())
        .spawn()?;
    let mut input = worker.stdin.take().context("its input")?;
    input.write_all(order.as_bytes())?;
    let hand_on = move || {
        let mut lines = stdin().lock().lines().map_while(Result::ok);
        while lines
            .next()
            .is_some_and(|line| writeln!(input, "{line}").is_ok())
        {}
    };
    std::thread::Builder::new()
        .name("ears".into())
        .spawn(hand_on)?;
    let status = worker.wait()?;
    Ok(ExitCode::from(u8::try_from(status.code().unwrap_or(1))?))
}

fn say(line: &Value) -> Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

/// Whatever is left of these processes, the test finds out.
fn leave_word(folder: impl AsRef<Path>, process: u32) -> Result<()> {
    let path = folder.as_ref().join("processes");
    let mut file = fs::File::options().create(true).append(true).open(path)?;
    Ok(writeln!(file, "{process}")?)
}

/// Reads what it is told and never answers.
fn hang() -> ! {
    let mut nothing = [0; 4096];
    while stdin().read(&mut nothing).is_ok() {
        std::thread::sleep(Duration::from_millis(50));
    }
    loop {
        std::thread::park();
    }
}
