//! What the pipelines that look at people and faces add to the bare time of their models, on a real clip,
//! without decoding, with one and with two threads. Goal: at most 1.10 times the bare time.
//!
//! `cargo bench -p va-pipelines --bench vision_frames -- VIDEO MODELS [SAMPLES]`, with `ORT_DYLIB_PATH` and
//! `ORT_DISABLE_TELEMETRY=1`; MODELS is a folder with the catalogue's files. One line of JSON for each pipeline
//! and number of threads. `cargo xtask bench vision` calls it.

#![expect(clippy::print_stdout, reason = "a benchmark talks to its user")]
#![expect(clippy::unwrap_used, reason = "a benchmark may stop at any surprise")]
#![expect(clippy::expect_used, reason = "a benchmark may stop at any surprise")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use va_core::annotation::{Observation, Renumber, Sample, Segment, TrackSpec};
use va_core::device::{DeviceWish, Provider};
use va_core::pipelines::find;
use va_media::{Demand, Frame, Recording, TapSpec, Tools, VideoPlan, decode_video};
use va_pipelines::infer::spent;
use va_pipelines::{
    Checkpoint, Environment, PicturePipeline, PipelineError, Sink, StreamContext, TrackId,
    build_picture,
};

/// Samples that are decoded before the clock runs. The decoder is at rest then.
const CHUNK: usize = 40;

/// Counts what is measured.
#[derive(Default)]
struct Counter {
    objects: usize,
}

impl Sink for Counter {
    fn track(&mut self, _: TrackSpec) -> Result<TrackId, PipelineError> {
        Ok(TrackId(0))
    }
    fn segment(&mut self, _: TrackId, _: Segment) -> Result<(), PipelineError> {
        Ok(())
    }
    fn sample(&mut self, _: TrackId, _: Sample) -> Result<(), PipelineError> {
        Ok(())
    }
    fn clear_first_from(&mut self, _: TrackId, _: &[i64]) -> Result<(), PipelineError> {
        Ok(())
    }
    fn object(&mut self, _: TrackId, _: Observation) -> Result<(), PipelineError> {
        self.objects += 1;
        Ok(())
    }
    fn renumber(&mut self, _: TrackId, _: &[Renumber]) -> Result<(), PipelineError> {
        Ok(())
    }
    fn checkpoint(&mut self, _: Checkpoint) -> Result<(), PipelineError> {
        Ok(())
    }
}

/// The files of the catalogue that are in the folder, by id.
fn models(folder: &Path) -> BTreeMap<String, PathBuf> {
    let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("../va-models/catalog.json");
    let catalog: Vec<Value> = serde_json::from_slice(&std::fs::read(catalog).unwrap()).unwrap();
    catalog
        .iter()
        .map(|model| {
            let word = |key: &str| model[key].as_str().unwrap().to_owned();
            (word("id"), folder.join(word("file")))
        })
        .filter(|(_, file)| file.is_file())
        .collect()
}

/// Times of one run over the clip.
#[derive(Default)]
struct Cost {
    samples: usize,
    whole: Duration,
    runs: u64,
    bare: Duration,
}

fn measure(
    pipeline: &mut dyn PicturePipeline,
    recording: &Recording,
    tools: &Tools,
    most: usize,
) -> (Cost, usize) {
    let demand = pipeline.demand();
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
    let frames = decode.take_taps().remove(0);
    let (mut cost, mut counter) = (Cost::default(), Counter::default());
    while cost.samples < most {
        let chunk: Vec<Arc<Frame>> = frames.iter().take(CHUNK).collect();
        if chunk.is_empty() {
            break;
        }
        for frame in &chunk {
            let (runs, before) = spent();
            let begun = Instant::now();
            pipeline.push(frame, &mut counter).unwrap();
            let took = begun.elapsed();
            let (runs_now, after) = spent();
            cost.samples += 1;
            // the first ones find memory and caches cold
            if cost.samples > 5 {
                cost.whole += took;
                cost.runs += runs_now - runs;
                cost.bare += after.saturating_sub(before);
            }
        }
    }
    decode.stop();
    (cost, counter.objects)
}

fn main() {
    let arguments: Vec<String> = std::env::args().filter(|word| word != "--bench").collect();
    let [_, video, folder, rest @ ..] = arguments.as_slice() else {
        println!("SKIPPED: give a video and a folder with models");
        return;
    };
    let most = rest
        .first()
        .map_or(usize::MAX, |text| text.parse().unwrap());
    let library = PathBuf::from(std::env::var_os("ORT_DYLIB_PATH").unwrap_or_default());
    let tools = Tools::find(None).unwrap();
    let recording = Recording::open(&tools, Path::new(video), &std::env::temp_dir()).unwrap();
    let stream = StreamContext {
        time_base: recording.video().unwrap().time_base,
        facts: recording.facts(),
    };
    for id in ["person_tracking", "face_analysis"] {
        let Some(descriptor) = find(id) else {
            println!("SKIPPED: there is no pipeline `{id}`");
            continue;
        };
        for threads in [1, 2] {
            let environment = Environment {
                onnx_runtime: library.clone(),
                models: models(Path::new(folder)),
                threads,
                device: DeviceWish {
                    asked: vec![Provider::Cpu],
                    ..DeviceWish::default()
                },
            };
            let settings = descriptor.schema.defaults();
            let built = build_picture(id, &settings, &stream, &environment, None).unwrap();
            let mut pipeline = built.expect("the registry has it");
            let (cost, objects) = measure(pipeline.as_mut(), &recording, &tools, most);
            let line = json!({
                "pipeline": id,
                "threads": threads,
                "samples": cost.samples,
                "measured": cost.samples.saturating_sub(5),
                "objects": objects,
                "runs": cost.runs,
                "bare": cost.bare.as_secs_f64(),
                "whole": cost.whole.as_secs_f64(),
            });
            println!("{line}");
        }
    }
}
