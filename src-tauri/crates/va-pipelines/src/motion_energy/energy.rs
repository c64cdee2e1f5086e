//! Motion energy of two pictures: the share of pixels whose brightness changed by more than a noise
//! threshold (Motion Energy Analysis, Ramseyer & Tschacher 2011; frame differencing, Grammer et al.
//! 1999), for the whole picture, its halves and its quarters. Pure arithmetic on luma planes.

/// Steps of studio-range luma (16 to 235) for the 255 steps of full brightness.
const LUMA_STEPS: u32 = 219;

/// Values of one frame pair: whole, left, right, top, bottom, then the quarters from top left to bottom
/// right. `None` where a region has no pixels.
pub(super) type Energies = [Option<f32>; 9];

/// The largest change of luma that still counts as noise, for a threshold on brightness from 0 to 255.
pub(super) fn luma_noise(threshold: u8) -> u8 {
    (u32::from(threshold) * LUMA_STEPS / 255) as u8
}

/// Measures two luma planes of the same size, `width` pixels a row. A column or row in the middle of an
/// odd size belongs to the right or lower half.
pub(super) fn energies(previous: &[u8], current: &[u8], width: usize, noise: u8) -> Energies {
    let height = current.len() / width.max(1);
    let (half_width, half_height) = (width / 2, height / 2);
    let mut moving = [0u32; 4];
    let rows = previous
        .chunks_exact(width)
        .zip(current.chunks_exact(width));
    for (y, (before, now)) in rows.enumerate() {
        let lower = usize::from(y >= half_height) * 2;
        moving[lower] += count(&before[..half_width], &now[..half_width], noise);
        moving[lower + 1] += count(&before[half_width..], &now[half_width..], noise);
    }
    let (right_width, lower_height) = (width - half_width, height - half_height);
    let pixels = [
        half_width * half_height,
        right_width * half_height,
        half_width * lower_height,
        right_width * lower_height,
    ];
    let share = |quarters: &[usize]| {
        let all: usize = quarters.iter().map(|&q| pixels[q]).sum();
        let moved: u32 = quarters.iter().map(|&q| moving[q]).sum();
        (all > 0).then(|| moved as f32 / all as f32)
    };
    [
        share(&[0, 1, 2, 3]),
        share(&[0, 2]),
        share(&[1, 3]),
        share(&[0, 1]),
        share(&[2, 3]),
        share(&[0]),
        share(&[1]),
        share(&[2]),
        share(&[3]),
    ]
}

fn count(before: &[u8], now: &[u8], noise: u8) -> u32 {
    let pairs = before.iter().zip(now);
    pairs.map(|(&a, &b)| u32::from(a.abs_diff(b) > noise)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn energy_is_the_share_of_moving_pixels_of_each_region() {
        let before = [100u8; 16];
        let mut now = before;
        now[0] = 120; // top left
        now[7] = 80; // top right
        now[5] = 109; // top left, within the noise
        let found = energies(&before, &now, 4, 9);
        let expected = [2.0 / 16.0, 0.125, 0.125, 0.25, 0.0, 0.25, 0.25, 0.0, 0.0];
        assert_eq!(found, expected.map(Some));
    }

    #[test]
    fn a_region_without_pixels_has_no_value() {
        let found = energies(&[0, 0], &[99, 99], 2, 0);
        assert_eq!(found[0], Some(1.0));
        assert_eq!(
            (found[3], found[4]),
            (None, Some(1.0)),
            "one row has no upper half"
        );
    }

    #[test]
    fn the_threshold_is_on_full_range_brightness() {
        assert_eq!(luma_noise(255), 219);
        assert_eq!(
            luma_noise(10),
            8,
            "9 steps of luma are 10.5 of brightness, 8 are 9.3"
        );
        assert_eq!(luma_noise(0), 0);
    }

    proptest::proptest! {
        #[test]
        fn halves_and_whole_agree_with_the_quarters(
            width in 2usize..20, rows in 2usize..20, seed in proptest::collection::vec(0u8..255, 800), noise in 0u8..100
        ) {
            let pixels = width * rows;
            let (a, b) = (&seed[..pixels], &seed[400..400 + pixels]);
            let found = energies(a, b, width, noise);
            let naive = a.iter().zip(b).filter(|(a, b)| a.abs_diff(**b) > noise).count();
            proptest::prop_assert_eq!(found[0], Some(naive as f32 / pixels as f32));
            proptest::prop_assert!(found.iter().flatten().all(|v| (0.0..=1.0).contains(v)));
        }
    }
}
