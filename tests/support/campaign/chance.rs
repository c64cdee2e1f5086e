//! Chance that can be had again: the same seed gives the same numbers. Used by the campaigns.

use std::time::Duration;

/// `SplitMix64` (Steele, Lea, Flood 2014): small, and good enough to choose victims and moments.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// Starts from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, 0 if that is 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next().checked_rem(end).unwrap_or(0)
    }

    /// A time between two, to the millisecond.
    pub fn between(&mut self, shortest: Duration, longest: Duration) -> Duration {
        let span = longest.saturating_sub(shortest).as_millis() as u64;
        shortest + Duration::from_millis(self.below(span + 1))
    }

    /// One of several; `None` if there is none.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let index = self.below(from.len() as u64);
        from.get(index as usize)
    }
}

/// A seed for those who give none.
pub fn fresh_seed() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(1, |since| since.as_millis() as u64 % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_moments() {
        let moments = |seed| {
            let mut chance = Chance::new(seed);
            let moment = || chance.between(Duration::from_millis(5), Duration::from_millis(900));
            std::iter::repeat_with(moment).take(50).collect::<Vec<_>>()
        };
        assert_eq!(moments(7), moments(7));
        assert_ne!(moments(7), moments(8));
        let inside = |m: &Duration| (5..=900).contains(&m.as_millis());
        assert!(moments(7).iter().all(inside));
    }

    #[test]
    fn nothing_is_picked_from_nothing() {
        assert_eq!(Chance::new(1).pick::<u8>(&[]), None);
    }
}
