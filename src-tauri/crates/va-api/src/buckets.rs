//! Merging neighbours of a curve: one bucket of equal time an item. Minimum and maximum survive, so a peak
//! never vanishes.

use va_core::Millis;

use crate::columns::Values;

/// Values on their way into buckets.
pub(crate) struct Buckets {
    first: i64,
    width: i64,
    time: Vec<i32>,
    low: Vec<Vec<f32>>,
    high: Vec<Vec<f32>>,
    items: usize,
}

impl Buckets {
    /// At most `max` buckets for values of so many channels from `first` to `last`, both included.
    pub fn new((first, last): (Millis, Millis), max: usize, channels: usize) -> Self {
        let (span, max) = ((last.0 - first.0 + 1).max(1) as u64, max.max(1));
        Self {
            first: first.0,
            width: span.div_ceil(max as u64).max(1) as i64,
            time: Vec::with_capacity(max),
            low: vec![Vec::with_capacity(max); channels],
            high: vec![Vec::with_capacity(max); channels],
            items: 0,
        }
    }

    /// The next values in order of time; NaN where nothing was measured.
    pub fn add(&mut self, time: Millis, values: impl Iterator<Item = f32>) {
        let bucket = (time.0 - self.first).div_euclid(self.width);
        let start = (self.first + bucket * self.width) as i32;
        if self.time.last() != Some(&start) {
            self.time.push(start);
            for column in self.low.iter_mut().chain(&mut self.high) {
                column.push(f32::NAN);
            }
        }
        self.items += 1;
        let place = self.time.len() - 1;
        for ((low, high), value) in self.low.iter_mut().zip(&mut self.high).zip(values) {
            // `min` and `max` of floats pass over NaN
            low[place] = low[place].min(value);
            high[place] = high[place].max(value);
        }
    }

    /// How many values came in, and the columns: `time_ms`, then `<channel>.min` and `<channel>.max`.
    pub fn finish(self, channels: &[String]) -> (usize, Vec<(String, Values)>) {
        let mut columns = vec![("time_ms".to_owned(), Values::I32(self.time))];
        for ((channel, low), high) in channels.iter().zip(self.low).zip(self.high) {
            columns.push((format!("{channel}.min"), Values::F32(low)));
            columns.push((format!("{channel}.max"), Values::F32(high)));
        }
        (self.items, columns)
    }
}
