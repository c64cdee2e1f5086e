//! Damaged recordings are used as far as they go, and the result says so.

use va_core::media::MediaWarningCode;

use crate::clips::Clips;
use crate::frames::{EVERY, decode, reference, times};

#[test]
fn a_file_that_ends_early_says_how_much_is_there() {
    let clips = Clips::new();
    let encoder = "-c:v libx264 -preset veryfast -g 15 -pix_fmt yuv420p -movflags +faststart";
    let whole = std::fs::read(clips.video("s=160x120:r=30:d=4", encoder, "whole.mp4")).unwrap();
    let path = clips.path("short.mp4");
    std::fs::write(&path, &whole[..whole.len() * 6 / 10]).unwrap();
    let recording = clips.open(&path);
    let probed: Vec<_> = recording.facts().warnings.iter().map(|w| w.code).collect();
    assert!(probed.contains(&MediaWarningCode::Truncated), "{probed:?}");
    let (seen, report) = decode(&clips, &recording, EVERY, None);
    assert_eq!(times(&seen), reference(&clips, &path));
    assert!(
        (40..110).contains(&seen.len()),
        "a part of the 120 frames: {}",
        seen.len()
    );
    let decoded: Vec<_> = report.warnings.iter().map(|w| w.code).collect();
    assert!(
        decoded.contains(&MediaWarningCode::Truncated),
        "{decoded:?}"
    );
}

#[test]
fn overwritten_bytes_are_counted_as_damage() {
    let clips = Clips::new();
    let encoder = "-c:v libx264 -preset veryfast -g 30 -pix_fmt yuv420p";
    let path = clips.video("s=320x240:r=30:d=4", encoder, "damaged.mp4");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 3;
    for byte in &mut bytes[middle..middle + 3000] {
        *byte = byte.wrapping_mul(31).wrapping_add(17);
    }
    std::fs::write(&path, bytes).unwrap();
    let recording = clips.open(&path);
    let (seen, report) = decode(&clips, &recording, EVERY, None);
    assert!(seen.len() > 100, "the rest is used: {}", seen.len());
    assert!(report.damaged > 0 || report.frames < report.expected_frames.unwrap());
    let codes: Vec<_> = report.warnings.iter().map(|w| w.code).collect();
    assert!(codes.contains(&MediaWarningCode::Damaged), "{codes:?}");
}
