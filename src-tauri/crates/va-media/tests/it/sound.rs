//! Sound lands where its timestamps say, without holes, and goes on to the bit.

use va_core::media::MediaWarningCode;
use va_media::{AudioReport, MediaError, Recording, decode_audio};

use crate::clips::Clips;

const RATE: u32 = 16000;

/// All samples from one on; checks that chunks follow each other.
fn samples(clips: &Clips, recording: &Recording, track: u32, from: u64) -> (Vec<f32>, AudioReport) {
    let mut decode = decode_audio(&clips.tools, recording, track, RATE, from).unwrap();
    let mut all = Vec::new();
    for chunk in decode.take_chunks().unwrap() {
        assert_eq!(
            chunk.start,
            from + all.len() as u64,
            "chunks follow each other"
        );
        assert_eq!(chunk.rate, RATE);
        all.extend_from_slice(&chunk.samples);
    }
    (all, decode.join().unwrap())
}

/// Indices where it gets loud after silence.
fn clicks(samples: &[f32]) -> Vec<usize> {
    let mut quiet_since = 0;
    let mut found = Vec::new();
    for (index, sample) in samples.iter().enumerate() {
        if sample.abs() > 0.2 {
            if index - quiet_since > 1600 || found.is_empty() {
                found.push(index);
            }
            quiet_since = index;
        }
    }
    found
}

/// A click at every full second.
const CLICKS: &str =
    "-f lavfi -i aevalsrc=exprs='if(lt(mod(t,1),0.01),0.8*sin(2*PI*1000*t),0)':s=48000:d=6";

#[test]
fn clicks_are_where_they_were_made() {
    let clips = Clips::new();
    let path = clips.ffmpeg(&format!("{CLICKS} -c:a pcm_s16le"), "clicks.mkv");
    let (all, report) = samples(&clips, &clips.open(&path), 0, 0);
    assert_eq!(all.len() as u64, report.samples);
    assert_eq!(all.len(), 6 * RATE as usize);
    for (second, index) in clicks(&all).into_iter().enumerate() {
        assert!(
            index.abs_diff(second * RATE as usize) <= 16,
            "click {second} at sample {index}"
        );
    }
    assert!(
        report.complete && report.warnings.is_empty(),
        "{:?}",
        report.warnings
    );
}

#[test]
fn a_gap_is_silence_of_the_right_length_and_is_told() {
    let clips = Clips::new();
    // two and a half seconds are missing, the times around them stay
    let path = clips.ffmpeg(
        &format!("{CLICKS} -af aselect='not(between(t,2.2,4.7))' -c:a pcm_s16le"),
        "gap.mkv",
    );
    let (all, report) = samples(&clips, &clips.open(&path), 0, 0);
    assert_eq!(report.gaps.len(), 1, "{:?}", report.gaps);
    let gap = report.gaps[0];
    assert!(
        (gap.start.0 - 2200).abs() < 60 && (gap.end.0 - 4700).abs() < 60,
        "{gap:?}"
    );
    assert!(
        all[gap.from as usize..gap.to as usize]
            .iter()
            .all(|s| *s == 0.0)
    );
    let last = *clicks(&all).last().unwrap();
    assert!(
        last.abs_diff(5 * RATE as usize) <= 32,
        "what follows the gap is in its place: {last}"
    );
    assert_eq!(report.warnings[0].code, MediaWarningCode::SoundGap);
}

#[test]
fn sound_that_begins_late_says_when() {
    let clips = Clips::new();
    let path = clips.ffmpeg(
        &format!("-f lavfi -i testsrc2=s=64x64:r=10:d=4 -itsoffset 1.25 {CLICKS} -c:v libx264 -c:a pcm_s16le"),
        "late.mkv",
    );
    let (all, report) = samples(&clips, &clips.open(&path), 0, 0);
    let first = report.origin + clicks(&all)[1] as f64 / f64::from(RATE);
    assert!(
        (first - 2.25).abs() < 0.003,
        "the second click is at 2.25 s: {first}"
    );
}

#[test]
fn going_on_gives_the_same_samples_to_the_bit() {
    let clips = Clips::new();
    let path = clips.ffmpeg(&format!("{CLICKS} -c:a aac"), "clicks.mp4");
    let recording = clips.open(&path);
    let (all, _) = samples(&clips, &recording, 0, 0);
    for from in [1, 8192, 40_000, all.len() as u64 - 1] {
        let (rest, _) = samples(&clips, &recording, 0, from);
        let bits = |part: &[f32]| part.iter().map(|s| s.to_bits()).collect::<Vec<_>>();
        assert_eq!(
            bits(&rest),
            bits(&all[from as usize..]),
            "from sample {from} on"
        );
    }
}

#[test]
fn the_second_track_can_be_chosen_and_a_third_is_refused() {
    let clips = Clips::new();
    let path = clips.ffmpeg(
        &format!("{CLICKS} -f lavfi -i anullsrc=r=16000:d=6 -t 6 -map 1 -map 0 -c:a pcm_s16le"),
        "two.mkv",
    );
    let recording = clips.open(&path);
    assert!(clicks(&samples(&clips, &recording, 0, 0).0).is_empty());
    assert_eq!(clicks(&samples(&clips, &recording, 1, 0).0).len(), 6);
    let error = decode_audio(&clips.tools, &recording, 2, RATE, 0).unwrap_err();
    assert!(matches!(
        error,
        MediaError::NoSuchTrack {
            track: 2,
            tracks: 2,
            ..
        }
    ));
}

#[test]
fn a_recording_without_sound_is_refused_with_its_code() {
    let clips = Clips::new();
    let recording = clips.open(&clips.b_frames());
    let failure = decode_audio(&clips.tools, &recording, 0, RATE, 0)
        .unwrap_err()
        .failure();
    assert_eq!(failure.code, va_core::ErrorCode::NoAudioStream);
}
