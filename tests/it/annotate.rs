//! `videoannotator annotate` from outside: what a researcher types and what lies in the folder then.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use va_tests::annotate::{Run, annotate, file_ending};
use va_tests::sandbox::Sandbox;
use va_tests::{media, places};

fn contents(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        files.insert(
            entry.file_name().to_string_lossy().into_owned(),
            std::fs::read(entry.path())?,
        );
    }
    Ok(files)
}

#[test]
fn the_demo_clip_becomes_standard_files_and_a_table() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let demo = places::demo();
    let output = sandbox
        .command("videoannotator")?
        .arg("annotate")
        .arg(&demo)
        .output()?;
    let run = Run::of(&output);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stdout.contains("4 shots"),
        "the table says what was found: {}",
        run.stdout
    );
    assert!(run.stdout.contains("4 speech"), "{}", run.stdout);
    assert!(run.stdout.is_ascii(), "a console shows ASCII only");
    let folder = sandbox.join("annotations/demo");
    for ending in [
        "detection.json",
        ".coco.json",
        ".vtt",
        ".rttm",
        "energy.csv",
        "codebook.csv",
    ] {
        file_ending(&folder.join("output"), ending)?;
    }
    let provenance: Value =
        serde_json::from_slice(&std::fs::read(folder.join("provenance.json"))?)?;
    let steps = provenance["steps"].as_array().context("steps")?;
    assert!(
        steps.iter().all(|s| s["state"] == "succeeded"),
        "{provenance}"
    );
    let sha = steps
        .iter()
        .find_map(|s| s["models"][0]["sha256"].as_str())
        .context("a model")?;
    assert_eq!(sha.len(), 64, "the model that ran is named by its hash");
    let left: Vec<_> = contents(&folder.join("output"))?.into_keys().collect();
    assert!(
        left.iter()
            .all(|name| Path::new(name).extension().is_none_or(|e| e != "part"))
    );
    Ok(())
}

#[test]
fn a_second_run_changes_nothing_and_other_settings_are_refused_until_forced() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let demo = places::demo();
    let demo = demo.to_str().context("path")?;
    let first = annotate(&sandbox, &[demo, "--pipelines", "scene_detection"])?;
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    let output = first.folder().context("folder")?.join("output");
    let before = contents(&output)?;
    let again = annotate(&sandbox, &[demo, "--pipelines", "scene_detection"])?;
    assert_eq!(again.result().context("result")?["already"], true);
    assert_eq!(
        contents(&output)?,
        before,
        "a finished recording is not touched"
    );
    let other = [
        demo,
        "--pipelines",
        "scene_detection",
        "--set",
        "scene_detection.threshold=90",
    ];
    let refused = annotate(&sandbox, &other)?;
    assert_eq!(refused.code, Some(2), "{}", refused.stdout);
    assert!(refused.hint().context("hint")?.contains("--force"));
    assert_eq!(contents(&output)?, before, "nothing is lost by a refusal");
    let forced = annotate(&sandbox, &[&other[..], &["--force"]].concat())?;
    assert_eq!(forced.code, Some(0), "{}", forced.stderr);
    let provenance = forced.folder().context("folder")?.join("provenance.json");
    let provenance: Value = serde_json::from_slice(&std::fs::read(provenance)?)?;
    assert_eq!(
        provenance["steps"][0]["settings"]["threshold"], 90.0,
        "what was set is what ran"
    );
    assert!(forced.count("scene_detection.shots") < first.count("scene_detection.shots"));
    Ok(())
}

#[test]
fn the_same_input_and_settings_give_the_same_numbers() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let demo = places::demo();
    let demo = demo.to_str().context("path")?;
    let runs = ["a", "b"].map(|out| annotate(&sandbox, &[demo, "--out", out, "--format", "csv"]));
    let [first, second] = runs;
    let (first, second) = (first?, second?);
    for table in [
        "shots.csv",
        "fades.csv",
        "energy.csv",
        "speech.csv",
        "probability.csv",
    ] {
        assert_eq!(first.output(table)?, second.output(table)?, "{table}");
    }
    Ok(())
}

#[test]
fn every_error_of_a_configuration_comes_at_once_and_nothing_is_made() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let file = sandbox.join("config.yaml");
    std::fs::write(
        &file,
        "pipelines: [scene_detecton]\nscene_detection: {threshold: 999, fadez: true}\nvoice_activity: {threshold: high}\n",
    )?;
    let demo = places::demo();
    let (demo, file) = (
        demo.to_str().context("path")?,
        file.to_str().context("path")?,
    );
    let run = annotate(&sandbox, &[demo, "--config", file])?;
    assert_eq!(run.code, Some(2));
    let issues = run.lines[0]["issues"].as_array().context("issues")?;
    let fields: Vec<_> = issues.iter().filter_map(|i| i["field"].as_str()).collect();
    assert_eq!(
        fields,
        [
            "pipelines[0]",
            "scene_detection.fadez",
            "scene_detection.threshold",
            "voice_activity.threshold"
        ]
    );
    assert!(
        issues[0]["hint"]
            .as_str()
            .context("hint")?
            .contains("`scene_detection`")
    );
    assert!(
        !sandbox.join("annotations").exists(),
        "a refused run makes nothing"
    );
    let validate = sandbox
        .command("videoannotator")?
        .args(["config", "validate", file])
        .output()?;
    assert_eq!(
        validate.status.code(),
        Some(2),
        "`config validate` uses the same check"
    );
    Ok(())
}

#[test]
fn a_missing_model_stops_a_named_pipeline_and_is_said_for_an_unnamed_one() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let runtime = sandbox.join("runtime");
    std::fs::create_dir_all(runtime.join("models"))?;
    let library = std::fs::read_dir(places::runtime()?)?
        .flatten()
        .map(|e| e.path());
    for file in library.filter(|path| path.is_file()) {
        std::fs::copy(&file, runtime.join(file.file_name().context("name")?))?;
    }
    let demo = places::demo();
    let demo = demo.to_str().context("path")?;
    let run = |arguments: &[&str]| -> Result<Run> {
        let mut command = va_tests::annotate::command(&sandbox, arguments)?;
        Ok(Run::of(
            &command
                .env("VIDEOANNOTATOR_RUNTIME_DIR", &runtime)
                .output()?,
        ))
    };
    let named = run(&[demo, "--pipelines", "voice_activity"])?;
    assert_eq!(
        (named.code, named.error()),
        (Some(4), Some("MODEL_MISSING")),
        "{}",
        named.stdout
    );
    assert!(
        named
            .hint()
            .context("hint")?
            .contains("videoannotator models fetch silero-vad"),
        "the one thing to do"
    );
    let unnamed = run(&[demo])?;
    assert_eq!(unnamed.code, Some(0), "{}", unnamed.stdout);
    assert!(
        unnamed.stderr.contains("voice_activity is left out"),
        "{}",
        unnamed.stderr
    );
    Ok(())
}

#[test]
fn a_recording_without_sound_skips_speech_with_words() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let video = sandbox.join("silent.mp4");
    media::make(
        &[
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=160x120:rate=25:duration=1",
        ],
        &video,
    )?;
    let video = video.to_str().context("path")?;
    let run = annotate(&sandbox, &[video])?;
    assert_eq!(
        run.code,
        Some(0),
        "nobody asked for speech by name: {}",
        run.stdout
    );
    assert!(run.stdout.contains("NO_AUDIO_STREAM"), "the skip is said");
    let named = annotate(
        &sandbox,
        &[video, "--out", "named", "--pipelines", "voice_activity"],
    )?;
    assert_eq!(
        named.code,
        Some(4),
        "asked for by name, it is a failure: {}",
        named.stdout
    );
    Ok(())
}

#[test]
fn files_that_are_missing_or_newly_wanted_are_written_by_a_second_run() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let demo = places::demo();
    let demo = demo.to_str().context("path")?;
    let first = annotate(&sandbox, &[demo, "--format", "vtt"])?;
    let output = first.folder().context("folder")?.join("output");
    std::fs::remove_file(file_ending(&output, ".vtt")?)?;
    let again = annotate(&sandbox, &[demo, "--format", "vtt"])?;
    assert_eq!(again.code, Some(0), "{}", again.stdout);
    file_ending(&output, ".vtt").context("a deleted file comes back")?;
    let more = annotate(&sandbox, &[demo, "--format", "vtt,csv"])?;
    assert!(more.result().context("result")?["already"].is_null());
    file_ending(&output, "shots.csv").context("another format is written from the same results")?;
    Ok(())
}

#[test]
fn another_recording_at_the_same_path_is_never_mixed_with_the_first() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let video = sandbox.join("visit.mp4");
    media::clip(2, &video)?;
    let path = video.to_str().context("path")?;
    assert_eq!(annotate(&sandbox, &[path])?.code, Some(0));
    media::clip(3, &video)?;
    let mixed = annotate(&sandbox, &[path])?;
    assert_eq!(
        (mixed.code, mixed.error()),
        (Some(4), Some("MEDIA_CHANGED")),
        "{}",
        mixed.stdout
    );
    let replaced = annotate(&sandbox, &[path, "--force"])?;
    assert_eq!(replaced.code, Some(0), "{}", replaced.stdout);
    assert_eq!(replaced.count("motion_energy.energy"), 75);
    Ok(())
}
