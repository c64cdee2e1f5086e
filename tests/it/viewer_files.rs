//! The archive of a job as the existing viewer reads it: each file is recognised as what it is, no field is
//! missing, nothing is replaced by another file, and the recording is in it once.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use va_tests::annotate::Run;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;
use va_tests::{media, places};

/// What the viewer would show of an archive, file or folder.
fn looked_at(python: &Path, path: &Path) -> Result<Value> {
    let checker = places::root().join("tests/python/check_viewer.py");
    let run = Run::of(&Command::new(python).arg(checker).arg(path).output()?);
    ensure!(run.code == Some(0), "{}", run.stderr);
    Ok(serde_json::from_str(&run.stdout)?)
}

/// Runs a job on a recording and fetches its archive.
fn archive(sandbox: &Sandbox, server: &Server, request: &Value) -> Result<PathBuf> {
    let made = server.ask("POST", "/api/v1/jobs", Some(request))?;
    ensure!(made.status == 201, "{}", made.body);
    let id = made.body["id"].as_str().context("an id")?;
    let ended = |job: &Value| matches!(job["status"].as_str(), Some("completed" | "failed"));
    let job = server.wait_for(id, ended)?;
    ensure!(
        job["status"] == "completed" && job["error_message"].is_null(),
        "{job}"
    );
    let agent = ureq::Agent::new_with_defaults();
    let url = format!("{}/api/v1/jobs/{id}/artifacts", server.base);
    let request = agent
        .get(url)
        .header("authorization", format!("Bearer {}", server.token));
    let mut answer = request.call()?;
    let bytes = answer
        .body_mut()
        .with_config()
        .limit(1 << 30)
        .read_to_vec()?;
    let file = sandbox.join("artifacts.zip");
    std::fs::write(&file, bytes)?;
    Ok(file)
}

fn holds(seen: &Value, kinds: &[&str]) -> Result<()> {
    assert_eq!(seen["wrong"], json!([]), "{seen}");
    assert_eq!(seen["videos"], 1, "{seen}");
    for kind in kinds {
        let items = seen["shown"][kind]["items"].as_u64();
        assert!(items > Some(0), "the viewer shows no {kind}: {seen}");
    }
    for file in seen["files"].as_array().context("files")? {
        let name = file["name"].as_str().context("a name")?;
        assert!(!name.contains('/'), "flat: {name}");
    }
    Ok(())
}

#[test]
fn shots_and_speech_are_shown_whatever_the_recording_is_called() -> Result<()> {
    let Some(python) = places::python()? else {
        return Ok(());
    };
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    // a name that the viewer would take for a sign of faces or of speech
    for name in ["face_to_face.mp4", "speech_recognition person.mp4"] {
        let recording = sandbox.join(name);
        std::fs::copy(places::demo(), &recording)?;
        let file = archive(&sandbox, &server, &json!({ "path": recording }))?;
        let seen = looked_at(&python, &file)?;
        holds(&seen, &["scenes", "speech", "speakers"])?;
        assert!(
            seen["shown"]["face"].is_null() && seen["shown"]["person"].is_null(),
            "{seen}"
        );
        let shots = seen["shown"]["scenes"]["items"].as_u64();
        assert_eq!(shots, Some(4), "every shot of the demo clip: {seen}");
    }
    Ok(())
}

#[test]
fn persons_and_faces_are_shown_as_what_they_are() -> Result<()> {
    let (Some(python), Some(models), Some(picture)) = (
        places::python()?,
        places::shared("models")?,
        places::shared("media/astronaut.png")?,
    ) else {
        return Ok(());
    };
    let sandbox = Sandbox::new()?;
    let recording = sandbox.join("visit.mp4");
    let picture = picture.to_str().context("a path that is text")?;
    let still = [
        "-loop", "1", "-t", "2", "-i", picture, "-r", "10", "-pix_fmt", "yuv420p",
    ];
    media::make(&still, &recording)?;
    let models = models.to_str().context("a path that is text")?;
    let environment = [("VIDEOANNOTATOR_MODELS_DIR", models)];
    let server = Server::start_with(&sandbox, &environment, &sandbox.join("server.log"))?;
    let request = json!({
        "path": recording,
        "selected_pipelines": ["scene_detection", "person_tracking", "face_analysis"],
    });
    let seen = looked_at(&python, &archive(&sandbox, &server, &request)?)?;
    holds(&seen, &["scenes", "person", "face", "openface"])
}

#[test]
fn the_checker_knows_the_files_that_the_viewer_itself_accepts() -> Result<()> {
    let (Some(python), Some(examples)) = (places::python()?, places::shared("contract/examples")?)
    else {
        return Ok(());
    };
    let seen = looked_at(&python, &examples)?;
    assert_eq!(seen["wrong"], json!([]), "{seen}");
    for kind in ["person", "scenes", "face", "openface", "speech", "speakers"] {
        assert!(
            seen["shown"][kind]["items"].as_u64() > Some(0),
            "{kind}: {seen}"
        );
    }
    Ok(())
}

#[test]
fn the_checker_sees_what_the_viewer_refuses() -> Result<()> {
    let Some(python) = places::python()? else {
        return Ok(());
    };
    let folder = Sandbox::new()?;
    let wrong = [
        (
            "a.vtt",
            "WEBVTT - made by x\n\n00:00:00.000 --> 00:00:01.000\nx\n",
        ),
        ("b.rttm", "SPEAKER a 1 0.000 0.000 <NA> <NA> S <NA> <NA>\n"),
        (
            "ab_person_tracking.json",
            r#"{"annotations":[{"id":1,"keypoints":[],"bbox":[0,0,1,1]}]}"#,
        ),
        (
            "ab_scene_detection.json",
            r#"{"annotations":[{"start_time":0}],"info":{"description":"COCO"}}"#,
        ),
    ];
    for (name, text) in wrong {
        std::fs::write(folder.join(name), text)?;
        let seen = looked_at(&python, folder.path())?;
        assert_eq!(
            seen["wrong"].as_array().map(Vec::len),
            Some(1),
            "{name}: {seen}"
        );
        std::fs::remove_file(folder.join(name))?;
    }
    Ok(())
}
