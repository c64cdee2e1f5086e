//! What you set is what ran: every setting of every pipeline is changed once, on a clip that is
//! sensitive to it. `provenance.json` has to name exactly that change, and the result has to be another
//! one. A setting that this file does not know fails the first test. People need the shared models and a
//! shared recording.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use va_tests::annotate::annotate;
use va_tests::sandbox::Sandbox;
use va_tests::{media, places};

/// One setting, and what it is changed to.
struct Case {
    pipeline: &'static str,
    key: &'static str,
    /// Settings of the pipeline in both runs, as `--set` values.
    both: &'static [&'static str],
    changed: &'static str,
}

const fn case(
    pipeline: &'static str,
    key: &'static str,
    both: &'static [&'static str],
    changed: &'static str,
) -> Case {
    Case {
        pipeline,
        key,
        both,
        changed,
    }
}

const SCENE: &str = "scene_detection";
const MOTION: &str = "motion_energy";
const VOICE: &str = "voice_activity";
const PEOPLE: &str = "person_tracking";
const FACES: &str = "face_analysis";
const ANY_LENGTH: &[&str] = &["min_scene_length=0"];
const ADAPTIVE: &[&str] = &["min_scene_length=0", "detector=adaptive"];
const DEMANDING: &[&str] = &[
    "min_scene_length=0",
    "detector=adaptive",
    "adaptive_threshold=4",
];

/// So demanding that people are lost and found again all the time.
const RESTLESS: &[&str] = &[
    "detection_threshold=0.83",
    "new_person_threshold=0.83",
    "low_threshold=0.82",
];
/// One person followed, the other one counted as left out.
const ONE_OF_TWO: &[&str] = &["max_persons=1", "new_person_threshold=0.9"];

/// Only by where they are, and over cuts.
const FOLLOWED: &[&str] = &["identity=false", "split_at_cuts=false"];

/// Settings of people that need models which are not in the shared folder. A test below holds that each decides which
/// models are needed; what they do to a run is tested in `va-pipelines`, where a network need not be in the catalogue.
const MORE_MODELS: [&str; 4] = [
    "quality",
    "reidentify",
    "reidentify_every_seconds",
    "reidentify_threshold",
];

/// Every setting of every pipeline, but for [`MORE_MODELS`].
const CASES: [Case; 53] = [
    case(SCENE, "detector", ANY_LENGTH, "adaptive"),
    case(SCENE, "threshold", ANY_LENGTH, "15"),
    case(SCENE, "min_scene_length", &[], "3"),
    case(SCENE, "adaptive_threshold", ADAPTIVE, "12"),
    case(SCENE, "adaptive_window", DEMANDING, "6"),
    case(SCENE, "adaptive_min_change", ADAPTIVE, "40"),
    case(SCENE, "fades", &[], "false"),
    case(SCENE, "fade_threshold", &[], "60"),
    case(SCENE, "keyframe", &[], "first"),
    case(MOTION, "sampling", &[], "per_second"),
    case(MOTION, "samples_per_second", &["sampling=per_second"], "5"),
    case(MOTION, "noise_threshold", &[], "200"),
    case(MOTION, "regions", &[], "false"),
    case(MOTION, "gate_cuts", &[], "false"),
    case(VOICE, "threshold", &[], "0.95"),
    case(VOICE, "negative_threshold", &[], "0.01"),
    case(VOICE, "min_speech_ms", &[], "1800"),
    case(VOICE, "min_silence_ms", &[], "2000"),
    case(VOICE, "pad_ms", &[], "90"),
    case(VOICE, "audio_track", &[], "2"),
    case(PEOPLE, "samples_per_second", &[], "3"),
    case(PEOPLE, "keypoints", &[], "false"),
    case(PEOPLE, "motion", &[], "false"),
    case(PEOPLE, "max_persons", &[], "1"),
    case(PEOPLE, "roles", &[], "true"),
    case(PEOPLE, "detection_threshold", ONE_OF_TWO, "0.9"),
    case(PEOPLE, "low_threshold", RESTLESS, "0.1"),
    case(PEOPLE, "new_person_threshold", &[], "0.97"),
    case(PEOPLE, "lost_seconds", RESTLESS, "0.0"),
    case(PEOPLE, "split_at_cuts", &[], "false"),
    case(PEOPLE, "keypoint_threshold", &[], "0.7"),
    case(PEOPLE, "smoothing", &[], "false"),
    case(PEOPLE, "smoothing_min_cutoff", &[], "0.1"),
    case(PEOPLE, "smoothing_beta", &[], "0.0"),
    case(PEOPLE, "motion_noise", &[], "60"),
    case(FACES, "samples_per_second", &[], "3"),
    case(FACES, "detection_threshold", &[], "0.9"),
    case(FACES, "max_faces", &["max_measured=1"], "1"),
    case(FACES, "max_measured", &[], "1"),
    case(FACES, "mesh", &[], "false"),
    case(FACES, "landmarks", &[], "full"),
    case(FACES, "pose", &[], "false"),
    case(FACES, "gaze", &[], "false"),
    case(FACES, "blendshapes", &[], "false"),
    case(FACES, "expression", &[], "true"),
    case(FACES, "expression_threshold", &["expression=true"], "0.98"),
    case(FACES, "identity", &[], "false"),
    case(FACES, "identity_threshold", &["lost_seconds=0.0"], "0.95"),
    case(FACES, "split_at_cuts", &[], "false"),
    case(FACES, "link_persons", &[], "true"),
    case(FACES, "refinements", &[], "1"),
    case(FACES, "presence_threshold", &[], "0.98"),
    case(FACES, "lost_seconds", FOLLOWED, "0.0"),
];

#[test]
fn every_setting_of_every_pipeline_has_a_case() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let listed = sandbox
        .command("videoannotator")?
        .args(["pipelines", "--json"])
        .output()?;
    let text = String::from_utf8(listed.stdout)?;
    let mut described = BTreeSet::new();
    for line in text.lines() {
        let line: Value = serde_json::from_str(line)?;
        let id = line["pipeline"]["id"].as_str().context("an id")?;
        let fields = line["pipeline"]["schema"]["fields"].as_array();
        for field in fields.context("fields")? {
            let key = field["key"].as_str().context("a key")?;
            described.insert((id.to_owned(), key.to_owned()));
        }
    }
    let cases = CASES.iter().map(|c| (c.pipeline, c.key));
    let tried: BTreeSet<_> = cases
        .chain(MORE_MODELS.map(|key| (PEOPLE, key)))
        .map(|(pipeline, key)| (pipeline.to_owned(), key.to_owned()))
        .collect();
    assert_eq!(tried, described, "cases here, settings of the program");
    Ok(())
}

/// What a run left: the settings as recorded and the tables of the pipeline.
#[derive(Clone, Debug, PartialEq)]
struct Outcome {
    settings: BTreeMap<String, Value>,
    tables: BTreeMap<String, String>,
}

struct Bench {
    sandbox: Sandbox,
    pipeline: &'static str,
    clip: PathBuf,
    /// Runs that several cases compare with.
    done: BTreeMap<String, Outcome>,
}

impl Bench {
    fn new(pipeline: &'static str) -> Result<Self> {
        let sandbox = Sandbox::new()?;
        let clip = sandbox.join("clip.mkv");
        match pipeline {
            VOICE => make_sound(&clip)?,
            PEOPLE => make_people(&recording()?, "null", &clip)?,
            FACES => make_people(&recording()?, HIDDEN, &clip)?,
            _ => make_picture(&clip)?,
        }
        Ok(Self {
            sandbox,
            pipeline,
            clip,
            done: BTreeMap::new(),
        })
    }

    fn run(&mut self, settings: &[String]) -> Result<Outcome> {
        let name = settings.join(" ");
        if let Some(outcome) = self.done.get(&name) {
            return Ok(outcome.clone());
        }
        let out = format!("run-{}", self.done.len());
        let clip = self.clip.to_str().context("path")?;
        let mut arguments = vec![clip, "--pipelines", self.pipeline, "--format", "csv"];
        arguments.extend(["--out", &out]);
        let models = places::shared("models")?;
        if let Some(models) = models
            .as_ref()
            .filter(|_| [PEOPLE, FACES].contains(&self.pipeline))
        {
            arguments.extend(["--models", models.to_str().context("path")?]);
        }
        let prefixed = |s: &String| format!("--set={}.{s}", self.pipeline);
        let sets: Vec<_> = settings.iter().map(prefixed).collect();
        arguments.extend(sets.iter().map(String::as_str));
        let run = annotate(&self.sandbox, &arguments)?;
        ensure!(
            run.code == Some(0),
            "{name}: {}\n{}",
            run.stdout,
            run.stderr
        );
        let outcome = outcome(&run.folder().context("a folder")?, self.pipeline)?;
        self.done.insert(name, outcome.clone());
        Ok(outcome)
    }

    fn prove(&mut self, case: &Case) -> Result<()> {
        let Case {
            pipeline,
            key,
            changed,
            ..
        } = *case;
        let both: Vec<_> = case.both.iter().map(|s| (*s).to_owned()).collect();
        let before = self.run(&both)?;
        let mut other = both;
        other.push(format!("{key}={changed}"));
        let after = self.run(&other)?;
        let mut expected = before.settings.clone();
        let wanted = serde_json::from_str(changed).unwrap_or(json!(changed));
        expected.insert(key.to_owned(), wanted);
        ensure!(
            same(&after.settings, &expected),
            "{pipeline}.{key}: provenance says {:?}, not {expected:?}",
            after.settings
        );
        ensure!(
            after.tables != before.tables,
            "{pipeline}.{key} was set to {changed} and changed nothing"
        );
        Ok(())
    }
}

/// Whether two records hold the same values; 3 and 3.0 are the same number.
fn same(a: &BTreeMap<String, Value>, b: &BTreeMap<String, Value>) -> bool {
    let equal = |x: &Value, y: &Value| x == y || (x.is_number() && x.as_f64() == y.as_f64());
    a.len() == b.len() && a.iter().all(|(k, v)| b.get(k).is_some_and(|w| equal(v, w)))
}

fn outcome(folder: &Path, pipeline: &str) -> Result<Outcome> {
    let provenance = std::fs::read(folder.join("provenance.json"))?;
    let provenance: Value = serde_json::from_slice(&provenance)?;
    let steps = provenance["steps"].as_array().context("steps")?;
    let step = steps.iter().find(|s| s["pipeline"] == pipeline);
    let settings = step.context("the step")?["settings"].clone();
    let mut tables = BTreeMap::new();
    for entry in std::fs::read_dir(folder.join("output"))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // what comes before is the job's own id
        if let Some((_, table)) = name.split_once(pipeline) {
            tables.insert(table.to_owned(), std::fs::read_to_string(&path)?);
        }
    }
    ensure!(!tables.is_empty(), "{pipeline} wrote no table");
    Ok(Outcome {
        settings: serde_json::from_value(settings)?,
        tables,
    })
}

/// Nine seconds of flickering grey: a hard cut at 2 s, another at 4 s followed by a weaker one after five
/// frames, a fade to black and back from 6 s to 8 s.
fn make_picture(output: &Path) -> Result<()> {
    let levels = [
        (50, "60"),
        (100, "200"),
        (105, "60"),
        (150, "110"),
        (170, "110-5*(N-150)"),
        (180, "16"),
        (200, "16+5*(N-180)"),
    ];
    let level = levels
        .iter()
        .rev()
        .fold("110".to_owned(), |rest, (until, level)| {
            format!(r"if(lt(N\,{until})\,{level}\,{rest})")
        });
    let picture = format!(
        "color=size=160x120:rate=25:duration=9,format=yuv420p,\
         geq=lum='clip(9*mod(N\\,2)+{level}\\,16\\,235)':cb=128:cr=128"
    );
    let lossless = ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0"];
    media::make(
        &[&["-f", "lavfi", "-i", &picture][..], &lossless].concat(),
        output,
    )
}

/// The demo clip's speech as the first track, silence as the second.
fn make_sound(output: &Path) -> Result<()> {
    let demo = places::demo();
    let demo = demo.to_str().context("path")?;
    let arguments = [
        "-i",
        demo,
        "-f",
        "lavfi",
        "-i",
        "anullsrc=r=16000:cl=mono",
        "-map",
        "0:a",
        "-map",
        "1:a",
        "-t",
        "12",
        "-c:a",
        "flac",
    ];
    media::make(&arguments, output)
}

/// Two people who play, one of them small.
const PLAY: &str = "media/2UWdXP.joke1.rep3.take1.Peekaboo_h265.mp4";

/// Nobody is to be seen for a moment.
const HIDDEN: &str = "drawbox=c=black:t=fill:enable='between(t,1.5,2.1)'";

fn recording() -> Result<PathBuf> {
    places::shared(PLAY)?.context("the recording")
}

/// The first four seconds of a recording, without its sound, through a filter of ffmpeg's.
fn make_people(recording: &Path, filter: &str, output: &Path) -> Result<()> {
    let recording = recording.to_str().context("path")?;
    let lossless = ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0"];
    let start = ["-i", recording, "-t", "4", "-an", "-vf", filter];
    media::make(&[&start[..], &lossless].concat(), output)
}

/// Goes through the settings of one pipeline and tells of all that fail.
fn prove_all(pipeline: &'static str) -> Result<()> {
    let mut bench = Bench::new(pipeline)?;
    let own = CASES.iter().filter(|case| case.pipeline == pipeline);
    let failures: Vec<_> = own
        .filter_map(|case| bench.prove(case).err())
        .map(|error| format!("{error:#}"))
        .collect();
    ensure!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}

#[test]
fn every_setting_of_shots_is_recorded_as_applied_and_changes_the_run() -> Result<()> {
    prove_all(SCENE)
}

#[test]
fn every_setting_of_motion_is_recorded_as_applied_and_changes_the_run() -> Result<()> {
    prove_all(MOTION)
}

#[test]
fn every_setting_of_speech_is_recorded_as_applied_and_changes_the_run() -> Result<()> {
    prove_all(VOICE)
}

#[test]
fn every_setting_of_people_is_recorded_as_applied_and_changes_the_run() -> Result<()> {
    if places::shared("models")?.is_none() || places::shared(PLAY)?.is_none() {
        return Ok(());
    }
    prove_all(PEOPLE)
}

#[test]
fn quality_and_recognition_of_people_decide_which_models_are_needed() -> Result<()> {
    let (Some(models), Some(recording)) = (places::shared("models")?, places::shared(PLAY)?) else {
        return Ok(());
    };
    let sandbox = Sandbox::new()?;
    let clip = sandbox.join("clip.mkv");
    make_people(&recording, "null", &clip)?;
    let mut arguments = vec![clip.to_str().context("path")?, "--pipelines", PEOPLE];
    arguments.extend(["--models", models.to_str().context("path")?]);
    // the shared folder has the quick models only
    for (set, model) in [
        ("--set=person_tracking.quality=thorough", "yolox-s"),
        ("--set=person_tracking.reidentify=true", "youtureid"),
    ] {
        let run = annotate(&sandbox, &[&arguments[..], &[set]].concat())?;
        let said = format!("{}{}", run.stdout, run.stderr);
        ensure!(run.code != Some(0) && said.contains(model), "{said}");
    }
    Ok(())
}

#[test]
fn every_setting_of_faces_is_recorded_as_applied_and_changes_the_run() -> Result<()> {
    if places::shared("models")?.is_none() || places::shared(PLAY)?.is_none() {
        return Ok(());
    }
    prove_all(FACES)
}
