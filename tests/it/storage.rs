//! The storage folder as a user meets it: who holds it, a disk that is not connected, moving it with and
//! without a running server, and being killed in the middle of that.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use va_tests::places;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;

/// Kills in the middle of a move; more by hand with `VIDEOANNOTATOR_TEST_MOVE_KILLS`.
const KILLS: u32 = 8;

/// The program with the platform's own storage folder, which lies in the sandbox.
fn command(sandbox: &Sandbox) -> Result<Command> {
    let mut command = sandbox.command("videoannotator")?;
    command.env_remove("VIDEOANNOTATOR_STORAGE_DIR");
    Ok(command)
}

fn serve(sandbox: &Sandbox) -> Result<Server> {
    Server::spawn(command(sandbox)?.stderr(Stdio::null()))
}

fn run(sandbox: &Sandbox, words: &[&str]) -> Result<Output> {
    Ok(command(sandbox)?.args(words).output()?)
}

/// What a command prints as JSON.
fn asked(sandbox: &Sandbox, words: &[&str]) -> Result<Value> {
    let output = run(sandbox, words)?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    ensure!(
        output.status.success(),
        "{words:?}: {} {said}",
        output.status
    );
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn root(sandbox: &Sandbox) -> Result<PathBuf> {
    let shown = asked(sandbox, &["storage", "show", "--json"])?;
    Ok(shown["path"].as_str().context("a path")?.into())
}

/// A job on the demo clip, to its end.
fn measured(server: &Server) -> Result<Value> {
    let body = json!({ "path": places::demo(), "selected_pipelines": ["motion_energy"] });
    let job = server.ask("POST", "/api/v1/jobs", Some(&body))?;
    ensure!(job.status == 201, "{}", job.body);
    let id = job.body["id"].as_str().context("an id")?.to_owned();
    server.wait_for(&id, |job| job["status"] == "completed")
}

fn moved(server: &Server, to: &Path) -> Result<Value> {
    let body = json!({ "to": to });
    let began = server.ask("POST", "/api/v1/storage/move", Some(&body))?;
    ensure!(began.status == 202, "{} {}", began.status, began.body);
    let deadline = Instant::now() + Duration::from_mins(1);
    loop {
        let storage = server.ask("GET", "/api/v1/storage", None)?.body;
        let state = storage["move"]["state"].as_str().unwrap_or_default();
        if ["done", "failed", "cancelled"].contains(&state) {
            return Ok(storage);
        }
        ensure!(Instant::now() < deadline, "{storage}");
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

#[test]
fn a_second_start_says_who_holds_the_folder_and_a_killed_one_holds_nothing() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = serve(&sandbox)?;
    let holder = format!("(process {}, since 2", server.pid());
    for words in [
        &["serve", "--port", "0", "--session-token"][..],
        &["storage", "cleanup", "--days", "30", "--force"],
        &["storage", "move", "elsewhere"],
    ] {
        let output = run(&sandbox, words)?;
        assert!(!output.status.success(), "{words:?}");
        let said = said(&output);
        assert!(said.contains(&holder), "{words:?}: {said}");
        assert!(said.contains("videoannotator "), "which program: {said}");
    }
    assert!(!sandbox.join("elsewhere").exists());
    assert_eq!(
        root(&sandbox)?,
        sandbox.join("xdg-data/videoannotator"),
        "looking needs no lock"
    );
    server.kill()?;
    let output = run(&sandbox, &["storage", "cleanup", "--days", "30", "--force"])?;
    assert!(
        output.status.success(),
        "no lock is left behind: {}",
        said(&output)
    );
    Ok(())
}

#[test]
fn a_disk_that_is_not_connected_is_an_error_and_never_a_new_library() -> Result<()> {
    let sandbox = Sandbox::new()?;
    fs::create_dir(sandbox.join("disk"))?;
    run(&sandbox, &["storage", "cleanup", "--days", "1", "--force"])?;
    let to = sandbox.join("disk/library");
    let output = run(&sandbox, &["storage", "move", "disk/library"])?;
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(root(&sandbox)?, to);
    fs::rename(sandbox.join("disk"), sandbox.join("unplugged"))?;
    for mount_point_is_there in [false, true] {
        if mount_point_is_there {
            fs::create_dir(sandbox.join("disk"))?;
        }
        for words in [
            &["serve", "--port", "0", "--session-token"][..],
            &["storage", "show"],
            &["jobs", "list"],
        ] {
            let output = run(&sandbox, words)?;
            assert_eq!(output.status.code(), Some(4), "{words:?}");
            assert!(
                said(&output).contains("connect the disk"),
                "{}",
                said(&output)
            );
        }
    }
    assert_eq!(
        fs::read_dir(sandbox.join("disk"))?.count(),
        0,
        "nothing was made there"
    );
    assert!(
        !sandbox.join("xdg-data/videoannotator").exists(),
        "nor in the platform's place"
    );
    fs::remove_dir(sandbox.join("disk"))?;
    fs::rename(sandbox.join("unplugged"), sandbox.join("disk"))?;
    assert_eq!(root(&sandbox)?, to);
    Ok(())
}

#[test]
fn a_running_server_moves_its_storage_folder_and_goes_on_without_a_restart() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let (old, new) = (
        sandbox.join("xdg-data/videoannotator"),
        sandbox.join("disk/new"),
    );
    let server = serve(&sandbox)?;
    let job = measured(&server)?;
    let id = job["id"].as_str().context("an id")?;
    let before = sandbox.fingerprint(&job_folder(&old, id))?;
    for (to, word) in [
        (json!("here"), "STORAGE_TARGET_REFUSED"),
        (json!(old.join("jobs/x")), "STORAGE_TARGET_REFUSED"),
    ] {
        let answer = server.ask("POST", "/api/v1/storage/move", Some(&json!({ "to": to })))?;
        assert_eq!(
            (answer.status, &answer.body["error_code"]),
            (400, &json!(word)),
            "{}",
            answer.body
        );
    }
    let none = server.ask("DELETE", "/api/v1/storage/move", None)?;
    assert_ne!(none.status, 200, "there is nothing to cancel");

    let storage = moved(&server, &new)?;
    assert_eq!(storage["move"]["state"], "done", "{storage}");
    assert_eq!(storage["path"], json!(new));
    assert_eq!(storage["source"], "setting");
    assert!(!old.exists(), "the old folder is gone");
    let there = server.ask("GET", &format!("/api/v1/jobs/{id}"), None)?.body;
    assert_eq!(
        there["storage_path"],
        json!(new.join("jobs").join(id)),
        "{there}"
    );
    let tracks = server.ask("GET", &format!("/api/v1/jobs/{id}/tracks"), None)?;
    assert_eq!(
        tracks.status, 200,
        "results can be read at once: {}",
        tracks.body
    );
    assert_eq!(sandbox.fingerprint(&job_folder(&new, id))?, before);
    let second = measured(&server)?;
    let path = second["storage_path"].as_str().context("a path")?;
    assert!(
        Path::new(path).starts_with(&new),
        "the next job is made there: {path}"
    );
    server.kill()?;

    let server = serve(&sandbox)?;
    let jobs = server.ask("GET", "/api/v1/jobs", None)?.body;
    assert_eq!(jobs["total"], 2, "{jobs}");
    Ok(())
}

#[test]
fn a_folder_is_not_moved_under_running_jobs_nor_when_the_environment_sets_it() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let to = json!({ "to": sandbox.join("new") });
    let server = serve(&sandbox)?;
    let body = json!({ "path": places::demo() });
    let job = server.ask("POST", "/api/v1/jobs", Some(&body))?.body;
    let answer = server.ask("POST", "/api/v1/storage/move", Some(&to))?;
    assert_eq!(
        (answer.status, &answer.body["error_code"]),
        (409, &json!("STORAGE_BUSY")),
        "{}",
        answer.body
    );
    server.wait_for(job["id"].as_str().context("an id")?, |job| {
        job["status"] == "completed"
    })?;
    server.kill()?;
    let fixed = Server::start(&sandbox)?;
    let answer = fixed.ask("POST", "/api/v1/storage/move", Some(&to))?;
    assert_eq!(
        (answer.status, &answer.body["error_code"]),
        (409, &json!("SETTING_FIXED")),
        "{}",
        answer.body
    );
    assert!(!sandbox.join("new").exists());
    Ok(())
}

#[test]
fn during_a_move_everything_can_be_read_and_nothing_changed_and_a_cancelled_one_leaves_nothing()
-> Result<()> {
    let sandbox = Sandbox::new()?;
    let (old, new) = (sandbox.join("xdg-data/videoannotator"), sandbox.join("new"));
    let server = serve(&sandbox)?;
    // long enough to be met in the middle
    let mut large = fs::File::create(old.join("results/large.bin"))?;
    for n in 0..300_u32 {
        std::io::Write::write_all(&mut large, &vec![n as u8; 1 << 20])?;
    }
    let to = json!({ "to": new });
    let began = server.ask("POST", "/api/v1/storage/move", Some(&to))?;
    assert_eq!(
        (began.status, &began.body["path"]),
        (202, &json!(old)),
        "{}",
        began.body
    );
    let again = server.ask("POST", "/api/v1/storage/move", Some(&to))?;
    assert_eq!(again.body["error_code"], "STORAGE_MOVING");
    let job = json!({ "path": places::demo(), "selected_pipelines": ["motion_energy"] });
    let refused = server.ask("POST", "/api/v1/jobs", Some(&job))?;
    assert_eq!(
        (refused.status, &refused.body["error_code"]),
        (409, &json!("STORAGE_MOVING"))
    );
    let queue = server.ask("GET", "/api/v1/queue", None)?.body;
    assert_eq!(queue["held"]["code"], "STORAGE_MOVING", "{queue}");
    assert_eq!(server.ask("GET", "/api/v1/jobs", None)?.status, 200);
    let cancelled = server.ask("DELETE", "/api/v1/storage/move", None)?;
    assert_eq!(cancelled.status, 200, "{}", cancelled.body);
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let storage = server.ask("GET", "/api/v1/storage", None)?.body;
        if storage["move"]["state"] == "cancelled" {
            assert_eq!(storage["path"], json!(old));
            break;
        }
        ensure!(Instant::now() < deadline, "{storage}");
    }
    assert!(!new.exists(), "the unfinished copy is gone");
    measured(&server)?;
    Ok(())
}

#[test]
fn deleting_a_job_removes_nothing_outside_its_own_folder() -> Result<()> {
    use std::os::unix::fs::symlink;
    let sandbox = Sandbox::new()?;
    let precious = sandbox.join("precious");
    fs::create_dir(&precious)?;
    fs::write(precious.join("only-copy"), "x")?;
    let server = serve(&sandbox)?;
    let folder = |job: &Value| -> Result<PathBuf> {
        Ok(job["storage_path"].as_str().context("a path")?.into())
    };
    let (first, second, third) = (measured(&server)?, measured(&server)?, measured(&server)?);
    symlink(&precious, folder(&first)?.join("output/link"))?;
    fs::remove_dir_all(folder(&second)?)?;
    symlink(&precious, folder(&second)?)?;
    for job in [&first, &second] {
        let id = job["id"].as_str().context("an id")?;
        let answer = server.ask("DELETE", &format!("/api/v1/jobs/{id}"), None)?;
        assert_eq!(answer.status, 204, "{}", answer.body);
    }
    assert!(!folder(&first)?.exists());
    assert_eq!(fs::read(precious.join("only-copy"))?, b"x");
    assert!(
        folder(&third)?.join("annotations.sqlite").is_file(),
        "its neighbour stays"
    );
    Ok(())
}

#[test]
fn a_move_killed_at_random_moments_never_loses_anything() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = serve(&sandbox)?;
    let id = measured(&server)?["id"]
        .as_str()
        .context("an id")?
        .to_owned();
    server.kill()?;
    let first = root(&sandbox)?;
    for n in 0..60_u8 {
        fs::write(first.join(format!("results/{n}.bin")), vec![n; 40_000])?;
    }
    let expected = sandbox.fingerprint(&job_folder(&first, &id))?;

    let begun = Instant::now();
    let place = |round: u32| sandbox.join(&format!("disk-{}/library", round % 3));
    let output = command(&sandbox)?
        .args(["storage", "move"])
        .arg(place(0))
        .output()?;
    ensure!(output.status.success(), "{}", said(&output));
    let whole = begun.elapsed();

    let kills = std::env::var("VIDEOANNOTATOR_TEST_MOVE_KILLS");
    let kills = kills.ok().and_then(|n| n.parse().ok()).unwrap_or(KILLS);
    let mut dice = SystemTime::now().duration_since(UNIX_EPOCH)?.subsec_nanos() | 1;
    let mut ends: BTreeMap<&str, u32> = BTreeMap::new();
    for round in 1..=kills {
        let (from, to) = (root(&sandbox)?, place(round));
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let moment = whole.mul_f64(1.5 * f64::from(dice >> 8) / f64::from(1 << 24));
        let mut child = command(&sandbox)?
            .args(["storage", "move"])
            .arg(&to)
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .spawn()?;
        if round % 2 == 0 {
            // while the old folder is being removed
            wait_until_in_force(&sandbox, &to)?;
        } else {
            std::thread::park_timeout(moment);
        }
        child.kill()?;
        child.wait()?;
        let now = root(&sandbox)?;
        assert!(
            now == from || now == to,
            "one of the two is in force: {}",
            now.display()
        );
        *ends
            .entry(if now == from { "old" } else { "new" })
            .or_default() += 1;
        check(&sandbox, &now, &id, &expected)
            .with_context(|| format!("killed after {moment:?}"))?;
        if now == from {
            // the same command again completes it
            let output = command(&sandbox)?
                .args(["storage", "move"])
                .arg(&to)
                .output()?;
            ensure!(
                output.status.success(),
                "after {moment:?}: {}",
                said(&output)
            );
        } else {
            // the next start removes what is left of the old folder
            serve_once(&sandbox, &from)?;
        }
        check(&sandbox, &to, &id, &expected)?;
        assert!(
            !from.exists(),
            "the old folder is gone: killed after {moment:?}"
        );
    }
    let mut out = std::io::stderr().lock();
    std::io::Write::write_fmt(&mut out, format_args!("killed in {whole:?}: {ends:?}\n"))?;
    Ok(())
}

/// Waits until the setting names a folder.
fn wait_until_in_force(sandbox: &Sandbox, to: &Path) -> Result<()> {
    let setting = sandbox.join("xdg-config/videoannotator/location.json");
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let text: Value = serde_json::from_slice(&fs::read(&setting)?)?;
        if text["storage"] == json!(to) {
            return Ok(());
        }
        ensure!(
            Instant::now() < deadline,
            "`{}` is not in force",
            to.display()
        );
    }
}

/// A server that is started, given the time to clean up, and ended.
fn serve_once(sandbox: &Sandbox, old: &Path) -> Result<()> {
    let server = serve(sandbox)?;
    let deadline = Instant::now() + Duration::from_secs(20);
    while old.exists() {
        ensure!(
            Instant::now() < deadline,
            "`{}` is still there",
            old.display()
        );
        std::thread::park_timeout(Duration::from_millis(20));
    }
    server.kill()
}

/// Everything is there: the job in the list, its results to the bit, and every other file.
fn check(sandbox: &Sandbox, root: &Path, id: &str, expected: &str) -> Result<()> {
    let listed = run(sandbox, &["jobs", "show", id, "--json"])?;
    ensure!(listed.status.success(), "{}", said(&listed));
    ensure!(
        sandbox.fingerprint(&job_folder(root, id))? == expected,
        "the results have changed"
    );
    for n in 0..60_u8 {
        let bytes = fs::read(root.join(format!("results/{n}.bin")))?;
        ensure!(bytes == vec![n; 40_000], "results/{n}.bin");
    }
    Ok(())
}

fn job_folder(root: &Path, id: &str) -> PathBuf {
    root.join("jobs").join(id)
}
