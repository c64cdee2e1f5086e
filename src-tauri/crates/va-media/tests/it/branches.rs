//! Several pictures out of one decode: each listener gets what it would get alone, to the byte.

use std::hash::{DefaultHasher, Hash, Hasher};

use va_media::{
    Colour, DecodeReport, Demand, Recording, Sampling, TapSpec, VideoDecode, VideoPlan,
    decode_video,
};

use crate::clips::Clips;
use crate::frames::{EVERY, Seen, times};
use crate::probe::turn;

/// What the pipelines ask for, made small: every frame in nv12, some of them larger and in RGB.
const DENSE: Demand = Demand {
    sampling: EVERY,
    width: 64,
    colour: Colour::Nv12,
};
const SPARSE: Demand = Demand {
    sampling: Sampling::PerSecond(5),
    width: 128,
    colour: Colour::Rgb,
};
const RARE: Demand = Demand {
    sampling: Sampling::PerSecond(1),
    width: 128,
    colour: Colour::Rgb,
};

fn start(
    clips: &Clips,
    recording: &Recording,
    demands: &[(Demand, Option<i64>)],
) -> (VideoDecode, VideoPlan) {
    let wanted: Vec<Demand> = demands.iter().map(|(demand, _)| *demand).collect();
    let plan = VideoPlan::new(recording.video().unwrap(), &wanted, 2);
    let taps: Vec<TapSpec> = demands
        .iter()
        .zip(&plan.branch_of)
        .map(|((demand, resume_from), branch)| TapSpec {
            branch: *branch,
            sampling: demand.sampling,
            resume_from: *resume_from,
        })
        .collect();
    let decode = decode_video(&clips.tools, recording, &plan, &taps).unwrap();
    (decode, plan)
}

/// What every listener sees, each on a thread of its own as in the worker.
fn together(
    clips: &Clips,
    recording: &Recording,
    demands: &[(Demand, Option<i64>)],
) -> (Vec<Vec<Seen>>, DecodeReport) {
    let (mut decode, plan) = start(clips, recording, demands);
    let taps = decode.take_taps().into_iter().zip(plan.branch_of);
    let threads: Vec<_> = taps
        .map(|(tap, branch)| {
            let branch = plan.branches[branch].clone();
            std::thread::spawn(move || -> Vec<Seen> {
                tap.iter()
                    .map(|frame| {
                        assert_eq!((frame.width, frame.height), (branch.width, branch.height));
                        assert_eq!(frame.colour, branch.colour);
                        let mut hasher = DefaultHasher::new();
                        (frame.luma(), frame.chroma(), frame.rgb()).hash(&mut hasher);
                        (frame.pts, hasher.finish())
                    })
                    .collect()
            })
        })
        .collect();
    let seen = threads.into_iter().map(|t| t.join().unwrap()).collect();
    (seen, decode.join().unwrap())
}

/// What each would see alone, and where its last frame would end.
fn alone(clips: &Clips, recording: &Recording, demands: &[Demand]) -> Vec<(Vec<Seen>, i64)> {
    let one = |demand: &Demand| {
        let (mut seen, report) = together(clips, recording, &[(*demand, None)]);
        (seen.remove(0), report.ends[0])
    };
    demands.iter().map(one).collect()
}

fn assert_same_together(clips: &Clips, path: &std::path::Path) {
    let recording = clips.open(path);
    let demands = [DENSE, SPARSE, RARE];
    let expected = alone(clips, &recording, &demands);
    let (seen, report) = together(clips, &recording, &demands.map(|d| (d, None)));
    let ended: Vec<_> = seen.into_iter().zip(report.ends.clone()).collect();
    let name = path.display();
    assert_eq!(ended, expected, "{name}");
    assert!(expected.iter().all(|(seen, _)| !seen.is_empty()), "{name}");
    assert_eq!(report.frames, expected[0].0.len() as u64, "{name}");
    assert_eq!(report.warnings, [], "{name}");
}

#[test]
fn a_listener_sees_the_same_alone_and_with_others() {
    let clips = Clips::new();
    assert_same_together(&clips, &clips.b_frames());
    assert_same_together(&clips, &clips.variable_rate());
    assert_same_together(&clips, &clips.edit_list());
    assert_same_together(&clips, &clips.late_start());
    assert_same_together(&clips, &clips.matroska());
}

#[test]
fn turned_and_stretched_pictures_have_the_shape_that_is_shown_on_every_branch() {
    let clips = Clips::new();
    let turned = clips.b_frames();
    turn(&turned);
    let wide = clips.video(
        "s=160x120:r=10:d=2",
        "-vf setsar=2/1 -c:v libx264 -preset ultrafast -pix_fmt yuv420p",
        "wide.mp4",
    );
    for path in [&turned, &wide] {
        let video = clips.open(path);
        let video = video.video().unwrap();
        let (_, plan) = start(&clips, &clips.open(path), &[(DENSE, None), (SPARSE, None)]);
        for branch in &plan.branches {
            let shown = f64::from(video.height) / f64::from(video.width);
            let got = branch.height as f64 / branch.width as f64;
            assert!((shown - got).abs() < 0.04, "{shown} {got}");
        }
        assert_same_together(&clips, path);
    }
}

#[test]
fn every_branch_goes_on_from_where_its_listener_was() {
    let clips = Clips::new();
    let path = clips.video(
        "s=160x120:r=20:d=16",
        "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 30 -bf 2",
        "long.mp4",
    );
    let recording = clips.open(&path);
    let demands = [DENSE, SPARSE];
    let whole = alone(&clips, &recording, &demands);
    let (dense, sparse) = (&whole[0].0, &whole[1].0);
    // the first of them is in turn on the one and on the other branch, and on both
    for (d, s) in [(200, 60), (310, 50), (7, 70), (240, 60), (319, 79), (0, 0)] {
        let resumed = [(DENSE, Some(dense[d].0)), (SPARSE, Some(sparse[s].0))];
        let (seen, report) = together(&clips, &recording, &resumed);
        assert_eq!(times(&seen[0]), times(&dense[d..]), "{d} {s}");
        assert_eq!(seen, [&dense[d..], &sparse[s..]], "{d} {s}");
        assert_eq!(report.first_pts, Some(dense[d].0.min(sparse[s].0)));
        assert_eq!(report.expected_frames, Some(report.frames));
        assert_eq!(report.warnings, []);
    }
    let (seen, _) = together(
        &clips,
        &recording,
        &[(DENSE, Some(dense[200].0)), (SPARSE, None)],
    );
    assert_eq!(seen, [&dense[200..], sparse], "one of them begins anew");
}

#[test]
fn a_seek_that_misses_its_frame_is_not_believed_on_any_branch() {
    let clips = Clips::new();
    let path = clips.video(
        "s=160x120:r=20:d=16",
        "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 240 -sc_threshold 0 -output_ts_offset 700",
        "long.ts",
    );
    let recording = clips.open(&path);
    let whole = alone(&clips, &recording, &[DENSE, SPARSE]);
    let (dense, sparse) = (&whole[0].0, &whole[1].0);
    let resumed = [(DENSE, Some(dense[231].0)), (SPARSE, Some(sparse[56].0))];
    let (seen, _) = together(&clips, &recording, &resumed);
    assert_eq!(seen, [&dense[231..], &sparse[56..]]);
}

#[test]
fn stopping_ends_a_decode_with_branches_while_one_of_them_is_not_read() {
    let clips = Clips::new();
    let path = clips.ffmpeg(
        "-f lavfi -i color=s=320x240:r=100:d=20 -c:v libx264 -preset ultrafast -pix_fmt yuv420p",
        "endless.mkv",
    );
    let (mut decode, _) = start(&clips, &clips.open(&path), &[(DENSE, None), (SPARSE, None)]);
    let taps = decode.take_taps();
    taps[1].recv().unwrap();
    let begun = std::time::Instant::now();
    decode.stop();
    let report = decode.join().unwrap();
    assert!(begun.elapsed() < std::time::Duration::from_secs(2));
    assert!(!report.complete);
    assert!(taps[0].iter().count() < 100);
}

#[test]
fn a_listener_that_leaves_its_branch_does_not_stop_the_other_branch() {
    let clips = Clips::new();
    let (mut decode, _) = start(
        &clips,
        &clips.open(&clips.b_frames()),
        &[(SPARSE, None), (DENSE, None)],
    );
    let mut taps = decode.take_taps();
    taps.remove(0).recv().unwrap();
    assert_eq!(taps[0].iter().count(), 60);
    assert!(decode.join().unwrap().complete);
}

#[test]
fn damage_is_counted_once_however_many_branches_there_are() {
    let clips = Clips::new();
    let path = clips.ffmpeg(
        "-f lavfi -i testsrc2=s=160x120:r=25:d=6 -c:v libx264 -preset ultrafast -g 20 -pix_fmt yuv420p",
        "hurt.ts",
    );
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    for i in (middle..middle + 3000).step_by(7) {
        bytes[i] ^= 0x5a;
    }
    std::fs::write(&path, bytes).unwrap();
    let recording = clips.open(&path);
    let (dense, one) = together(&clips, &recording, &[(DENSE, None)]);
    let (seen, two) = together(&clips, &recording, &[(SPARSE, None), (DENSE, None)]);
    assert!(one.damaged > 0, "the test damages the file");
    assert_eq!((one.damaged, one.frames), (two.damaged, two.frames));
    assert_eq!(one.warnings, two.warnings);
    // not the pixels: what the decoder guesses in a damaged frame depends on how far its threads are
    assert_eq!(times(&dense[0]), times(&seen[1]));
}

#[test]
fn tiny_odd_and_huge_pictures_have_branches_too() {
    let clips = Clips::new();
    let tiny = clips.ffmpeg(
        "-f lavfi -i color=c=0x000001:s=1x1:r=10:d=1,format=rgb24 -c:v ffv1 -pix_fmt bgr0",
        "tiny.mkv",
    );
    let odd = clips.video("s=97x61:r=10:d=1", "-c:v ffv1 -pix_fmt yuv444p", "odd.mkv");
    let alpha = clips.video(
        "s=64x48:r=10:d=1",
        "-c:v ffv1 -pix_fmt yuva420p",
        "alpha.mkv",
    );
    for path in [&tiny, &odd, &alpha] {
        assert_same_together(&clips, path);
    }
    let huge = clips.video(
        "s=7680x4320:r=5:d=0.4",
        "-c:v libx264 -preset ultrafast -pix_fmt yuv420p",
        "huge.mp4",
    );
    let large = Demand {
        width: 1280,
        ..SPARSE
    };
    let recording = clips.open(&huge);
    let (seen, report) = together(&clips, &recording, &[(DENSE, None), (large, None)]);
    assert_eq!((seen[0].len(), seen[1].len()), (2, 2));
    assert!(report.complete);
}

#[test]
fn colours_follow_the_matrix_and_the_range_that_the_recording_names() {
    let clips = Clips::new();
    let colours = [
        (191, 0, 0),
        (0, 191, 0),
        (0, 0, 191),
        (255, 255, 255),
        (0, 0, 0),
        (224, 172, 140),
        (0, 191, 191),
    ];
    for (matrix, named) in [("bt709", "bt709"), ("bt601", "smpte170m"), ("bt601", "")] {
        for range in ["tv", "pc"] {
            if named.is_empty() && range == "pc" {
                continue; // nothing would say so
            }
            let name = format!("{matrix}_{named}_{range}.mkv");
            let bars: Vec<String> = colours
                .iter()
                .map(|(r, g, b)| format!("color=c=0x{r:02x}{g:02x}{b:02x}:s=64x96:r=5:d=0.4,format=rgb24[{r}x{g}x{b}]"))
                .collect();
            let labels: Vec<String> = colours
                .iter()
                .map(|(r, g, b)| format!("[{r}x{g}x{b}]"))
                .collect();
            let graph = format!(
                "{};{}hstack=inputs=7,scale=out_color_matrix={matrix}:out_range={range}:flags=accurate_rnd+full_chroma_int,format=yuv420p",
                bars.join(";"),
                labels.concat()
            );
            let tags = if named.is_empty() {
                String::new()
            } else {
                format!("-colorspace {named} -color_range {range}")
            };
            let words = format!("-filter_complex {graph} -c:v libx264 -qp 0 {tags}");
            let path = clips.ffmpeg(&words, &name);
            for width in [448, 224] {
                let demand = Demand { width, ..SPARSE };
                let (mut decode, plan) =
                    start(&clips, &clips.open(&path), &[(DENSE, None), (demand, None)]);
                let taps = decode.take_taps();
                drop(taps[0].recv().unwrap());
                let frame = taps[1].recv().unwrap();
                let bar = plan.branches[1].width / 7;
                for (i, (r, g, b)) in colours.into_iter().enumerate() {
                    let at = (frame.height / 2 * frame.width + i * bar + bar / 2) * 3;
                    let got = &frame.rgb()[at..at + 3];
                    let far = |a: u8, b: u8| a.abs_diff(b) > 3;
                    assert!(
                        !(far(got[0], r) || far(got[1], g) || far(got[2], b)),
                        "{name} at {width}: {got:?} for {:?}",
                        (r, g, b)
                    );
                }
            }
        }
    }
}
