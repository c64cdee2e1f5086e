//! For tests: pictures painted by the test, and the recordings in the shared folder beside the
//! repository, decoded by the `ffmpeg` on the path.

use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use va_core::media::MediaFacts;
use va_core::{Millis, TimeBase};
use va_media::Frame;

/// Milliseconds as ticks.
pub(crate) const MILLIS: TimeBase = TimeBase { num: 1, den: 1000 };

/// Facts of a recording of which a pipeline need not know anything.
pub(crate) fn no_facts() -> MediaFacts {
    MediaFacts {
        container: String::new(),
        size_bytes: 0,
        start: Millis(0),
        duration: None,
        video: None,
        audio: Vec::new(),
        warnings: Vec::new(),
    }
}

/// A picture of one colour with a little noise that differs from frame to frame.
pub(crate) fn plain(pts: i64, (width, height): (usize, usize), [y, u, v]: [u8; 3]) -> Frame {
    let grain = |i: usize| ((i as u64 * 2_654_435_761 + pts as u64 * 40_503) >> 7) as u8 % 4;
    let mut data: Vec<u8> = (0..width * height)
        .map(|i| y.saturating_add(grain(i)))
        .collect();
    data.extend([u, v].repeat(width * height / 4));
    Frame::new((pts, Millis(pts)), (width, height), data, None)
}

/// A file of the shared folder, or `None` after saying loudly that the test is skipped.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let given = std::env::var_os("VIDEOANNOTATOR_SHARED").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared");
    let path = given.unwrap_or(beside).join(name);
    if path.is_file() {
        return Some(path);
    }
    assert!(
        std::env::var("VIDEOANNOTATOR_REQUIRE_SHARED").as_deref() != Ok("1"),
        "{} is not there",
        path.display()
    );
    eprintln!("SKIPPED: {} is not there", path.display());
    None
}

/// Time base, timestamps in order of display, and the end of the last frame.
pub(crate) struct Clock {
    pub base: TimeBase,
    pub pts: Vec<i64>,
    pub end: i64,
}

fn ask(path: &Path, entries: &str) -> Vec<Vec<String>> {
    let output = Command::new("ffprobe")
        .args([
            "-v",
            "error",
            "-select_streams",
            "v:0",
            "-of",
            "csv=p=0",
            "-show_entries",
        ])
        .arg(entries)
        .arg(path)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let fields = |line: &str| line.split([',', '/']).map(str::to_owned).collect();
    text.lines().map(fields).collect()
}

/// What ffprobe says about the clock of a recording.
pub(crate) fn clock(path: &Path) -> Clock {
    let number = |text: &String| text.parse::<i64>().unwrap();
    let base = ask(path, "stream=time_base").remove(0);
    let mut packets: Vec<(i64, i64)> = ask(path, "packet=pts,duration")
        .iter()
        .map(|p| (number(&p[0]), number(&p[1])))
        .collect();
    packets.sort_unstable();
    let (last, duration) = *packets.last().unwrap();
    Clock {
        base: TimeBase::new(number(&base[0]) as u32, number(&base[1]) as u32),
        pts: packets.iter().map(|p| p.0).collect(),
        end: last + duration,
    }
}

/// Decodes a recording at a size and hands every frame to `each`.
pub(crate) fn decode(
    path: &Path,
    clock: &Clock,
    (width, height): (usize, usize),
    mut each: impl FnMut(&Frame),
) {
    let filter = format!("scale={width}:{height}:flags=fast_bilinear:out_range=tv");
    let mut child = Command::new("ffmpeg")
        .args(["-nostdin", "-loglevel", "error", "-copyts", "-i"])
        .arg(path)
        .args(["-map", "0:v:0", "-vf", &filter, "-fps_mode", "passthrough"])
        .args(["-pix_fmt", "nv12", "-f", "rawvideo", "pipe:1"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = BufReader::new(child.stdout.take().unwrap());
    for &pts in &clock.pts {
        let mut data = vec![0; width * height * 3 / 2];
        pipe.read_exact(&mut data).unwrap();
        let time = clock.base.millis(pts);
        each(&Frame::new((pts, time), (width, height), data, None));
    }
    assert!(child.wait().unwrap().success());
}
