//! Bilinear resizing without antialiasing, straight into a model's input: half-pixel centres, 32-bit floats,
//! no rounding. The tables and the one row of scratch are kept, so that a steady stream of frames allocates nothing.

use super::feed::Feed;
use super::picture::Picture;

/// Resizes pictures. Keep one for each stream of pictures of one size.
#[derive(Debug, Default)]
pub struct Bilinear {
    /// Source and target width that `taps` is for.
    widths: (usize, usize),
    taps: Vec<Tap>,
    /// A row between two source rows, three values a pixel, the last pixel twice, and one value more.
    row: Vec<f32>,
}

/// The left one of two neighbours (as a place in a row of three values a pixel) and the right one's share.
#[derive(Clone, Copy, Debug)]
struct Tap {
    place: usize,
    share: f32,
}

impl Bilinear {
    /// Fills `out` (3 planes of `height` rows of `width`) with the whole picture at that size.
    pub fn resize(
        &mut self,
        picture: &Picture<'_>,
        (width, height): (usize, usize),
        feed: &Feed,
        out: &mut [f32],
    ) {
        self.place(picture, (width, height), (width, height), feed, out);
    }

    /// Fills `out` (3 planes of `height` rows of `width`) with the picture at the largest size that fits, in the
    /// top left corner, and the rest with `pad` (a value of a pixel, 0 to 255). Returns the scale: a place in the
    /// picture is a place in the input divided by it.
    pub fn letterbox(
        &mut self,
        picture: &Picture<'_>,
        (width, height): (usize, usize),
        pad: f32,
        feed: &Feed,
        out: &mut [f32],
    ) -> f64 {
        let (w, h) = (picture.width() as f64, picture.height() as f64);
        let scale = (width as f64 / w).min(height as f64 / h);
        let inner = (
            ((w * scale) as usize).clamp(1, width.max(1)),
            ((h * scale) as usize).clamp(1, height.max(1)),
        );
        for (channel, plane) in out.chunks_exact_mut(width * height).take(3).enumerate() {
            let pad = pad * feed.scale[channel] + feed.offset[channel];
            let (above, below) = plane.split_at_mut(inner.1 * width);
            below.fill(pad);
            if inner.0 < width {
                for row in above.chunks_exact_mut(width) {
                    row[inner.0..].fill(pad);
                }
            }
        }
        self.place(picture, inner, (width, height), feed, out);
        scale
    }

    /// The picture at the size `inner` in the top left corner of planes of the size `outer`.
    fn place(
        &mut self,
        picture: &Picture<'_>,
        inner: (usize, usize),
        outer: (usize, usize),
        feed: &Feed,
        out: &mut [f32],
    ) {
        let area = outer.0 * outer.1;
        debug_assert_eq!(out.len(), area * 3, "three planes");
        let Some((first, rest)) = out.split_at_mut_checked(area) else {
            return;
        };
        let Some((second, third)) = rest.split_at_mut_checked(area) else {
            return;
        };
        self.prepare(picture.width(), inner.0);
        let [red, green, blue] = feed.of_picture([first, second, third]);
        let (scale, offset) = (feed.of_picture(feed.scale), feed.of_picture(feed.offset));
        for y in 0..inner.1 {
            self.blend(picture, y, inner.1);
            let target = y * outer.0..y * outer.0 + inner.0;
            let planes = [
                &mut red[target.clone()],
                &mut green[target.clone()],
                &mut blue[target],
            ];
            self.spread(planes, scale, offset);
        }
    }

    /// The present row at the width of the target, four pixels at a time: what processors calculate at once.
    fn spread(&self, planes: [&mut [f32]; 3], scale: [f32; 3], offset: [f32; 3]) {
        let [red, green, blue] = planes.map(|plane| plane.as_chunks_mut::<4>());
        let (taps, last) = self.taps.as_chunks::<4>();
        let whole = red.0.iter_mut().zip(green.0).zip(blue.0);
        for (((red, green), blue), taps) in whole.zip(taps) {
            let four = taps.map(|tap| self.at(tap));
            *red = four.map(|pixel| pixel[0] * scale[0] + offset[0]);
            *green = four.map(|pixel| pixel[1] * scale[1] + offset[1]);
            *blue = four.map(|pixel| pixel[2] * scale[2] + offset[2]);
        }
        let rest = red.1.iter_mut().zip(green.1).zip(blue.1);
        for (((red, green), blue), tap) in rest.zip(last) {
            let pixel = self.at(*tap);
            *red = pixel[0] * scale[0] + offset[0];
            *green = pixel[1] * scale[1] + offset[1];
            *blue = pixel[2] * scale[2] + offset[2];
        }
    }

    /// The pixel at a place of the present row; the fourth number says nothing.
    #[inline]
    fn at(&self, tap: Tap) -> [f32; 4] {
        let pair = &self.row[tap.place..][..7];
        std::array::from_fn(|c| pair[c] + (pair[c + 3] - pair[c]) * tap.share)
    }

    fn prepare(&mut self, from: usize, to: usize) {
        if self.widths == (from, to) {
            return;
        }
        self.widths = (from, to);
        self.taps.clear();
        self.taps.extend((0..to).map(|x| {
            let (left, share) = tap(x, from, to);
            Tap {
                place: left * 3,
                share,
            }
        }));
        self.row.clear();
        self.row.resize((from + 1) * 3 + 1, 0.0);
    }

    /// The row of the source that lies behind row `y` of `height`.
    fn blend(&mut self, picture: &Picture<'_>, y: usize, height: usize) {
        let (top, share) = tap(y, picture.height(), height);
        let bytes = picture.width() * 3;
        let upper = picture.row(top);
        let lower = picture.row((top + 1).min(picture.height() - 1));
        let values = self.row[..bytes].iter_mut();
        pulp::Arch::new().dispatch(
            #[inline(always)]
            || {
                for ((value, a), b) in values.zip(upper).zip(lower) {
                    let a = f32::from(*a);
                    *value = a + (f32::from(*b) - a) * share;
                }
            },
        );
        self.row.copy_within(bytes - 3..bytes, bytes);
    }
}

/// The left neighbour of place `x` of `to` in a source of `from`, and the share of the right one.
fn tap(x: usize, from: usize, to: usize) -> (usize, f32) {
    let place = (x as f64 + 0.5) * from as f64 / to as f64 - 0.5;
    let place = place.clamp(0.0, (from - 1) as f64);
    let left = place as usize;
    (left, (place - left as f64) as f32)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::float_cmp, reason = "these results are exact")]

    use super::*;
    use crate::vision::Order;

    #[test]
    fn the_same_size_is_the_same_picture_in_planes() {
        let bytes: Vec<u8> = (0..2 * 2 * 3).collect();
        let picture = Picture::new(&bytes, 2, 2).unwrap();
        let mut out = [0.0; 12];
        Bilinear::default().resize(&picture, (2, 2), &Feed::raw(Order::Bgr), &mut out);
        assert_eq!(
            out,
            [2.0, 5.0, 8.0, 11.0, 1.0, 4.0, 7.0, 10.0, 0.0, 3.0, 6.0, 9.0]
        );
    }

    #[test]
    fn one_pixel_fills_everything() {
        let picture = Picture::new(&[10, 20, 30], 1, 1).unwrap();
        let mut out = [0.0; 3 * 4 * 5];
        let feed = Feed::line(Order::Rgb, 2.0, 1.0);
        let scale = Bilinear::default().letterbox(&picture, (4, 5), 7.0, &feed, &mut out);
        assert_eq!(scale, 4.0);
        assert_eq!(out[..16], [21.0; 16]);
        assert_eq!(out[16..20], [15.0; 4], "the rest is padded");
        assert_eq!(out[20..36], [41.0; 16]);
    }

    #[test]
    fn halving_takes_the_mean_of_four() {
        let bytes = [0, 0, 0, 100, 0, 0, 50, 0, 0, 50, 0, 0];
        let picture = Picture::new(&bytes, 2, 2).unwrap();
        let mut out = [0.0; 3];
        Bilinear::default().resize(&picture, (1, 1), &Feed::raw(Order::Rgb), &mut out);
        assert_eq!(out, [50.0, 0.0, 0.0]);
    }

    #[test]
    fn a_new_width_gets_new_tables() {
        let (small, large) = ([9u8; 3], [9u8; 27]);
        let mut resizer = Bilinear::default();
        let mut out = [0.0; 12];
        for (bytes, side) in [(&small[..], 1), (&large[..], 3), (&small[..], 1)] {
            let picture = Picture::new(bytes, side, side).unwrap();
            resizer.resize(&picture, (2, 2), &Feed::raw(Order::Rgb), &mut out);
            assert_eq!(out, [9.0; 12]);
        }
    }
    /// The four neighbours of a pixel of the target, looked up by themselves.
    fn expected(picture: &Picture<'_>, (x, y): (usize, usize), size: (usize, usize)) -> [f32; 3] {
        let (left, fx) = tap(x, picture.width(), size.0);
        let (top, fy) = tap(y, picture.height(), size.1);
        let right = (left + 1).min(picture.width() - 1);
        let bottom = (top + 1).min(picture.height() - 1);
        [0, 1, 2].map(|c| {
            let value = |x: usize, y: usize| f32::from(picture.row(y)[x * 3 + c]);
            let column = |x: usize| value(x, top) + (value(x, bottom) - value(x, top)) * fy;
            column(left) + (column(right) - column(left)) * fx
        })
    }

    #[test]
    fn every_width_of_source_and_target_gives_the_same_as_pixel_by_pixel() {
        let bytes: Vec<u8> = (0..41 * 5 * 3).map(|v| (v * 89 % 253) as u8).collect();
        let mut resizer = Bilinear::default();
        for (from, to) in (1..=41).zip((1..=23).cycle()) {
            let picture = Picture::new(&bytes, from, 5).unwrap();
            let mut out = vec![0.0; to * 7 * 3];
            resizer.resize(&picture, (to, 7), &Feed::raw(Order::Rgb), &mut out);
            for (x, y) in (0..7).flat_map(|y| (0..to).map(move |x| (x, y))) {
                let pixel = [0, 1, 2].map(|c| out[(c * 7 + y) * to + x]);
                let expected = expected(&picture, (x, y), (to, 7));
                assert_eq!(pixel, expected, "{from} to {to} at {x}, {y}");
            }
        }
    }
}
