//! The archive of a job as the existing viewer reads it, and its results one by one.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};

use anyhow::{Context, Result};
use serde_json::json;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;
use va_tests::{media, places};

use super::finished;

#[test]
fn the_archive_holds_what_the_viewer_shows_in_its_order() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let clip = sandbox.join("face_to_face speech_recognition.mp4");
    fs::copy(places::demo(), &clip)?;
    let asked = json!({ "path": clip, "selected_pipelines": ["scene_detection", "motion_energy", "voice_activity"] });
    let made = server.ask("POST", "/api/v1/jobs", Some(&asked))?.body;
    let id = made["id"].as_str().with_context(|| made.to_string())?;
    server.wait_for(id, |job| job["status"] == "completed")?;
    let path = format!("/api/v1/jobs/{id}/artifacts");
    let (status, headers, bytes) = server.fetch(&path, &[])?;
    assert_eq!(status, 200);
    assert_eq!(headers["content-type"], "application/zip");
    assert_eq!(
        headers["content-length"],
        bytes.len().to_string(),
        "clients show a percentage"
    );
    assert_eq!(
        headers["content-disposition"],
        format!("attachment; filename=job_{id}_artifacts.zip")
    );
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at)?;
        let mut content = Vec::new();
        file.read_to_end(&mut content)?;
        files.push((file.name()?.into_owned(), content));
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names[0], "face_to_face speech_recognition.mp4",
        "the recording comes first"
    );
    assert_eq!(files[0].1, fs::read(&clip)?, "to the byte");
    assert!(names[1].ends_with("_scene_detection.json"), "{names:?}");
    for ending in [".mp4", ".vtt", ".rttm"] {
        let number = names.iter().filter(|name| name.ends_with(ending)).count();
        assert_eq!(number, 1, "{ending} in {names:?}");
    }
    let prefix = names[1].split('_').next().context("a prefix")?;
    assert!(prefix.len() == 8 && !prefix.contains("face"), "{prefix}");
    for name in &names[1..] {
        assert!(
            name.starts_with(&format!("{prefix}_")),
            "{name} is not named after the recording"
        );
        assert!(
            !name.contains(['/', '\\', ':']) && !name.contains(".."),
            "{name}"
        );
    }
    let text = |ending: &str| {
        let found = files.iter().find(|(name, _)| name.ends_with(ending));
        String::from_utf8_lossy(&found.map(|(_, text)| text.clone()).unwrap_or_default())
            .into_owned()
    };
    assert!(text(".vtt").starts_with("WEBVTT\n"), "no words behind it");
    let scenes = text("_scene_detection.json");
    assert!(scenes.starts_with("{\"scenes\":[") && scenes.contains("COCO"));
    let helper = text("_provenance.json");
    for key in [
        "\"annotations\"",
        "\"results\"",
        "\"face_id\"",
        "\"emotions\"",
        "\"bbox\"",
        "\"start_time\"",
    ] {
        assert!(
            !helper.contains(key),
            "{key} makes the viewer take it for results"
        );
    }
    Ok(())
}

#[test]
fn an_archive_says_what_is_missing_and_a_job_without_anything_has_none() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let log = sandbox.join("log");
    let server = Server::start_with(&sandbox, &[("MAX_CONCURRENT_JOBS", "0")], &log)?;
    let video = sandbox.join("old.avi");
    media::make(
        &[
            "-f",
            "lavfi",
            "-i",
            "testsrc2=duration=1:rate=5",
            "-c:v",
            "mpeg4",
        ],
        &video,
    )?;
    let made = server
        .ask("POST", "/api/v1/jobs", Some(&json!({ "path": video })))?
        .body;
    let id = made["id"].as_str().with_context(|| made.to_string())?;
    let path = format!("/api/v1/jobs/{id}/artifacts");
    let (status, _, bytes) = server.fetch(&path, &[])?;
    assert_eq!(status, 200, "whatever there is, before the job has run");
    let archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let names = archive.file_names().map(|name| Ok(name?.into_owned()));
    let names: Vec<String> = names.collect::<Result<_>>()?;
    assert_eq!(names[0], "old.avi");
    assert!(
        names[1].ends_with("_about_the_recording.txt"),
        "browsers don't play it: {names:?}"
    );
    fs::remove_file(video)?;
    let gone = server.ask("GET", &path, None)?;
    assert_eq!(gone.status, 404, "{}", gone.body);
    assert_eq!(
        gone.body["detail"],
        format!("No artifacts found for job {id}")
    );
    Ok(())
}

#[test]
fn results_are_had_by_pipeline_by_file_and_in_every_format() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let id = finished(&server)?;
    let results = server
        .ask("GET", &format!("/api/v1/jobs/{id}/results"), None)?
        .body;
    let of = &results["pipeline_results"]["scene_detection"];
    for field in [
        "pipeline_name",
        "status",
        "start_time",
        "end_time",
        "output_file",
        "download_url",
    ] {
        assert!(of[field].is_string(), "{field} of {of}");
    }
    assert!(
        of["annotation_count"].as_u64() > Some(0) && of["processing_time"].is_f64(),
        "{of}"
    );
    let file = server.fetch(
        &format!("/api/v1/jobs/{id}/results/files/scene_detection"),
        &[],
    )?;
    assert_eq!(file.0, 200, "by the pipeline's name, as 1.4 has it");

    let exports = format!("/api/v1/jobs/{id}/exports");
    let list = server.ask("GET", &exports, None)?.body;
    let formats = list["formats"].as_array().context("formats")?;
    let mut had = BTreeMap::new();
    for format in formats {
        for file in format["files"].as_array().context("files")? {
            let url = file["download_url"].as_str().context("an address")?;
            let (status, headers, bytes) = server.fetch(url, &[])?;
            assert_eq!(status, 200, "{url}");
            assert_eq!(headers["content-length"], bytes.len().to_string());
            let name = file["name"].as_str().context("a name")?.to_owned();
            let kept = sandbox
                .data()
                .join("jobs")
                .join(&id)
                .join("output")
                .join(&name);
            assert_eq!(
                fs::read(kept)?,
                bytes,
                "{name} is the file that the worker wrote"
            );
            let tag = headers["etag"].clone();
            let again = server.fetch(url, &[("if-none-match", &tag)])?;
            assert_eq!((again.0, again.2.len()), (304, 0), "{url}");
            had.insert(name, tag);
        }
    }
    assert!(had.len() > 5, "{had:?}");
    let several = server.ask("GET", &format!("{exports}/csv"), None)?;
    assert_eq!(
        (several.status, &several.body["error"]["field"]),
        (400, &json!("track"))
    );
    let one = server.fetch(&format!("{exports}/csv?track=scene_detection.shots"), &[])?;
    assert_eq!(one.0, 200);
    assert!(
        String::from_utf8_lossy(&one.2).contains("start"),
        "a table with a head"
    );
    for (path, status) in [
        ("nothing", 400),
        ("csv?track=nothing", 404),
        ("coco?file=..%2Fjob.json", 404),
    ] {
        assert_eq!(
            server
                .ask("GET", &format!("{exports}/{path}"), None)?
                .status,
            status,
            "{path}"
        );
    }
    assert!(fs::read_dir(sandbox.data().join("temp"))?.next().is_none());
    Ok(())
}
