//! How much longer the whole of `voice_activity` takes than the bare network on the same windows, one
//! thread each, in turn, after decoding. Goal: at most 1.15 times. Needs `ORT_DYLIB_PATH` and the shared
//! folder beside the repository (or `VIDEOANNOTATOR_SHARED`).

#![expect(clippy::print_stdout, reason = "a benchmark talks to its user")]
#![expect(clippy::unwrap_used, reason = "a benchmark may stop at any surprise")]
#![expect(clippy::expect_used, reason = "a benchmark may stop at any surprise")]

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ort::session::Session;
use ort::value::TensorRef;
use va_core::annotation::{Observation, Renumber, Sample, Segment, TrackSpec};
use va_core::pipelines::find;
use va_media::AudioChunk;
use va_pipelines::infer::{Plan, Runtime};
use va_pipelines::{
    Checkpoint, Dependencies, Environment, PipelineError, Sink, TrackId, build_sound,
};

const ROUNDS: usize = 5;
const WINDOW: usize = 512;
const CONTEXT: usize = 64;

/// Counts what comes in.
#[derive(Default)]
struct Counter {
    samples: usize,
    segments: usize,
}

impl Sink for Counter {
    fn track(&mut self, _: TrackSpec) -> Result<TrackId, PipelineError> {
        Ok(TrackId(0))
    }
    fn segment(&mut self, _: TrackId, _: Segment) -> Result<(), PipelineError> {
        self.segments += 1;
        Ok(())
    }
    fn sample(&mut self, _: TrackId, _: Sample) -> Result<(), PipelineError> {
        self.samples += 1;
        Ok(())
    }
    fn clear_first_from(&mut self, _: TrackId, _: &[i64]) -> Result<(), PipelineError> {
        Ok(())
    }
    fn object(&mut self, _: TrackId, _: Observation) -> Result<(), PipelineError> {
        Ok(())
    }
    fn renumber(&mut self, _: TrackId, _: &[Renumber]) -> Result<(), PipelineError> {
        Ok(())
    }
    fn checkpoint(&mut self, _: Checkpoint) -> Result<(), PipelineError> {
        Ok(())
    }
}

impl Dependencies for Counter {
    fn segments(&self, _: &str) -> Result<Option<Vec<Segment>>, PipelineError> {
        Ok(None)
    }
    fn each_object(
        &self,
        _: &str,
        _: &mut dyn FnMut(&Observation) -> ControlFlow<()>,
    ) -> Result<bool, PipelineError> {
        Ok(false)
    }
}

fn main() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared");
    let shared = std::env::var_os("VIDEOANNOTATOR_SHARED").map_or(beside, PathBuf::from);
    let (model, sound) = (
        shared.join("models/silero_vad.onnx"),
        shared.join("media/silero_test.wav"),
    );
    let library = PathBuf::from(std::env::var_os("ORT_DYLIB_PATH").unwrap_or_default());
    if let Some(missing) = [&model, &sound, &library]
        .into_iter()
        .find(|p| !p.is_file())
    {
        println!(
            "SKIPPED: `{}` is not there; set ORT_DYLIB_PATH",
            missing.display()
        );
        return;
    }
    let mut wav = hound::WavReader::open(&sound).unwrap();
    let samples: Vec<f32> = wav
        .samples::<i16>()
        .map(|s| f32::from(s.unwrap()) / 32_768.0)
        .collect();
    let chunks: Vec<AudioChunk> = samples
        .chunks(4096)
        .enumerate()
        .map(|(i, samples)| AudioChunk {
            start: i as u64 * 4096,
            origin: 0.0,
            rate: 16_000,
            samples: Arc::from(samples),
        })
        .collect();
    let runtime = Runtime::load(&library).unwrap();
    let plan = Plan::processor(1);
    let (mut session, _) = runtime.session("silero-vad", &model, &plan).unwrap();
    let environment = Environment {
        onnx_runtime: library,
        models: [("silero-vad".to_owned(), model)].into(),
        threads: 1,
        ..Environment::default()
    };
    let windows = windows(&samples);
    let _warm_up = (bare(&mut session, &windows), whole(&environment, &chunks));
    let (mut bare_times, mut whole_times) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bare_times.push(bare(&mut session, &windows));
        whole_times.push(whole(&environment, &chunks));
    }
    bare_times.sort_unstable();
    whole_times.sort_unstable();
    let (bare, whole) = (bare_times[ROUNDS / 2], whole_times[ROUNDS / 2]);
    let each = |time: Duration| time.as_secs_f64() * 1e6 / windows.len() as f64;
    println!("windows      {}", windows.len());
    println!("bare run     {:.1} us per window", each(bare));
    println!("voice_activity {:.1} us per window", each(whole));
    println!(
        "ratio        {:.3} (goal: at most 1.15)",
        whole.as_secs_f64() / bare.as_secs_f64()
    );
}

/// What the network is given, context included, made before the clock starts.
fn windows(samples: &[f32]) -> Vec<Vec<f32>> {
    let mut context = [0.0; CONTEXT];
    samples
        .chunks(WINDOW)
        .map(|window| {
            let mut input = context.to_vec();
            input.extend_from_slice(window);
            input.resize(CONTEXT + WINDOW, 0.0);
            context.copy_from_slice(&input[WINDOW..]);
            input
        })
        .collect()
}

fn bare(session: &mut Session, windows: &[Vec<f32>]) -> Duration {
    let mut state = vec![0.0f32; 2 * 128];
    let rate = [16_000i64];
    let mut sum = 0.0;
    let start = Instant::now();
    for window in windows {
        let outputs = session
            .run(ort::inputs![
                "input" => TensorRef::from_array_view(([1usize, CONTEXT + WINDOW], window.as_slice())).unwrap(),
                "state" => TensorRef::from_array_view(([2usize, 1, 128], state.as_slice())).unwrap(),
                "sr" => TensorRef::from_array_view(([0usize; 0], rate.as_slice())).unwrap(),
            ])
            .unwrap();
        sum += outputs["output"].try_extract_tensor::<f32>().unwrap().1[0];
        let next = outputs["stateN"]
            .try_extract_tensor::<f32>()
            .unwrap()
            .1
            .to_vec();
        drop(outputs);
        state = next;
    }
    let time = start.elapsed();
    assert!(sum > 0.0, "the recording has speech");
    time
}

fn whole(environment: &Environment, chunks: &[AudioChunk]) -> Duration {
    let settings = find("voice_activity").unwrap().schema.defaults();
    let built = build_sound("voice_activity", &settings, environment, None).unwrap();
    let mut pipeline = built.expect("the registry has voice_activity");
    let mut counter = Counter::default();
    let start = Instant::now();
    for chunk in chunks {
        pipeline.push(chunk, &mut counter).unwrap();
    }
    pipeline.finish(&Counter::default(), &mut counter).unwrap();
    let time = start.elapsed();
    assert!(counter.segments > 0 && counter.samples > 0);
    time
}
