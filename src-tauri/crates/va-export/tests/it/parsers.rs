//! `WebVTT`, RTTM and COCO as their independent parsers read them.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::Value;
use va_core::{JobId, Millis};
use va_export::{NoteCode, cue_text, cue_time, rttm_name};

use crate::hostile;
use crate::jobs::{Memory, context, segment, shots};
use crate::python::check;

const SPEECH: &str = "voice_activity.speech";
const SHOTS: &str = "scene_detection.shots";

/// What a format without negative times and empty intervals must hold of the hostile segments.
fn representable() -> Vec<(i64, i64)> {
    let mut items = hostile::segments();
    items.sort_by_key(|s| (s.start, s.end));
    items
        .iter()
        .filter(|s| s.end.0 > 0 || s.start.0 >= 0)
        .map(|s| (s.start.0.max(0), s.end.0.max(s.start.0.max(0) + 1)))
        .collect()
}

#[test]
fn webvtt_py_reads_every_cue_with_its_exact_times() {
    let memory = Memory::default().with_segments(SPEECH, hostile::segments());
    let (name, text, written) = memory.export(&context("play.mp4"), "vtt");
    assert_eq!(name, "ab12cd34_voice_activity.vtt");
    let Some(cues) = check("check_vtt.py", &name, &text) else {
        return;
    };
    let cues = cues.as_array().unwrap();
    let expected = representable();
    assert_eq!(cues.len(), expected.len());
    assert_eq!(written.items, expected.len() as u64);
    for (cue, (start, end)) in cues.iter().zip(expected) {
        assert_eq!(cue["start"], cue_time(Millis(start)));
        assert_eq!(cue["end"], cue_time(Millis(end)));
        assert_eq!(cue["text"], "Speech");
    }
}

#[test]
fn webvtt_py_reads_every_hostile_text_as_the_text_of_its_own_cue() {
    let texts = hostile::labels();
    let mut file = "WEBVTT\n\n".to_owned();
    for (index, text) in texts.iter().enumerate() {
        let (from, to) = (index as i64 * 1000, index as i64 * 1000 + 1000);
        let (from, to) = (cue_time(Millis(from)), cue_time(Millis(to)));
        write!(
            file,
            "{}\n{from} --> {to}\n{}\n\n",
            index + 1,
            cue_text(text)
        )
        .unwrap();
    }
    let Some(cues) = check("check_vtt.py", "hostile.vtt", &file) else {
        return;
    };
    let cues = cues.as_array().unwrap();
    assert_eq!(
        cues.len(),
        texts.len(),
        "a text destroyed its cue or made another"
    );
    for ((index, text), cue) in texts.iter().enumerate().zip(cues) {
        assert_eq!(cue["id"], (index + 1).to_string());
        let plain = cue_text(text)
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
        assert_eq!(cue["text"], plain, "{text:?}");
        let letters = |t: &str| {
            t.chars()
                .filter(|c| c.is_alphanumeric())
                .collect::<String>()
        };
        if !letters(text).is_empty() {
            assert_eq!(letters(&plain), letters(text), "letters were lost");
        }
    }
}

#[test]
fn pyannote_reads_every_turn_with_its_exact_times() {
    let memory = Memory::default().with_segments(SPEECH, hostile::segments());
    let (name, text, written) = memory.export(&context("baby play 3.mp4"), "rttm");
    assert_eq!(name, "ab12cd34_voice_activity.rttm");
    assert!(
        written
            .notes
            .iter()
            .any(|n| n.code == NoteCode::NameChanged)
    );
    let Some(loaded) = check("check_rttm.py", &name, &text) else {
        return;
    };
    let turns = loaded["baby_play_3"]
        .as_array()
        .expect("the name of the recording");
    let ms = |value: &Value| (value.as_f64().unwrap() * 1000.0).round() as i64;
    let mut read: Vec<_> = turns.iter().map(|t| (ms(&t[0]), ms(&t[1]))).collect();
    read.sort_unstable();
    assert_eq!(read, representable());
    assert!(turns.iter().all(|turn| turn[2] == "SPEECH"));
}

#[test]
fn pyannote_finds_recordings_with_hostile_names() {
    let mut file = String::new();
    let mut names = BTreeSet::new();
    for label in hostile::labels() {
        let memory = Memory::default().with_segments(SPEECH, vec![segment(1000, 2500, "speech")]);
        let (_, text, _) = memory.export(&context(&format!("{label}.mp4")), "rttm");
        let stem = context(&format!("{label}.mp4")).stem().to_owned();
        names.insert(rttm_name(&stem).into_owned());
        file += &text;
    }
    let Some(loaded) = check("check_rttm.py", "names.rttm", &file) else {
        return;
    };
    let read: BTreeSet<String> = loaded.as_object().unwrap().keys().cloned().collect();
    assert_eq!(read, names);
}

#[test]
fn an_empty_result_is_a_readable_file() {
    let memory = Memory::default().with_segments(SPEECH, Vec::new());
    let (name, text, written) = memory.export(&context("silence.mp4"), "vtt");
    assert_eq!(written.items, 0);
    if let Some(cues) = check("check_vtt.py", &name, &text) {
        assert_eq!(cues.as_array().unwrap().len(), 0);
    }
    let (name, text, _) = memory.export(&context("silence.mp4"), "rttm");
    if let Some(loaded) = check("check_rttm.py", &name, &text) {
        assert_eq!(loaded.as_object().unwrap().len(), 0);
    }
}

#[test]
fn pycocotools_gives_the_coco_file_an_average_precision_of_one_against_itself() {
    let memory = Memory::default().with_segments(SHOTS, shots(&[4000, 1, 5500, 3_600_000, 40]));
    let (name, text, _) = memory.export(&context("bébé \"play\".mp4"), "coco");
    assert_eq!(name, "ab12cd34_scene_detection.coco.json");
    let Some(found) = check("check_coco.py", &name, &text) else {
        return;
    };
    assert_eq!(found["ap"], 1.0);
    assert_eq!(found["annotations"], 5);
    assert_eq!(found["images"], 5);
    assert_eq!(found["integer_ids"], true);
    assert_eq!(found["unique_ids"], true);
    assert_eq!(found["smallest_id"], 1, "an object with id 0 never matches");
    assert_eq!(found["timestamps"][2], 6.751, "middle of 4.001 to 9.501");
}

#[test]
fn pycocotools_loads_the_scene_file_as_well() {
    let memory = Memory::default().with_segments(SHOTS, shots(&[4000, 5500]));
    let (name, text, _) = memory.export(&context("play.mp4"), "scenes");
    let Some(found) = check("check_coco.py", &name, &text) else {
        return;
    };
    assert_eq!(found["annotations"], 2);
    assert_eq!(found["images"], 2);
    assert_eq!(found["integer_ids"], false, "the viewer wants text as ids");
}

#[test]
fn what_a_format_can_not_hold_is_said_aloud() {
    let items = vec![
        segment(-3000, -2000, "speech"),
        segment(-1000, 500, "speech"),
        segment(700, 700, "speech"),
    ];
    let mut context = context("play.ts");
    context.media.facts.start = Millis(-3000);
    context.job = "01900000-0000-7000-8000-000000000001"
        .parse::<JobId>()
        .unwrap();
    let memory = Memory::default().with_segments(SPEECH, items);
    for format in ["vtt", "rttm"] {
        let (_, text, written) = memory.export(&context, format);
        let codes: Vec<_> = written.notes.iter().map(|n| n.code).collect();
        assert_eq!(
            codes,
            [
                NoteCode::CutAtZero,
                NoteCode::LeftOutBeforeZero,
                NoteCode::LengthenedToOneMillisecond,
                NoteCode::ClockOffset
            ],
            "{format}"
        );
        assert!(!text.contains("-1.000") && !text.contains("-0"), "{text}");
    }
}
