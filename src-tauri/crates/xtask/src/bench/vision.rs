//! People and faces: what we add to the bare models, all picture pipelines at once beside their lower bound
//! and beside a straightforward Python loop, association, and memory.
//!
//! Times of the models come from `benches/vision_frames` of `va-pipelines`, which looks inside; the others
//! are wall times of whole programs. Watches memory as the kernel tells it, so on Linux only.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::annotation::Annotation;
use super::measure::{median, peak, seconds};
use super::{Bench, clips};
use crate::exec;
use crate::workspace::Profile;

/// Pipelines without a model.
const PLAIN: [&str; 2] = ["scene_detection", "motion_energy"];
/// Environment variable that names a folder with models.
const MODELS: &str = "VIDEOANNOTATOR_MODELS_DIR";
/// Samples a second.
const RATE: f64 = 5.0;

/// A line of `vision_frames`: seconds of `measured` samples.
#[derive(Deserialize)]
struct Cost {
    pipeline: String,
    threads: u32,
    measured: f64,
    runs: f64,
    bare: f64,
    whole: f64,
}

/// Milliseconds of a run in Python.
#[derive(Deserialize)]
struct Bare {
    detector: f64,
    pose: f64,
}

#[derive(Deserialize)]
struct Pass {
    seconds: f64,
}

/// Measures and writes the section.
pub fn measure(bench: &Bench<'_>) -> Result<String> {
    let (clip, length) = clip(bench)?;
    let models = clips::shared(bench.workspace, "models")?;
    let costs = costs(bench, &clip, &models)?;
    let single = costs.iter().filter(|cost| cost.threads == 1);
    let names: Vec<&str> = PLAIN
        .into_iter()
        .chain(single.map(|cost| cost.pipeline.as_str()))
        .collect();
    let names = names.join(",");
    Ok([
        "## People and faces\n\nTwo minutes of H.264 at 1080p30 (`Peekaboo` and `one-by-one-person-detection.mp4`, \
         looped and scaled), five samples a second, quick models, processor only.\n\n"
            .to_owned(),
        added(bench, &costs, &models)?,
        together(bench, (&costs, &names), (&clip, length), &models)?,
        association(bench)?,
        memory(bench, &names, &models)?,
        "No machine with a graphics card was used.\n".to_owned(),
    ]
    .concat())
}

/// The recording and its seconds; a debug build is only tried on a short one.
fn clip(bench: &Bench<'_>) -> Result<(PathBuf, f64)> {
    Ok(match bench.profile {
        Profile::Release => (clips::people(bench.workspace)?, 120.0),
        Profile::Debug => (clips::people_shortly(bench.workspace)?, 20.0),
    })
}

/// A benchmark of `va-pipelines`: what it prints.
fn cargo_bench(bench: &Bench<'_>, name: &str, words: &[&Path]) -> Result<String> {
    let library = [
        "libonnxruntime.so",
        "libonnxruntime.dylib",
        "onnxruntime.dll",
    ]
    .map(|file| bench.workspace.runtime(bench.profile).join(file))
    .into_iter()
    .find(|file| file.is_file())
    .context("no ONNX Runtime in the runtime folder")?;
    let mut command = Command::new(exec::cargo());
    command.current_dir(bench.workspace.root()).args([
        "bench",
        "--quiet",
        "-p",
        "va-pipelines",
        "--bench",
        name,
    ]);
    if bench.profile == Profile::Debug {
        command.args(["--profile", "dev"]);
    }
    command.arg("--").args(words);
    command.env("ORT_DYLIB_PATH", library);
    command.env("ORT_DISABLE_TELEMETRY", "1");
    exec::output(&mut command)
}

fn costs(bench: &Bench<'_>, clip: &Path, models: &Path) -> Result<Vec<Cost>> {
    let mut words = vec![clip, models];
    // a debug build is only tried
    if bench.profile == Profile::Debug {
        words.push(Path::new("40"));
    }
    let text = cargo_bench(bench, "vision_frames", &words)?;
    let lines = text.lines().filter(|line| line.starts_with('{'));
    let costs: Vec<Cost> = lines
        .map(|line| serde_json::from_str(line).context("read a line of vision_frames"))
        .collect::<Result<_>>()?;
    if costs.is_empty() {
        bail!("vision_frames measured nothing: {text}");
    }
    Ok(costs)
}

/// What the whole path adds to the bare models, for each pipeline and number of threads.
fn added(bench: &Bench<'_>, costs: &[Cost], models: &Path) -> Result<String> {
    let mut text = vec![
        "| step, without decoding | threads | runs a sample | bare `session.run`, ms a sample | whole path, \
         ms a sample | ratio |\n|---|---:|---:|---:|---:|---:|\n"
            .to_owned(),
    ];
    for cost in costs {
        let each = |seconds: f64| seconds * 1000.0 / cost.measured;
        text.push(format!(
            "| `{}` | {} | {:.2} | {:.2} | {:.2} | {:.3} |\n",
            cost.pipeline,
            cost.threads,
            cost.runs / cost.measured,
            each(cost.bare),
            each(cost.whole),
            cost.whole / cost.bare
        ));
    }
    text.push(
        "\nWanted: at most 1.10. Bare is the time inside ONNX Runtime in the same run; the rest is resizing, \
         output, association, smoothing and writing. Decoding is shared by all steps and runs beside them; it \
         is in the table below.\n"
            .to_owned(),
    );
    for cost in costs.iter().filter(|c| c.pipeline == "person_tracking") {
        let threads = cost.threads.to_string();
        let words = ["vision_bare".as_ref(), models.as_os_str(), threads.as_ref()];
        let python: Bare = bench.peers.ask(&words)?;
        // one run of the detector a sample, the others are of the pose model
        let poses = cost.runs - cost.measured;
        let theirs = (cost.measured * python.detector + poses * python.pose) / 1000.0;
        text.push(format!(
            "The same runs of YOLOX-nano ({:.1} ms) and MoveNet ({:.1} ms) by ONNX Runtime from Python, {threads} \
             thread(s): our whole path takes {:.3} of that.\n",
            python.detector,
            python.pose,
            cost.whole / theirs
        ));
    }
    Ok(text.concat() + "\n")
}

/// All picture pipelines at once.
fn together(
    bench: &Bench<'_>,
    (costs, names): (&[Cost], &str),
    (clip, length): (&Path, f64),
    models: &Path,
) -> Result<String> {
    let [mut decode, mut ours, mut theirs] = [const { Vec::new() }; 3];
    let mut passes = BTreeMap::new();
    for _ in 0..bench.runs {
        let mut ffmpeg = exec::program("ffmpeg")?;
        ffmpeg.args(["-hide_banner", "-nostdin", "-i"]).arg(clip);
        decode.push(seconds(ffmpeg.args(["-map", "0:v:0", "-f", "null", "-"]))?);
        let run = Annotation::of(bench.workspace, clip)?.with(bench.profile);
        let mut command = run.command(bench.workspace, names);
        ours.push(seconds(command.env(MODELS, models))?);
        let words = [
            "vision_loop".as_ref(),
            clip.as_os_str(),
            models.as_os_str(),
            names.as_ref(),
        ];
        let found: BTreeMap<String, Pass> = bench.peers.ask(&words)?;
        theirs.push(found.values().map(|pass| pass.seconds).sum());
        for (name, pass) in found {
            passes
                .entry(name)
                .or_insert_with(Vec::new)
                .push(pass.seconds);
        }
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as f64;
    let single = costs.iter().filter(|cost| cost.threads == 1);
    let bare: f64 = single
        .map(|cost| cost.bare / cost.measured * length * RATE)
        .sum();
    let bound = median(&decode).max(bare / cores);
    let row = |name: &str, value: f64| format!("| {name} | {value:.2} | {:.2} |\n", value / bound);
    let mut text = vec![format!(
        "| {} together, {length:.0} s of video | seconds | to the bound |\n|---|---:|---:|\n",
        names.replace(',', ", ")
    )];
    text.push(row("ffmpeg, decode", median(&decode)));
    text.push(row(
        &format!("bare inference of all samples, one thread, divided by {cores} cores"),
        bare / cores,
    ));
    text.push(row("**bound**: the larger of the two", bound));
    text.push(row("videoannotator, the whole program", median(&ours)));
    for (name, times) in &passes {
        text.push(row(
            &format!("Python, OpenCV and ONNX Runtime: the pass of {name}"),
            median(times),
        ));
    }
    text.push(row("Python, all passes", median(&theirs)));
    text.push(format!(
        "\nWe take {:.2} times the bound (wanted: at most 1.10); Python takes {:.2} times as long as we do (wanted: at \
         least 2).\n\n",
        median(&ours) / bound,
        median(&theirs) / median(&ours)
    ));
    Ok(text.concat())
}

/// Who is who among a hundred people.
fn association(bench: &Bench<'_>) -> Result<String> {
    let text = cargo_bench(bench, "association", &[])?;
    let lines: Vec<String> = text
        .lines()
        .filter(|line| line.contains("samples/s"))
        .map(|line| format!("- {line}\n"))
        .collect();
    if lines.is_empty() {
        bail!("the benchmark of the association printed no rate: {text}");
    }
    Ok(format!(
        "Association of 100 people from sample to sample (wanted: over 5,000 a second):\n\n{}\n",
        lines.concat()
    ))
}

/// Peak memory with everything on.
fn memory(bench: &Bench<'_>, names: &str, models: &Path) -> Result<String> {
    let minutes = match bench.profile {
        Profile::Release => bench.minutes,
        Profile::Debug => 2,
    };
    let (short, seconds) = clip(bench)?;
    let long = clips::people_for(bench.workspace, minutes)?;
    let lengths = [
        (format!("{seconds:.0} s"), short),
        (format!("{minutes} minutes"), long),
    ];
    let mut rows: Vec<String> = Vec::new();
    let mut peaks = Vec::new();
    for (name, clip) in &lengths {
        let run = Annotation::of(bench.workspace, clip)?.with(bench.profile);
        let mut command = run.command(bench.workspace, names);
        let (found, took) = peak(command.env(MODELS, models))?;
        let megabytes = |bytes: u64| bytes as f64 / 1e6;
        rows.push(format!(
            "| {name} | {:.0} | {:.0} | {took:.1} |\n",
            megabytes(found.worker),
            megabytes(found.family)
        ));
        peaks.push(megabytes(found.family));
    }
    let growth = peaks.last().unwrap_or(&f64::NAN) / peaks.first().unwrap_or(&f64::NAN);
    Ok(format!(
        "| peak resident memory in MB, all picture pipelines | worker | with its decoder and the command line | wall \
         seconds |\n|---|---:|---:|---:|\n{}\nWanted: under 700 MB in all, and the same at 60 minutes; the longer \
         recording takes {growth:.2} times as much as the shorter.\n\n",
        rows.concat()
    ))
}
