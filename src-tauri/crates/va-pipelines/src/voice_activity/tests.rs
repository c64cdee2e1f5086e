//! The whole pipeline on recordings: probabilities and segments of the reference, and resuming anywhere.
//! Needs the model and the recordings of the shared folder, and the ONNX Runtime library.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use va_core::pipelines::find;
use va_core::schema::Settings;
use va_media::AudioChunk;

use super::{ID, SPEECH, build};
use crate::infer::test_library::library;
use crate::pipeline::{Checkpoint, Sink, SoundPipeline};
use crate::recorder::{Others, Recorder};
use crate::registry::Environment;
use crate::test_media::shared;

fn defaults() -> Settings {
    find(ID).unwrap().schema.check("", &json!({})).unwrap()
}

fn environment() -> Option<Environment> {
    Some(Environment {
        onnx_runtime: library()?,
        models: [("silero-vad".to_owned(), shared("models/silero_vad.onnx")?)].into(),
        threads: 1,
        ..Environment::default()
    })
}

fn samples(path: &Path) -> Arc<[f32]> {
    let mut wav = hound::WavReader::open(path).unwrap();
    assert_eq!((wav.spec().sample_rate, wav.spec().channels), (16_000, 1));
    wav.samples::<i16>()
        .map(|s| f32::from(s.unwrap()) / 32_768.0)
        .collect()
}

fn pipeline(environment: &Environment, resume: Option<&Checkpoint>) -> Box<dyn SoundPipeline> {
    build(&defaults(), environment, resume).unwrap()
}

/// Feeds samples in chunks of this size from the checkpoint on. Dies before the chunk that holds sample
/// `stop`; before an odd one it is stopped in an orderly way, where it stands is committed first.
fn run(
    environment: &Environment,
    sound: &[f32],
    chunk: usize,
    stops: &[usize],
    origin: f64,
) -> Recorder {
    let mut recorder = Recorder::default();
    for stop in stops.iter().copied().chain([usize::MAX, usize::MAX]) {
        recorder.crash();
        let resume = recorder.checkpoints.last().cloned();
        let mut pipeline = pipeline(environment, resume.as_ref());
        let mut at = resume.map_or(0, |c| c.position as usize);
        while at < sound.len().min(stop) {
            let end = sound.len().min(at + chunk);
            let piece = AudioChunk {
                start: at as u64,
                origin,
                rate: 16_000,
                samples: sound[at..end].into(),
            };
            pipeline.push(&piece, &mut recorder).unwrap();
            at = end;
        }
        if stop % 2 == 1
            && stop < usize::MAX
            && let Some(here) = pipeline.standing().unwrap()
        {
            recorder.checkpoint(here).unwrap();
        }
        if stop == usize::MAX {
            pipeline.finish(&Others::default(), &mut recorder).unwrap();
            assert_eq!(pipeline.standing().unwrap(), None);
        }
    }
    recorder
}

fn truth() -> Option<Value> {
    let text = std::fs::read(shared("truth/reference_outputs.json")?).unwrap();
    let mut all: Value = serde_json::from_slice(&text).unwrap();
    Some(all["silero_vad.onnx"]["audio"].take())
}

#[test]
fn probabilities_and_segments_are_those_of_the_reference() {
    let (Some(environment), Some(truth)) = (environment(), truth()) else {
        return;
    };
    let (mut worst_probability, mut worst_edge) = (0.0f64, 0.0f64);
    for (name, expected) in truth.as_object().unwrap() {
        let sound = samples(&shared(&format!("media/{name}")).unwrap());
        let found = run(&environment, &sound, 4096, &[], 0.0);
        let numbers = |key: &str| -> Vec<f64> {
            let list = expected[key].as_array().unwrap();
            list.iter().map(|v| v.as_f64().unwrap()).collect()
        };
        let probabilities: Vec<f64> = found
            .rows
            .samples
            .iter()
            .map(|s| f64::from(s.1.values[0].unwrap()))
            .collect();
        assert_eq!(json!(probabilities.len()), expected["n_windows"], "{name}");
        let first = numbers("prob_first16").into_iter().enumerate();
        let spread = numbers("probs_every_50th").into_iter().enumerate();
        for (index, value) in first.chain(spread.map(|(i, v)| (i * 50, v))) {
            let off = (probabilities[index] - value).abs();
            assert!(
                off < 1e-3,
                "{name} window {index}: {} is not {value}",
                probabilities[index]
            );
            worst_probability = worst_probability.max(off);
        }
        let segments = expected["segments_s"].as_array().unwrap();
        let spans = found.spans(SPEECH);
        assert_eq!(spans.len(), segments.len(), "{name}: {spans:?}");
        for (span, segment) in spans.iter().zip(segments) {
            for (edge, at) in [(span.0, 0), (span.1, 1)] {
                let off = (edge as f64 - segment[at].as_f64().unwrap() * 1000.0).abs();
                assert!(off <= 32.0, "{name}: {span:?} is not {segment}");
                worst_edge = worst_edge.max(off);
            }
        }
    }
    println!("largest difference: probability {worst_probability:.6}, edge {worst_edge:.2} ms");
}

#[test]
fn the_size_of_chunks_and_interruptions_change_nothing() {
    let (Some(environment), Some(path)) = (environment(), shared("media/silero_test.wav")) else {
        return;
    };
    let sound = &samples(&path)[..45 * 16_000 + 77];
    let whole = run(&environment, sound, 512, &[], 1.5);
    assert_eq!(
        whole.checkpoints.len(),
        5,
        "about every ten seconds, and at the end"
    );
    for (chunk, stops) in [
        (1600, vec![101, 250_000, 250_001, 500_000, 700_001]),
        (333, vec![170_000, 330_001, 330_002]),
        (100_000, vec![650_000]),
    ] {
        let parts = run(&environment, sound, chunk, &stops, 1.5);
        assert_eq!(
            parts.rows, whole.rows,
            "chunks of {chunk}, stops at {stops:?}"
        );
    }
}

#[test]
fn times_are_on_the_clock_of_the_container() {
    let (Some(environment), Some(path)) = (environment(), shared("media/jfk_16k.wav")) else {
        return;
    };
    let sound = samples(&path);
    let at_zero = run(&environment, &sound, 4096, &[], 0.0);
    let late = run(&environment, &sound, 4096, &[], 1001.3787);
    let shifted: Vec<_> = at_zero
        .segments(SPEECH)
        .map(|s| (s.start_pts + 16_022_059, s.end_pts + 16_022_059))
        .collect();
    let found: Vec<_> = late
        .segments(SPEECH)
        .map(|s| (s.start_pts, s.end_pts))
        .collect();
    assert!(!found.is_empty());
    assert_eq!(found, shifted, "1001.3787 s are 16022059 samples");
    assert_eq!(
        at_zero.rows.samples[0].1.time.0, 16,
        "the middle of the first window"
    );
}

#[test]
fn a_missing_model_is_named_with_a_hint() {
    let environment = Environment::default();
    let failure = build(&defaults(), &environment, None)
        .err()
        .unwrap()
        .failure();
    assert_eq!(failure.code, va_core::ErrorCode::ModelMissing);
    assert!(failure.message.contains("`silero-vad`") && failure.hint.is_some());
}
