//! How fast a video is decoded and handed over, for comparison with ffmpeg alone:
//! `decode_rate VIDEO [WIDTH [RGB_WIDTH]]` prints frames and seconds. With a second width, five frames a
//! second come in RGB beside all of them in nv12.

use std::path::Path;
use std::time::Instant;

use va_media::{Colour, Demand, Recording, Sampling, TapSpec, Tools, VideoPlan, decode_video};

#[expect(clippy::print_stdout, reason = "its output is its purpose")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: decode_rate VIDEO [WIDTH [RGB_WIDTH]]";
    let path = arguments.next().ok_or(usage)?;
    let width = arguments.next().map_or(Ok(640), |text| text.parse())?;
    let mut demands = vec![Demand {
        sampling: Sampling::EveryFrame,
        width,
        colour: Colour::Nv12,
    }];
    if let Some(text) = arguments.next() {
        demands.push(Demand {
            sampling: Sampling::PerSecond(5),
            width: text.parse()?,
            colour: Colour::Rgb,
        });
    }
    let tools = Tools::find(None)?;
    let begun = Instant::now();
    let recording = Recording::open(&tools, Path::new(&path), &std::env::temp_dir())?;
    let probed = begun.elapsed();
    let cores = std::thread::available_parallelism()?.get() as u32;
    let plan = VideoPlan::new(recording.video()?, &demands, cores);
    let taps: Vec<TapSpec> = demands
        .iter()
        .zip(&plan.branch_of)
        .map(|(demand, branch)| TapSpec {
            branch: *branch,
            sampling: demand.sampling,
            resume_from: None,
        })
        .collect();
    let begun = Instant::now();
    let mut decode = decode_video(&tools, &recording, &plan, &taps)?;
    let threads: Vec<_> = decode
        .take_taps()
        .into_iter()
        .map(|tap| std::thread::spawn(move || tap.iter().count()))
        .collect();
    let counts: Vec<usize> = threads.into_iter().map(|t| t.join().unwrap_or(0)).collect();
    let report = decode.join()?;
    println!(
        "{counts:?} frames of {:?} in {:.3} s (probe {:.3} s), warnings: {:?}",
        plan.branches,
        begun.elapsed().as_secs_f64(),
        probed.as_secs_f64(),
        report.warnings
    );
    Ok(())
}
