//! A window of a track of objects. Of more items than asked for, whole ticks are left out evenly, so that
//! what stands in an answer is a picture as it was; the ticks that stay are found in an index, and what
//! was measured at the others is never read. One object alone is a curve and is merged like one.

use va_core::Millis;
use va_store::results::ObservationView;
use va_store::{ResultsReader, StoreError};

use crate::buckets::Buckets;
use crate::columns::{Columns, Values};
use crate::window::{Chosen, Window};

/// Ticks at most in an answer that leaves some out: more than any screen has columns.
const MOST_TICKS: usize = 10_000;

/// All objects.
pub(crate) fn all_objects(
    results: &ResultsReader,
    track: &str,
    window: Window,
    chosen: &Chosen,
) -> Result<Columns, StoreError> {
    let total = results.count_objects_in(track, None, window.bounds())?;
    let mut rows = Rows::new(chosen);
    let max = window.max_items.unwrap_or(usize::MAX).max(1);
    if total <= max as u64 {
        let visit = |seen: ObservationView<'_>| -> Result<bool, StoreError> {
            rows.add(&seen);
            Ok(true)
        };
        results.for_each_object_in(track, window.bounds(), visit)?;
        return Ok(rows.columns(total, false));
    }
    let ticks = results.object_ticks_in(track, window.bounds(), max.min(MOST_TICKS))?;
    for tick in every_nth(&ticks, max as u64) {
        let bounds = (tick, tick + Millis(1));
        results.for_each_object_in(track, bounds, |seen| -> Result<bool, StoreError> {
            rows.add(&seen);
            Ok(true)
        })?;
    }
    Ok(rows.columns(total, true))
}

/// Every n-th tick, with the smallest n for which no more than `max` items stay; one tick in any case.
fn every_nth(ticks: &[(Millis, u64)], max: u64) -> impl Iterator<Item = Millis> + '_ {
    let items = |n: usize| ticks.iter().step_by(n).map(|(_, items)| items).sum::<u64>();
    let n = (1..=ticks.len().max(1))
        .find(|n| items(*n) <= max)
        .unwrap_or(ticks.len().max(1));
    ticks.iter().step_by(n).map(|(time, _)| *time)
}

/// One object: its values, or their minimum and maximum in equal stretches of time.
pub(crate) fn one_object(
    results: &ResultsReader,
    track: &str,
    object: u32,
    window: Window,
    chosen: &Chosen,
) -> Result<Columns, StoreError> {
    let bounds = window.bounds();
    let total = results.count_objects_in(track, Some(object), bounds)?;
    let max = window.max_items.unwrap_or(usize::MAX).max(1);
    if total <= max as u64 {
        let mut rows = Rows::new(chosen);
        let visit = |seen: ObservationView<'_>| -> Result<bool, StoreError> {
            rows.add(&seen);
            Ok(true)
        };
        results.for_each_of_object(track, object, bounds, visit)?;
        return Ok(rows.columns(total, false));
    }
    let Some(ends) = results.ends_of_object_in(track, object, bounds)? else {
        return Ok(Rows::new(chosen).columns(0, false));
    };
    let mut buckets = Buckets::new(ends, max, chosen.keys.len());
    results.for_each_of_object(track, object, bounds, |seen| -> Result<bool, StoreError> {
        buckets.add(seen.time, chosen.values(seen.values));
        Ok(true)
    })?;
    let (_, values) = buckets.finish(&chosen.keys);
    Ok(columns(values, chosen, total, true))
}

/// Observations as columns.
struct Rows<'c> {
    chosen: &'c Chosen,
    time: Vec<i32>,
    object: Vec<i32>,
    score: Vec<f32>,
    values: Vec<Vec<f32>>,
}

impl<'c> Rows<'c> {
    fn new(chosen: &'c Chosen) -> Self {
        Self {
            chosen,
            time: Vec::new(),
            object: Vec::new(),
            score: Vec::new(),
            values: vec![Vec::new(); chosen.keys.len()],
        }
    }

    fn add(&mut self, seen: &ObservationView<'_>) {
        self.time.push(seen.time.0 as i32);
        self.object.push(seen.object as i32);
        self.score.push(seen.score);
        let values = self.chosen.values(seen.values);
        for (column, value) in self.values.iter_mut().zip(values) {
            column.push(value);
        }
    }

    fn columns(self, total: u64, reduced: bool) -> Columns {
        let mut values = vec![
            ("time_ms".to_owned(), Values::I32(self.time)),
            ("object".to_owned(), Values::I32(self.object)),
            ("score".to_owned(), Values::F32(self.score)),
        ];
        let channels = self.values.into_iter().map(Values::F32);
        values.extend(self.chosen.keys.iter().cloned().zip(channels));
        columns(values, self.chosen, total, reduced)
    }
}

fn columns(values: Vec<(String, Values)>, chosen: &Chosen, total: u64, reduced: bool) -> Columns {
    Columns {
        kind: "objects",
        reduced,
        total: total as usize,
        labels: Vec::new(),
        channels: chosen.keys.clone(),
        data: None,
        values,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(counts: &[u64], max: u64) -> Vec<i64> {
        let ticks: Vec<_> = (0i64..).map(Millis).zip(counts.iter().copied()).collect();
        every_nth(&ticks, max).map(|time| time.0).collect()
    }

    #[test]
    fn whole_ticks_are_left_out_evenly() {
        assert_eq!(kept(&[2; 10], 20), (0..10).collect::<Vec<_>>());
        assert_eq!(kept(&[2; 10], 10), [0, 2, 4, 6, 8]);
        assert_eq!(kept(&[2; 10], 7), [0, 4, 8], "three ticks of two are six");
        assert_eq!(
            kept(&[60; 3], 10),
            [0],
            "a tick is never cut, and one stays"
        );
        assert_eq!(kept(&[], 10), [0; 0]);
    }
}
