//! Which face of a sample continues which track: by overlap and by the distance of the middles, nearest first,
//! with every interval in time. Small and deterministic; kept in a checkpoint. Looks decide too: a face that is
//! clearly another person's begins a new track. Knows nothing of cuts.

use serde::{Deserialize, Serialize};
use va_core::Millis;

use crate::exact::f32_hex;
use crate::likeness::{cosine, unit};
use crate::person_tracking::Area;

/// Distance of the middles, in the mean size of both boxes, beyond which two boxes are not one face. Heads move
/// fast between two samples of a fifth of a second.
const FAR: f32 = 0.9;
/// Factor between the sizes of one face in two samples.
const GROWTH: f32 = 1.8;
/// Cosine below which two looks are not of one person, whatever their places. Different people have up to 0.3;
/// a blurred or turned face has little in common with itself, hence so low.
const OTHER: f32 = 0.05;
/// Looks of a track before looks decide.
const KNOWN: u32 = 3;
/// Ticks that are remembered of a track, to find its middle.
const TICKS: usize = 16;
/// Tracks that are waited for beyond the greatest number of faces.
const WAITING: usize = 30;

/// A face that is followed or waited for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Track {
    pub id: u32,
    /// Left, top, right, bottom.
    #[serde(with = "f32_hex")]
    place: Vec<f32>,
    last_ms: i64,
    /// Some of its ticks, evenly.
    ticks: Vec<(i64, Millis)>,
    every: u32,
    samples: u32,
    /// Sum of its looks, and of how many.
    #[serde(with = "f32_hex")]
    looks: Vec<f32>,
    looked: u32,
}

/// What is known of a track that has ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Closed {
    pub id: u32,
    /// A sample near the middle.
    pub at: (i64, Millis),
    /// Mean look, of length 1.
    pub look: Vec<f32>,
}

impl Track {
    fn area(&self) -> Area {
        let at = |i: usize| self.place.get(i).copied().unwrap_or_default();
        Area {
            x1: at(0),
            y1: at(1),
            x2: at(2),
            y2: at(3),
        }
    }

    fn put(&mut self, area: &Area, (pts, time): (i64, Millis)) {
        self.place = vec![area.x1, area.y1, area.x2, area.y2];
        self.last_ms = time.0;
        if self.samples.is_multiple_of(self.every) {
            self.ticks.push((pts, time));
        }
        self.samples += 1;
        if self.ticks.len() > TICKS {
            let mut keep = false;
            self.ticks.retain(|_| {
                keep = !keep;
                keep
            });
            self.every *= 2;
        }
    }

    fn add(&mut self, look: &[f32]) {
        if self.looks.is_empty() {
            self.looks = vec![0.0; look.len()];
        }
        for (sum, value) in self.looks.iter_mut().zip(look) {
            *sum += value;
        }
        self.looked += 1;
    }

    /// `None` if it was never looked at.
    fn close(self) -> Option<Closed> {
        let at = *self.ticks.get(self.ticks.len() / 2)?;
        (self.looked > 0).then(|| Closed {
            id: self.id,
            at,
            look: unit(&self.looks),
        })
    }
}

/// How unlike two boxes are, 0 for the same; `None` if they are not one face.
fn distance(a: &Area, b: &Area) -> Option<f32> {
    let size = |r: &Area| (r.width() * r.height()).sqrt().max(1e-3);
    let (sa, sb) = (size(a), size(b));
    let (ca, cb) = (a.centre(), b.centre());
    let apart = (ca.0 - cb.0).hypot(ca.1 - cb.1) / f32::midpoint(sa, sb);
    let growth = (sa / sb).max(sb / sa);
    (apart < FAR && growth < GROWTH).then(|| apart + 1.0 - a.iou(b))
}

/// The tracks of a recording, online.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Following {
    tracks: Vec<Track>,
    given: u32,
    /// When the sample before was taken.
    last_ms: i64,
}

impl Following {
    /// Ends what was not seen for too long, and what is too much; hands back what ended.
    pub fn forget(&mut self, now: Millis, lost_ms: i64, most: usize) -> Vec<Closed> {
        let mut ended = Vec::new();
        let mut tracks = std::mem::take(&mut self.tracks);
        // the longest unseen first
        tracks.sort_by_key(|t| (std::cmp::Reverse(t.last_ms), t.id));
        for (place, track) in tracks.into_iter().enumerate() {
            let seen = track.last_ms == self.last_ms;
            if (!seen && now.0 - track.last_ms > lost_ms) || place >= most + WAITING {
                ended.extend(track.close());
            } else {
                self.tracks.push(track);
            }
        }
        self.tracks.sort_by_key(|t| t.id);
        ended
    }

    /// The track of each face; a new one for a face that continues none.
    pub fn update(&mut self, at: (i64, Millis), faces: &[Area]) -> Vec<u32> {
        self.last_ms = at.1.0;
        let mut pairs = Vec::new();
        for (t, track) in self.tracks.iter().enumerate() {
            let known = track.area();
            let near = faces.iter().enumerate();
            pairs.extend(near.filter_map(|(f, face)| Some((distance(&known, face)?, t, f))));
        }
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let mut owner: Vec<Option<usize>> = vec![None; faces.len()];
        let mut taken = vec![false; self.tracks.len()];
        for (_, track, face) in pairs {
            if owner[face].is_none() && !taken[track] {
                (owner[face], taken[track]) = (Some(track), true);
            }
        }
        let mut ids = Vec::with_capacity(faces.len());
        for (face, owner) in faces.iter().zip(owner) {
            let place = owner.unwrap_or_else(|| self.begin());
            self.tracks[place].put(face, at);
            ids.push(self.tracks[place].id);
        }
        ids
    }

    fn begin(&mut self) -> usize {
        self.given += 1;
        self.tracks.push(Track {
            id: self.given,
            place: Vec::new(),
            last_ms: 0,
            ticks: Vec::new(),
            every: 1,
            samples: 0,
            looks: Vec::new(),
            looked: 0,
        });
        self.tracks.len() - 1
    }

    /// Takes in how the face of a track looks in this sample. A look that is clearly another person's ends the
    /// track before this sample: the face has the new number then.
    pub fn look(
        &mut self,
        id: u32,
        at: (i64, Millis),
        area: &Area,
        look: &[f32],
    ) -> (u32, Option<Closed>) {
        let Some(place) = self.tracks.iter().position(|t| t.id == id) else {
            return (id, None);
        };
        let track = &self.tracks[place];
        let other = track.looked >= KNOWN && cosine(&unit(&track.looks), look) < OTHER;
        if !other {
            self.tracks[place].add(look);
            return (id, None);
        }
        // this sample is not the old one's
        self.tracks[place].ticks.retain(|tick| tick.0 != at.0);
        let new = self.begin();
        self.tracks[new].put(area, at);
        self.tracks[new].add(look);
        let id = self.tracks[new].id;
        (id, self.tracks.remove(place).close())
    }

    /// Ends everything.
    pub fn close(&mut self) -> Vec<Closed> {
        let tracks = std::mem::take(&mut self.tracks);
        tracks.into_iter().filter_map(Track::close).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(x: f32) -> Area {
        Area {
            x1: x,
            y1: 10.0,
            x2: x + 20.0,
            y2: 34.0,
        }
    }

    fn at(ms: i64) -> (i64, Millis) {
        (ms, Millis(ms))
    }

    #[test]
    fn faces_that_move_keep_their_numbers_and_a_new_place_is_a_new_face() {
        let mut all = Following::default();
        assert_eq!(all.update(at(0), &[face(0.0), face(100.0)]), [1, 2]);
        assert_eq!(all.update(at(200), &[face(92.0), face(11.0)]), [2, 1]);
        assert_eq!(all.update(at(400), &[face(50.0)]), [3]);
        assert_eq!(all.update(at(600), &[face(12.0)]), [1], "waited for");
        assert_eq!(all.update(at(2000), &[]), [0u32; 0]);
        all.forget(Millis(2200), 1000, 10);
        assert_eq!(all.update(at(2200), &[face(12.0)]), [4], "not for ever");
        all.forget(Millis(4200), 1000, 10);
        let slow = all.update(at(4200), &[face(12.0)]);
        assert_eq!(slow, [4], "samples may be further apart than the wait");
    }

    #[test]
    fn somebody_else_in_the_same_place_is_somebody_else() {
        let mut all = Following::default();
        let (one, two) = (vec![1.0, 0.0], vec![0.0, 1.0]);
        for ms in [0, 200, 400] {
            let id = all.update(at(ms), &[face(0.0)])[0];
            assert_eq!(all.look(id, at(ms), &face(0.0), &one), (1, None));
        }
        let id = all.update(at(600), &[face(0.0)])[0];
        let (id, ended) = all.look(id, at(600), &face(0.0), &two);
        assert_eq!((id, ended.unwrap().look), (2, one));
        assert_eq!(all.close()[0].look, two);
    }

    #[test]
    fn a_long_track_remembers_few_ticks_and_its_middle() {
        let mut all = Following::default();
        for sample in 0..1000 {
            all.update(at(sample * 200), &[face(0.0)]);
        }
        all.look(1, at(0), &face(0.0), &[1.0]);
        assert!(serde_json::to_string(&all).unwrap().len() < 700);
        let middle = all.close()[0].at.1.0;
        assert!((80_000..120_000).contains(&middle), "{middle}");
    }

    #[test]
    fn what_is_waited_for_is_bounded() {
        let mut all = Following::default();
        for sample in 0..500 {
            all.forget(Millis(sample), 100_000, 5);
            all.update(at(sample), &[face(sample as f32 * 60.0)]);
        }
        assert!(all.tracks.len() <= 36);
    }
}
