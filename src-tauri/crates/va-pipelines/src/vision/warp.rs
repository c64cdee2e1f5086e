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
    let [red, green, blue] = feed.of_picture([first, second, third]);
    let (scale, offset) = (feed.of_picture(feed.scale), feed.of_picture(feed.offset));
    let mut planes = red.iter_mut().zip(green).zip(blue);
    walk(picture, place, (width, height), |pixel| {
        if let Some(((red, green), blue)) = planes.next() {
            *red = pixel[0] * scale[0] + offset[0];
            *green = pixel[1] * scale[1] + offset[1];
            *blue = pixel[2] * scale[2] + offset[2];
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
    let (scale, offset) = (feed.scale, feed.offset);
    let mut pixels = out.as_chunks_mut::<3>().0.iter_mut();
    walk(picture, place, size, |pixel| {
        if let Some(values) = pixels.next() {
            let [a, b, c] = feed.of_model(pixel);
            *values = [
                a * scale[0] + offset[0],
                b * scale[1] + offset[1],
                c * scale[2] + offset[2],
            ];
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
    let mut pixels = out.as_chunks_mut::<3>().0.iter_mut();
    walk(picture, place, size, |pixel| {
        if let Some(values) = pixels.next() {
            *values = feed.of_model(pixel).map(|v| ((v + ROUND) - ROUND) as u8);
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
    // as unsigned numbers, so that one comparison finds both sides
    if (left as u64) < (width - 1) as u64 && (top as u64) < (height - 1) as u64 {
        let start = top as usize * stride + left as usize * 3;
        let upper = bytes.get(start..).and_then(|b| b.first_chunk::<7>());
        let lower = bytes
            .get(start + stride..)
            .and_then(|b| b.first_chunk::<7>());
        if let (Some(upper), Some(lower)) = (upper, lower) {
            let (upper, lower) = (between(*upper, fx), between(*lower, fx));
            let mixed: [f32; 4] = std::array::from_fn(|c| upper[c] + (lower[c] - upper[c]) * fy);
            return [mixed[0], mixed[1], mixed[2]];
        }
    }
    edge(picture, (left, top), (fx, fy))
}

/// The colour at a place of which not all four neighbours are inside.
#[cold]
fn edge(picture: &Picture<'_>, (left, top): (i64, i64), (fx, fy): (f32, f32)) -> [f32; 3] {
    let (bytes, stride) = picture.bytes();
    let (width, height) = (picture.width() as i64, picture.height() as i64);
    let weights = [
        (1.0 - fx) * (1.0 - fy),
        fx * (1.0 - fy),
        (1.0 - fx) * fy,
        fx * fy,
    ];
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

/// Between a pixel and the next one: four numbers, of which the last one says nothing, since processors
/// calculate with four as soon as with three.
#[inline]
fn between(pair: [u8; 7], share: f32) -> [f32; 4] {
    let left: [f32; 4] = std::array::from_fn(|c| f32::from(pair[c]));
    let right: [f32; 4] = std::array::from_fn(|c| f32::from(pair[c + 3]));
    std::array::from_fn(|c| left[c] + (right[c] - left[c]) * share)
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
