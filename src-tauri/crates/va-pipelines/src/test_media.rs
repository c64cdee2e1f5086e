//! For tests: pictures painted by the test, and the recordings in the shared folder beside the
//! repository, decoded as the worker decodes them with the `ffmpeg` on the path.

use std::path::{Path, PathBuf};

use va_core::media::MediaFacts;
use va_core::{Millis, TimeBase};
use va_media::{Demand, Frame, Recording, TapSpec, Tools, VideoPlan, decode_video};

use crate::pipeline::PictureDemand;

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

/// A JSON file of the shared folder, or `None` after saying loudly that the test is skipped.
pub(crate) fn shared_json(name: &str) -> Option<serde_json::Value> {
    let text = std::fs::read(shared(name)?).unwrap();
    Some(serde_json::from_slice(&text).unwrap())
}

/// A PNG file of the shared folder, which must be there: packed RGB, width and height.
pub(crate) fn shared_picture(name: &str) -> (Vec<u8>, usize, usize) {
    let file = std::fs::File::open(shared(name).unwrap()).unwrap();
    let mut reader = png::Decoder::new(std::io::BufReader::new(file))
        .read_info()
        .unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let shape = reader.next_frame(&mut bytes).unwrap();
    assert_eq!(
        (shape.color_type, shape.bit_depth),
        (png::ColorType::Rgb, png::BitDepth::Eight)
    );
    (bytes, shape.width as usize, shape.height as usize)
}

/// A recording, probed.
pub(crate) fn open(path: &Path) -> (Tools, Recording) {
    let tools = Tools::find(None).unwrap();
    let recording = Recording::open(&tools, path, &std::env::temp_dir()).unwrap();
    (tools, recording)
}

/// Decodes a recording as one pipeline alone asks for it and hands every frame to `each`.
pub(crate) fn decode(
    (tools, recording): &(Tools, Recording),
    demand: PictureDemand,
    mut each: impl FnMut(&Frame),
) {
    let demand = Demand {
        sampling: demand.sampling,
        width: demand.width,
        colour: demand.colour,
    };
    let plan = VideoPlan::new(recording.video().unwrap(), &[demand], 2);
    let tap = TapSpec {
        branch: 0,
        sampling: demand.sampling,
        resume_from: None,
    };
    let mut decode = decode_video(tools, recording, &plan, &[tap]).unwrap();
    for frame in decode.take_taps().remove(0) {
        each(&frame);
    }
    decode.join().unwrap();
}
