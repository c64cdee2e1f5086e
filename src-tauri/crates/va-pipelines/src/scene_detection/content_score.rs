//! How much the picture changed since the one before: `PySceneDetect` 0.7 `ContentDetector`'s score (mean
//! absolute difference of hue, saturation and value, weights 1, 1, 1), and the mean brightness that its
//! `ThresholdDetector` uses. Pictures are sampled down to 256 pixels in width, its own size. Runs for every frame; allocates only when the picture's size changes.

use va_media::Frame;

use super::hsv::{HsvRow, WIDTH, YuvRow, convert};

/// What one frame is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measure {
    /// Change since the previous frame, 0 to 255; 0 at the first frame, as in the reference.
    pub score: f64,
    /// Mean of red, green and blue, 0 to 255.
    pub brightness: f64,
}

/// The previous picture on the sampling grid, and room for the current one.
#[derive(Default)]
pub(super) struct ContentScore {
    source: (usize, usize),
    /// For each column of the grid: the picture's column.
    columns: Vec<u16>,
    /// For each row of the grid: the picture's row.
    rows: Vec<u16>,
    previous: Grid,
    current: Grid,
    has_previous: bool,
}

#[derive(Default)]
struct Grid {
    hue: Vec<u8>,
    saturation: Vec<u8>,
    value: Vec<u8>,
}

impl Grid {
    fn resize(&mut self, pixels: usize) {
        for plane in [&mut self.hue, &mut self.saturation, &mut self.value] {
            plane.resize(pixels, 0);
        }
    }
}

impl ContentScore {
    /// Measures a frame and keeps it for the next one. After a change of size the score is 0, as at the
    /// first frame: there is nothing to compare with.
    pub fn measure(&mut self, frame: &Frame) -> Measure {
        if self.source != (frame.width, frame.height) {
            self.lay_grid(frame.width, frame.height);
        }
        let total = self.sample(frame);
        let pixels = (self.columns.len() * self.rows.len()).max(1) as f64;
        let score = if self.has_previous {
            let change = |a: &[u8], b: &[u8]| difference(a, b) as f64 / pixels;
            (change(&self.current.hue, &self.previous.hue)
                + change(&self.current.saturation, &self.previous.saturation)
                + change(&self.current.value, &self.previous.value))
                / 3.0
        } else {
            0.0
        };
        std::mem::swap(&mut self.current, &mut self.previous);
        self.has_previous = true;
        Measure {
            score,
            brightness: total as f64 / (pixels * 3.0),
        }
    }

    fn lay_grid(&mut self, width: usize, height: usize) {
        let grid_width = width.min(WIDTH);
        let grid_height = ((height * grid_width * 2 + width) / (width * 2)).max(1);
        let at = |i: usize, from: usize, to: usize| (i * from / to).min(from - 1) as u16;
        self.columns = (0..grid_width).map(|x| at(x, width, grid_width)).collect();
        self.rows = (0..grid_height)
            .map(|y| at(y, height, grid_height))
            .collect();
        self.source = (width, height);
        self.current.resize(grid_width * grid_height);
        self.previous.resize(grid_width * grid_height);
        self.has_previous = false;
    }

    /// Fills the current grid by nearest sampling; returns the sum of red, green and blue.
    fn sample(&mut self, frame: &Frame) -> u64 {
        let grid_width = self.columns.len();
        let (luma, chroma) = (frame.luma(), frame.chroma());
        let (mut yuv, mut hsv) = (YuvRow::BLACK, HsvRow::BLACK);
        let mut total = 0;
        let planes = self
            .current
            .hue
            .chunks_exact_mut(grid_width)
            .zip(self.current.saturation.chunks_exact_mut(grid_width))
            .zip(self.current.value.chunks_exact_mut(grid_width));
        for (&y, ((hue, saturation), value)) in self.rows.iter().zip(planes) {
            let y = usize::from(y);
            let luma_row = &luma[y * frame.width..][..frame.width];
            let chroma_row = &chroma[y / 2 * frame.width..][..frame.width];
            let (pairs, _) = chroma_row.as_chunks::<2>();
            let pixels = yuv.luma.iter_mut().zip(&mut yuv.u).zip(&mut yuv.v);
            for (&x, ((luma, u), v)) in self.columns.iter().zip(pixels) {
                *luma = luma_row[usize::from(x)];
                [*u, *v] = pairs[usize::from(x / 2)];
            }
            total += u64::from(convert(&yuv, &mut hsv));
            hue.copy_from_slice(&hsv.hue[..grid_width]);
            saturation.copy_from_slice(&hsv.saturation[..grid_width]);
            value.copy_from_slice(&hsv.value[..grid_width]);
        }
        total
    }
}

fn difference(a: &[u8], b: &[u8]) -> u64 {
    // rows of at most 2^16 values keep the inner sum in 32 bits, which the compiler turns into SIMD
    a.chunks(1 << 16)
        .zip(b.chunks(1 << 16))
        .map(|(a, b)| {
            u64::from(
                a.iter()
                    .zip(b)
                    .map(|(&a, &b)| u32::from(a.abs_diff(b)))
                    .sum::<u32>(),
            )
        })
        .sum()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::float_cmp, reason = "these results are exact")]

    use super::*;
    use va_core::Millis;

    fn plain(width: usize, height: usize, [y, u, v]: [u8; 3]) -> Frame {
        let mut data = vec![y; width * height];
        data.extend([u, v].repeat(width * height / 4));
        Frame::new((0, Millis(0)), (width, height), data, None)
    }

    #[test]
    fn black_to_white_is_a_third_of_the_range() {
        let mut score = ContentScore::default();
        let black = score.measure(&plain(640, 360, [16, 128, 128]));
        assert_eq!((black.score, black.brightness), (0.0, 0.0));
        let white = score.measure(&plain(640, 360, [235, 128, 128]));
        assert_eq!((white.score, white.brightness), (255.0 / 3.0, 255.0));
        assert_eq!(
            score.measure(&plain(640, 360, [235, 128, 128])).score,
            0.0,
            "a still picture has no change"
        );
    }

    #[test]
    fn red_to_cyan_changes_hue_only() {
        let mut score = ContentScore::default();
        score.measure(&plain(64, 64, [81, 90, 240]));
        let measure = score.measure(&plain(64, 64, [170, 166, 16]));
        assert!(
            (measure.score - 30.0).abs() < 1.5,
            "hue turns by 90 of 180 steps, a third of which is 30; got {}",
            measure.score
        );
    }

    #[test]
    fn any_even_size_can_be_measured() {
        for (width, height) in [(2, 2), (2, 200), (640, 2), (254, 144), (1920, 1080)] {
            let mut score = ContentScore::default();
            score.measure(&plain(width, height, [16, 128, 128]));
            let white = score.measure(&plain(width, height, [235, 128, 128]));
            assert_eq!(white.score, 85.0, "{width}x{height}");
        }
    }

    #[test]
    fn a_change_of_size_is_no_cut() {
        let mut score = ContentScore::default();
        score.measure(&plain(64, 64, [16, 128, 128]));
        assert_eq!(score.measure(&plain(32, 64, [235, 128, 128])).score, 0.0);
    }
}
