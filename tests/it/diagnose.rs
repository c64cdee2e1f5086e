//! `diagnose`, `verify-installation`, `pipelines audit` and their routes: each thing is broken in turn, and has to
//! be named with one fix, in the one shape, with the exit code that scripts read.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use va_tests::annotate::Run;
use va_tests::campaign::listener::listen;
use va_tests::places;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;
use va_tests::small_disk::SmallDisk;

fn run(command: &mut Command, arguments: &[&str]) -> Result<Run> {
    Ok(Run::of(&command.args(arguments).output()?))
}

/// A part's finding, and the exit code.
fn part(command: &mut Command, part: &str) -> Result<(Value, i32)> {
    let run = run(command, &["diagnose", part, "--json"])?;
    let report = run.lines.first().with_context(|| run.stderr.clone())?;
    assert_eq!(
        report["components"].as_object().map(serde_json::Map::len),
        Some(1),
        "one part has the shape of all"
    );
    let code = run.code.context("an exit code")?;
    Ok((report["components"][part].clone(), code))
}

/// It is an error that names `word` and says what to do.
fn names(finding: &Value, word: &str) {
    assert_eq!(finding["status"], "error", "{finding}");
    let says = finding["message"].as_str().unwrap_or_default();
    assert!(says.contains(word), "{finding}");
    assert!(
        finding["fix"].as_str().is_some_and(|fix| !fix.is_empty()),
        "{finding}"
    );
    assert_eq!(
        finding["errors"][0]["message"], finding["message"],
        "{finding}"
    );
}

#[test]
fn an_empty_home_folder_is_examined_and_stays_empty() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let all = run(&mut sandbox.command("videoannotator")?, &["diagnose"])?;
    assert!(matches!(all.code, Some(0..=2)), "{:?}", all.code);
    assert!(
        all.stdout.is_ascii() && all.stderr.is_ascii(),
        "{}",
        all.stdout
    );
    for title in [
        "System",
        "Video decoder",
        "Model runtime",
        "Graphics card",
        "Storage",
        "Database",
        "Models",
    ] {
        assert!(all.stdout.contains(title), "{title}: {}", all.stdout);
    }
    let left: Vec<_> = std::fs::read_dir(sandbox.path())?
        .flatten()
        .map(|e| e.path())
        .collect();
    assert!(left.is_empty(), "looking makes nothing: {left:?}");
    let json = run(
        &mut sandbox.command("videoannotator")?,
        &["diagnose", "all", "--json"],
    )?;
    let report = json.lines.first().context("a report")?;
    for (name, finding) in report["components"].as_object().context("parts")? {
        for key in [
            "status", "title", "value", "message", "fix", "errors", "warnings", "took_ms",
        ] {
            assert!(finding.get(key).is_some(), "{name} has no `{key}`");
        }
    }
    let components = &report["components"];
    assert_eq!(components["system"]["python"]["version"], Value::Null);
    assert_eq!(components["database"]["connected"], false);
    assert!(components["storage"]["disk_usage"]["percent_used"].is_number());
    assert!(components["gpu"]["device_count"].is_number());
    let worst = components.as_object().context("parts")?.values();
    let worst = worst.map(|f| {
        ["ok", "warning", "error"]
            .iter()
            .position(|w| f["status"] == *w)
    });
    let worst = worst.max().flatten().context("a status")?;
    assert_eq!(json.code, Some([0, 2, 1][worst]), "{report}");
    Ok(())
}

#[test]
fn an_unknown_part_is_refused_with_those_that_there_are() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let run = run(
        &mut sandbox.command("videoannotator")?,
        &["diagnose", "printer"],
    )?;
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr.contains("`printer`") && run.stderr.contains("storage"),
        "{}",
        run.stderr
    );
    Ok(())
}

#[test]
fn a_missing_ffmpeg_is_named_with_a_fix() -> Result<()> {
    let sandbox = Sandbox::new()?;
    std::fs::create_dir(sandbox.join("empty"))?;
    let mut command = sandbox.command("videoannotator")?;
    command
        .env("PATH", sandbox.join("empty"))
        .env("VIDEOANNOTATOR_RUNTIME_DIR", sandbox.join("empty"));
    let (finding, code) = part(&mut command, "ffmpeg")?;
    names(&finding, "ffmpeg");
    assert_eq!((code, &finding["installed"]), (1, &json!(false)));
    Ok(())
}

#[cfg(unix)]
#[test]
fn an_ffmpeg_that_can_do_little_or_nothing_is_named() -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new()?;
    let bin = sandbox.join("bin");
    std::fs::create_dir(&bin)?;
    let write = |script: &str| -> Result<()> {
        for name in ["ffmpeg", "ffprobe"] {
            std::fs::write(bin.join(name), script)?;
            std::fs::set_permissions(bin.join(name), std::fs::Permissions::from_mode(0o755))?;
        }
        Ok(())
    };
    let check = || -> Result<(Value, i32)> {
        let mut command = sandbox.command("videoannotator")?;
        command
            .env("PATH", &bin)
            .env("VIDEOANNOTATOR_RUNTIME_DIR", sandbox.join("none"));
        part(&mut command, "ffmpeg")
    };
    write("#!/bin/sh\necho no such symbol >&2\nexit 127\n")?;
    let (finding, code) = check()?;
    names(&finding, "no such symbol");
    assert_eq!(code, 1);
    write("#!/bin/sh\nexec /bin/sleep 600\n")?;
    let (finding, code) = check()?;
    names(&finding, "did not answer");
    assert_eq!(code, 1, "one that hangs does not keep the others waiting");
    write("#!/bin/sh\necho 'ffmpeg version 6.0 built'\necho ' V....D h264   H.264'\n")?;
    let (finding, code) = check()?;
    assert_eq!(
        (code, &finding["status"]),
        (2, &json!("warning")),
        "{finding}"
    );
    assert_eq!(
        finding["codecs"],
        json!({"h264": true, "hevc": false, "vp9": false, "av1": false, "aac": false, "opus": false})
    );
    assert_eq!(
        finding["warnings"].as_array().map(Vec::len),
        Some(5),
        "{finding}"
    );
    Ok(())
}

#[test]
fn a_library_that_is_none_is_named_and_takes_only_its_child_with_it() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let garbage = sandbox.join("libonnxruntime.so");
    std::fs::write(&garbage, vec![0x5a_u8; 100_000])?;
    let mut command = sandbox.command("videoannotator")?;
    let (finding, code) = part(command.env("ORT_DYLIB_PATH", &garbage), "runtime")?;
    names(&finding, "does not work");
    assert_eq!(code, 1);
    let (finding, _) = part(&mut sandbox.command("videoannotator")?, "runtime")?;
    let cpu = |p: &Value| p["name"] == "cpu" && p["works"] == true;
    assert!(
        finding["providers"]
            .as_array()
            .is_some_and(|all| all.iter().any(cpu)),
        "{finding}"
    );
    Ok(())
}

#[test]
fn a_flipped_byte_of_a_model_is_named_with_a_fix() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let models = sandbox.join("models");
    std::fs::create_dir(&models)?;
    let mut bytes = std::fs::read(places::runtime()?.join("models/silero_vad.onnx"))?;
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(models.join("silero_vad.onnx"), bytes)?;
    let runtime = sandbox.join("runtime");
    std::fs::create_dir(&runtime)?;
    let mut command = sandbox.command("videoannotator")?;
    command
        .env("VIDEOANNOTATOR_MODELS_DIR", &models)
        .env("VIDEOANNOTATOR_RUNTIME_DIR", &runtime);
    let (finding, code) = part(&mut command, "models")?;
    names(&finding, "SHA-256");
    assert_eq!(code, 1);
    Ok(())
}

#[test]
fn a_damaged_catalogue_is_named_and_left_as_it_is() -> Result<()> {
    let sandbox = Sandbox::new()?;
    std::fs::create_dir(sandbox.data())?;
    let path = sandbox.data().join("catalogue.sqlite");
    std::fs::write(
        &path,
        b"SQLite format 3\0 and then nothing that makes sense",
    )?;
    let before = std::fs::read(&path)?;
    let (finding, code) = part(&mut sandbox.command("videoannotator")?, "database")?;
    names(&finding, "catalogue.sqlite");
    assert_eq!((code, std::fs::read(&path)?), (1, before));
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_named_with_a_fix() -> Result<()> {
    let sandbox = Sandbox::new()?;
    // even an administrator can't make files there
    let mut command = sandbox.command("videoannotator")?;
    let (finding, code) = part(
        command.env("VIDEOANNOTATOR_STORAGE_DIR", "/proc/self"),
        "storage",
    )?;
    names(&finding, "can't be written");
    assert_eq!((code, &finding["writable"]), (1, &json!(false)));
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_synchronised_is_a_warning() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let folder = sandbox.join("OneDrive - University/library");
    std::fs::create_dir_all(&folder)?;
    let mut command = sandbox.command("videoannotator")?;
    let (finding, _) = part(
        command.env("VIDEOANNOTATOR_STORAGE_DIR", &folder),
        "storage",
    )?;
    let warned = finding["warnings"].as_array().context("warnings")?;
    assert!(
        warned.iter().any(|w| w["message"]
            .as_str()
            .is_some_and(|m| m.contains("OneDrive"))),
        "{finding}"
    );
    assert_eq!(
        std::fs::read_dir(&folder)?.count(),
        0,
        "the measurement leaves nothing"
    );
    Ok(())
}

#[test]
fn the_server_answers_the_same_and_its_library_is_read_beside_it() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let answer = server.ask("GET", "/api/v1/diagnostics", None)?;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(
        answer.body["components"].get("pipelines").is_none(),
        "slow ones only when asked for"
    );
    assert_eq!(
        answer.body["components"]["database"]["connected"], true,
        "{}",
        answer.body
    );
    let database = server
        .ask("GET", "/api/v1/diagnostics?part=database", None)?
        .body;
    let (beside, _) = part(&mut sandbox.command("videoannotator")?, "database")?;
    assert_eq!(
        beside["schema_version"],
        database["components"]["database"]["schema_version"]
    );
    assert_eq!(beside["connected"], true, "{beside}");
    let unknown = server.ask("GET", "/api/v1/diagnostics?part=printer", None)?;
    assert_eq!(unknown.status, 422, "{}", unknown.body);
    let idle = server.ask("GET", "/api/v1/diagnostics/self-test", None)?;
    assert_eq!(idle.body["state"], "idle");
    server.kill()
}

#[test]
fn every_pipeline_that_is_installed_runs_and_the_audit_finds_nothing() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let (finding, code) = part(&mut sandbox.command("videoannotator")?, "pipelines")?;
    let tried = finding["pipelines"].as_array().context("pipelines")?;
    assert!(tried.iter().any(|p| p["state"] == "ok"), "{finding}");
    assert!(tried.iter().all(|p| p["state"] != "failed"), "{finding}");
    assert!(code == 0 || code == 2, "{finding}");
    let docs = places::root().join("docs");
    let audit = audit(&sandbox, &docs)?;
    assert_eq!(audit.code, Some(0), "{}", audit.stdout);
    let bare = self::audit(&sandbox, sandbox.path())?;
    assert_eq!(bare.code, Some(1), "pages that are not there are named");
    Ok(())
}

fn audit(sandbox: &Sandbox, docs: &Path) -> Result<Run> {
    let docs = docs.to_str().context("a path in text")?;
    run(
        &mut sandbox.command("videoannotator")?,
        &["pipelines", "audit", "--docs", docs],
    )
}

#[test]
fn the_installation_is_verified_on_the_demo_clip_or_says_why_not() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let good = run(
        &mut sandbox.command("videoannotator")?,
        &["verify-installation", "--json"],
    )?;
    let report = good.lines.first().with_context(|| good.stderr.clone())?;
    assert_eq!(good.code, Some(0), "{report}");
    let cpu = report["devices"]
        .as_array()
        .context("devices")?
        .iter()
        .find(|d| d["device"] == "cpu");
    let cpu = cpu.context("the processor")?;
    assert_eq!(cpu["state"], "ok", "{report}");
    assert!(cpu["seconds"].as_f64().is_some_and(|s| s > 0.0), "{report}");
    std::fs::create_dir(sandbox.join("none"))?;
    let mut bare = sandbox.command("videoannotator")?;
    let bad = run(
        bare.env("VIDEOANNOTATOR_RUNTIME_DIR", sandbox.join("none")),
        &["verify-installation"],
    )?;
    assert_eq!(bad.code, Some(1));
    assert!(
        bad.stdout.contains("demo clip is not installed"),
        "{}",
        bad.stdout
    );
    Ok(())
}

#[test]
fn the_commands_in_the_pages_are_commands() -> Result<()> {
    let sandbox = Sandbox::new()?;
    for page in ["diagnostics.md", "reviewers.md"] {
        let text = std::fs::read_to_string(places::root().join("docs").join(page))?;
        let blocks = text.split("```sh\n").skip(1);
        let lines: Vec<_> = blocks
            .filter_map(|block| block.split("```").next())
            .flat_map(str::lines)
            .collect();
        assert!(!lines.is_empty(), "{page}");
        for line in lines {
            let words = line
                .strip_prefix("videoannotator ")
                .context(line.to_owned())?;
            let words: Vec<_> = words.split_whitespace().collect();
            let run = run(&mut sandbox.command("videoannotator")?, &words)?;
            assert!(
                !run.stdout.is_empty() && !run.stderr.contains("Usage:"),
                "{line}: {}",
                run.stderr
            );
        }
    }
    Ok(())
}

#[test]
fn the_self_test_runs_beside_the_server_and_is_told_by_the_same_shape() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let path = "/api/v1/diagnostics/self-test";
    let events = listen(&server)?;
    let begun = server.ask("POST", path, None)?;
    assert_eq!(
        (begun.status, &begun.body["state"]),
        (202, &json!("running"))
    );
    let again = server.ask("POST", path, None)?;
    assert!(again.body["started_at"].is_string(), "one at a time");
    let deadline = Instant::now() + Duration::from_mins(3);
    let ended = loop {
        let now = server.ask("GET", path, None)?.body;
        if now["state"] == "finished" {
            break now;
        }
        ensure!(Instant::now() < deadline, "{now}");
        std::thread::park_timeout(Duration::from_millis(50));
    };
    let cpu = |device: &Value| device["device"] == "cpu" && device["state"] == "ok";
    assert!(
        ended["devices"]
            .as_array()
            .is_some_and(|all| all.iter().any(cpu)),
        "{ended}"
    );
    assert!(ended["finished_at"].is_string(), "{ended}");
    // whoever listens was told the same, step by step
    let mut told = Vec::new();
    while told.last() != Some(&ended) {
        let mut event = events.recv_timeout(Duration::from_secs(20))?;
        if event.name == "self_test" {
            let body = event.data.as_object_mut().context("an object")?;
            body.remove("type");
            told.push(event.data);
        }
    }
    assert_eq!(told[0]["state"], "running");
    server.kill()
}

#[test]
fn the_health_of_the_program_holds_what_the_checks_found() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let health = || -> Result<Value> { Ok(server.ask("GET", "/api/v1/system/health", None)?.body) };
    let first = health()?;
    assert!(first["checks"].is_null(), "no answer waits for them");
    let begun = Instant::now();
    let found = loop {
        let found = health()?["checks"].clone();
        if found.is_object() {
            break found;
        }
        anyhow::ensure!(
            begun.elapsed() < Duration::from_mins(1),
            "nothing was looked at"
        );
        std::thread::park_timeout(Duration::from_millis(100));
    };
    let asked = server.ask("GET", "/api/v1/diagnostics", None)?.body;
    let parts = |report: &Value| -> Vec<(String, Value)> {
        let components = report["components"].as_object();
        let components = components.into_iter().flatten();
        components
            .map(|(part, finding)| (part.clone(), finding["status"].clone()))
            .collect()
    };
    assert_eq!(parts(&found), parts(&asked));
    assert!(parts(&found).len() >= 8, "{found}");
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_finding_and_no_hang() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let Some(disk) = SmallDisk::mount(&sandbox.data(), 8)? else {
        return Ok(());
    };
    disk.fill()?;
    let (finding, code) = part(&mut sandbox.command("videoannotator")?, "storage")?;
    names(&finding, "No space left");
    assert_eq!(code, 1);
    Ok(())
}
