//! Who was there, known at the end: nobody crosses a cut, who came back is the same person if looks were asked for,
//! and numbers go from 1 in order of first appearance. Reads the rows that are already committed, so its memory
//! grows with the number of people only.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use va_core::annotation::{Observation, Renumber, Segment};
use va_core::{Millis, TimeBase};

use super::reunion::{Looked, Reunited};
use super::roles::{METHOD, Votes};

/// One person in one shot.
#[derive(Clone, Debug, PartialEq)]
struct Stay {
    /// Number that the tracker gave.
    tracked: u32,
    /// From 0.
    shot: usize,
    first: (i64, Millis),
    last: (i64, Millis),
    samples: u32,
    scores: f64,
    /// Of the person, in the person's first stay.
    votes: Votes,
    looks: u32,
    /// Place of the person's first stay, and how alike this one is to the person's others.
    person: usize,
    similarity: Option<f32>,
    /// First tick of the person's next stay.
    next: Option<i64>,
    /// Number that the person gets.
    object: u32,
}

/// Everybody, in order of first appearance.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Identities {
    /// First ticks of the shots after the first one.
    cuts: Vec<i64>,
    stays: Vec<Stay>,
    places: BTreeMap<(u32, usize), usize>,
    /// Mean cosine from which two stays are one person; `None`: each is somebody.
    alike: Option<f32>,
    /// Looks of the shot that is being read.
    looked: Looked,
    looked_shot: usize,
}

/// What a presence segment needs to know of the recording.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ending {
    /// Of all ticks.
    pub base: TimeBase,
    /// How long a sample lasts.
    pub interval: Millis,
    /// Where the recording ends.
    pub end_pts: i64,
    /// Whether cuts were asked for.
    pub shots: bool,
    /// Whether roles were asked for.
    pub roles: bool,
}

impl Identities {
    /// With these cuts, ascending, and the mean cosine from which two stays of a shot are one person.
    pub fn new(cuts: Vec<i64>, alike: Option<f32>) -> Self {
        Self {
            cuts,
            alike,
            ..Self::default()
        }
    }

    fn shot(&self, pts: i64) -> usize {
        self.cuts.partition_point(|&cut| cut <= pts)
    }

    /// Takes in a box, in order of time.
    pub fn take_box(&mut self, seen: &Observation) {
        let shot = self.shot(seen.pts);
        let new = self.stays.len();
        let place = *self.places.entry((seen.object, shot)).or_insert(new);
        let now = (seen.pts, seen.time);
        if place == new {
            self.stays.push(Stay {
                tracked: seen.object,
                shot,
                first: now,
                last: now,
                samples: 0,
                scores: 0.0,
                votes: Votes::default(),
                looks: 0,
                person: new,
                similarity: None,
                next: None,
                object: 0,
            });
        }
        let stay = &mut self.stays[place];
        stay.last = now;
        stay.samples += 1;
        stay.scores += f64::from(seen.score.unwrap_or_default());
    }

    /// Takes in joints, after all boxes.
    pub fn take_joints(&mut self, seen: &Observation) {
        let key = (seen.object, self.shot(seen.pts));
        if let Some(&place) = self.places.get(&key) {
            self.stays[place].votes.take(&seen.values);
        }
    }

    /// Takes in a look, in order of time and after all boxes.
    pub fn take_look(&mut self, seen: &Observation) {
        let shot = self.shot(seen.pts);
        if shot != self.looked_shot {
            self.reunite();
            self.looked_shot = shot;
        }
        if let Some(&place) = self.places.get(&(seen.object, shot)) {
            let stay = &mut self.stays[place];
            stay.looks += 1;
            let span = (stay.first.0, stay.last.0);
            self.looked.take(place, span, &seen.values);
        }
    }

    /// The shot whose looks were read is over.
    fn reunite(&mut self) {
        let Some(alike) = self.alike else { return };
        for one in self.looked.reunite(alike) {
            let Reunited {
                stay,
                first,
                similarity,
            } = one;
            let stay = &mut self.stays[stay];
            (stay.person, stay.similarity) = (first, Some(similarity));
        }
    }

    /// Everything was taken in: numbers the people.
    pub fn settle(&mut self) {
        self.reunite();
        let mut given = 0;
        // each person's latest stay so far
        let mut latest: BTreeMap<usize, usize> = BTreeMap::new();
        for place in 0..self.stays.len() {
            let Stay {
                person,
                first,
                votes,
                ..
            } = self.stays[place];
            if person == place {
                given += 1;
                self.stays[place].object = given;
            } else {
                self.stays[place].object = self.stays[person].object;
                self.stays[person].votes.add(votes);
            }
            if let Some(before) = latest.insert(person, place) {
                self.stays[before].next = Some(first.0);
            }
        }
    }

    /// What the tracker's numbers become.
    pub fn changes(&self) -> Vec<Renumber> {
        let changed = self.stays.iter().filter(|s| s.object != s.tracked);
        changed
            .map(|stay| Renumber {
                object: stay.tracked,
                from_pts: match stay.shot {
                    0 => i64::MIN,
                    later => self.cuts[later - 1],
                },
                until_pts: self.cuts.get(stay.shot).copied().unwrap_or(i64::MAX),
                becomes: stay.object,
            })
            .collect()
    }

    /// When each person was there.
    pub fn presence<'a>(&'a self, ending: &'a Ending) -> impl Iterator<Item = Segment> + 'a {
        let all = (1u32..).zip(&self.stays);
        all.map(move |(track, stay)| self.segment(track, stay, ending))
    }

    fn segment(&self, track: u32, stay: &Stay, ending: &Ending) -> Segment {
        let number = stay.object;
        let next_cut = self.cuts.get(stay.shot).copied().unwrap_or(i64::MAX);
        let end_pts = ending
            .base
            .pts_at_or_after(Millis(stay.last.1.0 + ending.interval.0))
            .min(next_cut)
            .min(ending.end_pts)
            .min(stay.next.unwrap_or(i64::MAX))
            .max(stay.last.0 + 1);
        let mean_score = stay.scores / f64::from(stay.samples.max(1));
        let mut data = Map::new();
        data.insert("object".into(), number.into());
        if ending.shots {
            data.insert("shot".into(), (stay.shot + 1).into());
        }
        data.insert("samples".into(), stay.samples.into());
        data.insert("mean_score".into(), rounded(mean_score));
        if self.alike.is_some() {
            let similarity = stay.similarity.map(|s| rounded(f64::from(s)));
            data.insert("track".into(), track.into());
            data.insert("looks".into(), stay.looks.into());
            data.insert("reidentified".into(), similarity.is_some().into());
            data.insert("similarity".into(), similarity.unwrap_or_default());
        }
        if ending.roles {
            let role = self.stays[stay.person].votes.role();
            data.insert("role".into(), role.word.into());
            data.insert("role_confidence".into(), rounded(role.confidence));
            data.insert("role_method".into(), METHOD.into());
        }
        Segment {
            start_pts: stay.first.0,
            end_pts,
            start: stay.first.1,
            end: ending.base.millis(end_pts),
            label: format!("person {number}"),
            score: Some(mean_score),
            data,
        }
    }
}

/// Four places: more is noise.
fn rounded(value: f64) -> Value {
    json!((value * 1e4).round() / 1e4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(pts: i64, object: u32) -> Observation {
        Observation {
            pts,
            time: Millis(pts),
            object,
            score: Some(0.5),
            values: vec![Some(1.0); 4],
        }
    }

    const ENDING: Ending = Ending {
        base: TimeBase { num: 1, den: 1000 },
        interval: Millis(200),
        end_pts: 900,
        shots: true,
        roles: false,
    };

    fn read(cuts: &[i64], rows: &[(i64, u32)]) -> Identities {
        let mut found = Identities::new(cuts.to_vec(), None);
        for &(pts, object) in rows {
            found.take_box(&seen(pts, object));
        }
        found.settle();
        found
    }

    /// The same, where each row is also a look in this direction.
    fn recognise(cuts: &[i64], rows: &[(i64, u32, f32)]) -> Identities {
        let mut found = Identities::new(cuts.to_vec(), Some(0.7));
        for &(pts, object, _) in rows {
            found.take_box(&seen(pts, object));
        }
        for &(pts, object, degrees) in rows {
            let (y, x) = degrees.to_radians().sin_cos();
            let values = vec![Some(x), Some(y)];
            let look = Observation {
                values,
                ..seen(pts, object)
            };
            found.take_look(&look);
        }
        found.settle();
        found
    }

    fn spans(found: &Identities) -> Vec<(String, i64, i64)> {
        let stays = found.presence(&ENDING);
        stays.map(|s| (s.label, s.start.0, s.end.0)).collect()
    }

    fn person(n: u32, from: i64, to: i64) -> (String, i64, i64) {
        (format!("person {n}"), from, to)
    }

    #[test]
    fn nobody_crosses_a_cut_and_numbers_have_no_gaps() {
        let found = read(
            &[500],
            &[
                (0, 4),
                (200, 4),
                (200, 2),
                (400, 4),
                (600, 2),
                (600, 4),
                (800, 4),
            ],
        );
        let change = |object, from_pts, until_pts, becomes| Renumber {
            object,
            from_pts,
            until_pts,
            becomes,
        };
        let expected = [change(4, i64::MIN, 500, 1), change(2, 500, i64::MAX, 3)];
        assert_eq!(
            found.changes(),
            expected,
            "2 before and 4 after the cut keep theirs"
        );
        let expected = [
            person(1, 0, 500),
            person(2, 200, 400),
            person(3, 600, 800),
            person(4, 600, 900),
        ];
        assert_eq!(
            spans(&found),
            expected,
            "a sample lasts until the next one, the cut or the end"
        );
    }

    #[test]
    fn a_presence_says_how_it_was_found() {
        let found = read(&[], &[(0, 1), (200, 1)]);
        let mut ending = ENDING;
        let data = found.presence(&ending).next().unwrap().data;
        let expected = json!({"object": 1, "shot": 1, "samples": 2, "mean_score": 0.5});
        assert_eq!(Value::Object(data), expected);
        (ending.shots, ending.roles) = (false, true);
        let data = found.presence(&ending).next().unwrap().data;
        assert_eq!(data.get("shot"), None);
        assert_eq!(data["role"], "unknown");
        assert_eq!(data["role_method"], METHOD);
    }

    #[test]
    fn who_comes_back_has_the_number_from_before_and_two_stays() {
        let found = recognise(
            &[],
            &[(0, 1, 0.0), (100, 2, 90.0), (300, 3, 80.0), (500, 4, 3.0)],
        );
        let both = [
            person(1, 0, 200),
            person(2, 100, 300),
            person(2, 300, 500),
            person(1, 500, 700),
        ];
        assert_eq!(spans(&found), both, "the first one's end meets the next");
        let changes: Vec<_> = found
            .changes()
            .iter()
            .map(|c| (c.object, c.becomes))
            .collect();
        assert_eq!(changes, [(3, 2), (4, 1)]);
        let data: Vec<_> = found.presence(&ENDING).map(|s| s.data).collect();
        let expected = json!({
            "object": 2, "shot": 1, "samples": 1, "mean_score": 0.5,
            "track": 3, "looks": 1, "reidentified": true, "similarity": 0.9848,
        });
        assert_eq!(Value::Object(data[2].clone()), expected);
    }

    #[test]
    fn nobody_is_recognised_across_a_cut() {
        let rows = [
            (0, 1, 0.0),
            (300, 2, 0.0),
            (600, 1, 0.0),
            (700, 3, 90.0),
            (800, 4, 0.0),
        ];
        let found = recognise(&[250, 650], &rows);
        let apart = [
            person(1, 0, 200),
            person(2, 300, 500),
            person(2, 600, 650),
            person(3, 700, 900),
            person(4, 800, 900),
        ];
        assert_eq!(spans(&found), apart);
    }

    #[test]
    fn who_was_never_looked_at_is_somebody() {
        let mut found = Identities::new(Vec::new(), Some(0.05));
        for (pts, object) in [(0, 1), (300, 2)] {
            found.take_box(&seen(pts, object));
        }
        found.take_look(&seen(300, 2));
        found.settle();
        assert_eq!(spans(&found), [person(1, 0, 200), person(2, 300, 500)]);
        let data = found.presence(&ENDING).next().unwrap().data;
        assert_eq!(
            (&data["looks"], &data["reidentified"]),
            (&json!(0), &json!(false))
        );
        assert_eq!(data["similarity"], Value::Null);
    }

    #[test]
    fn a_person_has_one_role_from_all_stays() {
        let mut found = recognise(&[], &[(0, 1, 0.0), (300, 2, 0.0)]);
        found.stays[0].votes = Votes::of_adults(6);
        found.stays[1].votes = Votes::of_adults(6);
        found.settle();
        let ending = Ending {
            roles: true,
            ..ENDING
        };
        for stay in found.presence(&ending) {
            assert_eq!(stay.data["role"], "adult", "six samples alone are too few");
        }
    }
}
