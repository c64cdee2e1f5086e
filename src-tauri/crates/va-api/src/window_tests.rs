//! Windows of tracks of objects, read from results files that the tests write.

use serde_json::{Map, Value as Json, json};
use va_core::annotation::{Channel, Observation, Segment, TrackKind, TrackSpec};
use va_core::{ErrorCode, JobId, Millis, TimeBase};
use va_store::ResultsWriter;
use va_store::results::{Batch, ResultsHeader};

use crate::columns::{Columns, Values};
use crate::window::{Part, Window, read};

const BOXES: &str = "person_tracking.boxes";
const PRESENCE: &str = "person_tracking.presence";

struct Results {
    _folder: tempfile::TempDir,
    writer: ResultsWriter,
}

fn spec(key: &str, kind: TrackKind, channels: &[&str]) -> TrackSpec {
    let channel = |key: &&str| Channel {
        key: (*key).to_owned(),
        title: (*key).to_owned(),
        unit: "px".to_owned(),
    };
    TrackSpec {
        key: key.to_owned(),
        pipeline: "person_tracking".into(),
        title: key.to_owned(),
        kind,
        channels: channels.iter().map(channel).collect(),
        time_base: TimeBase::new(1, 5),
    }
}

/// `ticks` ticks, 200 ms apart, with `objects` objects each, and a segment for each object.
fn results(ticks: i64, objects: u32) -> Results {
    let folder = tempfile::tempdir().unwrap();
    let header = ResultsHeader {
        job: JobId::new(),
        software: "test".to_owned(),
    };
    let path = folder.path().join("annotations.sqlite");
    let mut writer = ResultsWriter::open(&path, &header).unwrap();
    let seen = |pts: i64, object: u32| Observation {
        pts,
        time: Millis(pts * 200),
        object,
        score: Some(0.5),
        values: vec![Some(pts as f32), (object != 2).then_some(object as f32)],
    };
    let all = (0..ticks).flat_map(|pts| (1..=objects).map(move |object| seen(pts, object)));
    let presence = |object: u32| Segment {
        start_pts: i64::from(object),
        end_pts: ticks,
        start: Millis(i64::from(object) * 200),
        end: Millis(ticks * 200),
        label: format!("person {object}"),
        score: None,
        data: json!({ "object": object }).as_object().cloned().unwrap(),
    };
    let batch = Batch {
        tracks: vec![
            spec(BOXES, TrackKind::Objects, &["x", "y"]),
            spec(PRESENCE, TrackKind::Segments, &[]),
        ],
        objects: all.map(|seen| (BOXES.to_owned(), seen)).collect(),
        segments: (1..=objects)
            .map(|o| (PRESENCE.to_owned(), presence(o)))
            .collect(),
        ..Batch::new("person_tracking".into())
    };
    writer.commit(&batch).unwrap();
    Results {
        _folder: folder,
        writer,
    }
}

fn window(from: i64, until: i64, max_items: Option<usize>) -> Window {
    Window {
        from: Millis(from),
        until: Millis(until),
        max_items,
    }
}

fn whole(max_items: Option<usize>) -> Window {
    window(-FAR, FAR, max_items)
}

const FAR: i64 = i64::MAX / 4;

impl Results {
    fn read(&self, part: &Part, window: Window) -> Columns {
        read(self.writer.read(), BOXES, part, window).unwrap()
    }
}

fn names(columns: &Columns) -> Vec<&str> {
    columns
        .values
        .iter()
        .map(|(name, _)| name.as_str())
        .collect()
}

fn integers<'c>(columns: &'c Columns, name: &str) -> &'c [i32] {
    match columns.values.iter().find(|(n, _)| n == name) {
        Some((_, Values::I32(values))) => values,
        other => panic!("{name}: {other:?}"),
    }
}

fn floats<'c>(columns: &'c Columns, name: &str) -> &'c [f32] {
    match columns.values.iter().find(|(n, _)| n == name) {
        Some((_, Values::F32(values))) => values,
        other => panic!("{name}: {other:?}"),
    }
}

fn whole_numbers(columns: &Columns, name: &str) -> Vec<i32> {
    floats(columns, name).iter().map(|v| *v as i32).collect()
}

#[test]
fn a_window_holds_a_row_for_each_object_and_tick() {
    let results = results(50, 3);
    let columns = results.read(&Part::default(), window(400, 800, None));
    assert_eq!(
        (columns.kind, columns.reduced, columns.total),
        ("objects", false, 6)
    );
    assert_eq!(names(&columns), ["time_ms", "object", "score", "x", "y"]);
    assert_eq!(
        integers(&columns, "time_ms"),
        [400, 400, 400, 600, 600, 600]
    );
    assert_eq!(integers(&columns, "object"), [1, 2, 3, 1, 2, 3]);
    let score = floats(&columns, "score");
    assert!(score.iter().all(|s| s.to_bits() == 0.5f32.to_bits()));
    assert_eq!(whole_numbers(&columns, "x"), [2, 2, 2, 3, 3, 3]);
    let y = floats(&columns, "y");
    assert!(y[1].is_nan(), "nothing measured is no number");
    assert_eq!([y[0] as i32, y[2] as i32], [1, 3]);
}

#[test]
fn only_the_channels_that_are_asked_for_are_sent_and_in_that_order() {
    let results = results(5, 1);
    let part = |keys: &[&str]| Part {
        channels: Some(keys.iter().map(|k| (*k).to_owned()).collect()),
        ..Part::default()
    };
    let columns = results.read(&part(&["y"]), whole(None));
    assert_eq!(names(&columns), ["time_ms", "object", "score", "y"]);
    let both = results.read(&part(&["y", "x"]), whole(None));
    assert_eq!(both.channels, ["y", "x"]);
    assert_eq!(whole_numbers(&both, "x"), [0, 1, 2, 3, 4]);
    let refused = read(results.writer.read(), BOXES, &part(&["z"]), whole(None)).unwrap_err();
    let failure = refused.failure();
    assert_eq!(failure.code, ErrorCode::InvalidRequest);
    assert_eq!(failure.hint.unwrap(), "its channels are x, y");
}

#[test]
fn of_too_many_items_whole_ticks_are_left_out_evenly() {
    let results = results(1000, 3);
    for max in [1, 2, 3, 10, 100, 900, 2999] {
        let columns = results.read(&Part::default(), whole(Some(max)));
        assert!(columns.reduced);
        assert_eq!(columns.total, 3000);
        let times = integers(&columns, "time_ms");
        assert!(times.len() <= max.max(3), "{max}: {}", times.len());
        assert!(times.len() * 4 >= max.min(2997), "{max}: {}", times.len());
        assert!(times.chunks(3).all(|t| t[0] == t[2]), "ticks are whole");
        let objects = integers(&columns, "object");
        assert!(objects.chunks(3).all(|o| o == [1, 2, 3]), "ticks are whole");
        let steps: Vec<_> = times.chunks(3).map(|t| t[0]).collect();
        let steps: Vec<_> = steps.windows(2).map(|w| w[1] - w[0]).collect();
        let (least, most) = (steps.iter().min(), steps.iter().max());
        assert!(
            most.zip(least).is_none_or(|(m, l)| m - l <= 400),
            "{max}: {steps:?}"
        );
    }
    let all = results.read(&Part::default(), whole(Some(3000)));
    assert!(!all.reduced);
    assert_eq!(integers(&all, "object").len(), 3000);
}

#[test]
fn one_object_alone_is_merged_like_a_curve_and_no_peak_vanishes() {
    let results = results(1000, 3);
    let part = Part {
        object: Some(3),
        channels: Some(vec!["x".to_owned()]),
        ..Part::default()
    };
    let all = results.read(&part, whole(None));
    assert_eq!(names(&all), ["time_ms", "object", "score", "x"]);
    assert_eq!(integers(&all, "object"), [3; 1000]);
    let columns = results.read(&part, whole(Some(10)));
    assert_eq!((columns.reduced, columns.total), (true, 1000));
    assert_eq!(names(&columns), ["time_ms", "x.min", "x.max"]);
    let low = whole_numbers(&columns, "x.min");
    assert_eq!(low, [0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
    let high = whole_numbers(&columns, "x.max");
    assert_eq!(high, [99, 199, 299, 399, 499, 599, 699, 799, 899, 999]);
    let nobody = Part {
        object: Some(9),
        ..Part::default()
    };
    let none = results.read(&nobody, whole(Some(10)));
    assert_eq!((none.total, integers(&none, "time_ms").len()), (0, 0));
}

#[test]
fn segments_tell_their_fields_when_asked_and_know_no_objects() {
    let results = results(10, 2);
    let read = |part: &Part, max| read(results.writer.read(), PRESENCE, part, whole(max));
    let with = Part {
        data: true,
        ..Part::default()
    };
    let field = |object: u32| Map::from_iter([("object".to_owned(), Json::from(object))]);
    let columns = read(&with, None).unwrap();
    assert_eq!(columns.data, Some(vec![field(1), field(2)]));
    let bytes = String::from_utf8_lossy(&columns.bytes().unwrap()).into_owned();
    assert!(
        bytes.contains(r#""data":[{"object":1},{"object":2}]"#),
        "{bytes}"
    );
    assert_eq!(read(&with, Some(1)).unwrap().data, None);
    assert_eq!(read(&Part::default(), None).unwrap().data, None);
    let of_one = Part {
        object: Some(1),
        ..Part::default()
    };
    let refused = read(&of_one, None).unwrap_err().failure();
    assert_eq!(refused.code, ErrorCode::InvalidRequest);
    assert!(refused.message.contains(PRESENCE), "{}", refused.message);
}
