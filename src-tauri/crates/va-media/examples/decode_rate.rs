//! How fast a video is decoded and handed over, for comparison with ffmpeg alone:
//! `decode_rate VIDEO [WIDTH]` prints frames and seconds.

use std::path::Path;
use std::time::Instant;

use va_media::{Colour, Demand, Recording, Sampling, TapSpec, Tools, VideoPlan, decode_video};

#[expect(clippy::print_stdout, reason = "its output is its purpose")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: decode_rate VIDEO [WIDTH]")?;
    let width = arguments.next().map_or(Ok(640), |text| text.parse())?;
    let tools = Tools::find(None)?;
    let begun = Instant::now();
    let recording = Recording::open(&tools, Path::new(&path), &std::env::temp_dir())?;
    let probed = begun.elapsed();
    let sampling = Sampling::EveryFrame;
    let cores = std::thread::available_parallelism()?.get() as u32;
    let plan = VideoPlan::new(
        recording.video()?,
        &[Demand {
            sampling,
            width,
            colour: Colour::Nv12,
        }],
        cores,
    );
    let tap = TapSpec {
        branch: 0,
        sampling,
        resume_from: None,
    };
    let begun = Instant::now();
    let mut decode = decode_video(&tools, &recording, &plan, &[tap])?;
    let frames: usize = decode
        .take_taps()
        .iter()
        .map(|tap| tap.iter().count())
        .sum();
    let report = decode.join()?;
    println!(
        "{frames} frames of {} x {} in {:.3} s (probe {:.3} s), warnings: {:?}",
        plan.branches[0].width,
        plan.branches[0].height,
        begun.elapsed().as_secs_f64(),
        probed.as_secs_f64(),
        report.warnings
    );
    Ok(())
}
