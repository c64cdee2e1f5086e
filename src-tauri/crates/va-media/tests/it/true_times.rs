//! Every frame has the time that ffprobe gives it, and none is missing or invented.

use std::path::Path;

use va_core::media::MediaWarningCode;
use va_media::Sampling;

use crate::clips::Clips;
use crate::frames::{EVERY, decode, reference, times};

/// Decodes a clip and compares it with ffprobe frame by frame, and with the probe's own table.
fn assert_true_times(clips: &Clips, path: &Path) {
    let expected = reference(clips, path);
    let recording = clips.open(path);
    let (seen, report) = decode(clips, &recording, EVERY, None);
    assert!(expected.len() > 20, "a clip without frames proves nothing");
    assert_eq!(times(&seen), expected, "{}", path.display());
    assert_eq!(
        recording.probe().frame_pts,
        expected.as_slice().into(),
        "the table is the truth before decoding"
    );
    assert_eq!(report.frames, expected.len() as u64);
    assert_eq!(report.expected_frames, Some(report.frames));
    assert_eq!(
        (report.first_pts, report.last_pts),
        (expected.first().copied(), expected.last().copied())
    );
    assert!(
        report.complete && report.warnings.is_empty(),
        "{:?}",
        report.warnings
    );
    assert_eq!(report.ends[0], recording.probe().end_pts);
    assert!(report.ends[0] > *expected.last().unwrap());
}

#[test]
fn b_frames_come_in_display_order_with_their_times() {
    let clips = Clips::new();
    assert_true_times(&clips, &clips.b_frames());
}

#[test]
fn uneven_frames_keep_their_times_and_none_is_repeated() {
    let clips = Clips::new();
    let path = clips.variable_rate();
    assert_true_times(&clips, &path);
    let recording = clips.open(&path);
    assert!(recording.video().unwrap().variable_rate);
    let codes: Vec<_> = recording.facts().warnings.iter().map(|w| w.code).collect();
    assert!(
        codes.contains(&MediaWarningCode::VariableFrameRate),
        "{codes:?}"
    );
}

#[test]
fn frames_that_an_edit_list_hides_are_not_delivered() {
    let clips = Clips::new();
    let path = clips.edit_list();
    assert_true_times(&clips, &path);
    let shown = reference(&clips, &path).len();
    assert!(
        shown < 85,
        "the cut at 1.3 s must hide frames of the 4 s, or the test tests nothing: {shown}"
    );
}

#[test]
fn a_clock_that_begins_at_1000_seconds_stays_absolute() {
    let clips = Clips::new();
    let path = clips.late_start();
    assert_true_times(&clips, &path);
    let recording = clips.open(&path);
    assert!(
        recording.facts().start.0 > 1_000_000,
        "{:?}",
        recording.facts().start
    );
}

#[test]
fn millisecond_stamps_are_kept_as_they_are() {
    let clips = Clips::new();
    assert_true_times(&clips, &clips.matroska());
}

#[test]
fn times_before_zero_survive_the_pipe() {
    let clips = Clips::new();
    // the clock of a transport stream has 33 bits; this one runs over after about two seconds
    let path = clips.video(
        "s=160x120:r=25:d=4",
        "-c:v libx264 -preset veryfast -g 20 -pix_fmt yuv420p -output_ts_offset 95441",
        "wrap.ts",
    );
    assert!(
        reference(&clips, &path)[0] < 0,
        "the clip must begin before zero"
    );
    assert_true_times(&clips, &path);
}

#[test]
fn a_hundred_frames_a_second_are_all_there() {
    let clips = Clips::new();
    let path = clips.video(
        "s=64x64:r=100:d=1",
        "-c:v libx264 -preset veryfast -pix_fmt yuv420p",
        "fast.mp4",
    );
    assert_true_times(&clips, &path);
    let rate = clips.open(&path).video().unwrap().mean_rate;
    assert!((rate - 100.0).abs() < 0.01, "{rate}");
}

#[test]
fn thinning_in_ffmpeg_is_the_integer_rule() {
    let clips = Clips::new();
    for path in [clips.variable_rate(), clips.late_start(), clips.matroska()] {
        let recording = clips.open(&path);
        let base = recording.video().unwrap().time_base;
        let sampling = Sampling::PerSecond(5);
        let mut before = None;
        let rule: Vec<i64> = reference(&clips, &path)
            .into_iter()
            .filter(|pts| sampling.wants(before.replace(*pts), *pts, base))
            .collect();
        let (seen, report) = decode(&clips, &recording, sampling, None);
        assert_eq!(times(&seen), rule, "{}", path.display());
        assert_eq!(report.expected_frames, Some(rule.len() as u64));
    }
}

#[test]
fn recordings_joined_by_cat_get_one_clock() {
    let clips = Clips::new();
    let part = std::fs::read(clips.late_start()).unwrap();
    let path = clips.path("joined.ts");
    std::fs::write(&path, [part.clone(), part].concat()).unwrap();
    let recording = clips.open(&path);
    assert!(recording.video().unwrap().clock_restarts > 0);
    assert_eq!(
        recording.facts().warnings[0].code,
        MediaWarningCode::ClockRestarts
    );
    let (seen, report) = decode(&clips, &recording, EVERY, None);
    assert_eq!(seen.len(), 150, "3 s twice at 25 a second");
    let base = recording.video().unwrap().time_base;
    let length = base.millis(report.ends[0] - seen[0].0).0;
    assert!(
        (5900..6200).contains(&length),
        "both halves last their 3 s: {length} ms"
    );
    drop(recording);
    let left: Vec<_> = std::fs::read_dir(clips.folder())
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    assert!(
        left.iter().all(|p| p.extension().unwrap() == "ts"),
        "the copy is removed: {left:?}"
    );
}
