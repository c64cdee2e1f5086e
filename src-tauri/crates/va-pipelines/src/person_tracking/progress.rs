//! What a resumed run must know: the tracker, the filters, and the last sample as far as it is not settled.
//! Bounded by the greatest number of people, whatever the recording shows.

use serde::{Deserialize, Serialize};
use va_core::Millis;

use super::area::Area;
use super::joints::{Body, JOINTS, Joint};
use super::looks::Looks;
use super::one_euro::Smoother;
use super::tracker::Tracker;
use crate::exact::f32_hex;

/// Everything that a resumed run must know, apart from the previous picture.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Progress {
    pub last: Option<(i64, Millis)>,
    pub finished: bool,
    pub tracker: Tracker,
    pub smoother: Smoother,
    pub waiting: Option<Waiting>,
    /// Not in the checkpoints of versions that recognised nobody.
    #[serde(default)]
    pub looks: Looks,
}

/// A sample of which it is not yet known whether its new people are people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Waiting {
    pub at: (i64, Millis),
    /// Written so far.
    pub persons: u32,
    /// Not followed because there were too many.
    pub left_out: u32,
    /// From pixels of the frame to pixels of the recording.
    #[serde(with = "scale")]
    pub scale: (f32, f32),
    /// Those who were seen for the first time.
    pub rows: Vec<Row>,
}

impl Waiting {
    /// A sample at this time.
    pub fn new(at: (i64, Millis), left_out: usize, scale: (f32, f32)) -> Self {
        Self {
            at,
            persons: 0,
            left_out: left_out as u32,
            scale,
            rows: Vec::new(),
        }
    }
}

/// What a sample shows of one person, in pixels of the frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "PackedRow", try_from = "PackedRow")]
pub(super) struct Row {
    pub id: u32,
    pub score: f32,
    pub area: Area,
    pub body: Option<Body>,
    pub energy: Option<f32>,
}

/// As it is kept, bit for bit. Somebody new has no energy.
#[derive(Serialize, Deserialize)]
struct PackedRow {
    id: u32,
    /// Score, box, joints.
    #[serde(with = "f32_hex")]
    numbers: Vec<f32>,
}

impl From<Row> for PackedRow {
    fn from(row: Row) -> Self {
        let Area { x1, y1, x2, y2 } = row.area;
        let mut numbers = vec![row.score, x1, y1, x2, y2];
        let body = row.body.iter().flatten();
        numbers.extend(body.flat_map(|j| [j.x, j.y, j.score]));
        Self {
            id: row.id,
            numbers,
        }
    }
}

impl TryFrom<PackedRow> for Row {
    type Error = &'static str;

    fn try_from(from: PackedRow) -> Result<Self, Self::Error> {
        let Some((&[score, x1, y1, x2, y2], joints)) = from.numbers.split_first_chunk() else {
            return Err("a person without a box");
        };
        let (joints, _) = joints.as_chunks::<3>();
        let body = match joints.len() {
            0 => None,
            JOINTS => {
                let mut body = Body::default();
                for (joint, &[x, y, score]) in body.iter_mut().zip(joints) {
                    *joint = Joint { x, y, score };
                }
                Some(body)
            }
            _ => return Err("a person without 17 joints"),
        };
        Ok(Self {
            id: from.id,
            score,
            area: Area { x1, y1, x2, y2 },
            body,
            energy: None,
        })
    }
}

/// A pair of factors, bit for bit.
mod scale {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    pub fn serialize<S: Serializer>(value: &(f32, f32), out: S) -> Result<S::Ok, S::Error> {
        (value.0.to_bits(), value.1.to_bits()).serialize(out)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<(f32, f32), D::Error> {
        let (x, y) = <(u32, u32)>::deserialize(input)?;
        Ok((f32::from_bits(x), f32::from_bits(y)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_from_before_people_were_recognised_is_read() {
        let mut before = serde_json::to_value(Progress::default()).unwrap();
        before.as_object_mut().unwrap().remove("looks").unwrap();
        let progress: Progress = serde_json::from_value(before).unwrap();
        assert_eq!(progress.looks, Looks::default());
    }

    #[test]
    fn a_person_comes_back_bit_for_bit_with_and_without_joints() {
        let third = 1.0f32 / 3.0;
        let joint = Joint {
            x: third,
            y: -third,
            score: 0.7,
        };
        for body in [None, Some([joint; JOINTS])] {
            let row = Row {
                id: 7,
                score: third,
                area: Area {
                    x1: 0.1,
                    y1: 0.2,
                    x2: 1e5 + third,
                    y2: 3.0,
                },
                body,
                energy: None,
            };
            let mut waiting = Waiting::new((5, Millis(9)), 3, (third, 1.5));
            waiting.rows.push(row);
            let text = serde_json::to_string(&waiting).unwrap();
            assert_eq!(serde_json::from_str::<Waiting>(&text).unwrap(), waiting);
        }
    }
}
