//! How much moved inside a person's box: motion energy as `motion_energy` defines it (share of the pixels
//! whose brightness changed by more than the noise, on a picture 160 pixels wide), for one person from one
//! sample to the next. Knows boxes only; `docs/pipelines/person_tracking.md` has the definition.

use super::area::Area;
use crate::vision::Picture;

/// Width at which brightness is compared, as in `motion_energy`.
const WIDTH: usize = 160;

/// Brightness (0 to 255) of a picture, averaged down.
#[derive(Clone, Debug, Default, PartialEq)]
struct Small {
    luma: Vec<u8>,
    /// Size of the picture that it was made of.
    of: (usize, usize),
    width: usize,
    height: usize,
}

/// The last two pictures, small.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Stirring {
    before: Small,
    now: Small,
    /// Sums of the rows that make one row of the small picture, a value a colour and pixel.
    sums: Vec<u16>,
}

impl Stirring {
    /// The next picture.
    pub fn take(&mut self, picture: &Picture<'_>) {
        std::mem::swap(&mut self.before, &mut self.now);
        self.now.fill(picture, &mut self.sums);
    }

    /// The share of the pixels in a box, in the picture's own pixels, that changed since the picture before.
    /// `None` without a picture before of the same size, or if the box has no pixel.
    pub fn energy(&self, person: &Area, noise: u8) -> Option<f32> {
        let Small {
            of, width, height, ..
        } = self.now;
        if self.before.of != of || width == 0 || height == 0 {
            return None;
        }
        let (full_width, full_height) = (of.0 as f32, of.1 as f32);
        let inside = person.within((full_width, full_height));
        let (across, down) = (width as f32 / full_width, height as f32 / full_height);
        let columns =
            (inside.x1 * across) as usize..((inside.x2 * across).ceil() as usize).min(width);
        let rows = (inside.y1 * down) as usize..((inside.y2 * down).ceil() as usize).min(height);
        let pixels = columns.len() * rows.len();
        let changed: usize = rows
            .map(|row| {
                let part = row * width + columns.start..row * width + columns.end;
                let pairs = self.before.luma[part.clone()]
                    .iter()
                    .zip(&self.now.luma[part]);
                pairs.filter(|(a, b)| a.abs_diff(**b) > noise).count()
            })
            .sum();
        (pixels > 0).then(|| changed as f32 / pixels as f32)
    }
}

impl Small {
    /// Area means of the brightness: each pixel of the picture belongs to exactly one of these. Rows are added
    /// up first, many values at a time; the colours are weighted at the end.
    fn fill(&mut self, picture: &Picture<'_>, sums: &mut Vec<u16>) {
        let (width, height) = (picture.width(), picture.height());
        self.of = (width, height);
        self.width = width.min(WIDTH);
        self.height = ((height * self.width * 2 + width) / (width * 2)).clamp(1, height);
        self.luma.clear();
        for y in 0..self.height {
            let rows = y * height / self.height..(y + 1) * height / self.height;
            let down = rows.len() as u32;
            sums.clear();
            sums.resize(width * 3, 0);
            for row in rows {
                for (sum, value) in sums.iter_mut().zip(picture.row(row)) {
                    // at most 257 rows fit; a cell is as high as it is wide, and at most a 160th of the picture
                    *sum = sum.saturating_add(u16::from(*value));
                }
            }
            let (pixels, _) = sums.as_chunks::<3>();
            let columns = 0..self.width;
            self.luma.extend(columns.map(|x| {
                let part = &pixels[x * width / self.width..(x + 1) * width / self.width];
                // BT.601, as for the luma of a video, in 256ths
                let sum: u32 = part
                    .iter()
                    .map(|&[r, g, b]| 77 * u32::from(r) + 150 * u32::from(g) + 29 * u32::from(b))
                    .sum();
                let count = (part.len() as u32 * down * 256).max(1);
                ((sum + count / 2) / count) as u8
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Area = Area {
        x1: 0.0,
        y1: 0.0,
        x2: 320.0,
        y2: 160.0,
    };

    fn grey(width: usize, height: usize, level: u8) -> Vec<u8> {
        vec![level; width * height * 3]
    }

    /// Energy in a box between two pictures of 640 x 320.
    fn between(before: &[u8], now: &[u8], person: &Area) -> Option<f32> {
        let mut stirring = Stirring::default();
        for bytes in [before, now] {
            stirring.take(&Picture::new(bytes, 640, 320).unwrap());
        }
        stirring.energy(person, 10)
    }

    #[test]
    fn it_is_the_share_of_the_box_that_changed() {
        let before = grey(640, 320, 100);
        let mut now = before.clone();
        // a quarter of the box, and something beside it
        for y in 0..320 {
            let changed = if y < 80 { 0..160 } else { 400..640 };
            now[(y * 640 + changed.start) * 3..(y * 640 + changed.end) * 3].fill(111);
        }
        assert_eq!(between(&before, &now, &BOX), Some(0.25));
        assert_eq!(
            between(&now, &now, &BOX),
            Some(0.0),
            "a still person does not move"
        );
        let noise: Vec<u8> = before.iter().map(|v| v + 10).collect();
        assert_eq!(
            between(&before, &noise, &BOX),
            Some(0.0),
            "noise is no movement"
        );
    }

    #[test]
    fn without_a_picture_before_or_outside_of_it_there_is_no_value() {
        let picture = grey(640, 320, 100);
        let mut stirring = Stirring::default();
        stirring.take(&Picture::new(&picture, 640, 320).unwrap());
        assert_eq!(stirring.energy(&BOX, 10), None);
        let outside = Area {
            x1: -50.0,
            x2: -10.0,
            ..BOX
        };
        assert_eq!(between(&picture, &picture, &outside), None);
        stirring.take(&Picture::new(&grey(320, 640, 100), 320, 640).unwrap());
        assert_eq!(
            stirring.energy(&BOX, 10),
            None,
            "another size can't be compared"
        );
    }

    #[test]
    fn any_size_of_picture_has_a_small_one() {
        for (width, height) in [(1, 1), (2, 1000), (1000, 2), (161, 3), (159, 320)] {
            let mut stirring = Stirring::default();
            let bytes = grey(width, height, 200);
            stirring.take(&Picture::new(&bytes, width, height).unwrap());
            assert!(
                stirring.now.luma.iter().all(|&v| v == 200),
                "{width} x {height}"
            );
            stirring.take(&Picture::new(&bytes, width, height).unwrap());
            assert_eq!(stirring.energy(&BOX, 0), Some(0.0));
        }
    }
}
