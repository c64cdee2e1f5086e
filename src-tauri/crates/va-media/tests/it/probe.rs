//! Facts about recordings: which stream, how it is shown, what is to be said about it.

use va_core::media::{MediaWarningCode as Code, PtsSource};
use va_core::{Millis, TimeBase};
use va_media::{Recording, probe};

use crate::clips::Clips;
use crate::frames::{EVERY, decode};

fn codes(recording: &Recording) -> Vec<Code> {
    recording.facts().warnings.iter().map(|w| w.code).collect()
}

#[test]
fn a_plain_clip_has_plain_facts() {
    let clips = Clips::new();
    let found = probe(&clips.tools, &clips.b_frames()).unwrap();
    let video = found.facts.video.unwrap();
    assert_eq!(
        (video.codec.as_str(), video.pixel_format.as_str()),
        ("h264", "yuv420p")
    );
    assert_eq!((video.width, video.height, video.rotation), (160, 120, 0));
    assert_eq!((video.frames, video.clock_restarts), (60, 0));
    assert_eq!(video.time_base, TimeBase::new(1, 30000));
    assert_eq!(
        (video.last_pts - video.first_pts, video.largest_gap),
        (59 * 1001, 1001)
    );
    assert_eq!(video.key_interval, 15 * 1001);
    assert_eq!(found.end_pts, video.last_pts + 1001);
    assert!(!video.variable_rate && video.pts_source == PtsSource::Pts);
    assert_eq!(found.facts.start, Millis(0));
    assert_eq!(
        found.facts.warnings.len(),
        1,
        "no sound, nothing else: {:?}",
        found.facts.warnings
    );
}

/// Turns an MP4 by 90 degrees clockwise in its track header, as a phone does.
pub fn turn(path: &std::path::Path) {
    let mut bytes = std::fs::read(path).unwrap();
    let header = bytes.windows(4).position(|w| w == b"tkhd").unwrap();
    let matrix: [i32; 9] = [0, 0x1_0000, 0, -0x1_0000, 0, 0, 0, 0, 0x4000_0000];
    for (n, value) in matrix.iter().enumerate() {
        let at = header + 4 + 40 + n * 4;
        bytes[at..at + 4].copy_from_slice(&value.to_be_bytes());
    }
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_turned_picture_is_upright_in_facts_and_frames() {
    let clips = Clips::new();
    let path = clips.b_frames();
    turn(&path);
    let recording = clips.open(&path);
    let video = recording.video().unwrap();
    assert_eq!((video.width, video.height, video.rotation), (120, 160, 90));
    assert!(codes(&recording).contains(&Code::Rotated));
    // `decode` asserts that frames have the plan's size, here 96 x 128
    assert_eq!(decode(&clips, &recording, EVERY, None).0.len(), 60);
}

#[test]
fn pixels_that_are_not_square_are_made_so() {
    let clips = Clips::new();
    let path = clips.video(
        "s=72x58:r=10:d=1",
        "-vf setsar=4/3 -c:v libx264 -pix_fmt yuv420p",
        "wide.mp4",
    );
    let recording = clips.open(&path);
    let video = recording.video().unwrap();
    assert_eq!((video.coded_width, video.width, video.height), (72, 96, 58));
    assert!(codes(&recording).contains(&Code::NonSquarePixels));
    assert_eq!(decode(&clips, &recording, EVERY, None).0.len(), 10);
}

#[test]
fn two_sound_tracks_are_both_known() {
    let clips = Clips::new();
    let path = clips.ffmpeg(
        "-f lavfi -i testsrc2=s=64x64:r=10:d=1 -f lavfi -i sine=d=1 -f lavfi -i sine=f=880:d=1:r=48000 -map 0 -map 1 -map 2 -c:v libx264 -c:a aac -metadata:s:a:1 language=deu",
        "tracks.mp4",
    );
    let recording = clips.open(&path);
    let audio = &recording.facts().audio;
    assert_eq!(
        (audio.len(), audio[0].rate, audio[1].rate),
        (2, 44100, 48000)
    );
    assert_eq!(
        (audio[0].language.as_deref(), audio[1].language.as_deref()),
        (None, Some("deu"))
    );
    assert!(codes(&recording).contains(&Code::SeveralSoundTracks));
}

#[test]
fn cover_art_is_not_taken_for_the_picture() {
    let clips = Clips::new();
    clips.video("s=64x64:r=1:d=1", "-frames:v 1", "cover.png");
    clips.b_frames();
    let path = clips.ffmpeg(
        "-i {}/cover.png -i {}/b_frames.mp4 -map 0 -map 1 -c copy -disposition:v:0 attached_pic",
        "covered.mp4",
    );
    let recording = clips.open(&path);
    let video = recording.video().unwrap();
    assert_eq!((video.codec.as_str(), video.width), ("h264", 160));
    assert_eq!(decode(&clips, &recording, EVERY, None).0.len(), 60);
}

#[test]
fn a_stream_without_times_is_said_to_be_so() {
    let clips = Clips::new();
    let path = clips.video(
        "s=64x64:r=25:d=1",
        "-c:v libx264 -bf 0 -pix_fmt yuv420p",
        "bare.h264",
    );
    let recording = clips.open(&path);
    assert_eq!(
        recording.video().unwrap().pts_source,
        PtsSource::AssumedRate
    );
    assert!(codes(&recording).contains(&Code::UncertainTimes));
    let (seen, report) = decode(&clips, &recording, EVERY, None);
    assert_eq!((seen.len(), report.expected_frames), (25, None));
}

#[test]
fn the_version_is_ffmpegs_first_line() {
    let clips = Clips::new();
    assert!(
        clips
            .tools
            .version()
            .unwrap()
            .starts_with("ffmpeg version ")
    );
}

/// A program that says a packet and is ended in the middle of its answer.
#[cfg(unix)]
fn killed_program(clips: &Clips, answer: &str) -> std::path::PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let program = clips.path("killed.sh");
    let script = format!("#!/bin/sh\necho '{answer}'\nkill -KILL $$\n");
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    program
}

#[test]
#[cfg(unix)]
fn a_probe_that_is_killed_is_neither_believed_nor_blamed_on_the_recording() {
    let clips = Clips::new();
    let path = clips.b_frames();
    for answer in ["packet|pts=0|dts=0|duration=512|flags=K__", "{}", ""] {
        let tools = va_media::Tools {
            ffprobe: killed_program(&clips, answer),
            ..clips.tools.clone()
        };
        let error = probe(&tools, &path).unwrap_err();
        assert!(error.code().heals(), "trying again helps: {error}");
        assert!(error.to_string().contains("killed"), "{error}");
    }
}
