//! The tracks of `person_tracking` and how a person becomes rows of them.

use va_core::annotation::{Channel, Observation, Renumber, Sample, TrackKind, TrackSpec};
use va_core::{PipelineId, TimeBase};

use super::ID;
use super::joints;
use super::progress::{Row, Waiting};
use super::settings::PersonSettings;
use crate::pipeline::{PipelineError, Sink, TrackId};

pub(super) const BOXES: &str = "person_tracking.boxes";
pub(super) const KEYPOINTS: &str = "person_tracking.keypoints";
pub(super) const MOTION: &str = "person_tracking.motion";
pub(super) const PRESENCE: &str = "person_tracking.presence";
pub(super) const COUNT: &str = "person_tracking.count";

/// The declared tracks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tracks {
    boxes: TrackId,
    keypoints: Option<TrackId>,
    motion: Option<TrackId>,
    pub presence: TrackId,
    count: TrackId,
}

fn channel(key: &str, title: &str, unit: &str) -> Channel {
    Channel {
        key: key.into(),
        title: title.into(),
        unit: unit.into(),
    }
}

impl Tracks {
    /// Declares what these settings ask for.
    pub fn declare(
        sink: &mut dyn Sink,
        settings: &PersonSettings,
        base: TimeBase,
    ) -> Result<Self, PipelineError> {
        let mut track = |key: &str, title: &str, kind, channels| {
            sink.track(TrackSpec {
                key: key.into(),
                pipeline: PipelineId::new(ID),
                title: title.into(),
                kind,
                channels,
                time_base: base,
            })
        };
        let objects = TrackKind::Objects;
        let presence = track(PRESENCE, "People", TrackKind::Segments, Vec::new())?;
        let count = vec![
            channel("persons", "People", ""),
            channel("left_out", "People left out", ""),
        ];
        let count = track(COUNT, "Number of people", TrackKind::Curve, count)?;
        let sides = [("x", "Left"), ("y", "Top"), ("w", "Width"), ("h", "Height")];
        let sides = sides.map(|(key, title)| channel(key, title, "px"));
        let boxes = track(BOXES, "Boxes of people", objects, sides.into())?;
        let keypoints = settings.keypoints.then(joints::channels);
        let keypoints = keypoints.map(|all| track(KEYPOINTS, "Joints", objects, all));
        let motion = settings
            .motion
            .then(|| vec![channel("energy", "Energy", "")]);
        let motion = motion.map(|all| track(MOTION, "Movement of each person", objects, all));
        Ok(Self {
            boxes,
            keypoints: keypoints.transpose()?,
            motion: motion.transpose()?,
            presence,
            count,
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

    /// Writes how many there were.
    pub fn count(&self, sink: &mut dyn Sink, sample: &Waiting) -> Result<(), PipelineError> {
        let (pts, time) = sample.at;
        let values = [sample.persons, sample.left_out];
        let values = values.map(|n| Some(n as f32)).into();
        sink.sample(self.count, Sample { pts, time, values })
    }

    /// Gives people other numbers, everywhere.
    pub fn renumber(&self, sink: &mut dyn Sink, changes: &[Renumber]) -> Result<(), PipelineError> {
        let tracks = [Some(self.boxes), self.keypoints, self.motion];
        for track in tracks.into_iter().flatten() {
            sink.renumber(track, changes)?;
        }
        Ok(())
    }
}
