//! The tracker on scenes of known people, and its properties on random ones.

use proptest::prelude::*;

use super::*;

const RULES: Rules = Rules {
    high: 0.5,
    low: 0.1,
    new: 0.6,
    lost_ms: 2000,
    most: 20,
};

fn person(x: f32, score: f32) -> Detection {
    let area = Area {
        x1: x,
        y1: 100.0,
        x2: x + 80.0,
        y2: 340.0,
    };
    Detection { area, score }
}

fn ids(seen: &[Seen]) -> Vec<u32> {
    seen.iter().map(|s| s.id).collect()
}

#[test]
fn two_who_pass_each_other_keep_their_numbers() {
    let mut tracker = Tracker::default();
    for step in 0..30 {
        let x = step as f32 * 20.0;
        let mut other = person(580.0 - x, 0.9);
        // the other one stands further away and is smaller
        other.area.y1 = 180.0;
        let seen = tracker.update(step * 200, &[person(x, 0.9), other], &RULES);
        let found: Vec<_> = seen.iter().map(|s| (s.id, s.detection)).collect();
        assert_eq!(found, [(1, 0), (2, 1)], "at {x}");
    }
}

#[test]
fn somebody_who_fades_is_followed_by_unsure_detections_that_begin_nothing() {
    let mut tracker = Tracker::default();
    for (step, score) in [0.9, 0.9, 0.3, 0.2, 0.15, 0.9].into_iter().enumerate() {
        let other = person(500.0, 0.4);
        let seen = tracker.update(step as i64 * 200, &[person(100.0, score), other], &RULES);
        assert_eq!(ids(&seen), [1], "score {score}");
    }
}

#[test]
fn somebody_hidden_for_a_while_keeps_the_number_and_is_taken_up_anew() {
    for (hidden, expected) in [(1800, 1), (2400, 2)] {
        let mut tracker = Tracker::default();
        tracker.update(0, &[person(100.0, 0.9)], &RULES);
        tracker.update(200, &[person(100.0, 0.9)], &RULES);
        let mut time = 200;
        while time + 200 < 200 + hidden {
            time += 200;
            assert_eq!(tracker.update(time, &[], &RULES), []);
        }
        tracker.update(200 + hidden, &[person(100.0, 0.9)], &RULES);
        let seen = tracker.update(400 + hidden, &[person(100.0, 0.9)], &RULES);
        assert_eq!(ids(&seen), [expected], "hidden for {hidden} ms");
    }
}

#[test]
fn the_wait_is_in_time_at_any_sampling() {
    for step in [40, 100, 250, 500, 1000] {
        let mut tracker = Tracker::default();
        tracker.update(0, &[person(100.0, 0.9)], &RULES);
        let mut time = 0;
        while time + step <= 2000 {
            time += step;
            tracker.update(time, &[], &RULES);
        }
        assert_eq!(tracker.tracks.len(), 1, "{step} ms: waited for at {time}");
        tracker.update(time + step, &[], &RULES);
        assert_eq!(tracker.tracks.len(), 0, "{step} ms: gone after 2 s");
    }
}

#[test]
fn a_single_flash_is_nobody() {
    let mut tracker = Tracker::default();
    tracker.update(0, &[], &RULES);
    let flash = tracker.update(200, &[person(100.0, 0.95)], &RULES);
    assert!(!flash[0].confirmed);
    assert_eq!(tracker.update(400, &[], &RULES), []);
    assert_eq!(tracker.tracks, [], "nobody is waited for");
}

#[test]
fn a_newcomer_whose_box_goes_to_somebody_found_again_was_that_person() {
    // the second box is where the newcomer was, or far from it
    for (second, was) in [(445.0, Some(2)), (400.0, None)] {
        let mut tracker = Tracker::default();
        for step in 0..11 {
            tracker.update(step * 200, &[person(step as f32 * 30.0, 0.9)], &RULES);
        }
        tracker.update(2200, &[], &RULES);
        tracker.update(2400, &[], &RULES);
        let newcomer = tracker.update(2600, &[person(465.0, 0.9)], &RULES);
        assert_eq!((newcomer[0].id, newcomer[0].confirmed), (2, false));
        let seen = tracker.update(2800, &[person(second, 0.9)], &RULES);
        assert_eq!((seen[0].id, seen[0].was), (1, was), "{second}");
        let next = tracker.update(3000, &[person(second, 0.9)], &RULES);
        assert_eq!((next[0].id, next[0].was), (1, None), "{second}");
    }
}

#[test]
fn a_jump_is_taken_up_anew() {
    let mut tracker = Tracker::default();
    tracker.update(0, &[person(100.0, 1.0)], &RULES);
    let near = tracker.update(200, &[person(110.0, 1.0)], &RULES);
    assert!(!near[0].anew);
    let far = tracker.update(400, &[person(165.0, 1.0)], &RULES);
    assert_eq!((far[0].id, far[0].anew), (1, true), "{far:?}");
}

#[test]
fn more_people_than_may_be_followed_are_left_out() {
    let mut tracker = Tracker::default();
    let crowd: Vec<_> = (0..60).map(|i| person(i as f32 * 90.0, 0.9)).collect();
    for step in 0..40 {
        // they change places so fast that everybody is new all the time
        let shift = (step % 7) as f32 * 900.0;
        let moved: Vec<_> = crowd
            .iter()
            .map(|d| person(d.area.x1 + shift, 0.9))
            .collect();
        let seen = tracker.update(step * 200, &moved, &RULES);
        assert!(seen.len() <= 60 && tracker.tracks.len() <= 60 + RULES.most);
    }
}

prop_compose! {
    /// Samples of a recording: time since the one before, boxes on a small stage.
    fn samples()(
        samples in proptest::collection::vec(
            (1i64..1500, proptest::collection::vec((0u16..300, 0u16..40, 20u16..90, 0.05f32..1.0), 0..12)), 1..40
        )
    ) -> Vec<(i64, Vec<Detection>)> {
        let mut now = 0;
        samples.into_iter().map(|(wait, boxes)| {
            now += wait;
            let found = boxes.into_iter().map(|(x, y, size, score)| {
                let (x, y, size) = (f32::from(x), f32::from(y), f32::from(size));
                Detection { area: Area { x1: x, y1: y, x2: x + size, y2: y + 2.0 * size }, score }
            });
            (now, found.collect())
        }).collect()
    }
}

proptest! {
    #[test]
    fn in_a_sample_nobody_is_twice_and_no_box_is_two_people(samples in samples()) {
        let mut tracker = Tracker::default();
        let mut confirmed = std::collections::BTreeSet::new();
        for (now, detections) in samples {
            let seen = tracker.update(now, &detections, &RULES);
            prop_assert!(seen.is_sorted_by(|a, b| a.id < b.id));
            let mut boxes: Vec<_> = seen.iter().map(|s| s.detection).collect();
            boxes.sort_unstable();
            boxes.dedup();
            prop_assert_eq!(boxes.len(), seen.len());
            for s in seen {
                prop_assert!(detections[s.detection].score >= RULES.low);
                prop_assert!(s.confirmed || !confirmed.contains(&s.id), "once confirmed, always");
                let newcomer = |id| s.anew && s.confirmed && !confirmed.contains(&id);
                prop_assert!(s.was.is_none_or(newcomer), "only what nobody has written yet");
                if s.confirmed {
                    confirmed.insert(s.id);
                }
            }
            let finite = |t: &Track| t.motion.numbers().iter().all(|n| n.is_finite());
            prop_assert!(tracker.tracks.iter().all(finite));
        }
    }

    #[test]
    fn a_tracker_out_of_a_checkpoint_goes_on_the_same(samples in samples(), at in 0usize..40) {
        let mut whole = Tracker::default();
        let mut resumed = Tracker::default();
        for (index, (now, detections)) in samples.iter().enumerate() {
            if index == at {
                let text = serde_json::to_string(&resumed).unwrap();
                resumed = serde_json::from_str(&text).unwrap();
            }
            let expected = whole.update(*now, detections, &RULES);
            prop_assert_eq!(resumed.update(*now, detections, &RULES), expected);
        }
        prop_assert_eq!(whole, resumed);
    }

    #[test]
    fn when_the_clock_starts_does_not_matter(samples in samples(), origin in -10_000_000i64..10_000_000) {
        let (mut a, mut b) = (Tracker::default(), Tracker::default());
        for (now, detections) in &samples {
            let expected = a.update(*now, detections, &RULES);
            prop_assert_eq!(b.update(now + origin, detections, &RULES), expected);
        }
    }
}
