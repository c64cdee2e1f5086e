//! The tracker as it is kept in a checkpoint: bit for bit, about 200 bytes a person.

use serde::{Deserialize, Serialize};

use super::kalman::{Motion, NUMBERS};
use super::{Track, Tracker};
use crate::exact::f32_hex;

/// A tracker for serde.
#[derive(Serialize, Deserialize)]
pub(super) struct Packed {
    given: u32,
    last_ms: Option<i64>,
    /// Number, first and last time, found in the sample before, confirmed.
    tracks: Vec<(u32, i64, i64, bool, bool)>,
    /// The filters, one after the other.
    #[serde(with = "f32_hex")]
    motions: Vec<f32>,
}

impl From<Tracker> for Packed {
    fn from(from: Tracker) -> Self {
        let row = |t: &Track| (t.id, t.first_ms, t.last_ms, t.seen, t.confirmed);
        Self {
            given: from.given,
            last_ms: from.last_ms,
            tracks: from.tracks.iter().map(row).collect(),
            motions: from
                .tracks
                .iter()
                .flat_map(|t| t.motion.numbers())
                .collect(),
        }
    }
}

impl TryFrom<Packed> for Tracker {
    type Error = &'static str;

    fn try_from(from: Packed) -> Result<Self, Self::Error> {
        let (motions, rest) = from.motions.as_chunks::<NUMBERS>();
        if motions.len() != from.tracks.len() || !rest.is_empty() {
            return Err("there is not one filter for each track");
        }
        let track = |(row, numbers): (&(u32, i64, i64, bool, bool), &[f32; NUMBERS])| Track {
            id: row.0,
            motion: Motion::from_numbers(*numbers),
            first_ms: row.1,
            last_ms: row.2,
            seen: row.3,
            confirmed: row.4,
        };
        Ok(Self {
            tracks: from.tracks.iter().zip(motions).map(track).collect(),
            given: from.given,
            last_ms: from.last_ms,
        })
    }
}
