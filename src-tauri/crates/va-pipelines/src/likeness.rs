//! Who looks like whom: directions made of a network's numbers, and which tracks are one person by them, by
//! agglomerative clustering with average linkage of the cosine of mean looks. Two tracks that overlap in time are
//! never one person. Deterministic: of equal pairs, the earliest. Used for faces and for people; knows neither.

/// Tracks that are compared all with all; of more, the rest is added to what was found.
const MOST: usize = 1500;

/// A track with its mean look.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Look {
    /// First and last tick.
    pub span: (i64, i64),
    pub samples: u32,
    pub mean: Vec<f32>,
}

impl Look {
    fn meets(&self, other: &Self) -> bool {
        self.span.0 <= other.span.1 && other.span.0 <= self.span.1
    }
}

/// Groups of places in `all`, from this mean cosine on.
pub(crate) fn persons(all: &[Look], threshold: f32) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    // the longest know best what they look like
    order.sort_by_key(|&i| (std::cmp::Reverse(all[i].samples), i));
    let (chosen, rest) = order.split_at(order.len().min(MOST));
    let mut chosen = chosen.to_vec();
    chosen.sort_unstable();
    let mut groups = cluster(all, &chosen, threshold);
    for &track in rest {
        let mut best: Option<(f32, usize)> = None;
        for (place, group) in groups.iter().enumerate() {
            if group.iter().any(|&g| all[g].meets(&all[track])) {
                continue;
            }
            let alike = |&g: &usize| cosine(&all[g].mean, &all[track].mean);
            let mean = group.iter().map(alike).sum::<f32>() / group.len() as f32;
            if mean >= threshold && best.is_none_or(|(score, _)| mean > score) {
                best = Some((mean, place));
            }
        }
        match best {
            Some((_, place)) => groups[place].push(track),
            None => groups.push(vec![track]),
        }
    }
    groups
}

/// Merges the two groups that are most alike until none are alike enough. Average linkage is kept up to date by
/// the rule of Lance and Williams (1967); groups that must not meet have no likeness.
fn cluster(all: &[Look], chosen: &[usize], threshold: f32) -> Vec<Vec<usize>> {
    let n = chosen.len();
    let mut groups: Vec<Vec<usize>> = chosen.iter().map(|&i| vec![i]).collect();
    let mut alike = vec![f32::NEG_INFINITY; n * n];
    for a in 0..n {
        for b in 0..a {
            let (one, two) = (&all[chosen[a]], &all[chosen[b]]);
            if !one.meets(two) {
                let value = cosine(&one.mean, &two.mean);
                (alike[a * n + b], alike[b * n + a]) = (value, value);
            }
        }
    }
    let best_of = |alike: &[f32], row: usize| {
        let values = alike[row * n..][..n].iter().enumerate();
        values.fold((f32::NEG_INFINITY, 0), |best, (at, &value)| {
            if value > best.0 { (value, at) } else { best }
        })
    };
    let mut best: Vec<(f32, usize)> = (0..n).map(|row| best_of(&alike, row)).collect();
    loop {
        let mut top = (threshold, None);
        for (row, &(value, with)) in best.iter().enumerate() {
            if value > top.0 || (top.1.is_none() && value >= threshold) {
                top = (value, Some((row, with)));
            }
        }
        let Some((one, two)) = top.1 else { break };
        let (keep, gone) = (one.min(two), one.max(two));
        let (nk, ng) = (groups[keep].len() as f32, groups[gone].len() as f32);
        for other in 0..n {
            // a group that must not meet one of both must not meet the two
            let mean = (nk * alike[keep * n + other] + ng * alike[gone * n + other]) / (nk + ng);
            let value = if other == keep || other == gone {
                f32::NEG_INFINITY
            } else {
                mean
            };
            (alike[keep * n + other], alike[other * n + keep]) = (value, value);
            (alike[gone * n + other], alike[other * n + gone]) =
                (f32::NEG_INFINITY, f32::NEG_INFINITY);
        }
        let moved = std::mem::take(&mut groups[gone]);
        groups[keep].extend(moved);
        for row in 0..n {
            if row == keep || row == gone || best[row].1 == keep || best[row].1 == gone {
                best[row] = best_of(&alike, row);
            } else if alike[row * n + keep] > best[row].0 {
                best[row] = (alike[row * n + keep], keep);
            }
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// The same direction with length 1.
pub(crate) fn unit(values: &[f32]) -> Vec<f32> {
    let length = values.iter().map(|v| v * v).sum::<f32>().sqrt().max(1e-12);
    values.iter().map(|v| v / length).collect()
}

/// Cosine of two directions of length 1.
pub(crate) fn cosine(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(span: (i64, i64), degrees: f32) -> Look {
        let (y, x) = degrees.to_radians().sin_cos();
        Look {
            span,
            samples: (span.1 - span.0) as u32,
            mean: vec![x, y],
        }
    }

    #[test]
    fn those_who_look_alike_are_one_and_those_seen_together_never() {
        let all = [
            look((0, 10), 0.0),
            look((0, 10), 5.0),
            look((20, 30), 6.0),
            look((20, 30), -2.0),
            look((40, 50), 90.0),
        ];
        let mut found = persons(&all, 0.4);
        for group in &mut found {
            group.sort_unstable();
        }
        found.sort();
        assert_eq!(found, [vec![0, 3], vec![1, 2], vec![4]]);
    }

    #[test]
    fn a_crowd_of_tracks_is_sorted_out_too() {
        let people = 10;
        let all: Vec<Look> = (0..2000i64)
            .map(|i| {
                let mut look = vec![0.0; 10];
                look[(i % people) as usize] = 1.0;
                Look {
                    span: (i / people * 10, i / people * 10 + 5),
                    samples: 5,
                    mean: look,
                }
            })
            .collect();
        let found = persons(&all, 0.4);
        assert_eq!(found.len(), 10);
        for group in found {
            assert!(group.iter().all(|&i| i % 10 == group[0] % 10));
        }
    }
}
