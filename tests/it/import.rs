//! `jobs import --from videoannotator-python`: the jobs of the Python server with their results, and nothing
//! of the original changed.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use va_tests::annotate::Run;
use va_tests::media;
use va_tests::python_server::{Job, PythonServer, contents};
use va_tests::sandbox::Sandbox;

const DONE: &str = "0a1b2c3d-0000-4000-8000-000000000001";
const FAILED: &str = "0a1b2c3d-0000-4000-8000-000000000002";
const CANCELLED: &str = "0a1b2c3d-0000-4000-8000-000000000003";
const RUNNING: &str = "0a1b2c3d-0000-4000-8000-000000000004";
const WAITING: &str = "0a1b2c3d-0000-4000-8000-000000000005";

fn job<'a>(id: &'a str, status: &'a str, video: &'a str) -> Job<'a> {
    Job {
        id,
        status,
        video,
        selected: r#"["scene_detection", "person"]"#,
        config: r#"{"scene_detection": {"threshold": 25.0}}"#,
        error: (status == "failed").then_some("Video file not found"),
    }
}

fn import(sandbox: &Sandbox, from: &Path) -> Result<Run> {
    let mut command = sandbox.command("videoannotator")?;
    command
        .env("TZ", "UTC")
        .args([
            "jobs",
            "import",
            "--from",
            "videoannotator-python",
            "--json",
        ])
        .arg(from);
    Ok(Run::of(&command.output()?))
}

fn show(sandbox: &Sandbox, id: &str) -> Result<Value> {
    let mut command = sandbox.command("videoannotator")?;
    let run = Run::of(&command.args(["jobs", "show", "--json", id]).output()?);
    run.lines.into_iter().next().context(run.stderr)
}

fn of<'a>(report: &'a Value, id: &str) -> Result<&'a Value> {
    let mut jobs = report["jobs"].as_array().context("jobs")?.iter();
    jobs.find(|job| job["id"] == id).context(id.to_owned())
}

/// A server with one job of each kind, results and all.
fn server(folder: &Path) -> Result<PythonServer> {
    let server = PythonServer::new(folder)?;
    let done = job(DONE, "completed", "my film.mp4");
    let video = server.add(&done)?;
    media::clip(2, &video)?;
    let output = server.output(&done);
    fs::create_dir_all(output.join("frames"))?;
    fs::write(
        output.join("my film_scene_detection.json"),
        r#"{"scenes": []}"#,
    )?;
    fs::write(output.join("frames/1.jpg"), "jpeg")?;
    fs::write(server.job_folder(DONE).join("notes.txt"), "mine")?;
    server.add_result(DONE, "scene_detection", "completed", 12)?;
    server.add_result(DONE, "person_tracking", "failed", 0)?;
    server.add_annotation(DONE, "speech_recognition", r#"{"text": "hello"}"#)?;
    server.add_annotation(DONE, "speech_recognition", r#"{"text": "world"}"#)?;
    server.add(&job(FAILED, "failed", "b.mp4"))?;
    server.add(&job(CANCELLED, "cancelled", "c.mp4"))?;
    server.add(&job(RUNNING, "running", "d.mp4"))?;
    server.add_result(RUNNING, "scene_detection", "completed", 3)?;
    server.add(&job(WAITING, "pending", "e.mp4"))?;
    Ok(server)
}

#[test]
fn the_jobs_of_the_python_server_come_with_their_results() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let from = server(&sandbox.join("server"))?.close();
    let before = contents(&from)?;
    let run = import(&sandbox, &from)?;
    ensure!(run.code == Some(0), "{}{}", run.stdout, run.stderr);
    ensure!(contents(&from)? == before, "the original has changed");
    let report = &run.lines[0];
    for (id, there, here) in [
        (DONE, "completed", "completed"),
        (FAILED, "failed", "failed"),
        (CANCELLED, "cancelled", "cancelled"),
        (RUNNING, "running", "completed"),
        (WAITING, "pending", "cancelled"),
    ] {
        let job = of(report, id)?;
        assert_eq!(job["outcome"], "imported", "{job}");
        assert_eq!(
            (&job["status_there"], &job["status"]),
            (&json!(there), &json!(here))
        );
        assert_eq!(job["media_found"], true, "{job}");
    }
    assert_eq!(of(report, DONE)?["files"], 4, "{report}");
    let interrupted = of(report, RUNNING)?["problems"].to_string();
    assert!(interrupted.contains("interrupted"), "{interrupted}");

    let job = show(&sandbox, DONE)?;
    assert_eq!(job["id"], DONE);
    assert_eq!(job["created_at"], "2026-03-01T10:00:00.000Z");
    assert_eq!(job["completed_at"], "2026-03-01T10:01:00.250Z");
    assert_eq!(job["origin"]["id"], DONE);
    let steps = &job["pipelines"];
    assert_eq!(
        (&steps[0]["name"], &steps[0]["status"]),
        (&json!("scene_detection"), &json!("succeeded"))
    );
    assert_eq!(steps[0]["settings"]["threshold"], 25.0);
    assert_eq!(steps[0]["took_ms"], 29_500);
    assert_eq!(steps[0]["counts"]["scene_detection"], 12);
    assert_eq!(
        (&steps[1]["name"], &steps[1]["status"]),
        (&json!("person_tracking"), &json!("failed"))
    );
    assert_eq!(steps[1]["failure"]["message"], "no model");
    let step = &show(&sandbox, RUNNING)?["pipelines"][1];
    let why = step["failure"]["message"].as_str().context("a reason")?;
    assert!(why.starts_with("interrupted"), "{why}");

    let home = Path::new(job["storage_path"].as_str().context("a folder")?);
    assert!(home.starts_with(sandbox.data()), "{}", home.display());
    let output = home.join("output");
    assert_eq!(
        fs::read(output.join("my film_scene_detection.json"))?,
        br#"{"scenes": []}"#
    );
    assert_eq!(fs::read(output.join("frames/1.jpg"))?, b"jpeg");
    assert_eq!(fs::read(output.join("notes.txt"))?, b"mine");
    assert!(!output.join("my film.mp4").exists(), "recordings stay");
    let kept = contents(&output)?;
    let speech = kept
        .iter()
        .find(|(path, ..)| path.to_string_lossy().contains("speech_recognition"));
    let speech: Value = serde_json::from_slice(&speech.context("what the database kept")?.1)?;
    assert_eq!(speech[1]["text"], "world");
    let origin: Value = serde_json::from_slice(&fs::read(home.join("origin.json"))?)?;
    assert_eq!(origin["rows"]["job"]["status"], "completed");
    Ok(())
}

#[test]
fn importing_again_adds_only_what_is_new() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = server(&sandbox.join("server"))?;
    let from = server.folder.clone();
    assert_eq!(import(&sandbox, &from)?.code, Some(0));
    server.add(&job("batch-7", "completed", "f.mp4"))?;
    drop(server);
    let before = contents(&sandbox.data().join("jobs"))?;
    let again = import(&sandbox, &from)?;
    let report = &again.lines[0];
    for id in [DONE, FAILED, CANCELLED, RUNNING, WAITING] {
        assert_eq!(of(report, id)?["outcome"], "already_there");
    }
    assert_eq!(of(report, "batch-7")?["outcome"], "imported", "{report}");
    let third = import(&sandbox, &from)?;
    assert_eq!(of(&third.lines[0], "batch-7")?["outcome"], "already_there");
    let after = contents(&sandbox.data().join("jobs"))?;
    assert!(
        before.iter().all(|file| after.contains(file)),
        "nothing is written twice"
    );
    let temp = contents(&sandbox.data().join("temp"))?;
    assert!(temp.is_empty(), "{temp:?}");
    Ok(())
}

#[test]
fn an_older_server_and_what_can_not_be_read_are_told_and_passed_over() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = server(&sandbox.join("server"))?;
    server.make_older()?;
    server.spoil(&format!(
        "UPDATE jobs SET config = 'not json' WHERE id = '{DONE}';
         UPDATE jobs SET created_at = 'yesterday', status = 'SLEEPING' WHERE id = '{FAILED}';
         UPDATE pipeline_results SET output_file = '/gone/x.json' WHERE job_id = '{RUNNING}';"
    ))?;
    fs::remove_dir_all(server.job_folder(CANCELLED))?;
    #[cfg(unix)]
    std::os::unix::fs::symlink(
        "/etc/hosts",
        server.job_folder(DONE).join("my film_output/link"),
    )?;
    let from = server.close();
    let run = import(&sandbox, &from)?;
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let report = &run.lines[0];
    for (id, words) in [
        (DONE, "`config` is no JSON"),
        (FAILED, "`created_at` is no time"),
        (FAILED, "status `sleeping` is unknown"),
        (RUNNING, "`/gone/x.json` is not there"),
        (CANCELLED, "c.mp4` is not there"),
    ] {
        let problems = of(report, id)?["problems"].to_string();
        assert!(problems.contains(words), "{id}: {words}: {problems}");
    }
    #[cfg(unix)]
    assert!(
        of(report, DONE)?["problems"]
            .to_string()
            .contains("is a link")
    );
    assert_eq!(of(report, DONE)?["files"], 3, "found beside the recording");
    assert_eq!(of(report, CANCELLED)?["media_found"], false);
    assert_eq!(show(&sandbox, FAILED)?["status"], "failed");
    Ok(())
}

#[test]
fn a_folder_without_a_server_is_refused_in_plain_words() -> Result<()> {
    let sandbox = Sandbox::new()?;
    fs::create_dir_all(sandbox.join("empty"))?;
    let run = import(&sandbox, &sandbox.join("empty"))?;
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(
        run.stderr.contains("there is no `videoannotator.db`"),
        "{}",
        run.stderr
    );
    fs::write(sandbox.join("empty/videoannotator.db"), "hello")?;
    let run = import(&sandbox, &sandbox.join("empty"))?;
    assert_eq!(run.code, Some(4), "{}", run.stderr);
    assert!(run.stderr.contains("is damaged"), "{}", run.stderr);
    Ok(())
}

#[test]
fn an_import_that_is_killed_is_completed_by_the_next() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = PythonServer::new(&sandbox.join("server"))?;
    for number in 0..12 {
        let id = format!("0a1b2c3d-0000-4000-8000-0000000001{number:02}");
        let job = job(&id, "completed", "v.mp4");
        server.add(&job)?;
        fs::create_dir_all(server.output(&job))?;
        fs::write(server.output(&job).join("v_scene_detection.json"), "{}")?;
    }
    let from = server.close();
    let before = contents(&from)?;
    let begun = Instant::now();
    let mut seen = Vec::new();
    for part in 1..=4 {
        let mut child = sandbox
            .command("videoannotator")?
            .args(["jobs", "import", "--from", "videoannotator-python"])
            .arg(&from)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        // whatever it does by then; nothing is waited for
        std::thread::park_timeout(Duration::from_millis(part * 40));
        child.kill()?;
        child.wait()?;
        seen.push(begun.elapsed());
    }
    let last = import(&sandbox, &from)?;
    assert_eq!(last.code, Some(0), "{}{}", last.stdout, last.stderr);
    let mut list = sandbox.command("videoannotator")?;
    let list = list
        .args(["jobs", "list", "--json", "--limit", "99"])
        .output()?;
    let list = &Run::of(&list).lines[0];
    assert_eq!(list["total"], 12, "killed at {seen:?}");
    for job in list["jobs"].as_array().context("jobs")? {
        assert_eq!(job["created_at"], list["jobs"][0]["created_at"]);
        assert_eq!(job["origin"]["status"], "completed", "{job}");
        let home = Path::new(job["storage_path"].as_str().context("a folder")?);
        let file = home.join("output/v_scene_detection.json");
        assert_eq!(fs::read(file)?, b"{}");
    }
    assert_eq!(contents(&from)?, before);
    Ok(())
}
