//! A real recording: how many faces, and whose.

use std::collections::BTreeMap;

use serde_json::json;

use super::{checked, networks};
use crate::face_analysis::build;
use crate::recorder::{Others, Recorder, finish_reading};
use crate::registry::StreamContext;
use crate::test_media::{decode, open, shared, shared_json};

#[test]
fn mother_and_child_who_play_peekaboo_are_two_and_counted_as_the_reference_counts() {
    let name = "2UWdXP.joke1.rep3.take1.Peekaboo_h265.mp4";
    let (Some(environment), Some(path)) = (networks(), shared(&format!("media/{name}"))) else {
        return;
    };
    let recording = open(&path);
    let facts = recording.1.facts();
    let video = facts.video.as_ref().unwrap();
    let stream = StreamContext {
        time_base: video.time_base,
        facts,
    };
    let mut pipeline = build(&checked(&json!({})), &stream, &environment, None).unwrap();
    let mut recorder = Recorder::default();
    decode(&recording, pipeline.demand(), |frame| {
        pipeline.push(frame, &mut recorder).unwrap();
    });
    let end = video.last_pts + 1;
    let others = Others(Some(Vec::new()));
    let found = finish_reading(pipeline.as_mut(), end, &others, recorder).unwrap();
    let mut rows: BTreeMap<u32, u32> = BTreeMap::new();
    for (track, seen) in &found.rows.objects {
        if found.rows.tracks[track.0].key == "face_analysis.boxes" {
            *rows.entry(seen.object).or_default() += 1;
        }
    }
    for segment in found.segments("face_analysis.presence") {
        eprintln!(
            "{} {}-{} {:?}",
            segment.label, segment.start.0, segment.end.0, segment.data
        );
    }
    let total: u32 = rows.values().sum();
    let mut counts: Vec<u32> = rows.values().copied().collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let two = f64::from(counts.iter().take(2).sum::<u32>()) / f64::from(total);
    eprintln!("samples of each person {rows:?}, {two} are of two");
    let samples: Vec<_> = found.rows.samples.iter().map(|(_, s)| s).collect();
    let truth = shared_json("truth/machine_counts.json").unwrap();
    let expected = truth[name]["faces_yunet_n>=0.6"].as_array().unwrap();
    let expected: f64 =
        expected.iter().map(|n| n.as_f64().unwrap()).sum::<f64>() / expected.len() as f64;
    let mean = f64::from(total) / samples.len() as f64;
    eprintln!("{mean} faces a sample, reference {expected}");
    assert!(
        (mean / expected - 1.0).abs() < 0.05,
        "{mean}, not {expected}"
    );
    assert!(two > 0.95, "{rows:?}");
}
