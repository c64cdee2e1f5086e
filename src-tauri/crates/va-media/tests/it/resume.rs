//! Stopping anywhere and going on gives the same frames, to the pixel.

use va_media::{Colour, Demand, Sampling, TapSpec, VideoPlan, decode_video};

use crate::clips::Clips;
use crate::frames::{EVERY, decode, times};

fn assert_resumes(clips: &Clips, path: &std::path::Path, sampling: Sampling) {
    let recording = clips.open(path);
    let (whole, _) = decode(clips, &recording, sampling, None);
    for at in [
        0,
        1,
        whole.len() / 3,
        whole.len() / 2,
        whole.len() - 2,
        whole.len() - 1,
    ] {
        let (rest, report) = decode(clips, &recording, sampling, Some(whole[at].0));
        assert_eq!(rest, whole[at..], "{} from frame {at} on", path.display());
        assert_eq!(report.expected_frames, Some(rest.len() as u64));
    }
}

/// Long enough that seeking is tried, not only decoding from the beginning.
fn long(clips: &Clips, encoder: &str, name: &str) -> std::path::PathBuf {
    clips.video(
        "s=96x64:r=20:d=16",
        &format!("-c:v libx264 -preset ultrafast -pix_fmt yuv420p {encoder}"),
        name,
    )
}

#[test]
fn mp4_goes_on_exactly() {
    let clips = Clips::new();
    let path = long(&clips, "-g 30 -bf 2", "long.mp4");
    assert_resumes(&clips, &path, EVERY);
    assert_resumes(&clips, &path, Sampling::PerSecond(3));
}

#[test]
fn a_transport_stream_with_far_apart_key_frames_goes_on_exactly() {
    let clips = Clips::new();
    // seeking five seconds back finds no key frame here, so the check must reach further
    let path = long(
        &clips,
        "-g 240 -sc_threshold 0 -output_ts_offset 700",
        "long.ts",
    );
    assert_resumes(&clips, &path, EVERY);
}

#[test]
fn open_groups_of_pictures_go_on_exactly() {
    let clips = Clips::new();
    let path = long(
        &clips,
        "-bf 2 -x264-params open-gop=1:keyint=40:min-keyint=40:scenecut=0",
        "open.mkv",
    );
    assert_resumes(&clips, &path, EVERY);
}

#[test]
fn uneven_frames_and_edit_lists_go_on_exactly() {
    let clips = Clips::new();
    assert_resumes(&clips, &clips.variable_rate(), EVERY);
    assert_resumes(&clips, &clips.edit_list(), Sampling::PerSecond(5));
}

#[test]
fn taps_that_stopped_at_different_frames_each_go_on_from_theirs() {
    let clips = Clips::new();
    let recording = clips.open(&long(&clips, "-g 30", "two.mp4"));
    let all = times(&decode(&clips, &recording, EVERY, None).0);
    let five = times(&decode(&clips, &recording, Sampling::PerSecond(5), None).0);
    let demands = [
        Demand {
            sampling: EVERY,
            width: 32,
            colour: Colour::Nv12,
        },
        Demand {
            sampling: Sampling::PerSecond(5),
            width: 32,
            colour: Colour::Nv12,
        },
    ];
    let plan = VideoPlan::new(recording.video().unwrap(), &demands, 2);
    let taps = [
        TapSpec {
            branch: 0,
            sampling: EVERY,
            resume_from: Some(all[200]),
        },
        TapSpec {
            branch: 0,
            sampling: Sampling::PerSecond(5),
            resume_from: Some(five[60]),
        },
    ];
    let mut running = decode_video(&clips.tools, &recording, &plan, &taps).unwrap();
    let threads: Vec<_> = running
        .take_taps()
        .into_iter()
        .map(|tap| std::thread::spawn(move || tap.iter().map(|f| f.pts).collect::<Vec<_>>()))
        .collect();
    let got: Vec<_> = threads.into_iter().map(|t| t.join().unwrap()).collect();
    assert_eq!(got[0], all[200..]);
    assert_eq!(got[1], five[60..]);
    assert_eq!(running.join().unwrap().first_pts, Some(all[200]));
}

#[test]
fn a_position_that_the_file_does_not_have_loses_nothing_after_it() {
    let clips = Clips::new();
    let recording = clips.open(&clips.b_frames());
    let all = times(&decode(&clips, &recording, EVERY, None).0);
    let (rest, _) = decode(&clips, &recording, EVERY, Some(all[10] + 1));
    assert_eq!(times(&rest), all[11..]);
}
