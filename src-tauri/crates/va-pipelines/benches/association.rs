//! How many samples a second `ByteTrack`'s association does for 100 people, alone and in a crowd where
//! everybody overlaps. Goal: over 5,000 a second.

#![expect(clippy::print_stdout, reason = "a benchmark talks to its user")]

use std::time::Instant;

use va_pipelines::tracking::{Area, Detection, Rules, Tracker};

const PEOPLE: usize = 100;
const SAMPLES: i64 = 3000;
const ROUNDS: usize = 5;

/// People on a grid with this distance, each of whom walks a little; now and then one is hidden or unsure.
fn sample(time: i64, distance: f32) -> Vec<Detection> {
    let person = |index: usize| {
        let noise = |salt: u64| {
            let mut x =
                (index as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (time as u64) ^ salt;
            x ^= x >> 29;
            x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
            x ^= x >> 32;
            (x % 1000) as f32 / 1000.0
        };
        let x = (index % 10) as f32 * distance + (time as f32 / 900.0 + index as f32).sin() * 20.0;
        let y = (index / 10) as f32 * distance + noise(1);
        let score = if noise(2) < 0.1 {
            0.3
        } else {
            0.9 - noise(3) * 0.2
        };
        let area = Area {
            x1: x,
            y1: y,
            x2: x + 40.0 + noise(4),
            y2: y + 100.0 + noise(5),
        };
        (noise(6) > 0.02).then_some(Detection { area, score })
    };
    (0..PEOPLE).filter_map(person).collect()
}

fn main() {
    let rules = Rules {
        high: 0.5,
        low: 0.1,
        new: 0.6,
        lost_ms: 2000,
        most: PEOPLE,
    };
    for (name, distance) in [
        ("apart", 150.0),
        ("side by side", 30.0),
        ("on top of each other", 8.0),
    ] {
        let samples: Vec<_> = (0..SAMPLES)
            .map(|i| (i * 200, sample(i * 200, distance)))
            .collect();
        let mut best = f64::INFINITY;
        let mut seen = 0;
        for _ in 0..ROUNDS {
            let mut tracker = Tracker::default();
            let start = Instant::now();
            seen = samples
                .iter()
                .map(|(time, people)| tracker.update(*time, people, &rules).len())
                .sum();
            best = best.min(start.elapsed().as_secs_f64());
        }
        let rate = SAMPLES as f64 / best;
        let people = seen as f64 / SAMPLES as f64;
        println!("{PEOPLE} people {name}: {rate:.0} samples/s ({people:.1} followed on average)");
    }
}
