//! How one decode serves several pipelines: as large as the largest demand, never larger than the picture,
//! and thinned by ffmpeg itself only where nobody wants every frame. Pure arithmetic.

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

/// One decode for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VideoPlan {
    /// Width of the frames, even, at least 2.
    pub width: usize,
    /// Height of the frames, even, at least 2.
    pub height: usize,
    /// Rates per second that ffmpeg may thin the stream to; empty if somebody wants every frame.
    pub rates: Vec<u32>,
    /// Threads of the decoder. The same in every run of a job, because a damaged stream decodes
    /// differently with another number.
    pub threads: u32,
}

impl VideoPlan {
    /// Covers all demands. Without one, the smallest useful decode: one frame a second, 2 pixels wide.
    /// `cores` is the job's share of the computer; the job keeps it when it goes on later.
    pub fn new(facts: &VideoFacts, demands: &[Demand], cores: u32) -> Self {
        let widest = demands.iter().map(|d| d.width).max().unwrap_or(2);
        let (width, height) = fit((facts.width, facts.height), widest);
        Self {
            width,
            height,
            rates: common_rates(demands),
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

/// The distinct rates, if every demand has one.
fn common_rates(demands: &[Demand]) -> Vec<u32> {
    let rates: Option<Vec<u32>> = demands
        .iter()
        .map(|demand| match demand.sampling {
            Sampling::EveryFrame => None,
            Sampling::PerSecond(rate) => Some(rate.max(1)),
        })
        .collect();
    let mut rates = rates.unwrap_or_default();
    if demands.is_empty() {
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
    fn the_largest_demand_decides_and_the_picture_is_never_enlarged() {
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
        let demand = |sampling| Demand {
            sampling,
            width: 2,
            colour: Colour::Nv12,
        };
        let five = demand(Sampling::PerSecond(5));
        let two = demand(Sampling::PerSecond(2));
        assert_eq!(common_rates(&[five, two, five]), [2, 5]);
        assert!(common_rates(&[five, demand(Sampling::EveryFrame)]).is_empty());
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
