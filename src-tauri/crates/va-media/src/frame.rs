//! A decoded picture and a piece of sound, as the pipelines see them: shared, immutable, with the
//! timestamp that the stream gave them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use fast_image_resize as fir;
use fir::images::{TypedImage, TypedImageRef};
use fir::pixels::U8;
use va_core::Millis;

/// How the pixels of a frame are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Colour {
    /// A full-size luma plane, then one plane of interleaved U and V at half size in both directions;
    /// limited range, in the matrix of the recording.
    #[default]
    Nv12,
    /// Red, green and blue of each pixel, a byte each, 0 to 255, converted with the matrix and the range
    /// that the recording names (BT.601 and limited range if it names none).
    Rgb,
}

impl Colour {
    /// ffmpeg's name for it.
    pub const fn pixel_format(self) -> &'static str {
        match self {
            Self::Nv12 => "nv12",
            Self::Rgb => "rgb24",
        }
    }

    /// Bytes of a picture of this size; width and height are even.
    pub const fn bytes(self, width: usize, height: usize) -> usize {
        match self {
            Self::Nv12 => width * height * 3 / 2,
            Self::Rgb => width * height * 3,
        }
    }
}

/// A picture. Width and height are even.
#[derive(Debug)]
pub struct Frame {
    /// Presentation timestamp in ticks of the video stream's time base.
    pub pts: i64,
    /// The same in milliseconds on the container's clock.
    pub time: Millis,
    /// Width in pixels, even.
    pub width: usize,
    /// Height in pixels, even.
    pub height: usize,
    /// How its pixels are kept: decides which of [`Frame::luma`], [`Frame::chroma`] and [`Frame::rgb`] are
    /// not empty.
    pub colour: Colour,
    data: Vec<u8>,
    pool: Option<crossbeam_channel::Sender<Vec<u8>>>,
    small: Mutex<HashMap<(usize, usize), Lazy>>,
}

/// A smaller luma plane, made by whoever asks first; others wait for that one only.
type Lazy = Arc<OnceLock<Arc<[u8]>>>;

impl Frame {
    /// Wraps nv12 bytes; `data` has `width * height * 3 / 2` of them. A buffer that came from a pool goes
    /// back to it when the last user drops the frame.
    pub fn new(
        when: (i64, Millis),
        size: (usize, usize),
        data: Vec<u8>,
        pool: Option<crossbeam_channel::Sender<Vec<u8>>>,
    ) -> Self {
        Self::with_colour(Colour::Nv12, when, size, data, pool)
    }

    /// The same for bytes of any kind; `data` has [`Colour::bytes`] of them.
    pub fn with_colour(
        colour: Colour,
        (pts, time): (i64, Millis),
        (width, height): (usize, usize),
        data: Vec<u8>,
        pool: Option<crossbeam_channel::Sender<Vec<u8>>>,
    ) -> Self {
        debug_assert_eq!(data.len(), colour.bytes(width, height));
        Self {
            pts,
            time,
            width,
            height,
            colour,
            data,
            pool,
            small: Mutex::default(),
        }
    }

    /// Luma, `width * height` bytes, row by row, 16 (black) to 235 (white). Empty if the frame is RGB.
    pub fn luma(&self) -> &[u8] {
        match self.colour {
            Colour::Nv12 => &self.data[..self.width * self.height],
            Colour::Rgb => &[],
        }
    }

    /// Chroma, `width * height / 2` bytes: U and V interleaved, `height / 2` rows of `width` bytes. Empty
    /// if the frame is RGB.
    pub fn chroma(&self) -> &[u8] {
        match self.colour {
            Colour::Nv12 => &self.data[self.width * self.height..],
            Colour::Rgb => &[],
        }
    }

    /// Packed red, green and blue, `width * height * 3` bytes, row by row. Empty if the frame is nv12.
    pub fn rgb(&self) -> &[u8] {
        match self.colour {
            Colour::Nv12 => &[],
            Colour::Rgb => &self.data,
        }
    }

    /// Luma at another size, by area averaging. Made on first use and shared by every pipeline that asks
    /// for the same size; `None` only if the size is zero or the frame is RGB.
    pub fn luma_at(&self, width: usize, height: usize) -> Option<Arc<[u8]>> {
        if width == 0 || height == 0 || self.colour != Colour::Nv12 {
            return None;
        }
        let cell = {
            let mut sizes = self
                .small
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            Arc::clone(sizes.entry((width, height)).or_default())
        };
        Some(Arc::clone(
            cell.get_or_init(|| self.resize_luma(width, height)),
        ))
    }

    fn resize_luma(&self, width: usize, height: usize) -> Arc<[u8]> {
        if (width, height) == (self.width, self.height) {
            return self.luma().into();
        }
        let mut small = vec![0; width * height];
        let options =
            fir::ResizeOptions::new().resize_alg(fir::ResizeAlg::Convolution(fir::FilterType::Box));
        let source =
            TypedImageRef::<U8>::from_buffer(self.width as u32, self.height as u32, self.luma());
        let target = TypedImage::<U8>::from_buffer(width as u32, height as u32, &mut small);
        // the typed call: the other one would compile the resizer for every pixel type there is
        let done = match (source, target) {
            (Ok(source), Ok(mut target)) => fir::Resizer::new()
                .resize_typed(&source, &mut target, &options)
                .is_ok(),
            _ => false,
        };
        debug_assert!(done, "sizes and pixel type are fixed above");
        small.into()
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if let Some(pool) = self.pool.take() {
            // a full or closed pool just frees the buffer
            drop(pool.try_send(std::mem::take(&mut self.data)));
        }
    }
}

/// A run of mono samples without a gap.
#[derive(Clone, Debug)]
pub struct AudioChunk {
    /// Index of the first sample, counted from [`AudioChunk::origin`] at [`AudioChunk::rate`].
    pub start: u64,
    /// Time of sample 0 in seconds on the container's clock, exact to the stream's tick.
    pub origin: f64,
    /// Samples per second.
    pub rate: u32,
    /// Samples, -1 to 1.
    pub samples: Arc<[f32]>,
}

impl AudioChunk {
    /// The time of a sample index in milliseconds on the container's clock.
    pub fn time_of(&self, index: u64) -> Millis {
        Millis(((self.origin + index as f64 / f64::from(self.rate)) * 1000.0).round() as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_luma_is_the_mean_of_its_pixels() {
        let mut data = vec![0u8; 4 * 2 * 3 / 2];
        data[..8].copy_from_slice(&[0, 100, 10, 20, 200, 100, 30, 40]);
        let frame = Frame::new((0, Millis(0)), (4, 2), data, None);
        assert_eq!(&*frame.luma_at(2, 1).unwrap(), &[100, 25]);
        assert!(Arc::ptr_eq(
            &frame.luma_at(2, 1).unwrap(),
            &frame.luma_at(2, 1).unwrap()
        ));
    }

    #[test]
    fn a_frame_shows_the_pixels_of_its_own_kind_only() {
        let grey = Frame::new((0, Millis(0)), (2, 2), vec![7; 6], None);
        assert_eq!((grey.luma().len(), grey.chroma().len()), (4, 2));
        assert!(grey.rgb().is_empty());
        let data = vec![7; 12];
        let rgb = Frame::with_colour(Colour::Rgb, (0, Millis(0)), (2, 2), data, None);
        assert_eq!(rgb.rgb().len(), 12);
        assert!(rgb.luma().is_empty() && rgb.chroma().is_empty());
        assert!(rgb.luma_at(1, 1).is_none());
    }

    #[test]
    fn a_dropped_frame_gives_its_buffer_back() {
        let (give, take) = crossbeam_channel::bounded(1);
        drop(Frame::new((0, Millis(0)), (2, 2), vec![7; 6], Some(give)));
        assert_eq!(take.try_recv().unwrap(), vec![7; 6]);
    }
}
