//! The whole pipeline: first frame, cut gating with every and with few samples, interruption anywhere.

use proptest::prelude::*;
use serde_json::json;
use va_core::Millis;
use va_core::annotation::Segment;
use va_core::pipelines::find;
use va_core::schema::Settings;
use va_media::Frame;

use super::{ID, build};
use crate::pipeline::{Checkpoint, PicturePipeline};
use crate::recorder::{Others, Recorder, run_interrupted};
use crate::registry::{Environment, StreamContext};
use crate::test_media::{MILLIS, no_facts, plain};

fn settings(given: &serde_json::Value) -> Settings {
    find(ID).unwrap().schema.check("", given).unwrap()
}

fn builder(given: &serde_json::Value) -> impl Fn(Option<&Checkpoint>) -> Box<dyn PicturePipeline> {
    let settings = settings(given);
    move |resume| {
        let facts = no_facts();
        let stream = StreamContext {
            time_base: MILLIS,
            facts: &facts,
        };
        build(&settings, &stream, &Environment::default(), resume).unwrap()
    }
}

fn shots_at(starts: &[i64]) -> Others {
    let shot = |&start: &i64| Segment {
        start_pts: start,
        end_pts: start + 1,
        start: Millis(start),
        end: Millis(start + 1),
        label: "shot".into(),
        score: None,
        data: serde_json::Map::new(),
    };
    Others(Some(starts.iter().map(shot).collect()))
}

fn run(frames: &[Frame], given: &serde_json::Value, stops: &[usize], shots: &[i64]) -> Recorder {
    let end = frames.last().map_or(0, |f| f.pts + 100);
    run_interrupted(&builder(given), frames, end, stops, &shots_at(shots)).unwrap()
}

/// Grey with a white square whose left edge is at `x`, 64 x 32.
fn square(pts: i64, x: usize) -> Frame {
    let mut data = vec![100u8; 64 * 32];
    for row in data.chunks_mut(64).take(8) {
        row[x..x + 8].fill(235);
    }
    data.extend(vec![128; 64 * 16]);
    Frame::new((pts, Millis(pts)), (64, 32), data, None)
}

#[test]
fn a_moving_square_is_seen_where_it_moves() {
    let frames = [square(0, 0), square(100, 4), square(200, 4)];
    let found = run(&frames, &json!({"gate_cuts": false}), &[], &[]);
    let values: Vec<_> = found
        .rows
        .samples
        .iter()
        .map(|s| s.1.values.clone())
        .collect();
    assert_eq!(
        values[0], [None; 9],
        "the first frame has nothing to be compared with"
    );
    let share = 64.0 / 2048.0;
    let expected = [
        share,
        share * 2.0,
        0.0,
        share * 2.0,
        0.0,
        share * 4.0,
        0.0,
        0.0,
        0.0,
    ];
    assert_eq!(
        values[1],
        expected.map(Some),
        "two strips of 4 x 8 pixels change, top left"
    );
    assert_eq!(values[2], [Some(0.0); 9], "a still picture has no motion");
}

#[test]
fn without_regions_there_is_one_channel() {
    let frames = [square(0, 0), square(100, 4)];
    let found = run(
        &frames,
        &json!({"regions": false, "gate_cuts": false}),
        &[],
        &[],
    );
    assert_eq!(found.rows.tracks[0].channels.len(), 1);
    assert_eq!(found.rows.samples[1].1.values, [Some(64.0 / 2048.0)]);
}

#[test]
fn the_value_across_a_cut_is_left_out() {
    let frames: Vec<_> = (0..6).map(|i| square(i * 100, i as usize * 4)).collect();
    let found = run(&frames, &json!({"regions": false}), &[], &[0, 300]);
    let empty: Vec<_> = found
        .rows
        .samples
        .iter()
        .filter(|s| s.1.values[0].is_none())
        .map(|s| s.1.pts)
        .collect();
    assert_eq!(empty, [0, 300]);
}

#[test]
fn with_few_samples_the_one_after_the_cut_is_left_out() {
    let frames: Vec<_> = (0..6).map(|i| square(i * 100, i as usize * 4)).collect();
    // the cut at 250 lies between two samples: the next one compares two shots
    let found = run(&frames, &json!({"regions": false}), &[], &[0, 250]);
    assert_eq!(found.rows.samples[3].1.values, [None]);
    assert!(found.rows.samples[4].1.values[0].is_some());
}

#[test]
fn without_shots_gating_fails_with_a_hint() {
    let frames = [square(0, 0)];
    let failure =
        run_interrupted(&builder(&json!({})), &frames, 100, &[], &Others(None)).unwrap_err();
    assert!(
        failure.message.contains("`scene_detection`"),
        "{}",
        failure.message
    );
    assert!(failure.hint.is_some());
}

#[test]
fn sampling_is_asked_of_the_decoder() {
    use crate::pipeline::Sampling;
    let demand = |given| builder(&given)(None).demand().sampling;
    assert_eq!(demand(json!({})), Sampling::EveryFrame);
    let few = json!({"sampling": "per_second", "samples_per_second": 5});
    assert_eq!(demand(few), Sampling::PerSecond(5));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn an_interrupted_run_gives_what_an_uninterrupted_one_gives(
        brightness in proptest::collection::vec(20u8..220, 1..400),
        stops in proptest::collection::vec(0usize..400, 0..6),
        cuts in proptest::collection::vec(0i64..80_000, 0..5),
    ) {
        let frames: Vec<_> = (0..).zip(&brightness).map(|(i, &y)| plain(i * 200, (32, 18), [y, 128, 128])).collect();
        let mut cuts = cuts;
        cuts.push(-1);
        cuts.sort_unstable();
        let whole = run(&frames, &json!({}), &[], &cuts);
        prop_assert_eq!(&run(&frames, &json!({}), &stops, &cuts).rows, &whole.rows);
        prop_assert_eq!(whole.rows.samples.len(), frames.len());
        prop_assert!(whole.rows.samples.iter().all(|s| s.1.values.iter().flatten().all(|v| (0.0..=1.0).contains(v))));
    }
}
