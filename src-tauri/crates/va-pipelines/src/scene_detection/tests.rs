//! The whole pipeline: tiling, late decisions, interruption anywhere, and `PySceneDetect`'s own cuts.

use proptest::prelude::*;
use serde_json::json;
use va_core::pipelines::find;
use va_core::schema::Settings;
use va_media::Frame;

use super::{ID, SHOTS, build};
use crate::pipeline::{Checkpoint, PicturePipeline};
use crate::recorder::{Others, Recorder, run_interrupted};
use crate::registry::{Environment, StreamContext};
use crate::test_media::{self, MILLIS, no_facts, plain};

const FADES: &str = "scene_detection.fades";

fn settings(given: &serde_json::Value) -> Settings {
    find(ID).unwrap().schema.check("", given).unwrap()
}

fn builder(
    settings: Settings,
    base: va_core::TimeBase,
) -> impl Fn(Option<&Checkpoint>) -> Box<dyn PicturePipeline> {
    move |resume| {
        let facts = no_facts();
        let stream = StreamContext {
            time_base: base,
            facts: &facts,
        };
        build(&settings, &stream, &Environment::default(), resume).unwrap()
    }
}

fn run(frames: &[Frame], end: i64, given: &serde_json::Value, stops: &[usize]) -> Recorder {
    let build = builder(settings(given), MILLIS);
    run_interrupted(&build, frames, end, stops, &Others::default()).unwrap()
}

/// Five frames a second, as long as each colour says.
fn clip(shots: &[([u8; 3], i64)]) -> (Vec<Frame>, i64) {
    let colours = shots
        .iter()
        .flat_map(|&(colour, count)| vec![colour; count as usize]);
    let frames: Vec<_> = (0..)
        .zip(colours)
        .map(|(i, colour)| plain(1000 + i * 200, (32, 18), colour))
        .collect();
    let end = 1000 + frames.len() as i64 * 200;
    (frames, end)
}

const RED: [u8; 3] = [81, 90, 240];
const GREY: [u8; 3] = [126, 128, 128];
const BLACK: [u8; 3] = [16, 128, 128];

#[test]
fn shots_tile_the_recording_and_name_their_keyframes() {
    let (frames, end) = clip(&[(RED, 20), (GREY, 30), (RED, 10)]);
    let found = run(&frames, end, &json!({}), &[]);
    assert_eq!(
        found.spans(SHOTS),
        [(1000, 5000), (5000, 11_000), (11_000, 13_000)]
    );
    let data: Vec<_> = found
        .segments(SHOTS)
        .map(|s| (s.data["index"].clone(), s.data["keyframe_ms"].clone()))
        .collect();
    let number = serde_json::Value::from;
    assert_eq!(
        data,
        [
            (number(1), number(3000)),
            (number(2), number(8000)),
            (number(3), number(12_000))
        ]
    );
    assert!(
        found
            .segments(SHOTS)
            .skip(1)
            .all(|s| s.score.unwrap() >= 27.0)
    );
}

#[test]
fn black_between_two_shots_is_one_fade() {
    let (frames, end) = clip(&[(GREY, 20), (BLACK, 5), (GREY, 20), (BLACK, 5)]);
    let given = json!({"detector": "threshold"});
    let found = run(&frames, end, &given, &[]);
    assert_eq!(found.spans(FADES), [(5000, 6000), (10_000, 11_000)]);
    assert_eq!(found.spans(SHOTS), [(1000, 5400), (5400, 11_000)]);
    let opened: Vec<_> = found
        .segments(SHOTS)
        .map(|s| s.data["opens_with"].clone())
        .collect();
    assert_eq!(opened, ["start", "fade"]);
    let without = run(&frames, end, &json!({"fades": false}), &[]);
    assert_eq!(
        without.rows.tracks.len(),
        1,
        "the track of fades is left out"
    );
}

#[test]
fn a_recording_without_frames_has_no_shots() {
    let found = run(&[], 0, &json!({}), &[]);
    assert!(found.spans(SHOTS).is_empty());
    assert_eq!(found.checkpoints.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_interrupted_run_gives_what_an_uninterrupted_one_gives(
        shots in proptest::collection::vec(
            (prop_oneof![Just(RED), Just(GREY), Just(BLACK), Just([60, 200, 90])], prop_oneof![1i64..4, 5i64..120]), 1..12),
        detector in prop_oneof![Just("content"), Just("adaptive"), Just("threshold")],
        length in prop_oneof![Just(0.0), Just(0.6), Just(1.5), Just(20.0)],
        keyframe in prop_oneof![Just("middle"), Just("first"), Just("last")],
        stops in proptest::collection::vec(0usize..800, 0..6),
    ) {
        let (frames, end) = clip(&shots);
        let given = json!({"detector": detector, "min_scene_length": length, "keyframe": keyframe});
        let whole = run(&frames, end, &given, &[]);
        let parts = run(&frames, end, &given, &stops);
        prop_assert_eq!(&parts.rows, &whole.rows);
        let spans = whole.spans(SHOTS);
        prop_assert_eq!(spans[0].0, 1000);
        prop_assert_eq!(spans[spans.len() - 1].1, end);
        prop_assert!(spans.windows(2).all(|w| w[0].1 == w[1].0), "gap or overlap in {:?}", spans);
        for shot in whole.segments(SHOTS) {
            let keyframe = shot.data["keyframe_pts"].as_i64().unwrap();
            prop_assert!(shot.start_pts <= keyframe && keyframe < shot.end_pts);
        }
    }
}

/// Frame numbers of the cuts that each detector finds in a shared recording, decoded once.
fn cuts<const N: usize>(name: &str, detectors: [&str; N]) -> Option<[Vec<i64>; N]> {
    let media = test_media::open(&test_media::shared(&format!("media/{name}"))?);
    let base = media.1.video().unwrap().time_base;
    let mut runs = detectors.map(|detector| {
        let settings = settings(&json!({"detector": detector}));
        (builder(settings, base)(None), Recorder::default())
    });
    let demand = runs[0].0.demand();
    test_media::decode(&media, demand, |frame| {
        for (pipeline, found) in &mut runs {
            pipeline.push(frame, found).unwrap();
        }
    });
    let probe = media.1.probe();
    let index = |pts| probe.frame_pts.iter().position(|&p| p == pts).unwrap() as i64;
    Some(runs.map(|(mut pipeline, mut found)| {
        pipeline
            .finish(probe.end_pts, &Others::default(), &mut found)
            .unwrap();
        let starts = found.segments(SHOTS).skip(1).map(|s| s.start_pts);
        starts.map(index).collect()
    }))
}

/// Cuts of `PySceneDetect` 0.7.2 on the same recordings, with a shortest shot of 0.6 s.
#[test]
fn cuts_are_those_of_pyscenedetect_within_a_frame() {
    let detectors = ["content", "adaptive", "threshold"];
    let cases: [(&str, [&[i64]; 3]); 4] = [
        (
            "pyscenedetect_testvideo.mp4",
            [&[30, 180, 394], &[30, 180, 394, 691], &[15, 198, 377]],
        ),
        ("fades.mp4", [&[], &[], &[84, 167]]),
        ("one-by-one-person-detection.mp4", [&[], &[], &[]]),
        ("2UWdXP.joke1.rep3.take1.Peekaboo_h265.mp4", [&[], &[], &[]]),
    ];
    for (name, expected) in cases {
        let Some(found) = cuts(name, detectors) else {
            return;
        };
        for ((detector, found), expected) in detectors.iter().zip(found).zip(expected) {
            let near = found.len() == expected.len()
                && found.iter().zip(expected).all(|(a, b)| a.abs_diff(*b) <= 1);
            assert!(
                near,
                "{name} by {detector}: found {found:?}, PySceneDetect {expected:?}"
            );
            println!("{name} by {detector}: {found:?} (PySceneDetect {expected:?})");
        }
    }
}
