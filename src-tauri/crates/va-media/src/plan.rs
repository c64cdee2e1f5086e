//! How one decode serves several pipelines: a branch for each size and kind of pixels that somebody wants,
//! thinned by ffmpeg itself only where nobody on the branch wants every frame. What a pipeline sees of a
//! frame follows from its own demand alone, whatever runs beside it. Pure arithmetic.

use va_core::TimeBase;
use va_core::media::VideoFacts;

use crate::frame::Colour;
use crate::sampling::Sampling;

/// What one pipeline wants of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Which frames.
    pub sampling: Sampling,
    /// Width in pixels that it makes use of.
    pub width: u32,
    /// How it wants the pixels.
    pub colour: Colour,
}

/// Frames of one size and kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Width of the frames, even, at least 2.
    pub width: usize,
    /// Height of the frames, even, at least 2.
    pub height: usize,
    /// How their pixels are kept.
    pub colour: Colour,
    /// Rates per second that ffmpeg may thin the stream to; empty if somebody wants every frame.
    pub rates: Vec<u32>,
}

impl Branch {
    /// Bytes of a frame.
    pub const fn bytes(&self) -> usize {
        self.colour.bytes(self.width, self.height)
    }

    /// How many of the frames at these times (ticks, growing) it delivers.
    pub fn count(&self, times: &[i64], base: TimeBase) -> u64 {
        let wanted = |previous, pts| {
            let mut rates = self.rates.iter();
            self.rates.is_empty()
                || rates.any(|rate| Sampling::PerSecond(*rate).wants(previous, pts, base))
        };
        let before = std::iter::once(None).chain(times.iter().copied().map(Some));
        let wanted = times
            .iter()
            .zip(before)
            .filter(|(pts, previous)| wanted(*previous, **pts));
        wanted.count() as u64
    }
}

/// One decode for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VideoPlan {
    /// At least one, in the order in which they were asked for first.
    pub branches: Vec<Branch>,
    /// For each demand, which of the branches serves it.
    pub branch_of: Vec<usize>,
    /// Threads of the decoder. The same in every run of a job, because a damaged stream decodes
    /// differently with another number.
    pub threads: u32,
}

impl VideoPlan {
    /// Covers all demands. Without one, the smallest useful decode: one frame a second, 2 pixels wide.
    /// `cores` is the job's share of the computer; the job keeps it when it goes on later.
    pub fn new(facts: &VideoFacts, demands: &[Demand], cores: u32) -> Self {
        Self::of_size((facts.width, facts.height), demands, cores)
    }

    fn of_size(size: (u32, u32), demands: &[Demand], cores: u32) -> Self {
        let mut kinds: Vec<((usize, usize), Colour)> = Vec::new();
        let mut branch_of = Vec::new();
        for demand in demands {
            let kind = (fit(size, demand.width), demand.colour);
            let known = kinds.iter().position(|k| *k == kind);
            branch_of.push(known.unwrap_or(kinds.len()));
            if known.is_none() {
                kinds.push(kind);
            }
        }
        if kinds.is_empty() {
            kinds.push((fit(size, 2), Colour::Nv12));
        }
        let branches = kinds
            .into_iter()
            .enumerate()
            .map(|(index, ((width, height), colour))| {
                let here = demands
                    .iter()
                    .zip(&branch_of)
                    .filter(|(_, at)| **at == index);
                Branch {
                    width,
                    height,
                    colour,
                    rates: common_rates(here.map(|(demand, _)| demand.sampling)),
                }
            })
            .collect();
        Self {
            branches,
            branch_of,
            threads: decoder_threads(cores),
        }
    }
}

/// The largest even size with the picture's shape that is no wider than asked and no larger than the
/// picture; a picture of one pixel becomes two.
fn fit((width, height): (u32, u32), widest: u32) -> (usize, usize) {
    let (width, height) = (u64::from(width.max(1)), u64::from(height.max(1)));
    let w = even(width.min(u64::from(widest)));
    // rounds to the nearest even height, from the width as it was before evening only by this quotient
    let h = even((w * height + width / 2) / width).min(even(height));
    (w as usize, h as usize)
}

/// The next even number below, at least 2.
fn even(n: u64) -> u64 {
    (n & !1).max(2)
}

/// The distinct rates, if everybody has one; one a second if there is nobody.
fn common_rates(samplings: impl Iterator<Item = Sampling>) -> Vec<u32> {
    let rates: Option<Vec<u32>> = samplings
        .map(|sampling| match sampling {
            Sampling::EveryFrame => None,
            Sampling::PerSecond(rate) => Some(rate.max(1)),
        })
        .collect();
    let Some(mut rates) = rates else {
        return Vec::new();
    };
    if rates.is_empty() {
        rates.push(1);
    }
    rates.sort_unstable();
    rates.dedup();
    rates
}

/// Three for each core, ffmpeg's own limit of 16 at most. A thread that decodes a frame waits for rows of
/// the frames that it refers to, so that with one thread for each core the cores are idle a fifth of the
/// time (docs/benchmarks.md); each costs the memory of about one frame.
fn decoder_threads(cores: u32) -> u32 {
    cores.max(1).saturating_mul(3).min(16)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_picture_keeps_its_shape_and_is_never_enlarged() {
        assert_eq!(fit((1920, 1080), 640), (640, 360));
        assert_eq!(fit((320, 240), 640), (320, 240));
        assert_eq!(fit((1080, 1920), 640), (640, 1138));
    }

    #[test]
    fn odd_and_tiny_pictures_become_even() {
        assert_eq!(fit((1, 1), 640), (2, 2));
        assert_eq!(fit((639, 359), 640), (638, 358));
        assert_eq!(fit((8000, 2), 640), (640, 2));
        assert_eq!(fit((0, 0), 0), (2, 2));
    }

    #[test]
    fn ffmpeg_thins_only_if_nobody_wants_every_frame() {
        let (five, two) = (Sampling::PerSecond(5), Sampling::PerSecond(2));
        let rates = |list: &[Sampling]| common_rates(list.iter().copied());
        assert_eq!(rates(&[five, two, five]), [2, 5]);
        assert!(rates(&[five, Sampling::EveryFrame]).is_empty());
        assert_eq!(rates(&[]), [1]);
    }

    #[test]
    fn what_a_demand_gets_follows_from_it_alone() {
        let demand = |sampling, width, colour| Demand {
            sampling,
            width,
            colour,
        };
        let five = Sampling::PerSecond(5);
        let demands = [
            demand(Sampling::EveryFrame, 640, Colour::Nv12),
            demand(five, 1280, Colour::Rgb),
            demand(five, 640, Colour::Nv12),
            demand(Sampling::PerSecond(2), 1280, Colour::Rgb),
            demand(five, 640, Colour::Rgb),
        ];
        let plan = VideoPlan::of_size((1920, 1080), &demands, 2);
        assert_eq!(plan.branch_of, [0, 1, 0, 1, 2]);
        let rates: Vec<_> = plan.branches.iter().map(|b| b.rates.clone()).collect();
        assert_eq!(rates, [vec![], vec![2, 5], vec![5]]);
        for (demand, branch) in demands.iter().zip(&plan.branch_of) {
            let alone = VideoPlan::of_size((1920, 1080), &[*demand], 2)
                .branches
                .remove(0);
            let here = &plan.branches[*branch];
            assert_eq!(
                (alone.width, alone.height, alone.colour),
                (here.width, here.height, here.colour)
            );
        }
    }

    #[test]
    fn a_branch_counts_the_frames_that_any_of_its_rates_wants() {
        let branch = |rates: &[u32]| Branch {
            width: 2,
            height: 2,
            colour: Colour::Nv12,
            rates: rates.to_vec(),
        };
        // a second at 10 frames, in milliseconds
        let times: Vec<i64> = (0..10).map(|n| n * 100).collect();
        let base = TimeBase::new(1, 1000);
        assert_eq!(branch(&[]).count(&times, base), 10);
        assert_eq!(branch(&[5]).count(&times, base), 5);
        // at 0, 200, 400 .. and at 0, 400, 700: the third beginning of a third of a second is new
        assert_eq!(branch(&[3, 5]).count(&times, base), 6);
        assert_eq!(branch(&[5]).count(&[], base), 0);
    }

    #[test]
    fn demands_that_the_picture_is_too_small_for_share_a_branch() {
        let demand = |width| Demand {
            sampling: Sampling::EveryFrame,
            width,
            colour: Colour::Rgb,
        };
        let plan = VideoPlan::of_size((320, 240), &[demand(640), demand(1280)], 2);
        assert_eq!((plan.branches.len(), plan.branch_of), (1, vec![0, 0]));
        let plan = VideoPlan::of_size((320, 240), &[], 2);
        assert_eq!((plan.branches.len(), plan.branches[0].width), (1, 2));
    }

    #[test]
    fn the_decoder_takes_three_threads_for_each_core_of_its_share() {
        let threads = [0, 1, 2, 5, 6, u32::MAX].map(decoder_threads);
        assert_eq!(threads, [3, 3, 6, 15, 16, 16]);
    }

    proptest! {
        #[test]
        fn every_size_is_even_and_within_the_picture(w in 1u32..9000, h in 1u32..9000, ask in 0u32..9000) {
            let (x, y) = fit((w, h), ask);
            prop_assert!(x % 2 == 0 && y % 2 == 0 && x >= 2 && y >= 2);
            prop_assert!(x <= (w as usize).max(2) && y <= (h as usize).max(2));
        }
    }
}
