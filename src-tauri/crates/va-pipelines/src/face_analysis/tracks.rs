//! The tracks of `face_analysis` and how a face becomes rows of them.

use va_core::annotation::{Channel, Observation, Renumber, Sample, TrackKind};
use va_core::{Millis, TimeBase};

use super::ID;
use super::aligned::NUMBERS;
use super::following::Closed;
use super::points::{EXPRESSIONS, KEY, POINTS, SHAPE_NAMES};
use super::settings::{FaceSettings, Landmarks};
use super::sight::Measured;
use crate::declaration::{Declaration, SIDES, channel, channels, direction};
use crate::person_tracking::Area;
use crate::pipeline::{PipelineError, Sink, TrackId};

pub(super) const BOXES: &str = "face_analysis.boxes";
pub(super) const LANDMARKS: &str = "face_analysis.landmarks";
pub(super) const POSE: &str = "face_analysis.pose";
pub(super) const GAZE: &str = "face_analysis.gaze";
pub(super) const BLENDSHAPES: &str = "face_analysis.blendshapes";
pub(super) const EXPRESSION: &str = "face_analysis.expression";
pub(super) const PRESENCE: &str = "face_analysis.presence";
pub(super) const EMBEDDING: &str = "face_analysis.embedding";
pub(super) const COUNT: &str = "face_analysis.count";

/// When and in which scale a sample was taken, and how many faces there were.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub at: (i64, Millis),
    /// From pixels of the frame to pixels of the recording.
    pub scale: (f32, f32),
    pub faces: usize,
    pub left_out: usize,
    pub not_measured: usize,
}

/// The declared tracks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tracks {
    boxes: TrackId,
    landmarks: Option<TrackId>,
    pose: Option<TrackId>,
    gaze: Option<TrackId>,
    blendshapes: Option<TrackId>,
    expression: Option<TrackId>,
    embedding: Option<TrackId>,
    pub presence: TrackId,
    count: TrackId,
}

/// Channels of which the key is the title.
fn named<'a>(keys: impl IntoIterator<Item = &'a str>) -> Vec<Channel> {
    keys.into_iter().map(|key| channel(key, key, "")).collect()
}

fn points(which: impl IntoIterator<Item = usize>) -> Vec<Channel> {
    let pair = |index| {
        [("x", "from left"), ("y", "from top")].map(|(axis, title)| {
            let title = format!("Point {index} {title}");
            channel(&format!("p{index:03}_{axis}"), &title, "px")
        })
    };
    which.into_iter().flat_map(pair).collect()
}

const POSE_CHANNELS: [(&str, &str, &str); 4] = [
    ("yaw", "To the right edge", "deg"),
    ("pitch", "Up", "deg"),
    ("roll", "Clockwise", "deg"),
    ("eye_line", "Line of the eyes, clockwise", "deg"),
];

const GAZE_CHANNELS: [(&str, &str, &str); 8] = [
    ("yaw", "To the right edge", "deg"),
    ("pitch", "Up", "deg"),
    ("right_eye_across", "Right eye along the eye line", "deg"),
    ("right_eye_up", "Right eye towards the forehead", "deg"),
    ("left_eye_across", "Left eye along the eye line", "deg"),
    ("left_eye_up", "Left eye towards the forehead", "deg"),
    ("right_eye_open", "Right eye open", ""),
    ("left_eye_open", "Left eye open", ""),
];

impl Tracks {
    /// Declares what these settings ask for.
    pub fn declare(
        sink: &mut dyn Sink,
        settings: &FaceSettings,
        base: TimeBase,
    ) -> Result<Self, PipelineError> {
        let mut all = Declaration {
            pipeline: ID,
            base,
            sink,
        };
        let count = [
            ("faces", "Faces", ""),
            ("left_out", "Faces left out", ""),
            (
                "not_measured",
                "Faces of which only the box was measured",
                "",
            ),
        ];
        let written = || match settings.landmarks {
            Landmarks::Full => points(0..POINTS),
            Landmarks::Key | Landmarks::Off => points(KEY),
        };
        let s = settings;
        let shapes = s.mesh && s.blendshapes;
        // in this order: it is the tracks' order in the window
        Ok(Self {
            presence: all.track(PRESENCE, "Faces", TrackKind::Segments, Vec::new())?,
            count: all.track(COUNT, "Number of faces", TrackKind::Curve, channels(&count))?,
            boxes: all.track(
                BOXES,
                "Boxes of faces",
                TrackKind::Objects,
                channels(&SIDES),
            )?,
            landmarks: all.objects(s.writes_points(), (LANDMARKS, "Points of faces"), written)?,
            pose: all.objects(s.pose, (POSE, "Turn of heads"), || channels(&POSE_CHANNELS))?,
            gaze: all.objects(s.measures_gaze(), (GAZE, "Gaze"), || {
                channels(&GAZE_CHANNELS)
            })?,
            blendshapes: all
                .objects(shapes, (BLENDSHAPES, "Blendshapes"), || named(SHAPE_NAMES))?,
            expression: all.objects(s.expression, (EXPRESSION, "Expression"), || {
                named(EXPRESSIONS)
            })?,
            embedding: all.objects(s.identity, (EMBEDDING, "Looks (biometric)"), || {
                direction(NUMBERS)
            })?,
        })
    }

    /// Writes what a sample shows of a face.
    pub fn write(
        &self,
        sink: &mut dyn Sink,
        settings: &FaceSettings,
        moment: &Moment,
        (object, area, score): (u32, Area, f32),
        found: &Measured,
    ) -> Result<(), PipelineError> {
        let (pts, time) = moment.at;
        let mut put = |track, score, values| {
            let seen = Observation {
                pts,
                time,
                object,
                score,
                values,
            };
            sink.object(track, seen)
        };
        let area = area.scaled(moment.scale);
        let sides = [area.x1, area.y1, area.width(), area.height()];
        put(self.boxes, Some(score), sides.map(Some).into())?;
        if let (Some(track), Some(points)) = (self.landmarks, &found.points) {
            let (sx, sy) = moment.scale;
            let pair = |i: usize| {
                let (x, y) = points.all[i];
                [Some(x * sx), Some(y * sy)]
            };
            let values = match settings.landmarks {
                Landmarks::Full => (0..POINTS).flat_map(pair).collect(),
                Landmarks::Key | Landmarks::Off => KEY.into_iter().flat_map(pair).collect(),
            };
            put(track, Some(points.presence), values)?;
        }
        if let (Some(track), Some(turn)) = (self.pose, found.turn) {
            let [yaw, pitch, roll] = [turn.yaw, turn.pitch, turn.roll].map(Some);
            put(track, None, vec![yaw, pitch, roll, found.eye_line])?;
        }
        if let (Some(track), Some(gaze)) = (self.gaze, found.gaze) {
            let pair = |turn: Option<(f32, f32)>| [turn.map(|t| t.0), turn.map(|t| t.1)];
            let turns = [gaze.direction, gaze.right.turn, gaze.left.turn].map(pair);
            let mut values = turns.concat();
            values.extend([Some(gaze.right.open), Some(gaze.left.open)]);
            put(track, None, values)?;
        }
        if let (Some(track), Some(shapes)) = (self.blendshapes, &found.shapes) {
            put(track, None, shapes.iter().copied().map(Some).collect())?;
        }
        if let (Some(track), Some(all)) = (self.expression, found.expression) {
            let best = all.into_iter().fold(0.0, f32::max);
            let sure = best >= settings.expression_threshold;
            let values = all.map(|p| sure.then_some(p)).into();
            put(track, sure.then_some(best), values)?;
        }
        Ok(())
    }

    /// Writes how many there were.
    pub fn count(&self, sink: &mut dyn Sink, moment: &Moment) -> Result<(), PipelineError> {
        let (pts, time) = moment.at;
        let values = [moment.faces, moment.left_out, moment.not_measured];
        let values = values.map(|n| Some(n as f32)).into();
        sink.sample(self.count, Sample { pts, time, values })
    }

    /// Writes how the faces of tracks that have ended look.
    pub fn ended(&self, sink: &mut dyn Sink, closed: Vec<Closed>) -> Result<(), PipelineError> {
        let Some(track) = self.embedding else {
            return Ok(());
        };
        for Closed { id, at, look } in closed {
            let seen = Observation {
                pts: at.0,
                time: at.1,
                object: id,
                score: None,
                values: look.into_iter().map(Some).collect(),
            };
            sink.object(track, seen)?;
        }
        Ok(())
    }

    /// Gives faces other numbers, everywhere.
    pub fn renumber(&self, sink: &mut dyn Sink, changes: &[Renumber]) -> Result<(), PipelineError> {
        let tracks = [
            Some(self.boxes),
            self.landmarks,
            self.pose,
            self.gaze,
            self.blendshapes,
            self.expression,
            self.embedding,
        ];
        for track in tracks.into_iter().flatten() {
            sink.renumber(track, changes)?;
        }
        Ok(())
    }
}
