//! The Silero VAD network, version 6 (16 kHz): windows of 512 samples, each seen with the last 64 of the
//! window before, and a recurrent state. Returns probabilities; `segmenter` makes speech of them.

use va_core::device::DeviceUse;

use crate::infer::{Input, InputData, Model};
use crate::pipeline::PipelineError;
use crate::registry::Environment;

/// Samples per second.
pub(super) const RATE: u32 = 16_000;
/// Samples a window.
pub(super) const WINDOW: usize = 512;
/// Samples of the previous window that the network sees again.
pub(super) const CONTEXT: usize = 64;
/// Values of the recurrent state, `[2, 1, 128]`.
pub(super) const STATE: usize = 2 * 128;

/// Id in the catalogue.
const MODEL: &str = "silero-vad";

const INPUT: usize = 0;
const MEMORY: usize = 1;

/// The network with its state.
#[derive(Debug)]
pub(super) struct Silero {
    model: Model,
}

impl Silero {
    /// Loads the network with an empty state.
    pub fn open(environment: &Environment) -> Result<Self, PipelineError> {
        let inputs = vec![
            Input {
                name: Some("input"),
                shape: vec![1, (CONTEXT + WINDOW) as i64],
                data: InputData::F32(vec![0.0; CONTEXT + WINDOW]),
            },
            Input {
                name: Some("state"),
                shape: vec![2, 1, 128],
                data: InputData::F32(vec![0.0; STATE]),
            },
            Input {
                name: Some("sr"),
                shape: vec![],
                data: InputData::I64(vec![i64::from(RATE)]),
            },
        ];
        // more threads make a network of this size slower
        let model = environment.small_model(MODEL, inputs)?;
        Ok(Self { model })
    }

    /// What it computes on.
    pub fn device(&self) -> DeviceUse {
        self.model.device()
    }

    /// The probability of speech in the next window. A shorter one is filled up with silence.
    pub fn window(&mut self, samples: &[f32]) -> Result<f32, PipelineError> {
        let given = samples.len().min(WINDOW);
        let input = self.model.input(INPUT);
        input.copy_within(WINDOW.., 0);
        input[CONTEXT..CONTEXT + given].copy_from_slice(&samples[..given]);
        input[CONTEXT + given..].fill(0.0);
        let (mut state, mut probability) = ([0.0f32; STATE], 0.0);
        self.model.run(["output", "stateN"], |[output, next]| {
            probability = output.first().copied().unwrap_or_default();
            state.copy_from_slice(next);
        })?;
        self.model.input(MEMORY).copy_from_slice(&state);
        Ok(probability)
    }

    /// The recurrent state and the samples that the next window sees again.
    pub fn memory(&mut self) -> (Vec<f32>, Vec<f32>) {
        let state = self.model.input(MEMORY).to_vec();
        (state, self.model.input(INPUT)[WINDOW..].to_vec())
    }

    /// Goes on from what [`Silero::memory`] gave. Values beyond the network's sizes are ignored.
    pub fn remember(&mut self, state: &[f32], context: &[f32]) {
        for (to, from) in self.model.input(MEMORY).iter_mut().zip(state) {
            *to = *from;
        }
        let tail = self.model.input(INPUT)[WINDOW..].iter_mut();
        for (to, from) in tail.zip(context) {
            *to = *from;
        }
    }
}
