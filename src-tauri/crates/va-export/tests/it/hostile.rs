//! Text and times that break careless exporters, the same ones in every run.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use va_core::annotation::Segment;

use crate::jobs::segment;

/// Labels that have broken some reader, and random ones.
pub fn labels() -> Vec<String> {
    const KNOWN: &[&str] = &[
        "NA",
        "N/A",
        "None",
        "none",
        "null",
        "NULL",
        "nan",
        "NaN",
        "",
        " ",
        "\t",
        "\n",
        "<NA>",
        "#N/A",
        "True",
        "1",
        "01",
        "1e5",
        "-",
        "=1+1",
        "a,b",
        "a;b",
        "\"",
        "\"\"",
        "a\"b",
        "'",
        "a\nb",
        "a\r\nb",
        "a\rb",
        "\n\n",
        "-->",
        "a --> b",
        "00:00:00.000 --> 00:00:01.000",
        "NOTE x",
        "STYLE",
        "WEBVTT",
        "<v Nobody>",
        "&amp;",
        "&",
        "<00:00:01.000>",
        "</c>",
        "a\0b",
        "a\u{1}b",
        "\u{feff}x",
        "a\u{2028}b",
        "a\u{85}b",
        "a\u{b}b",
        "a\u{1c}b",
        "赤ちゃん",
        "bébé",
        "e\u{301}",
        "עברית",
        "👶🏽",
        "\\",
        "a\\\"b",
        ";;",
        "#",
        "SPEAKER x 1 0 1",
        "face_id",
        "attributes",
        "emotions",
        "keypoints",
        "x\"face_id\"x",
        "..",
        "/",
    ];
    let mut labels: Vec<String> = KNOWN.iter().map(|label| (*label).to_owned()).collect();
    let mut runner = TestRunner::deterministic();
    let random = any::<String>();
    for _ in 0..200 {
        labels.push(random.new_tree(&mut runner).unwrap().current());
    }
    labels
}

/// One segment for each hostile label, with times that overlap, touch, are empty, cross 0 or last hours.
pub fn segments() -> Vec<Segment> {
    let mut runner = TestRunner::deterministic();
    let times = prop_oneof![
        (-5000i64..5000, 0i64..3),
        (0i64..100_000, 0i64..4000),
        (59_990i64..60_010, 0i64..20),
        (3_599_000i64..3_601_000, 0i64..40_000_000),
        (359_999_000i64..360_001_000, 0i64..3),
    ];
    let mut time = || times.new_tree(&mut runner).unwrap().current();
    labels()
        .iter()
        .map(|label| {
            let (start, length) = time();
            segment(start, start + length, label)
        })
        .collect()
}
