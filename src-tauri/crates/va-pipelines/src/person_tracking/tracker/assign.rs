//! Who is who: the pairs of tracks and detections whose worth together is greatest. The same as
//! `ByteTrack`'s `lapjv` with a cost limit: leaving two apart costs what a pair at the limit would.
//! Candidates are split into groups that share no partner; each is solved by the Hungarian method of the
//! crate `pathfinding`. Worth is counted in whole millionths, so that the result is the same everywhere.

use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;

/// A track and a detection that may belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Candidate {
    track: usize,
    detection: usize,
    worth: i64,
}

/// The best pairs of `tracks` x `detections` whose cost is below `limit`, in order of track.
pub(super) fn assign(
    tracks: usize,
    detections: usize,
    limit: f32,
    cost: impl Fn(usize, usize) -> f32,
) -> Vec<(usize, usize)> {
    let mut groups = Groups::new(tracks + detections);
    let mut candidates = Vec::new();
    for track in 0..tracks {
        for detection in 0..detections {
            let worth = ((limit - cost(track, detection)) * 1e6) as i64;
            if worth > 0 {
                candidates.push(Candidate {
                    track,
                    detection,
                    worth,
                });
                groups.join(track, tracks + detection);
            }
        }
    }
    // they are in order of track and detection: only groups have to be brought together
    let group: Vec<usize> = (0..tracks).map(|track| groups.of(track)).collect();
    candidates.sort_by_key(|c| group[c.track]);
    let mut pairs = Vec::with_capacity(tracks.min(detections));
    for group in candidates.chunk_by(|a, b| group[a.track] == group[b.track]) {
        solve(group, detections, &mut pairs);
    }
    pairs.sort_unstable();
    pairs
}

/// The best pairs of one group, which is in order of track and then of detection; `detections` is above each.
fn solve(group: &[Candidate], detections: usize, pairs: &mut Vec<(usize, usize)>) {
    if let [only] = group {
        pairs.push((only.track, only.detection));
        return;
    }
    let of_tracks = group.chunk_by(|a, b| a.track == b.track);
    let rows: Vec<usize> = of_tracks.clone().map(|of| of[0].track).collect();
    // column of each detection: marked first, then counted in order
    let mut column = vec![0; detections];
    for c in group {
        column[c.detection] = 1;
    }
    let columns: Vec<usize> = (0..detections).filter(|&d| column[d] == 1).collect();
    for (place, &detection) in columns.iter().enumerate() {
        column[detection] = place;
    }
    // the method wants at least as many columns as rows
    let upright = rows.len() <= columns.len();
    let turn = |row, column| {
        if upright {
            (row, column)
        } else {
            (column, row)
        }
    };
    let size = turn(rows.len(), columns.len());
    let mut worth = Matrix::new(size.0, size.1, 0i64);
    for (row, of) in of_tracks.enumerate() {
        for c in of {
            worth[turn(row, column[c.detection])] = c.worth;
        }
    }
    for at in kuhn_munkres(&worth).1.into_iter().enumerate() {
        if worth[at] > 0 {
            let (row, column) = turn(at.0, at.1);
            pairs.push((rows[row], columns[column]));
        }
    }
}

/// Disjoint sets.
struct Groups(Vec<usize>);

impl Groups {
    fn new(size: usize) -> Self {
        Self((0..size).collect())
    }

    /// The set's smallest, and the way to it shorter the next time.
    fn of(&mut self, of: usize) -> usize {
        let mut root = of;
        while self.0[root] != root {
            root = self.0[root];
        }
        self.0[of] = root;
        root
    }

    fn join(&mut self, a: usize, b: usize) {
        if self.0[a] == self.0[b] {
            return;
        }
        let (a, b) = (self.of(a), self.of(b));
        self.0[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_pairs_that_are_best_together_win_over_the_best_pair() {
        let cost = [[0.1, 0.2], [0.15, 0.9]];
        let found = assign(2, 2, 0.8, |t, d| cost[t][d]);
        assert_eq!(found, [(0, 1), (1, 0)]);
    }

    #[test]
    fn nothing_above_the_limit_is_paired() {
        assert_eq!(assign(2, 1, 0.5, |t, _| [0.7, 0.5][t]), []);
        assert_eq!(assign(0, 3, 0.5, |_, _| 0.0), []);
    }

    /// The greatest worth by trying everything.
    fn best(worth: &[Vec<i64>], track: usize, taken: u32) -> i64 {
        let Some(row) = worth.get(track) else {
            return 0;
        };
        let free = row
            .iter()
            .enumerate()
            .filter(|(d, w)| **w > 0 && taken & (1 << d) == 0);
        let with = free.map(|(d, w)| w + best(worth, track + 1, taken | (1 << d)));
        with.max().unwrap_or(0).max(best(worth, track + 1, taken))
    }

    proptest! {
        #[test]
        fn no_other_pairs_are_worth_more(
            costs in proptest::collection::vec(0.0f32..1.0, 36), tracks in 0usize..6, detections in 0usize..6
        ) {
            let cost = |t: usize, d: usize| costs[t * 6 + d];
            let worth = |t: usize, d: usize| ((0.6 - cost(t, d)) * 1e6) as i64;
            let pairs = assign(tracks, detections, 0.6, cost);
            let total: i64 = pairs.iter().map(|&(t, d)| worth(t, d)).sum();
            let all: Vec<Vec<i64>> = (0..tracks).map(|t| (0..detections).map(|d| worth(t, d)).collect()).collect();
            prop_assert_eq!(total, best(&all, 0, 0));
            let mut used: Vec<_> = pairs.iter().map(|p| p.1).collect();
            used.sort_unstable();
            used.dedup();
            prop_assert_eq!(used.len(), pairs.len());
        }
    }
}
