//! Who was there, known at the end: tracks are cut at the shots, numbered from 1 in order of first appearance,
//! joined to persons by their looks, and linked to the people of `person_tracking` by geometry. Reads the rows
//! that are already committed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use va_core::annotation::{Observation, Renumber, Segment};
use va_core::{Millis, TimeBase};

use crate::likeness::{Look, persons};

/// Share of a face that must lie in a person's box.
const INSIDE: f32 = 0.6;
/// Share of the samples that must agree on a person.
const AGREED: f64 = 0.5;

/// One face in one shot.
#[derive(Clone, Debug)]
struct Stay {
    tracked: u32,
    shot: usize,
    first: (i64, Millis),
    last: (i64, Millis),
    samples: u32,
    scores: f64,
    votes: BTreeMap<u32, u32>,
    /// Number that it gets.
    object: u32,
}

/// A person's box: time, number, left, top, width, height.
type Person = (Millis, u32, [f32; 4]);

/// All of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Stays {
    cuts: Vec<i64>,
    people: Vec<Person>,
    /// Boxes before this one are too early for the next face.
    from: usize,
    /// How far in time a person's box may be from a face's, by the time between two samples of faces.
    near: i64,
    /// The time between two samples of people.
    gap: Option<i64>,
    all: Vec<Stay>,
    places: BTreeMap<(u32, usize), usize>,
}

/// What a presence segment needs to know of the recording.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ending {
    pub base: TimeBase,
    pub interval: Millis,
    pub end_pts: i64,
    /// Whether cuts were asked for.
    pub shots: bool,
}

fn sides(seen: &Observation) -> Option<[f32; 4]> {
    let at = |i: usize| seen.values.get(i).copied().flatten();
    Some([at(0)?, at(1)?, at(2)?, at(3)?])
}

impl Stays {
    /// With these cuts, ascending, and the time between two samples.
    pub fn new(cuts: Vec<i64>, interval_ms: i64) -> Self {
        Self {
            cuts,
            near: interval_ms / 2 + 1,
            ..Self::default()
        }
    }

    /// Takes in a box of `person_tracking`, in order of time and before all faces.
    pub fn take_person(&mut self, seen: &Observation) {
        if let Some(sides) = sides(seen) {
            // people may be looked for less often than faces
            let gap = self
                .people
                .last()
                .map_or(0, |before| seen.time.0 - before.0.0);
            if gap > 0 {
                self.gap = self.gap.map_or(Some(gap), |least| Some(least.min(gap)));
            }
            self.people.push((seen.time, seen.object, sides));
        }
    }

    /// Takes in a face, in order of time.
    pub fn take_face(&mut self, seen: &Observation) {
        let shot = self.cuts.partition_point(|&cut| cut <= seen.pts);
        let new = self.all.len();
        let place = *self.places.entry((seen.object, shot)).or_insert(new);
        let now = (seen.pts, seen.time);
        let person = self.person_at(seen);
        if place == new {
            self.all.push(Stay {
                tracked: seen.object,
                shot,
                first: now,
                last: now,
                samples: 0,
                scores: 0.0,
                votes: BTreeMap::new(),
                object: new as u32 + 1,
            });
        }
        let stay = &mut self.all[place];
        stay.last = now;
        stay.samples += 1;
        stay.scores += f64::from(seen.score.unwrap_or_default());
        if let Some(person) = person {
            *stay.votes.entry(person).or_default() += 1;
        }
    }

    /// The person whose head is where this face is, at the nearest time at which people were looked for.
    fn person_at(&mut self, face: &Observation) -> Option<u32> {
        let [x, y, w, h] = sides(face)?;
        let now = face.time.0;
        let near = self.near.max(self.gap.unwrap_or_default() / 2 + 1);
        let early = |p: &Person| p.0.0 < now - near;
        self.from += self.people[self.from..]
            .iter()
            .take_while(|p| early(p))
            .count();
        let reach = self.people[self.from..].iter();
        let reach = reach.take_while(|p| p.0.0 <= now + near);
        let mut best: Option<(i64, f32, u32)> = None;
        for &(time, person, [px, py, pw, ph]) in reach {
            let wide = (x + w).min(px + pw) - x.max(px);
            let high = (y + h).min(py + ph) - y.max(py);
            if wide <= 0.0 || high <= 0.0 || wide * high < INSIDE * w * h {
                continue;
            }
            let away = (time.0 - now).abs();
            // a head is in the middle of the upper edge
            let (dx, dy) = (x + w / 2.0 - px - pw / 2.0, y + h / 2.0 - py);
            let cost = dx.abs() / pw.max(1.0) + dy / ph.max(1.0);
            if best.is_none_or(|(t, c, _)| away < t || (away == t && cost < c)) {
                best = Some((away, cost, person));
            }
        }
        best.map(|(_, _, person)| person)
    }

    /// Joins tracks to persons by their mean looks, given by track. A track without a look is somebody, and
    /// so is each part of a track that went on over a cut: its mean may be that of two people.
    pub fn join(&mut self, looks: &BTreeMap<u32, Vec<f32>>, threshold: f32) {
        let over_a_cut = self.over_a_cut();
        let mut tracks: Vec<(u32, Look)> = Vec::new();
        let mut known: BTreeMap<u32, usize> = BTreeMap::new();
        for stay in &self.all {
            let look = looks.get(&stay.tracked);
            let Some(look) = look.filter(|_| !over_a_cut.contains(&stay.tracked)) else {
                continue;
            };
            let place = *known.entry(stay.tracked).or_insert(tracks.len());
            if place == tracks.len() {
                let span = (stay.first.0, stay.last.0);
                let mean = look.clone();
                let samples = 0;
                tracks.push((
                    stay.tracked,
                    Look {
                        span,
                        samples,
                        mean,
                    },
                ));
            }
            tracks[place].1.span.1 = stay.last.0;
            tracks[place].1.samples += stay.samples;
        }
        let (ids, all): (Vec<u32>, Vec<Look>) = tracks.into_iter().unzip();
        let mut group_of: BTreeMap<u32, u32> = BTreeMap::new();
        for group in persons(&all, threshold) {
            // the group's first track stands for it
            let Some(first) = group.iter().map(|&i| ids[i]).min() else {
                continue;
            };
            group_of.extend(group.iter().map(|&i| (ids[i], first)));
        }
        let mut numbers: BTreeMap<(u32, usize), u32> = BTreeMap::new();
        for stay in &mut self.all {
            let somebody = match group_of.get(&stay.tracked) {
                Some(group) => (*group, 0),
                None => (stay.tracked, stay.shot),
            };
            let next = numbers.len() as u32 + 1;
            stay.object = *numbers.entry(somebody).or_insert(next);
        }
    }

    /// The tracks that are in more than one shot.
    fn over_a_cut(&self) -> BTreeSet<u32> {
        let mut shots: BTreeMap<u32, usize> = BTreeMap::new();
        for stay in &self.all {
            *shots.entry(stay.tracked).or_default() += 1;
        }
        shots.retain(|_, stays| *stays > 1);
        shots.into_keys().collect()
    }

    /// What the numbers of the tracks become.
    pub fn changes(&self) -> Vec<Renumber> {
        let changed = self.all.iter().filter(|s| s.object != s.tracked);
        let change = |stay: &Stay| Renumber {
            object: stay.tracked,
            from_pts: match stay.shot {
                0 => i64::MIN,
                later => self.cuts[later - 1],
            },
            until_pts: self.cuts.get(stay.shot).copied().unwrap_or(i64::MAX),
            becomes: stay.object,
        };
        changed.map(change).collect()
    }

    /// When each face was there.
    pub fn presence<'a>(&'a self, ending: &'a Ending) -> impl Iterator<Item = Segment> + 'a {
        let numbered = (1u32..).zip(&self.all);
        numbered.map(move |(track, stay)| self.segment(track, stay, ending))
    }

    fn segment(&self, track: u32, stay: &Stay, ending: &Ending) -> Segment {
        let next_cut = self.cuts.get(stay.shot).copied().unwrap_or(i64::MAX);
        let end_pts = ending
            .base
            .pts_at_or_after(Millis(stay.last.1.0 + ending.interval.0))
            .min(next_cut)
            .min(ending.end_pts)
            .max(stay.last.0 + 1);
        let samples = f64::from(stay.samples.max(1));
        let most = stay
            .votes
            .iter()
            .max_by_key(|(person, n)| (**n, u32::MAX - **person));
        let link = most.map(|(person, n)| (*person, f64::from(*n) / samples));
        let link = link.filter(|(_, share)| *share >= AGREED);
        let mut data = Map::new();
        data.insert("object".into(), stay.object.into());
        data.insert("track".into(), track.into());
        if ending.shots {
            data.insert("shot".into(), (stay.shot + 1).into());
        }
        data.insert("samples".into(), stay.samples.into());
        data.insert("person".into(), link.map_or(Value::Null, |l| l.0.into()));
        let share = link.map_or(Value::Null, |l| json!((l.1 * 1e4).round() / 1e4));
        data.insert("link_share".into(), share);
        Segment {
            start_pts: stay.first.0,
            end_pts,
            start: stay.first.1,
            end: ending.base.millis(end_pts),
            label: format!("face {}", stay.object),
            score: Some(stay.scores / samples),
            data,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(pts: i64, object: u32, [x, y, w, h]: [f32; 4]) -> Observation {
        Observation {
            pts,
            time: Millis(pts),
            object,
            score: Some(0.5),
            values: [x, y, w, h].map(Some).into(),
        }
    }

    const FACE: [f32; 4] = [40.0, 10.0, 20.0, 20.0];
    const ENDING: Ending = Ending {
        base: TimeBase { num: 1, den: 1000 },
        interval: Millis(200),
        end_pts: 10_000,
        shots: true,
    };

    #[test]
    fn a_face_belongs_to_the_person_at_whose_top_it_is() {
        let mut found = Stays::new(Vec::new(), 200);
        for time in [0, 200, 400] {
            found.take_person(&seen(time, 1, [0.0, 0.0, 100.0, 200.0]));
            // behind, reaching up much further
            found.take_person(&seen(time, 2, [30.0, -300.0, 60.0, 500.0]));
        }
        for time in [0, 200, 400, 600, 2000] {
            found.take_face(&seen(time, 1, FACE));
        }
        let data = found.presence(&ENDING).next().unwrap().data;
        assert_eq!(
            (&data["person"], &data["link_share"]),
            (&json!(1), &json!(0.6))
        );
    }

    #[test]
    fn a_face_is_linked_to_somebody_who_came_back_under_one_number() {
        let mut found = Stays::new(Vec::new(), 200);
        for time in [0, 200, 5000, 5200] {
            found.take_person(&seen(time, 1, [0.0, 0.0, 100.0, 200.0]));
        }
        for (time, track) in [(0, 1), (200, 1), (5000, 2), (5200, 2)] {
            found.take_face(&seen(time, track, FACE));
        }
        for face in found.presence(&ENDING) {
            assert_eq!(face.data["person"], json!(1), "{}", face.label);
        }
    }

    fn spans(found: &Stays) -> Vec<(String, i64, i64)> {
        let stays = found.presence(&ENDING);
        stays.map(|s| (s.label, s.start.0, s.end.0)).collect()
    }

    fn face(n: u32, from: i64, until: i64) -> (String, i64, i64) {
        (format!("face {n}"), from, until)
    }

    #[test]
    fn people_looked_for_less_often_than_faces_are_linked_all_the_same() {
        let mut found = Stays::new(Vec::new(), 66);
        for time in [0, 200, 400] {
            found.take_person(&seen(time, 3, [0.0, 0.0, 100.0, 200.0]));
        }
        for time in [0, 66, 133, 200, 266, 333, 400] {
            found.take_face(&seen(time, 1, FACE));
        }
        let data = found.presence(&ENDING).next().unwrap().data;
        let link = (&data["person"], &data["link_share"]);
        assert_eq!(link, (&json!(3), &json!(1.0)));
    }

    #[test]
    fn tracks_of_several_shots_are_one_person_by_their_looks() {
        let mut found = Stays::new(vec![300], 200);
        for (time, track) in [(0, 7), (200, 7), (400, 8), (5000, 9)] {
            found.take_face(&seen(time, track, FACE));
        }
        let apart = [face(1, 0, 300), face(2, 400, 600), face(3, 5000, 5200)];
        assert_eq!(spans(&found), apart);
        assert_eq!(found.changes().len(), 3);
        let looks = [
            (7, vec![1.0, 0.0]),
            (8, vec![0.95, 0.1]),
            (9, vec![0.9, 0.1]),
        ];
        found.join(&BTreeMap::from(looks), 0.4);
        let one = [face(1, 0, 300), face(1, 400, 600), face(1, 5000, 5200)];
        assert_eq!(spans(&found), one);
    }

    #[test]
    fn a_track_that_goes_on_over_a_cut_is_split_and_its_mixed_look_joins_nobody() {
        let mut found = Stays::new(vec![300], 200);
        for time in [0, 200, 400] {
            found.take_face(&seen(time, 7, FACE));
        }
        found.take_face(&seen(5000, 9, FACE));
        let looks = BTreeMap::from([(7, vec![1.0, 0.0]), (9, vec![0.9, 0.1])]);
        found.join(&looks, 0.4);
        let apart = [face(1, 0, 300), face(2, 400, 600), face(3, 5000, 5200)];
        assert_eq!(spans(&found), apart);
    }
}
