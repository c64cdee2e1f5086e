//! Affine warping straight into a model's input: bilinear, each of the four neighbours that lies outside the
//! picture counts as black. Allocates nothing.

use super::affine::Affine;
use super::feed::Feed;
use super::picture::Picture;

/// Binary places behind the point in the walk along a row: 256 steps err by less than a ten-millionth of a pixel.
const FRACTION: u32 = 32;

/// Pixels beyond which a transform makes no sense: numbers with that many places behind the point end there.
const FAR: f64 = 1e9;

/// Fills `out` (3 planes of `height` rows of `width`); `place` takes a pixel of `out` to the picture.
pub fn warp_nchw(
    picture: &Picture<'_>,
    place: &Affine,
    (width, height): (usize, usize),
    feed: &Feed,
    out: &mut [f32],
) {
    let area = width * height;
    debug_assert_eq!(out.len(), area * 3, "three planes");
    let Some((first, rest)) = out.split_at_mut_checked(area) else {
        return;
    };
    let Some((second, third)) = rest.split_at_mut_checked(area) else {
        return;
    };
    let places = feed.places();
    let planes = first.iter_mut().zip(second).zip(third);
    let mut planes = planes.map(|((a, b), c)| [a, b, c]);
    walk(picture, place, (width, height), |pixel| {
        if let Some(channels) = planes.next() {
            for (c, value) in channels.into_iter().enumerate() {
                *value = pixel[places[c]] * feed.scale[c] + feed.offset[c];
            }
        }
    });
}

/// Fills `out` (`height` rows of `width` pixels of three values); `place` takes a pixel of `out` to the picture.
pub fn warp_nhwc(
    picture: &Picture<'_>,
    place: &Affine,
    size: (usize, usize),
    feed: &Feed,
    out: &mut [f32],
) {
    debug_assert_eq!(out.len(), size.0 * size.1 * 3, "three values a pixel");
    let places = feed.places();
    let mut pixels = out.as_chunks_mut::<3>().0.iter_mut();
    walk(picture, place, size, |pixel| {
        if let Some(values) = pixels.next() {
            for (c, value) in values.iter_mut().enumerate() {
                *value = pixel[places[c]] * feed.scale[c] + feed.offset[c];
            }
        }
    });
}

/// As [`warp_nhwc`], but rounded to whole numbers (halves to the even one): for models that take bytes. Of
/// `feed` only the order counts.
pub fn warp_nhwc_u8(
    picture: &Picture<'_>,
    place: &Affine,
    size: (usize, usize),
    feed: &Feed,
    out: &mut [u8],
) {
    /// Above this number a 32-bit float has no places behind the point, so adding it rounds.
    const ROUND: f32 = 8_388_608.0;
    debug_assert_eq!(out.len(), size.0 * size.1 * 3, "three values a pixel");
    let places = feed.places();
    let mut pixels = out.as_chunks_mut::<3>().0.iter_mut();
    walk(picture, place, size, |pixel| {
        if let Some(values) = pixels.next() {
            for (c, value) in values.iter_mut().enumerate() {
                *value = ((pixel[places[c]] + ROUND) - ROUND) as u8;
            }
        }
    });
}

/// Gives the colour behind each pixel of the target to `take`, row by row.
fn walk(
    picture: &Picture<'_>,
    place: &Affine,
    (width, height): (usize, usize),
    mut take: impl FnMut([f32; 3]),
) {
    let corners = [(0, 0), (width, 0), (0, height), (width, height)];
    let corners = corners.map(|(x, y)| place.apply((x as f64, y as f64)));
    if !corners.iter().all(|(x, y)| x.abs() < FAR && y.abs() < FAR) {
        (0..width * height).for_each(|_| take([0.0; 3]));
        return;
    }
    let fixed = |value: f64| (value * (1u64 << FRACTION) as f64).round() as i64;
    let [[a, _, _], [d, _, _]] = place.rows;
    let step = (fixed(a), fixed(d));
    for y in 0..height {
        let (x, y) = place.apply((0.0, y as f64));
        let mut at = (fixed(x), fixed(y));
        for _ in 0..width {
            take(sample(picture, at));
            at = (at.0 + step.0, at.1 + step.1);
        }
    }
}

/// The colour at a place in fixed-point numbers.
#[inline]
fn sample(picture: &Picture<'_>, (x, y): (i64, i64)) -> [f32; 3] {
    let share = |v: i64| ((v as u32) >> 8) as f32 * (1.0 / 16_777_216.0);
    let (fx, fy) = (share(x), share(y));
    let (left, top) = (x >> FRACTION, y >> FRACTION);
    let (bytes, stride) = picture.bytes();
    let (width, height) = (picture.width() as i64, picture.height() as i64);
    let weights = [
        (1.0 - fx) * (1.0 - fy),
        fx * (1.0 - fy),
        (1.0 - fx) * fy,
        fx * fy,
    ];
    // as unsigned numbers, so that one comparison finds both sides
    if (left as u64) < (width - 1) as u64 && (top as u64) < (height - 1) as u64 {
        let start = top as usize * stride + left as usize * 3;
        let upper = bytes.get(start..).and_then(|b| b.first_chunk::<6>());
        let lower = bytes
            .get(start + stride..)
            .and_then(|b| b.first_chunk::<6>());
        if let (Some(u), Some(l)) = (upper, lower) {
            // written out: as a closure over the three it becomes a call a pixel
            let mix = |a: u8, b: u8, c: u8, d: u8| {
                f32::from(a) * weights[0]
                    + f32::from(b) * weights[1]
                    + f32::from(c) * weights[2]
                    + f32::from(d) * weights[3]
            };
            return [
                mix(u[0], u[3], l[0], l[3]),
                mix(u[1], u[4], l[1], l[4]),
                mix(u[2], u[5], l[2], l[5]),
            ];
        }
    }
    let mut sum = [0.0; 3];
    for (neighbour, weight) in [(0, 0), (1, 0), (0, 1), (1, 1)].into_iter().zip(weights) {
        let (x, y) = (left + neighbour.0, top + neighbour.1);
        if x < 0 || y < 0 || x >= width || y >= height {
            continue;
        }
        let start = y as usize * stride + x as usize * 3;
        for (value, byte) in sum.iter_mut().zip(&bytes[start..start + 3]) {
            *value += f32::from(*byte) * weight;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    #![expect(clippy::float_cmp, reason = "these results are exact")]

    use super::*;
    use crate::vision::Order;

    const STAY: Affine = Affine {
        rows: [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]],
    };

    #[test]
    fn outside_the_picture_is_black_and_its_edge_fades() {
        let picture = Picture::new(&[100; 12], 2, 2).unwrap();
        let mut out = [0.0; 4 * 3];
        let shift = Affine {
            rows: [[1.0, 0.0, -1.5], [0.0, 1.0, 0.0]],
        };
        warp_nhwc(&picture, &shift, (4, 1), &Feed::raw(Order::Rgb), &mut out);
        let first: Vec<f32> = out.chunks(3).map(|p| p[0]).collect();
        assert_eq!(first, [0.0, 50.0, 100.0, 50.0]);
    }

    #[test]
    fn the_three_layouts_agree() {
        let bytes: Vec<u8> = (0..5 * 4 * 3).map(|v| (v * 37 % 251) as u8).collect();
        let picture = Picture::new(&bytes, 5, 4).unwrap();
        let feed = Feed::raw(Order::Bgr);
        let (mut planes, mut pixels, mut rounded) = ([0.0; 60], [0.0; 60], [0; 60]);
        warp_nchw(&picture, &STAY, (5, 4), &feed, &mut planes);
        warp_nhwc(&picture, &STAY, (5, 4), &feed, &mut pixels);
        warp_nhwc_u8(&picture, &STAY, (5, 4), &feed, &mut rounded);
        for i in 0..20 {
            for c in 0..3 {
                assert_eq!(pixels[i * 3 + c], f32::from(bytes[i * 3 + 2 - c]));
                assert_eq!(planes[c * 20 + i], pixels[i * 3 + c]);
                assert_eq!(f32::from(rounded[i * 3 + c]), pixels[i * 3 + c]);
            }
        }
    }

    #[test]
    fn halves_are_rounded_to_the_even_number() {
        let picture = Picture::new(&[1, 2, 3, 2, 3, 4], 2, 1).unwrap();
        let half = Affine {
            rows: [[1.0, 0.0, 0.5], [0.0, 1.0, 0.0]],
        };
        let mut out = [0; 3];
        warp_nhwc_u8(&picture, &half, (1, 1), &Feed::raw(Order::Rgb), &mut out);
        assert_eq!(out, [2, 2, 4]);
    }

    #[test]
    fn a_transform_without_sense_gives_black() {
        let picture = Picture::new(&[100; 12], 2, 2).unwrap();
        for value in [f64::NAN, 1e300, -1e300] {
            let wild = Affine {
                rows: [[value, 0.0, value], [0.0, value, 5.0]],
            };
            let mut out = [9; 12];
            warp_nhwc_u8(&picture, &wild, (2, 2), &Feed::raw(Order::Rgb), &mut out);
            assert_eq!(out, [0; 12], "{value}");
        }
    }
}
