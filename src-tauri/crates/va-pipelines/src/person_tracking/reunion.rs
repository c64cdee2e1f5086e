//! Who came back: which stays of one shot are one person, by how they looked. Holds the looks of one shot at a time.
//! Fed by `identities`; two stays that overlap in time are never one person.

use std::collections::BTreeMap;

use crate::likeness::{Look, cosine, persons, unit};

/// A stay that is the same person's as others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reunited {
    /// Its place in the list of stays.
    pub stay: usize,
    /// Place of the person's first stay.
    pub first: usize,
    /// Mean cosine of its mean look with those of the person's other stays.
    pub similarity: f32,
}

/// The looks of each stay, added up, by its place in the list of stays.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Looked {
    stays: BTreeMap<usize, Look>,
}

impl Looked {
    /// Takes in a look at somebody whose stay has this first and last tick.
    pub fn take(&mut self, stay: usize, span: (i64, i64), look: &[Option<f32>]) {
        let sum = self.stays.entry(stay).or_insert_with(|| Look {
            span,
            samples: 0,
            mean: vec![0.0; look.len()],
        });
        sum.samples += 1;
        for (sum, value) in sum.mean.iter_mut().zip(look) {
            *sum += value.unwrap_or_default();
        }
    }

    /// The stays that are one person's with others, from this mean cosine on, and nothing is left of their looks.
    pub fn reunite(&mut self, threshold: f32) -> Vec<Reunited> {
        let (places, mut looks): (Vec<usize>, Vec<Look>) =
            std::mem::take(&mut self.stays).into_iter().unzip();
        for look in &mut looks {
            look.mean = unit(&look.mean);
        }
        let mut reunited = Vec::new();
        for group in persons(&looks, threshold) {
            let Some(first) = group.iter().map(|&i| places[i]).min() else {
                continue;
            };
            let others = group.len() - 1;
            if others == 0 {
                continue;
            }
            let mut sum = vec![0.0; looks[group[0]].mean.len()];
            for &i in &group {
                for (sum, value) in sum.iter_mut().zip(&looks[i].mean) {
                    *sum += value;
                }
            }
            reunited.extend(group.iter().map(|&i| {
                let own = &looks[i].mean;
                Reunited {
                    stay: places[i],
                    first,
                    // with everybody but itself
                    similarity: (cosine(own, &sum) - cosine(own, own)) / others as f32,
                }
            }));
        }
        reunited.sort_unstable_by_key(|one| one.stay);
        reunited
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(degrees: f32) -> Vec<Option<f32>> {
        let (y, x) = degrees.to_radians().sin_cos();
        vec![Some(x), Some(y)]
    }

    fn stays(all: &[((i64, i64), f32)]) -> Looked {
        let mut looked = Looked::default();
        for (place, (span, degrees)) in all.iter().enumerate() {
            looked.take(place, *span, &at(degrees - 10.0));
            looked.take(place, *span, &at(degrees + 10.0));
        }
        looked
    }

    fn pairs(all: &[((i64, i64), f32)], threshold: f32) -> Vec<(usize, usize)> {
        let reunited = stays(all).reunite(threshold);
        reunited.iter().map(|one| (one.stay, one.first)).collect()
    }

    #[test]
    fn who_looks_alike_at_different_times_is_one_person() {
        let all = [((0, 9), 0.0), ((10, 19), 90.0), ((20, 29), 5.0)];
        assert_eq!(pairs(&all, 0.7), [(0, 0), (2, 0)]);
        let reunited = stays(&all).reunite(0.7);
        let expected = 5f32.to_radians().cos();
        for one in reunited {
            assert!((one.similarity - expected).abs() < 1e-5, "{one:?}");
        }
    }

    #[test]
    fn two_who_are_there_at_once_are_two_however_alike_they_are() {
        let all = [((0, 20), 0.0), ((20, 40), 0.0)];
        assert_eq!(pairs(&all, 0.7), []);
        // the third is one of the two: of equal ones the earlier
        let all = [((0, 20), 0.0), ((10, 40), 0.0), ((50, 60), 0.0)];
        assert_eq!(pairs(&all, 0.7), [(0, 0), (2, 0)]);
    }

    #[test]
    fn the_threshold_itself_is_alike_enough() {
        let mut looked = Looked::default();
        looked.take(0, (0, 1), &[Some(1.0), Some(0.0)]);
        looked.take(1, (2, 3), &[Some(0.6), Some(0.8)]);
        assert_eq!(looked.clone().reunite(0.6).len(), 2);
        assert_eq!(looked.reunite(0.601), []);
        assert_eq!(looked.reunite(0.05), [], "nothing is left");
    }

    #[test]
    fn a_look_of_nothing_is_like_nobody() {
        let mut looked = Looked::default();
        for place in 0..2 {
            let time = place as i64 * 10;
            looked.take(place, (time, time), &[Some(0.0), None]);
        }
        assert_eq!(looked.reunite(0.05), []);
    }
}
