//! The square around a person as whole numbers, bit for bit as `truth/preprocessing_reference.py` makes it.
//! `MoveNet`'s 8-bit file answers to a change of one grey level in one pixel with joints that lie elsewhere, so
//! being right to within a rounding is not enough here.

use crate::vision::Picture;

/// Where a square lies in a picture, in pixels whose edges are whole numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Square {
    pub centre: (f64, f64),
    pub side: f64,
}

/// The neighbour on the near side and the share of the one on the far side.
type Tap = (i64, f32);

/// Makes squares of one size; keeps its table.
#[derive(Debug, Default)]
pub(super) struct Cropper {
    columns: Vec<Tap>,
}

impl Cropper {
    /// Fills `out` (`size` rows of `size` pixels, red, green, blue). Outside the picture it is black.
    pub fn fill(&mut self, picture: &Picture<'_>, square: Square, size: usize, out: &mut [u8]) {
        let step = square.side / size as f64;
        let start = |centre: f64| centre - square.side / 2.0 + 0.5 * step - 0.5;
        let (left, top) = (start(square.centre.0), start(square.centre.1));
        self.columns.clear();
        self.columns
            .extend((0..size).map(|x| tap(step * x as f64 + left)));
        for (y, row) in out.chunks_exact_mut(size * 3).enumerate() {
            let (upper, down) = tap(step * y as f64 + top);
            let (above, below) = (line(picture, upper), line(picture, upper.saturating_add(1)));
            let (pixels, _) = row.as_chunks_mut::<3>();
            for (pixel, &(near, across)) in pixels.iter_mut().zip(&self.columns) {
                let far = near.saturating_add(1);
                let corners = [
                    at(above, near),
                    at(above, far),
                    at(below, near),
                    at(below, far),
                ];
                for (c, value) in pixel.iter_mut().enumerate() {
                    let [a, b, d, e] = corners.map(|corner| f32::from(corner[c]));
                    // the order of the products and of the sum is the reference's
                    let mixed = a * (1.0 - across) * (1.0 - down)
                        + b * across * (1.0 - down)
                        + d * (1.0 - across) * down
                        + e * across * down;
                    *value = ((mixed + TO_WHOLE) - TO_WHOLE) as u8;
                }
            }
        }
    }
}

/// Added to a number of 0 to 255 and taken away again it leaves the nearest whole one, of two the even one: there
/// are no digits behind the point so far out. `round_ties_even` is a call of a function on older processors.
const TO_WHOLE: f32 = 12_582_912.0;

fn tap(place: f64) -> Tap {
    let near = place.floor();
    (near as i64, (place - near) as f32)
}

/// A row of the picture; empty outside.
fn line<'a>(picture: &Picture<'a>, y: i64) -> &'a [[u8; 3]] {
    match usize::try_from(y) {
        Ok(y) if y < picture.height() => picture.row(y).as_chunks().0,
        Ok(_) | Err(_) => &[],
    }
}

/// A pixel of a row; black outside.
fn at(row: &[[u8; 3]], x: i64) -> [u8; 3] {
    let inside = usize::try_from(x).ok().and_then(|x| row.get(x));
    inside.copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crop(bytes: &[u8], (width, height): (usize, usize), square: Square, size: usize) -> Vec<u8> {
        let picture = Picture::new(bytes, width, height).unwrap();
        let mut out = vec![0; size * size * 3];
        Cropper::default().fill(&picture, square, size, &mut out);
        out
    }

    #[test]
    fn a_square_of_the_same_size_is_the_picture_itself() {
        let bytes: Vec<u8> = (0..4 * 4 * 3).collect();
        let whole = Square {
            centre: (2.0, 2.0),
            side: 4.0,
        };
        assert_eq!(crop(&bytes, (4, 4), whole, 4), bytes);
        let corner = Square {
            centre: (0.0, 0.0),
            side: 4.0,
        };
        let found = crop(&bytes, (4, 4), corner, 4);
        assert_eq!(found[..4 * 3 * 2], [0; 24], "black above the picture");
        assert_eq!(found[(2 * 4 + 2) * 3..][..6], bytes[..6]);
    }

    #[test]
    fn halves_are_rounded_to_the_even_number() {
        // between 0 and 1, and between 1 and 2
        let square = Square {
            centre: (1.0, 0.5),
            side: 1.0,
        };
        assert_eq!(crop(&[0, 1, 3, 1, 2, 4], (2, 1), square, 1), [0, 2, 4]);
    }

    #[test]
    fn a_square_far_away_is_black() {
        for far in [1e12, -1e12, 1e300, f64::MAX] {
            let square = Square {
                centre: (far, 0.5),
                side: 3.0,
            };
            assert_eq!(crop(&[9; 12], (2, 2), square, 2), [0; 12]);
        }
    }
}
