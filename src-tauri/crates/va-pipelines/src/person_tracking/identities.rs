//! Who was there, known at the end: nobody crosses a cut, numbers go from 1 in order of first appearance.
//! Reads the rows that are already committed, so its memory grows with the number of people only.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use va_core::annotation::{Observation, Renumber, Segment};
use va_core::{Millis, TimeBase};

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
    votes: Votes,
}

/// Everybody, in order of first appearance.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Identities {
    /// First ticks of the shots after the first one.
    cuts: Vec<i64>,
    stays: Vec<Stay>,
    places: BTreeMap<(u32, usize), usize>,
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
    /// With these cuts, ascending.
    pub fn new(cuts: Vec<i64>) -> Self {
        Self {
            cuts,
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

    /// What the tracker's numbers become.
    pub fn changes(&self) -> Vec<Renumber> {
        let changed = (1..).zip(&self.stays).filter(|(n, s)| *n != s.tracked);
        changed
            .map(|(becomes, stay)| Renumber {
                object: stay.tracked,
                from_pts: match stay.shot {
                    0 => i64::MIN,
                    later => self.cuts[later - 1],
                },
                until_pts: self.cuts.get(stay.shot).copied().unwrap_or(i64::MAX),
                becomes,
            })
            .collect()
    }

    /// When each person was there.
    pub fn presence<'a>(&'a self, ending: &'a Ending) -> impl Iterator<Item = Segment> + 'a {
        let all = (1u32..).zip(&self.stays);
        all.map(move |(number, stay)| self.segment(number, stay, ending))
    }

    fn segment(&self, number: u32, stay: &Stay, ending: &Ending) -> Segment {
        let next_cut = self.cuts.get(stay.shot).copied().unwrap_or(i64::MAX);
        let end_pts = ending
            .base
            .pts_at_or_after(Millis(stay.last.1.0 + ending.interval.0))
            .min(next_cut)
            .min(ending.end_pts)
            .max(stay.last.0 + 1);
        let mean_score = stay.scores / f64::from(stay.samples.max(1));
        let mut data = Map::new();
        data.insert("object".into(), number.into());
        if ending.shots {
            data.insert("shot".into(), (stay.shot + 1).into());
        }
        data.insert("samples".into(), stay.samples.into());
        data.insert("mean_score".into(), rounded(mean_score));
        if ending.roles {
            let role = stay.votes.role();
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

    fn ending(end_pts: i64) -> Ending {
        Ending {
            base: TimeBase::new(1, 1000),
            interval: Millis(200),
            end_pts,
            shots: true,
            roles: false,
        }
    }

    fn read(cuts: &[i64], rows: &[(i64, u32)]) -> Identities {
        let mut found = Identities::new(cuts.to_vec());
        for &(pts, object) in rows {
            found.take_box(&seen(pts, object));
        }
        found
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
        let spans: Vec<_> = found
            .presence(&ending(900))
            .map(|s| (s.label, s.start.0, s.end.0))
            .collect();
        let person = |n: u32, from, to| (format!("person {n}"), from, to);
        let expected = [
            person(1, 0, 500),
            person(2, 200, 400),
            person(3, 600, 800),
            person(4, 600, 900),
        ];
        assert_eq!(
            spans, expected,
            "a sample lasts until the next one, the cut or the end"
        );
    }

    #[test]
    fn a_presence_says_how_it_was_found() {
        let found = read(&[], &[(0, 1), (200, 1)]);
        let mut ending = ending(10_000);
        let data = found.presence(&ending).next().unwrap().data;
        let expected = json!({"object": 1, "shot": 1, "samples": 2, "mean_score": 0.5});
        assert_eq!(Value::Object(data), expected);
        (ending.shots, ending.roles) = (false, true);
        let data = found.presence(&ending).next().unwrap().data;
        assert_eq!(data.get("shot"), None);
        assert_eq!(data["role"], "unknown");
        assert_eq!(data["role_method"], METHOD);
    }
}
