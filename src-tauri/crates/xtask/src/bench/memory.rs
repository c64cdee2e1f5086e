//! Memory: the worker's peak on two minutes and on an hour of the same 1080p video.
//!
//! Read from the kernel while the program runs, so on Linux only.

use anyhow::Result;

use super::annotation::Annotation;
use super::measure::peak;
use super::{Bench, clips};

/// Measures and writes the section.
pub fn measure(bench: &Bench<'_>) -> Result<String> {
    let clips = [
        ("2 minutes", clips::two_minutes(bench.workspace)?),
        ("60 minutes", clips::one_hour(bench.workspace)?),
    ];
    let mut rows = Vec::new();
    let mut peaks = Vec::new();
    for (name, clip) in clips {
        let run = Annotation::of(bench.workspace, &clip)?;
        let (found, took) = peak(&mut run.command(bench.workspace, ""))?;
        let megabytes = |bytes: u64| bytes as f64 / 1e6;
        rows.push(format!(
            "| {name} | {:.0} | {:.0} | {took:.1} |\n",
            megabytes(found.worker),
            megabytes(found.family)
        ));
        peaks.push(megabytes(found.worker));
    }
    let growth = peaks.last().unwrap_or(&f64::NAN) / peaks.first().unwrap_or(&f64::NAN);
    Ok(format!(
        "## Memory\n\nShots, movement and speech on H.264 at 1080p30; peak resident memory in MB.\n\n\
         | length | worker | with its decoders and the command line | wall seconds |\n\
         |---|---:|---:|---:|\n{}\n\
         The worker's peak on the hour is {growth:.2} times that on two minutes (wanted: at most 1.10, \
         and under 400 MB).\n",
        rows.concat()
    ))
}
