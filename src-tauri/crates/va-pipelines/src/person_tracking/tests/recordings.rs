//! Real recordings: who was there when, and how many, as known from watching them and from the machine
//! reference `truth/machine_counts.json`.

use serde_json::{Value, json};
use va_core::annotation::Segment;

use super::{checked, networks};
use crate::infer::test_model::{F32, Node, model};
use crate::person_tracking::build;
use crate::recorder::{Others, Recorder, finish_reading};
use crate::registry::{Environment, StreamContext};
use crate::test_media::{decode, open, shared, shared_json};

/// Runs the pipeline over a recording of one shot.
fn track(name: &str, given: &Value) -> Option<(Recorder, f64)> {
    track_with(&networks()?, name, given)
}

fn track_with(environment: &Environment, name: &str, given: &Value) -> Option<(Recorder, f64)> {
    let path = shared(&format!("media/{name}"))?;
    let recording = open(&path);
    let facts = recording.1.facts();
    let video = facts.video.as_ref().unwrap();
    let stream = StreamContext {
        time_base: video.time_base,
        facts,
    };
    let mut pipeline = build(&checked(given), &stream, environment, None).unwrap();
    let mut recorder = Recorder::default();
    decode(&recording, pipeline.demand(), |frame| {
        pipeline.push(frame, &mut recorder).unwrap();
    });
    let others = Others(Some(Vec::new()));
    let end = video.last_pts + 1;
    let recorder = finish_reading(pipeline.as_mut(), end, &others, recorder).unwrap();
    Some((recorder, video.mean_rate))
}

fn presence(found: &Recorder) -> Vec<&Segment> {
    found.segments("person_tracking.presence").collect()
}

/// Share of the reference's samples at which another number of people was found, and how many there were
/// altogether, found and expected.
fn compare(found: &Recorder, expected: &Value, milliseconds_each: f64) -> (f64, f32, f32) {
    let counts: Vec<_> = found
        .rows
        .samples
        .iter()
        .map(|(_, s)| (s.time.0 as f64, s.values[0].unwrap()))
        .collect();
    let nearest = |time: f64| {
        let away = |c: &&(f64, f32)| ((c.0 - time).abs() * 1000.0) as i64;
        counts.iter().min_by_key(away).unwrap().1
    };
    let expected: Vec<f32> = expected
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n.as_f64().unwrap() as f32)
        .collect();
    let pairs: Vec<_> = (0..)
        .zip(&expected)
        .map(|(i, n)| (nearest(f64::from(i) * milliseconds_each), *n))
        .collect();
    let other = pairs.iter().filter(|(a, b)| (a - b).abs() > 0.5).count();
    let sum = |f: fn(&(f32, f32)) -> f32| pairs.iter().map(f).sum();
    (
        other as f64 / pairs.len() as f64,
        sum(|p| p.0),
        sum(|p| p.1),
    )
}

#[test]
fn six_people_who_come_one_after_the_other_are_six() {
    let name = "one-by-one-person-detection.mp4";
    let given = json!({"keypoints": false, "motion": false});
    let Some((found, rate)) = track(name, &given) else {
        return;
    };
    let spans: Vec<_> = presence(&found)
        .iter()
        .map(|s| {
            (
                s.start.seconds(),
                s.end.seconds(),
                s.data["samples"].clone(),
            )
        })
        .collect();
    eprintln!("{name}: {spans:?}");
    assert_eq!(
        spans.len(),
        6,
        "one identity a visit, from beginning to end"
    );
    assert!(spans.is_sorted_by(|a, b| a.1 < b.0), "they do not overlap");
    let truth = shared_json("truth/machine_counts.json").unwrap();
    let (other, total, expected) = compare(&found, &truth[name]["counts"], 10.0 * 1000.0 / rate);
    eprintln!("{name}: {total} of {expected}, {other} of the samples differ");
    assert!(
        (total / expected - 1.0).abs() < 0.05,
        "{total} instead of {expected}"
    );
    assert!(other < 0.05, "{other} of the samples");
}

#[test]
fn to_a_network_for_which_all_are_alike_six_who_come_one_after_the_other_are_one_with_six_stays() {
    // powers of mean colours are all above zero, so every two looks have something in common
    let nodes: &[Node<'_>] = &[
        ("GlobalAveragePool", &["x"], &["mean"]),
        ("Exp", &["mean"], &["y"]),
    ];
    let (input, output) = (
        ("x", F32, &[1, 3, 256, 128][..]),
        ("y", F32, &[1, 3, 1, 1][..]),
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("alike.onnx");
    std::fs::write(&path, model(13, nodes, &[input], &[output])).unwrap();
    let Some(mut environment) = networks() else {
        return;
    };
    environment.models.insert("youtureid".into(), path);
    let name = "one-by-one-person-detection.mp4";
    let given = json!({
        "keypoints": false, "motion": false, "samples_per_second": 2,
        "reidentify": true, "reidentify_threshold": 0.05,
    });
    let Some((found, _)) = track_with(&environment, name, &given) else {
        return;
    };
    let spans: Vec<_> = presence(&found)
        .iter()
        .map(|s| (s.label.as_str(), s.start, s.end))
        .collect();
    assert_eq!(spans.len(), 6);
    assert!(spans.iter().all(|s| s.0 == "person 1"), "{spans:?}");
    assert!(spans.is_sorted_by(|a, b| a.2 <= b.1), "they do not overlap");
}

#[test]
fn two_people_who_play_peekaboo_are_two_throughout() {
    let name = "2UWdXP.joke1.rep3.take1.Peekaboo_h265.mp4";
    let Some((found, rate)) = track(name, &json!({})) else {
        return;
    };
    let spans: Vec<_> = presence(&found)
        .iter()
        .map(|s| {
            (
                s.start.seconds(),
                s.end.seconds(),
                s.data["samples"].clone(),
            )
        })
        .collect();
    eprintln!("{name}: {spans:?}");
    assert_eq!(spans.len(), 2);
    let truth = shared_json("truth/machine_counts.json").unwrap();
    let (other, total, expected) =
        compare(&found, &truth[name]["persons>=0.5"], 5.0 * 1000.0 / rate);
    eprintln!("{name}: {total} of {expected}, {other} of the samples differ");
    assert!(
        (total / expected - 1.0).abs() < 0.05,
        "{total} instead of {expected}"
    );
    assert!(other < 0.05, "{other} of the samples");
}
