//! Stop means stop: no child outlives its decode, whoever ends it.

use std::path::Path;
use std::time::{Duration, Instant};

use va_media::{Colour, Demand, TapSpec, VideoDecode, VideoPlan, decode_audio, decode_video};

use crate::clips::Clips;
use crate::frames::EVERY;

/// Far longer than any test waits.
fn endless(clips: &Clips) -> std::path::PathBuf {
    clips.ffmpeg(
        "-f lavfi -i color=s=320x240:r=100:d=20 -f lavfi -i sine=d=1200 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a pcm_s16le",
        "endless.mkv",
    )
}

fn start(clips: &Clips, path: &Path, taps: usize) -> VideoDecode {
    let recording = clips.open(path);
    let demand = Demand {
        sampling: EVERY,
        width: 320,
        colour: Colour::Nv12,
    };
    let plan = VideoPlan::new(recording.video().unwrap(), &[demand], 2);
    let taps = vec![
        TapSpec {
            branch: 0,
            sampling: EVERY,
            resume_from: None
        };
        taps
    ];
    decode_video(&clips.tools, &recording, &plan, &taps).unwrap()
}

/// Processes, zombies included, that have the clip's path in their command line or are our dead children.
#[cfg(target_os = "linux")]
fn processes_on(path: &Path) -> Vec<String> {
    let wanted = path.to_str().unwrap();
    let folders = std::fs::read_dir("/proc").unwrap().flatten();
    let lines = folders.filter_map(|e| std::fs::read(e.path().join("cmdline")).ok());
    lines
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .filter(|line| line.contains(wanted) && line.contains("ffmpeg"))
        .collect()
}

#[cfg(not(target_os = "linux"))]
fn processes_on(_path: &Path) -> Vec<String> {
    Vec::new()
}

const SOON: Duration = Duration::from_secs(2);

#[test]
fn stop_ends_the_child_while_a_tap_is_not_read() {
    let clips = Clips::new();
    let path = endless(&clips);
    let mut decode = start(&clips, &path, 2);
    let taps = decode.take_taps();
    taps[0].recv().unwrap();
    let begun = Instant::now();
    decode.stop();
    let report = decode.join().unwrap();
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    assert!(!report.complete);
    assert_eq!(processes_on(&path), Vec::<String>::new());
    drop(taps);
}

#[test]
fn dropping_a_decode_ends_its_child() {
    let clips = Clips::new();
    let path = endless(&clips);
    let mut decode = start(&clips, &path, 1);
    let taps = decode.take_taps();
    taps[0].recv().unwrap();
    drop(decode);
    assert_eq!(processes_on(&path), Vec::<String>::new());
    assert!(
        taps[0].iter().count() <= 5,
        "what waited is there, nothing more comes"
    );
}

#[test]
fn decoding_stops_when_nobody_listens_any_more() {
    let clips = Clips::new();
    let path = endless(&clips);
    let mut decode = start(&clips, &path, 2);
    let taps = decode.take_taps();
    taps[1].recv().unwrap();
    drop(taps);
    let report = decode.join().unwrap();
    assert!(!report.complete);
    assert_eq!(processes_on(&path), Vec::<String>::new());
}

#[test]
fn a_pipeline_that_fails_does_not_stop_the_others() {
    let clips = Clips::new();
    let mut decode = start(&clips, &clips.b_frames(), 2);
    let mut taps = decode.take_taps();
    taps.remove(0).recv().unwrap();
    assert_eq!(taps[0].iter().count(), 60);
    assert!(decode.join().unwrap().complete);
}

#[test]
fn sound_stops_too() {
    let clips = Clips::new();
    let path = endless(&clips);
    let recording = clips.open(&path);
    let mut decode = decode_audio(&clips.tools, &recording, 0, 16000, 0).unwrap();
    let chunks = decode.take_chunks().unwrap();
    chunks.recv().unwrap();
    let begun = Instant::now();
    decode.stopper().stop();
    assert!(!decode.join().unwrap().complete);
    assert!(begun.elapsed() < SOON);
    assert_eq!(processes_on(&path), Vec::<String>::new());
}
