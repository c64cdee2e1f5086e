//! `voice_activity`: when somebody speaks, by Silero VAD; see `docs/pipelines/voice_activity.md`. Built
//! by the registry, fed by the worker.

mod segmenter;
mod settings;
mod silero;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use serde_json::Map;
use va_core::annotation::{Channel, Sample, Segment, TrackKind, TrackSpec};
use va_core::device::DeviceUse;
use va_core::schema::Settings;
use va_core::{Millis, PipelineId, TimeBase};
use va_media::AudioChunk;

use self::segmenter::{Segmenter, Speech, SpeechRule};
pub(crate) use self::settings::VoiceSettings;
use self::silero::{RATE, Silero, WINDOW};
use crate::checkpoint_clock::CheckpointClock;
use crate::exact::{f32_hex, option_f64_bits};
use crate::pipeline::{
    self, Checkpoint, Dependencies, PipelineError, Sink, SoundDemand, SoundPipeline, TrackId,
};
use crate::registry::Environment;

pub(crate) const ID: &str = "voice_activity";
const SPEECH: &str = "voice_activity.speech";
const PROBABILITY: &str = "voice_activity.probability";

/// Everything that a resumed run must know. Checkpoints are made between windows, so no samples wait.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Progress {
    finished: bool,
    /// Time of sample 0 in seconds.
    #[serde(with = "option_f64_bits")]
    origin: Option<f64>,
    segmenter: Segmenter,
    #[serde(with = "f32_hex")]
    state: Vec<f32>,
    #[serde(with = "f32_hex")]
    context: Vec<f32>,
}

#[derive(Clone, Copy)]
struct Tracks {
    speech: TrackId,
    probability: TrackId,
}

struct VoiceActivity {
    rule: SpeechRule,
    track: u32,
    network: Silero,
    progress: Progress,
    /// Samples of a window that is not complete.
    waiting: Vec<f32>,
    clock: CheckpointClock,
    tracks: Option<Tracks>,
}

/// Builds the pipeline, new or from a checkpoint.
pub(crate) fn build(
    settings: &Settings,
    environment: &Environment,
    resume: Option<&Checkpoint>,
) -> Result<Box<dyn SoundPipeline>, PipelineError> {
    let settings: VoiceSettings = pipeline::settings(ID, settings)?;
    let progress: Progress = pipeline::resumed(ID, resume)?.unwrap_or_default();
    let mut network = Silero::open(environment)?;
    network.remember(&progress.state, &progress.context);
    Ok(Box::new(VoiceActivity {
        rule: SpeechRule::new(&settings),
        track: settings.audio_track.saturating_sub(1),
        network,
        progress,
        waiting: Vec::with_capacity(WINDOW),
        clock: CheckpointClock::new(resume.map(|c| c.time)),
        tracks: None,
    }))
}

impl VoiceActivity {
    /// Tick of a sample at 1/16000 s on the container's clock.
    fn tick(&self, index: u64) -> i64 {
        let origin = self.progress.origin.unwrap_or_default();
        (origin * f64::from(RATE)).round() as i64 + index as i64
    }

    fn time(&self, index: u64) -> (i64, Millis) {
        let tick = self.tick(index);
        (tick, base().millis(tick))
    }

    fn declare(&mut self, sink: &mut dyn Sink) -> Result<Tracks, PipelineError> {
        if let Some(tracks) = self.tracks {
            return Ok(tracks);
        }
        let spec = |key: &str, title: &str, kind, channels| TrackSpec {
            key: key.into(),
            pipeline: PipelineId::new(ID),
            title: title.into(),
            kind,
            channels,
            time_base: base(),
        };
        let channel = Channel {
            key: "speech".into(),
            title: "Speech".into(),
            unit: String::new(),
        };
        let tracks = Tracks {
            speech: sink.track(spec(SPEECH, "Speech", TrackKind::Segments, Vec::new()))?,
            probability: sink.track(spec(
                PROBABILITY,
                "Speech probability",
                TrackKind::Curve,
                vec![channel],
            ))?,
        };
        Ok(*self.tracks.insert(tracks))
    }

    /// One window: at most 512 samples, fewer only at the end.
    fn window(&mut self, samples: &[f32], sink: &mut dyn Sink) -> Result<(), PipelineError> {
        let tracks = self.declare(sink)?;
        let probability = self.network.window(samples)?;
        let middle = self.progress.segmenter.windows() * WINDOW as u64 + WINDOW as u64 / 2;
        let (pts, time) = self.time(middle);
        let values = vec![Some(probability)];
        sink.sample(tracks.probability, Sample { pts, time, values })?;
        if let Some(speech) = self.progress.segmenter.window(probability, self.rule) {
            sink.segment(tracks.speech, self.segment(speech))?;
        }
        Ok(())
    }

    fn segment(&self, speech: Speech) -> Segment {
        let (start_pts, start) = self.time(speech.start);
        let (end_pts, end) = self.time(speech.end);
        Segment {
            start_pts,
            end_pts,
            start,
            end,
            label: "speech".into(),
            score: Some(speech.score),
            data: Map::new(),
        }
    }

    fn checkpoint(&mut self, samples: u64) -> Result<Checkpoint, PipelineError> {
        (self.progress.state, self.progress.context) = self.network.memory();
        let here = (samples as i64, self.time(samples).1);
        pipeline::checkpoint(ID, here, &self.progress)
    }

    /// Windows that are complete now; what is left waits for the next chunk.
    fn windows(&mut self, mut samples: &[f32], sink: &mut dyn Sink) -> Result<(), PipelineError> {
        if !self.waiting.is_empty() {
            let (head, rest) = samples.split_at(samples.len().min(WINDOW - self.waiting.len()));
            self.waiting.extend_from_slice(head);
            samples = rest;
            if self.waiting.len() == WINDOW {
                let mut full = std::mem::take(&mut self.waiting);
                self.window(&full, sink)?;
                full.clear();
                self.waiting = full;
            }
        }
        let mut windows = samples.chunks_exact(WINDOW);
        for window in &mut windows {
            self.window(window, sink)?;
        }
        self.waiting.extend_from_slice(windows.remainder());
        Ok(())
    }
}

fn base() -> TimeBase {
    TimeBase::new(1, RATE)
}

impl SoundPipeline for VoiceActivity {
    fn device(&self) -> Option<DeviceUse> {
        Some(self.network.device())
    }

    fn demand(&self) -> SoundDemand {
        SoundDemand {
            rate: RATE,
            track: self.track,
        }
    }

    fn push(&mut self, chunk: &AudioChunk, sink: &mut dyn Sink) -> Result<(), PipelineError> {
        self.progress.origin.get_or_insert(chunk.origin);
        // a checkpoint lies between two windows, so it needs a chunk in which one ends
        let end = chunk.start + chunk.samples.len() as u64;
        let border = end / WINDOW as u64 * WINDOW as u64;
        if border >= chunk.start && self.clock.due(self.time(border).1) {
            let (before, after) = chunk.samples.split_at((border - chunk.start) as usize);
            self.windows(before, sink)?;
            let checkpoint = self.checkpoint(border)?;
            sink.checkpoint(checkpoint)?;
            return self.windows(after, sink);
        }
        self.windows(&chunk.samples, sink)
    }

    fn standing(&mut self) -> Result<Option<Checkpoint>, PipelineError> {
        let begun = self.progress.origin.is_some() && !self.progress.finished;
        // what waits for its window to be full is read again
        let done = self.progress.segmenter.windows() * WINDOW as u64;
        begun.then(|| self.checkpoint(done)).transpose()
    }

    fn finish(
        &mut self,
        _others: &dyn Dependencies,
        sink: &mut dyn Sink,
    ) -> Result<(), PipelineError> {
        if self.progress.finished {
            return Ok(());
        }
        let tracks = self.declare(sink)?;
        let samples = self.progress.segmenter.windows() * WINDOW as u64 + self.waiting.len() as u64;
        let rest = std::mem::take(&mut self.waiting);
        if !rest.is_empty() {
            self.window(&rest, sink)?;
        }
        let last: Vec<_> = self.progress.segmenter.finish(samples, self.rule).collect();
        for speech in last {
            sink.segment(tracks.speech, self.segment(speech))?;
        }
        self.progress.finished = true;
        let checkpoint = self.checkpoint(samples)?;
        sink.checkpoint(checkpoint)
    }
}
