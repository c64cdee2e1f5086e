//! Adult or child: an estimate from the proportions of head and body, made only when it was asked for. Never
//! from the height of the box, which says how near somebody is. Abstains wherever the joints do not show a
//! head from the front on an upright body; `docs/pipelines/person_tracking.md` has the weaknesses.

use super::joints::{JOINTS, Joint};

/// Name of the method in results.
pub(super) const METHOD: &str = "head-to-torso-proportion";

/// Score from which a joint counts.
const SURE: f32 = 0.4;
/// Ears apart, by the length of the torso: below this an adult, from the other on a child.
const ADULT_BELOW: f32 = 0.36;
const CHILD_FROM: f32 = 0.44;
/// Samples that must show the proportions.
const ENOUGH: u32 = 10;
/// Share of them that must agree.
const AGREED: f64 = 0.7;

/// What the samples of one person say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Votes {
    adult: u32,
    child: u32,
    between: u32,
}

/// An estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Role {
    /// `adult`, `child` or `unknown`.
    pub word: &'static str,
    /// Share of the samples that agree, less for few samples; 0 for `unknown`.
    pub confidence: f64,
}

impl Votes {
    /// Takes in one sample: values of the track of joints.
    pub fn take(&mut self, values: &[Option<f32>]) {
        match proportion(values) {
            None => {}
            Some(share) if share < ADULT_BELOW => self.adult += 1,
            Some(share) if share >= CHILD_FROM => self.child += 1,
            Some(_) => self.between += 1,
        }
    }

    /// Takes in what other samples of the same person say.
    pub fn add(&mut self, other: Self) {
        self.adult += other.adult;
        self.child += other.child;
        self.between += other.between;
    }

    /// As many samples that show an adult.
    #[cfg(test)]
    pub fn of_adults(adult: u32) -> Self {
        Self {
            adult,
            ..Self::default()
        }
    }

    /// What they say together.
    pub fn role(self) -> Role {
        let usable = self.adult + self.child + self.between;
        let (word, most) = if self.adult > self.child {
            ("adult", self.adult)
        } else {
            ("child", self.child)
        };
        let agreed = f64::from(most) / f64::from(usable.max(1));
        if usable < ENOUGH || agreed < AGREED {
            return Role {
                word: "unknown",
                confidence: 0.0,
            };
        }
        // as if two samples more had said the opposite
        let confidence = f64::from(most) / f64::from(usable + 2);
        Role { word, confidence }
    }
}

/// Distance of the ears by the length of the torso, where both are seen without foreshortening.
fn proportion(values: &[Option<f32>]) -> Option<f32> {
    let (rows, _) = values.as_chunks::<3>();
    let joint = |n: usize| {
        let [x, y, score] = *rows.get(n)?;
        let (x, y, score) = (x?, y?, score?);
        (score >= SURE).then_some(Joint { x, y, score })
    };
    debug_assert_eq!(rows.len(), JOINTS);
    let (nose, left_ear, right_ear) = (joint(0)?, joint(3)?, joint(4)?);
    let shoulders = (joint(5)?, joint(6)?);
    let hips = (joint(11)?, joint(12)?);
    let (neck, seat) = (middle(shoulders), middle(hips));
    let (across, down) = (seat.0 - neck.0, seat.1 - neck.1);
    let torso = across.hypot(down);
    let upright = down > 0.85 * torso;
    // a torso that is seen from the front is about as broad as it is long
    let frontal = apart(shoulders.0, shoulders.1) > 0.4 * torso;
    let (to_left, to_right) = (apart(nose, left_ear), apart(nose, right_ear));
    let facing = (to_left - to_right).abs() < 0.25 * (to_left + to_right);
    let ears = apart(left_ear, right_ear);
    (torso > 1.0 && upright && frontal && facing).then(|| ears / torso)
}

fn apart(a: Joint, b: Joint) -> f32 {
    (a.x - b.x).hypot(a.y - b.y)
}

fn middle((a, b): (Joint, Joint)) -> (f32, f32) {
    (f32::midpoint(a.x, b.x), f32::midpoint(a.y, b.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A body from the front with a torso of 100 pixels and the ears this far apart, `scale` times as large.
    fn body(ears: f32, scale: f32) -> Vec<Option<f32>> {
        let mut values = vec![Some(0.0); JOINTS * 3];
        let mut set = |n: usize, x: f32, y: f32| {
            let place = [Some(x * scale), Some(y * scale), Some(0.9)];
            values[n * 3..n * 3 + 3].copy_from_slice(&place);
        };
        set(0, 0.0, -30.0);
        set(3, ears / 2.0, -30.0);
        set(4, -ears / 2.0, -30.0);
        set(5, 35.0, 0.0);
        set(6, -35.0, 0.0);
        set(11, 20.0, 100.0);
        set(12, -20.0, 100.0);
        values
    }

    fn role(samples: &[Vec<Option<f32>>]) -> Role {
        let mut votes = Votes::default();
        for values in samples {
            votes.take(values);
        }
        votes.role()
    }

    #[test]
    fn proportions_decide_and_size_does_not() {
        for scale in [0.3, 1.0, 4.0] {
            let adult = role(&vec![body(30.0, scale); 30]);
            assert_eq!(adult.word, "adult", "at {scale}");
            assert!(adult.confidence > 0.9 && adult.confidence < 1.0);
            assert_eq!(role(&vec![body(50.0, scale); 30]).word, "child");
        }
    }

    #[test]
    fn it_is_unknown_unless_enough_samples_agree() {
        let unknown = Role {
            word: "unknown",
            confidence: 0.0,
        };
        assert_eq!(role(&[]), unknown);
        assert_eq!(role(&vec![body(30.0, 1.0); 9]), unknown, "too few");
        assert_eq!(role(&vec![body(40.0, 1.0); 50]), unknown, "in between");
        let mixed = [vec![body(30.0, 1.0); 20], vec![body(50.0, 1.0); 20]].concat();
        assert_eq!(role(&mixed), unknown, "they contradict each other");
    }

    #[test]
    fn turned_heads_lying_bodies_and_unsure_joints_do_not_count() {
        let mut turned = body(30.0, 1.0);
        turned[0] = Some(12.0);
        let lying: Vec<_> = body(30.0, 1.0)
            .as_chunks::<3>()
            .0
            .iter()
            .flat_map(|&[x, y, score]| [y, x, score])
            .collect();
        let mut unsure = body(30.0, 1.0);
        unsure[11 * 3 + 2] = Some(0.3);
        let mut hidden = body(30.0, 1.0);
        hidden[4 * 3] = None;
        for values in [turned, lying, unsure, hidden] {
            assert_eq!(proportion(&values), None);
        }
        assert!(proportion(&body(30.0, 1.0)).is_some());
    }
}
