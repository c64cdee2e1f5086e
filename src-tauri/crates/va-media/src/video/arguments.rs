//! The command line of the video child. Every piece is there because its absence was seen to give wrong
//! times or colours: frames pass through as they are (never duplicated to a constant rate), times are the
//! file's own (`-copyts`) in its own ticks (`-enc_time_base`), shifted so that NUT can hold negative ones;
//! full-range video becomes limited-range nv12 with every version of ffmpeg. Several branches are several
//! streams of the same pipe, made from one decode by `split`.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::Path;

use va_core::{Millis, TimeBase};

use crate::child;
use crate::clock::OFFSET_SECONDS;
use crate::frame::Colour;
use crate::plan::{Branch, VideoPlan};

/// Frames of one branch that may wait for the first of another: far more than a second has, which is the
/// longest wait.
const WAITING: &str = "100000";

/// Arguments after the program's name. `selects` has an expression for each branch.
pub(super) fn arguments(
    path: &Path,
    base: TimeBase,
    plan: &VideoPlan,
    selects: &[Option<String>],
    seek: Option<Millis>,
) -> Vec<OsString> {
    let mut args: Vec<OsString> = Vec::new();
    let mut add = |list: &[&str]| args.extend(list.iter().map(OsString::from));
    add(&[
        "-hide_banner",
        "-nostdin",
        "-nostats",
        "-loglevel",
        "level+warning",
    ]);
    add(&["-threads", &plan.threads.to_string()]);
    if let Some(seek) = seek {
        // seconds after the container's start, also with -copyts
        add(&["-ss", &format!("{}.{:03}", seek.0 / 1000, seek.0 % 1000)]);
    }
    add(&["-copyts", "-i"]);
    args.push(child::input(path));
    let mut add = |list: &[&str]| args.extend(list.iter().map(OsString::from));
    let chains: Vec<String> = plan
        .branches
        .iter()
        .enumerate()
        .map(|(i, branch)| chain(branch, selects.get(i).and_then(Option::as_deref)))
        .collect();
    // V: a video stream that is no cover art
    match chains.as_slice() {
        [only] => {
            add(&["-map", "0:V:0", "-an", "-sn", "-dn", "-vf", only]);
            let format = plan.branches.first().map(|b| b.colour.pixel_format());
            add(&["-pix_fmt", format.unwrap_or("nv12")]);
        }
        several => {
            add(&["-filter_complex", &graph(plan, several)]);
            for i in 0..several.len() {
                add(&["-map", &format!("[o{i}]")]);
            }
            add(&["-max_muxing_queue_size", WAITING]);
        }
    }
    add(&[
        "-fps_mode",
        "passthrough",
        "-enc_time_base",
        &format!("{}:{}", base.num, base.den),
    ]);
    add(&["-c:v", "rawvideo"]);
    add(&["-output_ts_offset", &OFFSET_SECONDS.to_string()]);
    add(&["-f", "nut", "-write_index", "0", "pipe:1"]);
    args
}

/// The filters of one branch: drop, then scale.
fn chain(branch: &Branch, select: Option<&str>) -> String {
    let (w, h) = (branch.width, branch.height);
    let scale = match branch.colour {
        Colour::Nv12 => format!("scale={w}:{h}:flags=fast_bilinear:out_range=tv"),
        Colour::Rgb => format!("scale={w}:{h}:flags=bilinear"),
    };
    match select {
        Some(expression) => format!("select='{expression}',{scale}"),
        None => scale,
    }
}

/// The filters of several branches behind one decoder.
fn graph(plan: &VideoPlan, chains: &[String]) -> String {
    let (mut inputs, mut rest) = (String::new(), String::new());
    for (i, (chain, branch)) in chains.iter().zip(&plan.branches).enumerate() {
        let format = branch.colour.pixel_format();
        // writing to a String does not fail
        let _ = write!(inputs, "[i{i}]");
        let _ = write!(rest, ";[i{i}]{chain},format={format}[o{i}]");
    }
    format!("[0:V:0]split={}{inputs}{rest}", chains.len())
}
