//! A decoded picture and a piece of sound, as the pipelines see them: shared, immutable, with the
//! timestamp that the stream gave them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use fast_image_resize as fir;
use fir::images::{TypedImage, TypedImageRef};
use fir::pixels::U8;
use va_core::Millis;

/// A picture in nv12: a full-size luma plane, then one plane of interleaved U and V at half size in both
/// directions. Width and height are even.
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
        (pts, time): (i64, Millis),
        (width, height): (usize, usize),
        data: Vec<u8>,
        pool: Option<crossbeam_channel::Sender<Vec<u8>>>,
    ) -> Self {
        debug_assert_eq!(data.len(), width * height * 3 / 2);
        Self {
            pts,
            time,
            width,
            height,
            data,
            pool,
            small: Mutex::default(),
        }
    }

    /// Luma, `width * height` bytes, row by row, 16 (black) to 235 (white).
    pub fn luma(&self) -> &[u8] {
        &self.data[..self.width * self.height]
    }

    /// Chroma, `width * height / 2` bytes: U and V interleaved, `height / 2` rows of `width` bytes.
    pub fn chroma(&self) -> &[u8] {
        &self.data[self.width * self.height..]
    }

    /// Luma at another size, by area averaging. Made on first use and shared by every pipeline that asks
    /// for the same size; `None` only if the size is zero.
    pub fn luma_at(&self, width: usize, height: usize) -> Option<Arc<[u8]>> {
        if width == 0 || height == 0 {
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
    fn a_dropped_frame_gives_its_buffer_back() {
        let (give, take) = crossbeam_channel::bounded(1);
        drop(Frame::new((0, Millis(0)), (2, 2), vec![7; 6], Some(give)));
        assert_eq!(take.try_recv().unwrap(), vec![7; 6]);
    }
}
