//! The tracks of `person_tracking` and how a person becomes rows of them.

use va_core::annotation::{Observation, Renumber, Sample, TrackKind};
use va_core::{Millis, TimeBase};

use super::ID;
use super::joints;
use super::progress::{Row, Waiting};
use super::settings::PersonSettings;
use crate::declaration::{Declaration, SIDES, channel, channels, direction};
use crate::pipeline::{PipelineError, Sink, TrackId};

pub(super) const BOXES: &str = "person_tracking.boxes";
pub(super) const KEYPOINTS: &str = "person_tracking.keypoints";
pub(super) const MOTION: &str = "person_tracking.motion";
pub(super) const APPEARANCE: &str = "person_tracking.appearance";
pub(super) const PRESENCE: &str = "person_tracking.presence";
pub(super) const COUNT: &str = "person_tracking.count";

/// The declared tracks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tracks {
    boxes: TrackId,
    keypoints: Option<TrackId>,
    motion: Option<TrackId>,
    appearance: Option<TrackId>,
    pub presence: TrackId,
    count: TrackId,
}

impl Tracks {
    /// Declares what these settings ask for; a look has this many numbers.
    pub fn declare(
        sink: &mut dyn Sink,
        settings: &PersonSettings,
        base: TimeBase,
        look_numbers: usize,
    ) -> Result<Self, PipelineError> {
        let mut all = Declaration {
            pipeline: ID,
            base,
            sink,
        };
        let count = [
            ("persons", "People", ""),
            ("left_out", "People left out", ""),
        ];
        let energy = || vec![channel("energy", "Energy", "")];
        let looks = (APPEARANCE, "Looks of people (biometric)");
        let moved = (MOTION, "Movement of each person");
        // in this order: it is the tracks' order in the window
        Ok(Self {
            presence: all.track(PRESENCE, "People", TrackKind::Segments, Vec::new())?,
            count: all.track(
                COUNT,
                "Number of people",
                TrackKind::Curve,
                channels(&count),
            )?,
            boxes: all.track(
                BOXES,
                "Boxes of people",
                TrackKind::Objects,
                channels(&SIDES),
            )?,
            keypoints: all.objects(settings.keypoints, (KEYPOINTS, "Joints"), joints::channels)?,
            motion: all.objects(settings.motion, moved, energy)?,
            appearance: all.objects(settings.reidentify, looks, || direction(look_numbers))?,
        })
    }

    /// Writes what a sample shows of a person.
    pub fn write(
        &self,
        sink: &mut dyn Sink,
        settings: &PersonSettings,
        sample: &Waiting,
        row: &Row,
    ) -> Result<(), PipelineError> {
        let (pts, time) = sample.at;
        let seen = |score, values| Observation {
            pts,
            time,
            object: row.id,
            score,
            values,
        };
        let area = row.area.scaled(sample.scale);
        let sides = [area.x1, area.y1, area.width(), area.height()];
        let sides = sides.into_iter().map(Some).collect();
        sink.object(self.boxes, seen(Some(row.score), sides))?;
        if let (Some(track), Some(body)) = (self.keypoints, &row.body) {
            let values = joints::values(body, sample.scale, settings.keypoint_threshold);
            sink.object(track, seen(Some(row.score), values))?;
        }
        if let Some(track) = self.motion {
            sink.object(track, seen(None, vec![row.energy]))?;
        }
        Ok(())
    }

    /// Writes how a person looks in a sample.
    pub fn look(
        &self,
        sink: &mut dyn Sink,
        (pts, time): (i64, Millis),
        object: u32,
        look: Vec<f32>,
    ) -> Result<(), PipelineError> {
        let Some(track) = self.appearance else {
            return Ok(());
        };
        let seen = Observation {
            pts,
            time,
            object,
            score: None,
            values: look.into_iter().map(Some).collect(),
        };
        sink.object(track, seen)
    }

    /// Writes how many there were.
    pub fn count(&self, sink: &mut dyn Sink, sample: &Waiting) -> Result<(), PipelineError> {
        let (pts, time) = sample.at;
        let values = [sample.persons, sample.left_out];
        let values = values.map(|n| Some(n as f32)).into();
        sink.sample(self.count, Sample { pts, time, values })
    }

    /// Gives people other numbers, everywhere.
    pub fn renumber(&self, sink: &mut dyn Sink, changes: &[Renumber]) -> Result<(), PipelineError> {
        let tracks = [
            Some(self.boxes),
            self.keypoints,
            self.motion,
            self.appearance,
        ];
        for track in tracks.into_iter().flatten() {
            sink.renumber(track, changes)?;
        }
        Ok(())
    }
}
