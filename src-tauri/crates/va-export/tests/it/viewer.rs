//! The scene files as the existing viewer meets them.

use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::Value;
use va_core::annotation::Segment;
use va_core::{JobId, Millis};
use va_export::{NoteCode, plan};

use crate::hostile;
use crate::jobs::{Memory, context, segment, shot, shots};
use crate::viewer_rules::{Kind, recognise, scenes};

const SHOTS: &str = "scene_detection.shots";
const FORMATS: [&str; 2] = ["scenes", "coco"];

fn job(shots: Vec<Segment>) -> Memory {
    let fade = segment(300, 400, "fade");
    Memory::default()
        .with_segments(SHOTS, shots)
        .with_segments("scene_detection.fades", vec![fade])
}

#[test]
fn the_rules_recognise_the_recorded_examples() {
    let shared = std::env::var_os("VIDEOANNOTATOR_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("contract/examples");
    if !folder.is_dir() {
        let required = std::env::var("VIDEOANNOTATOR_REQUIRE_SHARED").is_ok_and(|v| v == "1");
        assert!(!required, "{} is required", folder.display());
        eprintln!("SKIPPED: {} is not here", folder.display());
        return;
    }
    for (name, kind) in [
        ("ab12cd34_face_analysis.coco.json", Kind::Faces),
        ("ab12cd34_laion_face_annotations.json", Kind::Faces),
        ("ab12cd34_laion_voice.emotion.json", Kind::Faces),
        ("ab12cd34_voice_emotions.json", Kind::Faces),
        ("ab12cd34_openface3_detailed.json", Kind::OpenFace3),
        ("ab12cd34_person_boxes_only.json", Kind::Person),
        ("ab12cd34_person_tracking.json", Kind::Person),
        ("ab12cd34_scene_detection.json", Kind::Scenes),
        ("ab12cd34_speaker_diarization.rttm", Kind::Speakers),
        ("ab12cd34_speech_recognition.vtt", Kind::Speech),
        ("complete_results.json", Kind::CompleteResults),
    ] {
        let bytes = std::fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!(recognise(name, &bytes), kind, "{name}");
    }
    let bytes = std::fs::read_to_string(folder.join("ab12cd34_scene_detection.json")).unwrap();
    assert_eq!(scenes(&bytes).unwrap().len(), 2);
}

#[test]
fn both_scene_files_show_the_same_scenes_at_any_size() {
    for count in [1, 2, 12, 60, 3000] {
        let memory = job(shots(&vec![1500; count]));
        let mut seen = Vec::new();
        for format in FORMATS {
            let (name, text, _) = memory.export(&context("play.mp4"), format);
            assert_eq!(
                recognise(&name, &text),
                Kind::Scenes,
                "{name} with {count} shots"
            );
            seen.push(scenes(&text).unwrap());
        }
        assert_eq!(seen[0].len(), count);
        assert_eq!(seen[0], seen[1], "which file wins must not matter");
        assert_eq!(seen[0][0], (0.0, 1.5, "shot".to_owned(), 1.0));
    }
}

#[test]
fn no_name_of_a_recording_or_job_turns_scenes_into_something_else() {
    let names = [
        "face_to_face.mp4",
        "speech_recognition.mp4",
        "face_id",
        "of3.mp4",
    ];
    let names = names
        .into_iter()
        .map(str::to_owned)
        .chain(hostile::labels());
    let memory = job(shots(&[1500, 2500]));
    for name in names {
        let mut context = context(&name);
        context.job = "01900000-0000-7000-8000-0000deface12"
            .parse::<JobId>()
            .unwrap();
        for format in FORMATS {
            let (file, text, _) = memory.export(&context, format);
            assert_eq!(
                recognise(&file, &text),
                Kind::Scenes,
                "{file} from {name:?}"
            );
            let root: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(root["info"]["source_name"], name, "the name itself is kept");
        }
    }
}

#[test]
fn a_scene_file_says_how_it_was_made() {
    for format in FORMATS {
        let (_, text, _) = job(shots(&[1500])).export(&context("play.mp4"), format);
        assert!(text.starts_with("{\"scenes\":["), "scenes stand first");
        let info = serde_json::from_str::<Value>(&text).unwrap()["info"].clone();
        assert_eq!(info["pipeline"], "scene_detection");
        assert_eq!(info["model"]["name"], "hsv-content");
        assert_eq!(info["parameters"]["threshold"], 27.0);
        assert_eq!(info["software"], "VideoAnnotator Desktop 0.1.0");
        assert_eq!(info["source_sha256"], "0f".repeat(32));
        assert_eq!(info["start_ms"], 0);
    }
}

#[test]
fn the_same_job_gives_the_same_bytes() {
    let memory = job(shots(&[1500, 2500]));
    for format in FORMATS {
        let once = memory.export(&context("play.mp4"), format);
        assert_eq!(once, memory.export(&context("play.mp4"), format));
    }
}

#[test]
fn a_recording_without_a_picture_is_an_error_and_no_file() {
    let memory = job(shots(&[1500]));
    let mut context = context("sound.wav");
    context.media.facts.video = None;
    let plan = plan("p", &memory.tracks, &["scenes".into()]).unwrap();
    let mut bytes = Vec::new();
    let error = plan.files[0]
        .write(&context, &memory, &mut bytes)
        .unwrap_err();
    assert!(error.to_string().contains("sound.wav"), "{error}");
    assert!(bytes.is_empty(), "nothing is half written");
}

#[test]
fn a_score_outside_its_range_is_limited_and_said_aloud() {
    let scored = |index: i64, score: f64| Segment {
        score: Some(score),
        ..shot(index, index * 100, index * 100 + 100)
    };
    let memory = job(vec![
        scored(1, 300.0),
        scored(2, f64::NAN),
        scored(3, 255.0),
    ]);
    let (_, text, written) = memory.export(&context("play.mp4"), "scenes");
    let shown = scenes(&text).unwrap();
    assert!(shown.iter().all(|scene| scene.3 >= 1.0), "{shown:?}");
    let codes: Vec<_> = written.notes.iter().map(|n| n.code).collect();
    assert_eq!(codes, [NoteCode::NotANumber, NoteCode::ScoreLimited]);
    let root: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        root["scenes"][0]["content_score"], 300.0,
        "the measured score stays"
    );
    assert_eq!(root["info"]["notes"].as_array().unwrap().len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_shots_give_scenes_that_the_viewer_accepts(
        times in prop::collection::vec((-10_000i64..40_000_000, 0i64..4_000_000), 1..20),
        label in any::<String>(),
        score in prop::option::of(-10.0f64..400.0),
    ) {
        let items: Vec<Segment> = times
            .iter()
            .map(|(start, length)| Segment { score, ..segment(*start, start + length, &label) })
            .collect();
        let kept = items.iter().filter(|s| s.end > Millis(0) || s.start >= Millis(0)).count();
        let memory = job(items);
        for format in FORMATS {
            let (name, text, written) = memory.export(&context("play.mp4"), format);
            let shown = scenes(&text).unwrap();
            prop_assert_eq!(shown.len(), kept);
            prop_assert_eq!(written.items, kept as u64);
            if kept > 0 {
                prop_assert_eq!(recognise(&name, &text), Kind::Scenes);
            }
        }
    }
}
