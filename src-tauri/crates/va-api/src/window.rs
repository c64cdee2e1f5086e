//! Reading a window of a track from a results file into columns, merged to a number of items. Curves and
//! objects are in the files beside.

use va_core::annotation::{Segment, TrackKind, TrackSpec};
use va_core::{ErrorCode, Failure, Millis};
use va_store::{ResultsReader, StoreError};

use crate::columns::{Columns, Values};
use crate::window_curve::curve;
use crate::window_objects::{all_objects, one_object};

/// A window of time, end exclusive, and how many items are wanted at most.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Start.
    pub from: Millis,
    /// End.
    pub until: Millis,
    /// Items at most; `None` for all.
    pub max_items: Option<usize>,
}

impl Window {
    /// Start and end.
    pub(crate) fn bounds(self) -> (Millis, Millis) {
        (self.from, self.until)
    }
}

/// Which part of a track is wanted.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Keys of the channels, in the order wanted; `None` for all. Segments have none.
    pub channels: Option<Vec<String>>,
    /// One object of a track of objects; `None` for all.
    pub object: Option<u32>,
    /// Whether the further fields of segments are wanted.
    pub data: bool,
}

/// Why a window can't be read.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// The results can't be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A channel was asked for that the track does not have.
    #[error("track `{track}` has no channel `{channel}`")]
    NoChannel {
        /// The track.
        track: String,
        /// What was asked for.
        channel: String,
        /// What there is.
        valid: Vec<String>,
    },
    /// An object was asked for of a track of another kind.
    #[error("track `{track}` does not hold objects")]
    NoObjects {
        /// The track.
        track: String,
    },
}

impl WindowError {
    /// The error as it is sent.
    pub fn failure(&self) -> Failure {
        let refused = || Failure::new(ErrorCode::InvalidRequest, self.to_string());
        match self {
            Self::Store(error) => error.failure(),
            Self::NoChannel { valid, .. } if valid.is_empty() => {
                refused().hint("ask without channels")
            }
            Self::NoChannel { valid, .. } => {
                refused().hint(format!("its channels are {}", valid.join(", ")))
            }
            Self::NoObjects { .. } => refused().hint("ask without an object"),
        }
    }
}

/// The channels of a track that are wanted: their keys and their places.
#[derive(Debug)]
pub(crate) struct Chosen {
    pub keys: Vec<String>,
    pub places: Vec<usize>,
}

impl Chosen {
    fn of(spec: &TrackSpec, wanted: Option<&[String]>) -> Result<Self, WindowError> {
        let valid: Vec<String> = spec.channels.iter().map(|c| c.key.clone()).collect();
        let Some(wanted) = wanted else {
            let places = (0..valid.len()).collect();
            return Ok(Self {
                keys: valid,
                places,
            });
        };
        let place = |key: &String| {
            let found = valid.iter().position(|channel| channel == key);
            found.ok_or_else(|| WindowError::NoChannel {
                track: spec.key.clone(),
                channel: key.clone(),
                valid: valid.clone(),
            })
        };
        Ok(Self {
            places: wanted.iter().map(place).collect::<Result<_, _>>()?,
            keys: wanted.to_vec(),
        })
    }

    /// The values of the chosen channels.
    pub fn values<'v>(&'v self, all: &'v [f32]) -> impl Iterator<Item = f32> + 'v {
        let value = |place: &usize| all.get(*place).copied().unwrap_or(f32::NAN);
        self.places.iter().map(value)
    }
}

/// The items of a part of a track in a window.
pub fn read(
    results: &ResultsReader,
    track: &str,
    part: &Part,
    window: Window,
) -> Result<Columns, WindowError> {
    let spec = results.track_spec(track)?;
    let chosen = Chosen::of(&spec, part.channels.as_deref())?;
    if part.object.is_some() && spec.kind != TrackKind::Objects {
        let track = track.to_owned();
        return Err(WindowError::NoObjects { track });
    }
    let columns = match spec.kind {
        TrackKind::Segments => {
            let segments = results.segments_window(track, window.from, window.until)?;
            segments_of(&segments, window, part.data)
        }
        TrackKind::Curve => curve(results, track, window, &chosen)?,
        TrackKind::Objects => match part.object {
            Some(object) => one_object(results, track, object, window, &chosen)?,
            None => all_objects(results, track, window, &chosen)?,
        },
    };
    Ok(columns)
}

fn segments_of(segments: &[Segment], window: Window, with_data: bool) -> Columns {
    let total = segments.len();
    let max = window.max_items.unwrap_or(usize::MAX).max(1);
    let mut labels: Vec<String> = Vec::new();
    let (mut start, mut end, mut label, mut score) = (vec![], vec![], vec![], vec![]);
    for group in segments.chunks(total.div_ceil(max).max(1)) {
        let longest = group
            .iter()
            .max_by_key(|s| (s.end - s.start).0)
            .or(group.first());
        let Some(longest) = longest else { continue };
        let known = labels.iter().position(|l| *l == longest.label);
        label.push(known.unwrap_or_else(|| {
            labels.push(longest.label.clone());
            labels.len() - 1
        }) as u16);
        start.push(group.iter().map(|s| s.start.0).min().unwrap_or_default() as i32);
        end.push(group.iter().map(|s| s.end.0).max().unwrap_or_default() as i32);
        score.push(longest.score.map_or(f32::NAN, |s| s as f32));
    }
    let reduced = start.len() < total;
    Columns {
        kind: "segments",
        reduced,
        total,
        labels,
        channels: Vec::new(),
        data: (with_data && !reduced).then(|| segments.iter().map(|s| s.data.clone()).collect()),
        values: vec![
            ("start_ms".into(), Values::I32(start)),
            ("end_ms".into(), Values::I32(end)),
            ("label".into(), Values::U16(label)),
            ("score".into(), Values::F32(score)),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(start: i64, end: i64) -> Segment {
        Segment {
            start_pts: start,
            end_pts: end,
            start: Millis(start),
            end: Millis(end),
            label: if end - start > 5 { "long" } else { "short" }.into(),
            score: None,
            data: serde_json::Map::new(),
        }
    }

    #[test]
    fn merged_segments_cover_what_they_replace() {
        let all: Vec<_> = (0..100)
            .map(|i| segment(i * 10, i * 10 + 3 + (i % 7)))
            .collect();
        let window = Window {
            from: Millis(0),
            until: Millis(1000),
            max_items: Some(9),
        };
        let columns = segments_of(&all, window, true);
        assert!(columns.reduced);
        assert_eq!(
            columns.data, None,
            "what is merged has no fields of its own"
        );
        assert_eq!(columns.total, 100);
        let Values::I32(start) = &columns.values[0].1 else {
            panic!("times are integers")
        };
        let Values::I32(end) = &columns.values[1].1 else {
            panic!("times are integers")
        };
        assert!(
            start.len() <= 9,
            "never more than asked for: {}",
            start.len()
        );
        assert_eq!(
            (start[0], *end.last().unwrap()),
            (0, 994),
            "nothing at the ends is lost"
        );
    }
}
