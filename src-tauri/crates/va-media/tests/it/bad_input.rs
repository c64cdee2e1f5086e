//! Files that are not what they should be: a clear message with something to do, never a panic.

use std::path::Path;

use va_core::{ErrorCode, Failure};
use va_media::{Colour, Demand, VideoPlan, decode_video, probe};

use crate::clips::Clips;
use crate::frames::{EVERY, decode, reference, times};

fn refused(clips: &Clips, path: &Path) -> Failure {
    let failure = probe(&clips.tools, path)
        .expect_err("this is no recording")
        .failure();
    assert!(
        failure.hint.is_some(),
        "a user can act on this: {failure:?}"
    );
    assert!(
        failure.message.contains(path.to_str().unwrap()),
        "{}",
        failure.message
    );
    failure
}

#[test]
fn zero_bytes_are_called_empty() {
    let clips = Clips::new();
    let path = clips.path("empty.mp4");
    std::fs::write(&path, b"").unwrap();
    let failure = refused(&clips, &path);
    assert_eq!(failure.code, ErrorCode::MediaUnreadable);
    assert!(
        failure.message.contains("zero bytes"),
        "{}",
        failure.message
    );
}

#[test]
fn a_text_file_with_the_name_of_a_video_is_called_text() {
    let clips = Clips::new();
    let path = clips.path("notes.mp4");
    std::fs::write(&path, "Participant 7 arrived late.\nKind hört schlecht.\n").unwrap();
    let failure = refused(&clips, &path);
    assert_eq!(failure.code, ErrorCode::MediaUnreadable);
    assert!(failure.message.contains("text file"), "{}", failure.message);
}

#[test]
fn noise_is_called_no_recording() {
    let clips = Clips::new();
    let path = clips.path("noise.mp4");
    let noise: Vec<u8> = (0..5000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    std::fs::write(&path, noise).unwrap();
    assert_eq!(refused(&clips, &path).code, ErrorCode::MediaUnreadable);
}

#[test]
fn a_folder_and_a_missing_file_are_called_so() {
    let clips = Clips::new();
    let failure = refused(&clips, clips.folder());
    assert!(failure.message.contains("folder"), "{}", failure.message);
    assert_eq!(
        refused(&clips, &clips.path("gone.mp4")).code,
        ErrorCode::MediaMissing
    );
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_called_so() {
    use std::os::unix::fs::PermissionsExt;
    let clips = Clips::new();
    let path = clips.b_frames();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::File::open(&path).is_ok() {
        eprintln!("SKIPPED: this user may read every file");
        return;
    }
    assert!(refused(&clips, &path).message.contains("may not be read"));
}

#[test]
fn sound_alone_is_a_recording_without_a_picture() {
    let clips = Clips::new();
    let path = clips.ffmpeg("-f lavfi -i sine=d=1", "tone.wav");
    let recording = clips.open(&path);
    assert!(recording.facts().video.is_none());
    assert_eq!(recording.facts().audio.len(), 1);
    let error = recording.video().unwrap_err().failure();
    assert_eq!(error.code, ErrorCode::NoVideoStream);
}

#[test]
fn an_mp4_that_was_cut_off_before_its_index_is_called_so() {
    let clips = Clips::new();
    let whole = std::fs::read(clips.b_frames()).unwrap();
    let path = clips.path("cut.mp4");
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let failure = refused(&clips, &path);
    assert!(failure.message.contains("cut off"), "{}", failure.message);
}

#[test]
fn one_pixel_becomes_two_by_two() {
    let clips = Clips::new();
    let path = clips.video(
        "s=16x16:r=10:d=1",
        "-vf scale=1:1 -c:v ffv1 -pix_fmt yuv444p",
        "pixel.mkv",
    );
    let recording = clips.open(&path);
    assert_eq!(
        (
            recording.video().unwrap().width,
            recording.video().unwrap().height
        ),
        (1, 1)
    );
    let (seen, report) = decode(&clips, &recording, EVERY, None);
    assert_eq!(seen.len(), 10);
    assert!(report.complete);
}

#[test]
fn odd_sizes_lose_their_last_row_and_column_only() {
    let clips = Clips::new();
    let path = clips.video("s=97x61:r=10:d=1", "-c:v ffv1 -pix_fmt yuv444p", "odd.mkv");
    let recording = clips.open(&path);
    let plan = VideoPlan::new(
        recording.video().unwrap(),
        &[Demand {
            sampling: EVERY,
            width: 640,
            colour: Colour::Nv12,
        }],
        2,
    );
    assert_eq!((plan.branches[0].width, plan.branches[0].height), (96, 60));
    assert_eq!(decode(&clips, &recording, EVERY, None).0.len(), 10);
}

#[test]
fn eight_thousand_pixels_across_are_scaled_down() {
    let clips = Clips::new();
    let path = clips.video(
        "s=7680x64:r=5:d=1",
        "-c:v libx264 -preset ultrafast -pix_fmt yuv420p",
        "wide.mp4",
    );
    let recording = clips.open(&path);
    assert_eq!(recording.video().unwrap().width, 7680);
    let (seen, _) = decode(&clips, &recording, EVERY, None);
    assert_eq!(times(&seen), reference(&clips, &path));
}

#[test]
fn names_in_any_script_and_very_long_paths_work() {
    let clips = Clips::new();
    let clip = clips.b_frames();
    let mut folder = clips.folder().to_owned();
    for n in 0..12 {
        folder.push(format!(
            "{n}_{}",
            "Videoaufnahmen mit Müttern und Säuglingen "
                .repeat(4)
                .trim()
        ));
    }
    std::fs::create_dir_all(&folder).unwrap();
    let names = [
        "母子 第1回 'näher' %d 100%.mp4",
        "-y.mp4",
        "a:b|c?.mp4",
        "[x]{y} $HOME `ls`.mp4",
    ];
    for name in names {
        let path = folder.join(name);
        std::fs::copy(&clip, &path).unwrap();
        assert!(path.as_os_str().len() > 1000, "long paths are the point");
        let recording = clips.open(&path);
        assert_eq!(
            decode(&clips, &recording, EVERY, None).0.len(),
            60,
            "{name}"
        );
    }
}

#[test]
fn a_recording_that_vanishes_after_the_probe_is_an_error_not_an_empty_result() {
    let clips = Clips::new();
    let path = clips.b_frames();
    let recording = clips.open(&path);
    std::fs::remove_file(&path).unwrap();
    let plan = VideoPlan::new(
        recording.video().unwrap(),
        &[Demand {
            sampling: EVERY,
            width: 64,
            colour: Colour::Nv12,
        }],
        2,
    );
    let tap = va_media::TapSpec {
        branch: 0,
        sampling: EVERY,
        resume_from: None,
    };
    let mut running = decode_video(&clips.tools, &recording, &plan, &[tap]).unwrap();
    assert_eq!(running.take_taps()[0].iter().count(), 0);
    let failure = running.join().unwrap_err().failure();
    assert_eq!(failure.code, ErrorCode::DecodeFailed);
    assert!(
        failure.message.contains("No such file"),
        "{}",
        failure.message
    );
}
