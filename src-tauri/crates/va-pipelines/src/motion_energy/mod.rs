//! `motion_energy`: how much the picture moves from frame to frame; see
//! `docs/pipelines/motion_energy.md`. Built by the registry, fed by the worker. Values across a camera
//! cut are taken back at the end, when the shots are known.

mod energy;
mod settings;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use va_core::annotation::{Channel, Sample, TrackKind, TrackSpec};
use va_core::schema::Settings;
use va_core::{Millis, PipelineId, TimeBase};
use va_media::Frame;

use self::energy::{energies, luma_noise};
pub(crate) use self::settings::MotionSettings;
use self::settings::SamplingChoice;
use crate::checkpoint_clock::CheckpointClock;
use crate::pipeline::{
    self, Checkpoint, Colour, Dependencies, PictureDemand, PicturePipeline, PipelineError,
    Sampling, Sink, TrackId,
};
use crate::registry::{ANALYSIS_WIDTH, Environment, StreamContext};
use crate::scene_detection;

pub(crate) const ID: &str = "motion_energy";
const ENERGY: &str = "motion_energy.energy";

/// Width in pixels at which brightness is compared: averaging away the sensor's noise, keeping limbs.
const WIDTH: usize = 160;

const CHANNELS: [(&str, &str); 9] = [
    ("whole", "Whole picture"),
    ("left", "Left half"),
    ("right", "Right half"),
    ("top", "Upper half"),
    ("bottom", "Lower half"),
    ("top_left", "Top left"),
    ("top_right", "Top right"),
    ("bottom_left", "Bottom left"),
    ("bottom_right", "Bottom right"),
];

/// Everything that a resumed run must know, apart from the previous picture.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Progress {
    last: Option<(i64, Millis)>,
    finished: bool,
}

/// The previous picture, small.
struct Small {
    luma: Arc<[u8]>,
    size: (usize, usize),
}

struct MotionEnergy {
    settings: MotionSettings,
    base: TimeBase,
    noise: u8,
    previous: Option<Small>,
    progress: Progress,
    clock: CheckpointClock,
    track: Option<TrackId>,
}

/// Builds the pipeline, new or from a checkpoint.
pub(crate) fn build(
    settings: &Settings,
    stream: &StreamContext<'_>,
    _environment: &Environment,
    resume: Option<&Checkpoint>,
) -> Result<Box<dyn PicturePipeline>, PipelineError> {
    let settings: MotionSettings = pipeline::settings(ID, settings)?;
    let progress: Progress = pipeline::resumed(ID, resume)?.unwrap_or_default();
    Ok(Box::new(MotionEnergy {
        base: stream.time_base,
        noise: luma_noise(settings.noise_threshold),
        settings,
        previous: None,
        progress,
        clock: CheckpointClock::new(resume.map(|c| c.time)),
        track: None,
    }))
}

impl MotionEnergy {
    fn channels(&self) -> usize {
        if self.settings.regions {
            CHANNELS.len()
        } else {
            1
        }
    }

    fn declare(&mut self, sink: &mut dyn Sink) -> Result<TrackId, PipelineError> {
        if let Some(track) = self.track {
            return Ok(track);
        }
        let channels = &CHANNELS[..self.channels()];
        let track = sink.track(TrackSpec {
            key: ENERGY.into(),
            pipeline: PipelineId::new(ID),
            title: "Motion energy".into(),
            kind: TrackKind::Curve,
            channels: channels
                .iter()
                .map(|(key, title)| Channel {
                    key: (*key).into(),
                    title: (*title).into(),
                    unit: String::new(),
                })
                .collect(),
            time_base: self.base,
        })?;
        Ok(*self.track.insert(track))
    }

    fn checkpoint(&self) -> Result<Checkpoint, PipelineError> {
        pipeline::checkpoint(ID, self.progress.last.unwrap_or_default(), &self.progress)
    }
}

/// Takes back the values that compare two shots.
fn gate_cuts(
    track: TrackId,
    others: &dyn Dependencies,
    sink: &mut dyn Sink,
) -> Result<(), PipelineError> {
    sink.clear_first_from(track, &scene_detection::cuts(ID, others)?)
}

fn shrink(frame: &Frame) -> Option<Small> {
    let width = frame.width.min(WIDTH);
    let height = ((frame.height * width * 2 + frame.width) / (frame.width * 2).max(1)).max(1);
    let luma = frame.luma_at(width, height)?;
    Some(Small {
        luma,
        size: (width, height),
    })
}

impl PicturePipeline for MotionEnergy {
    fn demand(&self) -> PictureDemand {
        PictureDemand {
            sampling: match self.settings.sampling {
                SamplingChoice::EveryFrame => Sampling::EveryFrame,
                SamplingChoice::PerSecond => Sampling::PerSecond(self.settings.samples_per_second),
            },
            width: ANALYSIS_WIDTH,
            colour: Colour::Nv12,
        }
    }

    fn prime(&mut self, frame: &Frame) -> Result<(), PipelineError> {
        self.previous = shrink(frame);
        Ok(())
    }

    fn push(&mut self, frame: &Frame, sink: &mut dyn Sink) -> Result<(), PipelineError> {
        let track = self.declare(sink)?;
        let current = shrink(frame);
        // a picture of another size can't be compared
        let pair = self.previous.as_ref().zip(current.as_ref());
        let comparable = pair.filter(|(before, now)| before.size == now.size);
        let values = comparable.map_or([None; 9], |(before, now)| {
            energies(&before.luma, &now.luma, now.size.0, self.noise)
        });
        self.previous = current;
        self.progress.last = Some((frame.pts, frame.time));
        sink.sample(
            track,
            Sample {
                pts: frame.pts,
                time: frame.time,
                values: values[..self.channels()].to_vec(),
            },
        )?;
        if self.clock.due(frame.time) {
            sink.checkpoint(self.checkpoint()?)?;
        }
        Ok(())
    }

    fn standing(&mut self) -> Result<Option<Checkpoint>, PipelineError> {
        let begun = self.progress.last.is_some() && !self.progress.finished;
        begun.then(|| self.checkpoint()).transpose()
    }

    fn finish(
        &mut self,
        _end_pts: i64,
        others: &dyn Dependencies,
        sink: &mut dyn Sink,
    ) -> Result<(), PipelineError> {
        if std::mem::replace(&mut self.progress.finished, true) {
            return Ok(());
        }
        let track = self.declare(sink)?;
        if self.settings.gate_cuts {
            gate_cuts(track, others, sink)?;
        }
        sink.checkpoint(self.checkpoint()?)
    }
}
