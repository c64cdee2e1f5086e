//! A picture as the operators see it: borrowed rows of packed RGB, or a rectangle of such rows. Copies nothing.

/// Packed RGB, one byte a channel, origin top left.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    pixels: &'a [u8],
    width: usize,
    height: usize,
    /// Bytes from one row to the next.
    stride: usize,
}

impl<'a> Picture<'a> {
    /// A picture over `width * height * 3` bytes; `None` if there are fewer, or if a side is zero.
    pub fn new(pixels: &'a [u8], width: usize, height: usize) -> Option<Self> {
        let stride = width.checked_mul(3)?;
        let bytes = stride.checked_mul(height)?;
        (bytes > 0 && pixels.len() >= bytes).then_some(Self {
            pixels,
            width,
            height,
            stride,
        })
    }

    /// Width in pixels, at least 1.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels, at least 1.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The rectangle that begins at (`left`, `top`), cut off at the picture's edges; `None` if nothing is left.
    pub fn crop(&self, left: usize, top: usize, width: usize, height: usize) -> Option<Self> {
        let width = width.min(self.width.checked_sub(left)?);
        let height = height.min(self.height.checked_sub(top)?);
        (width > 0 && height > 0).then(|| Self {
            pixels: &self.pixels[top * self.stride + left * 3..],
            width,
            height,
            stride: self.stride,
        })
    }

    /// The bytes of a row, three a pixel. `y` is below the height.
    pub fn row(&self, y: usize) -> &'a [u8] {
        &self.pixels[y * self.stride..][..self.width * 3]
    }

    /// All bytes from the first pixel on, and how many there are from one row to the next.
    pub(super) fn bytes(&self) -> (&'a [u8], usize) {
        (self.pixels, self.stride)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crop_sees_its_rows_and_ends_at_the_edge() {
        let bytes: Vec<u8> = (0..4 * 3 * 3).collect();
        let picture = Picture::new(&bytes, 4, 3).unwrap();
        let crop = picture.crop(1, 2, 10, 10).unwrap();
        assert_eq!((crop.width(), crop.height()), (3, 1));
        assert_eq!(crop.row(0), &bytes[2 * 12 + 3..36]);
        assert!(picture.crop(4, 0, 1, 1).is_none() && picture.crop(0, 0, 0, 1).is_none());
    }

    #[test]
    fn too_few_bytes_and_empty_sides_are_no_picture() {
        assert!(Picture::new(&[0; 11], 2, 2).is_none());
        assert!(Picture::new(&[], 0, 0).is_none());
        assert!(Picture::new(&[0; 3], 1, 1).is_some());
        assert!(Picture::new(&[0; 3], usize::MAX, 2).is_none());
    }
}
