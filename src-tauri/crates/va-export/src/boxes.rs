//! Boxes of persons and faces as files show them: only those that a file can hold, with the number of
//! their frame, and with what other tracks say of the same object at the same tick.

use serde::Serialize;
use va_core::Millis;
use va_core::annotation::{Observation, TrackSpec};

use crate::error::ExportError;
use crate::json;
use crate::note::{NoteCode, Notes};
use crate::plan::Task;
use crate::shots::picture;
use crate::source::{objects, objects_at};
use crate::times::Seconds;

/// An observation of a box that a file can hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Boxed {
    /// Number in the file, from 1.
    pub id: u64,
    /// Tick of its frame.
    pub pts: i64,
    /// The same in milliseconds, never before 0.
    pub time: Millis,
    /// Number of its frame, from 0.
    pub frame: u64,
    /// Which object.
    pub object: u32,
    /// Left, top, width and height in pixels, to a hundredth.
    pub bbox: [f64; 4],
    /// How sure, 0 to 1; 1 where nothing was said, because readers need a number.
    pub score: f64,
}

impl Boxed {
    /// Width times height.
    pub fn area(&self) -> f64 {
        self.bbox[2] * self.bbox[3]
    }
}

/// Gives each box of a track that the file can hold to `take`, by tick, then by object.
pub(crate) fn each_box(
    task: &Task<'_>,
    track: &str,
    notes: &mut Notes,
    mut take: impl FnMut(Boxed) -> Result<(), ExportError>,
) -> Result<u64, ExportError> {
    let Some(spec) = task.track(track) else {
        return Ok(0);
    };
    let places = ["x", "y", "w", "h"].map(|key| place(spec, key));
    let mut id = 0;
    let mut frame: Option<(i64, u64)> = None;
    objects(task.annotations, track, |seen| {
        if seen.time < Millis(0) {
            notes.count(NoteCode::LeftOutBeforeZero);
            return Ok(());
        }
        let sides = places.map(|place| value(seen, place));
        let [Some(x), Some(y), Some(w), Some(h)] = sides else {
            notes.count(NoteCode::LeftOutWithoutBox);
            return Ok(());
        };
        let number = match frame {
            Some((pts, number)) if pts == seen.pts => number,
            Some(_) | None => task.frame(track, seen.pts)?,
        };
        frame = Some((seen.pts, number));
        id += 1;
        take(Boxed {
            id,
            pts: seen.pts,
            time: seen.time,
            frame: number,
            object: seen.object,
            bbox: [x, y, w, h],
            score: unit(seen.score, notes),
        })
    })?;
    Ok(id)
}

/// Writes the entries of the frames that have boxes, one line each, without brackets. `id` makes the id of
/// an image from the number of its frame.
pub(crate) fn images<I: Serialize>(
    task: &Task<'_>,
    track: &str,
    mut out: &mut dyn std::io::Write,
    id: impl Fn(u64) -> I,
) -> Result<(), ExportError> {
    #[derive(Serialize)]
    struct Image<'a, I> {
        id: I,
        width: u32,
        height: u32,
        file_name: &'a str,
        timestamp: Seconds,
        frame_number: u64,
        pts: i64,
    }
    let (width, height) = picture(task)?;
    let mut last = None;
    // the same boxes once more: what was left out is counted already
    each_box(task, track, &mut Notes::default(), |seen| {
        if last == Some(seen.pts) {
            return Ok(());
        }
        let image = Image {
            id: id(seen.frame),
            width,
            height,
            file_name: &json::frame_name(task, seen.time),
            timestamp: Seconds(seen.time),
            frame_number: seen.frame,
            pts: seen.pts,
        };
        let first = last.replace(seen.pts).is_none();
        json::item(&mut out, first, &image).map_err(|error| task.unwritable(error))
    })?;
    Ok(())
}

/// What another track says of the object of a box. Reads each tick once.
pub(crate) struct Beside<'a> {
    task: &'a Task<'a>,
    spec: Option<&'a TrackSpec>,
    at: Option<i64>,
    rows: Vec<Observation>,
}

impl<'a> Beside<'a> {
    /// A track that the file is made from; one that is not there says nothing.
    pub fn new(task: &'a Task<'a>, track: &str) -> Self {
        Self {
            task,
            spec: task.track(track),
            at: None,
            rows: Vec::new(),
        }
    }

    /// The track, if it is there.
    pub fn spec(&self) -> Option<&'a TrackSpec> {
        self.spec
    }

    /// What it says of the object of this box at its tick.
    pub fn of(&mut self, seen: &Boxed) -> Result<Option<&Observation>, ExportError> {
        let Some(spec) = self.spec else {
            return Ok(None);
        };
        if self.at != Some(seen.pts) {
            self.rows = objects_at(self.task.annotations, &spec.key, seen.pts)?;
            self.at = Some(seen.pts);
        }
        Ok(self.rows.iter().find(|row| row.object == seen.object))
    }
}

/// The place of a channel among the values of a track.
pub(crate) fn place(spec: &TrackSpec, key: &str) -> Option<usize> {
    spec.channels.iter().position(|channel| channel.key == key)
}

/// A finite value to a hundredth.
pub(crate) fn value(seen: &Observation, place: Option<usize>) -> Option<f64> {
    exact(seen, place).map(|value| (value * 100.0).round() / 100.0)
}

/// A finite value as it was measured.
pub(crate) fn exact(seen: &Observation, place: Option<usize>) -> Option<f64> {
    let value = seen.values.get(place?).copied().flatten()?;
    value.is_finite().then(|| short(value))
}

/// The double whose decimal digits are those of the float: 0.9 stays 0.9.
pub(crate) fn short(value: f32) -> f64 {
    value
        .to_string()
        .parse()
        .unwrap_or_else(|_| f64::from(value))
}

/// A score from 0 to 1.
pub(crate) fn unit(score: Option<f32>, notes: &mut Notes) -> f64 {
    let Some(score) = score else { return 1.0 };
    if !score.is_finite() {
        notes.count(NoteCode::NotANumber);
        return 1.0;
    }
    if !(0.0..=1.0).contains(&score) {
        notes.count(NoteCode::ScoreLimited);
    }
    short(score.clamp(0.0, 1.0))
}
