//! From the timestamps in the pipe back to those of the file. NUT can't hold negative times, so ffmpeg
//! adds an offset; NUT also picks its own time base. Both are undone here, exactly.

use va_core::TimeBase;

/// Seconds that ffmpeg adds: a whole number of ticks also for time bases of 1001/N.
pub(crate) const OFFSET_SECONDS: i64 = 100_100;

/// The time base of the pipe, and that of the stream in the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    pub pipe: TimeBase,
    pub file: TimeBase,
}

impl Clock {
    /// The file's timestamp for one of the pipe.
    pub(crate) fn file_pts(self, pipe_pts: i64) -> i64 {
        let offset = nearest(
            i128::from(OFFSET_SECONDS) * i128::from(self.pipe.den),
            i128::from(self.pipe.num),
        );
        let ticks = i128::from(pipe_pts) - offset;
        nearest(
            ticks * i128::from(self.pipe.num) * i128::from(self.file.den),
            i128::from(self.pipe.den) * i128::from(self.file.num),
        ) as i64
    }
}

fn nearest(numerator: i128, denominator: i128) -> i128 {
    (2 * numerator + denominator).div_euclid(2 * denominator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offset_and_finer_ticks_are_undone() {
        let clock = Clock {
            pipe: TimeBase::new(1, 60000),
            file: TimeBase::new(1, 30000),
        };
        assert_eq!(clock.file_pts(100_100 * 60000 + 2002), 1001);
        assert_eq!(clock.file_pts(100_100 * 60000 - 2 * 69_540), -69_540);
        let ntsc = Clock {
            pipe: TimeBase::new(1001, 30000),
            file: TimeBase::new(1001, 30000),
        };
        assert_eq!(ntsc.file_pts(3_000_000 + 7), 7);
    }
}
