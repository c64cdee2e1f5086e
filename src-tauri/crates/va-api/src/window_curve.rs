//! A window of a curve: every sample, or minimum and maximum where there are more than asked for.

use va_store::results::SampleView;
use va_store::{ResultsReader, StoreError};

use crate::buckets::Buckets;
use crate::columns::{Columns, Values};
use crate::window::{Chosen, Window};

pub(crate) fn curve(
    results: &ResultsReader,
    track: &str,
    window: Window,
    chosen: &Chosen,
) -> Result<Columns, StoreError> {
    if let Some(max) = window.max_items {
        let mut total = 0usize;
        let count = |_: SampleView<'_>| -> Result<bool, StoreError> {
            total += 1;
            Ok(total <= max)
        };
        results.for_each_sample_in(track, window.bounds(), count)?;
        if total > max {
            return merged(results, track, window, max, chosen);
        }
    }
    let mut time = Vec::new();
    let mut values: Vec<Vec<f32>> = vec![Vec::new(); chosen.keys.len()];
    results.for_each_sample_in(
        track,
        window.bounds(),
        |sample| -> Result<bool, StoreError> {
            time.push(sample.time.0 as i32);
            for (column, value) in values.iter_mut().zip(chosen.values(sample.values)) {
                column.push(value);
            }
            Ok(true)
        },
    )?;
    let total = time.len();
    let named = chosen
        .keys
        .iter()
        .cloned()
        .zip(values.into_iter().map(Values::F32));
    Ok(Columns {
        kind: "curve",
        reduced: false,
        total,
        labels: Vec::new(),
        channels: chosen.keys.clone(),
        data: None,
        values: std::iter::once(("time_ms".to_owned(), Values::I32(time)))
            .chain(named)
            .collect(),
    })
}

fn merged(
    results: &ResultsReader,
    track: &str,
    window: Window,
    max: usize,
    chosen: &Chosen,
) -> Result<Columns, StoreError> {
    let row = results.track(track)?;
    let first = row.first.unwrap_or(window.from).max(window.from);
    let last = row
        .last
        .unwrap_or(first)
        .min(window.until - va_core::Millis(1));
    let mut buckets = Buckets::new((first, last), max, chosen.keys.len());
    results.for_each_sample_in(
        track,
        window.bounds(),
        |sample| -> Result<bool, StoreError> {
            buckets.add(sample.time, chosen.values(sample.values));
            Ok(true)
        },
    )?;
    let (total, values) = buckets.finish(&chosen.keys);
    Ok(Columns {
        kind: "curve",
        reduced: true,
        total,
        labels: Vec::new(),
        channels: chosen.keys.clone(),
        data: None,
        values,
    })
}
