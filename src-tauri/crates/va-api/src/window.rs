//! Reading a window of a track from a results file into columns, merged to a number of items.

use va_core::Millis;
use va_core::annotation::{Segment, TrackKind};
use va_store::{ResultsReader, StoreError};

use crate::columns::{Columns, Values};

/// A window of time, end exclusive, and how many items are wanted at most.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Start.
    pub from: Millis,
    /// End.
    pub until: Millis,
    /// Items at most; `None` for all.
    pub max_items: Option<usize>,
}

/// The items of a track in a window.
pub fn read(results: &ResultsReader, track: &str, window: Window) -> Result<Columns, StoreError> {
    match results.track(track)?.spec.kind {
        TrackKind::Segments => {
            let segments = results.segments_window(track, window.from, window.until)?;
            Ok(segments_of(&segments, window))
        }
        TrackKind::Curve => curve(results, track, window),
    }
}

fn segments_of(segments: &[Segment], window: Window) -> Columns {
    let total = segments.len();
    let max = window.max_items.unwrap_or(usize::MAX).max(1);
    let mut labels: Vec<String> = Vec::new();
    let (mut start, mut end, mut label, mut score) = (vec![], vec![], vec![], vec![]);
    for group in segments.chunks(total.div_ceil(max).max(1)) {
        let longest = group
            .iter()
            .max_by_key(|s| (s.end - s.start).0)
            .or(group.first());
        let Some(longest) = longest else { continue };
        let known = labels.iter().position(|l| *l == longest.label);
        label.push(known.unwrap_or_else(|| {
            labels.push(longest.label.clone());
            labels.len() - 1
        }) as u16);
        start.push(group.iter().map(|s| s.start.0).min().unwrap_or_default() as i32);
        end.push(group.iter().map(|s| s.end.0).max().unwrap_or_default() as i32);
        score.push(longest.score.map_or(f32::NAN, |s| s as f32));
    }
    Columns {
        kind: "segments",
        reduced: start.len() < total,
        total,
        labels,
        channels: Vec::new(),
        values: vec![
            ("start_ms".into(), Values::I32(start)),
            ("end_ms".into(), Values::I32(end)),
            ("label".into(), Values::U16(label)),
            ("score".into(), Values::F32(score)),
        ],
    }
}

/// Smallest and largest value of each channel since the bucket began.
struct Bucket {
    start: i32,
    items: usize,
    bounds: Vec<(f32, f32)>,
}

fn curve(results: &ResultsReader, track: &str, window: Window) -> Result<Columns, StoreError> {
    let row = results.track(track)?;
    let channels: Vec<String> = row.spec.channels.iter().map(|c| c.key.clone()).collect();
    let mut total = 0usize;
    let bounds = (window.from, window.until);
    if let Some(max) = window.max_items {
        let count = |_: va_store::results::SampleView<'_>| -> Result<bool, StoreError> {
            total += 1;
            Ok(total <= max)
        };
        results.for_each_sample_in(track, bounds, count)?;
        if total > max {
            return merged(results, track, window, max.max(1), channels);
        }
    }
    let mut time = Vec::new();
    let mut values: Vec<Vec<f32>> = vec![Vec::new(); channels.len()];
    results.for_each_sample_in(track, bounds, |sample| -> Result<bool, StoreError> {
        time.push(sample.time.0 as i32);
        for (column, value) in values.iter_mut().zip(sample.values) {
            column.push(*value);
        }
        Ok(true)
    })?;
    let total = time.len();
    let named = channels
        .iter()
        .cloned()
        .zip(values.into_iter().map(Values::F32));
    let columns = std::iter::once(("time_ms".to_owned(), Values::I32(time)))
        .chain(named)
        .collect();
    Ok(Columns {
        kind: "curve",
        reduced: false,
        total,
        labels: Vec::new(),
        channels,
        values: columns,
    })
}

/// One bucket of equal time an item: minimum and maximum survive, so a peak never vanishes.
fn merged(
    results: &ResultsReader,
    track: &str,
    window: Window,
    max: usize,
    channels: Vec<String>,
) -> Result<Columns, StoreError> {
    let row = results.track(track)?;
    let first = row.first.unwrap_or(Millis(0)).max(window.from).0;
    let last = row.last.map_or(first, |l| l.0 + 1).min(window.until.0);
    let width = ((last - first).max(1) as u64).div_ceil(max as u64).max(1) as i64;
    let mut time = Vec::with_capacity(max);
    let mut low: Vec<Vec<f32>> = vec![Vec::with_capacity(max); channels.len()];
    let mut high = low.clone();
    let mut total = 0;
    let mut bucket: Option<Bucket> = None;
    let mut close = |bucket: Bucket| {
        time.push(bucket.start);
        for (channel, (least, most)) in bucket.bounds.into_iter().enumerate() {
            low[channel].push(least);
            high[channel].push(most);
        }
        bucket.items
    };
    results.for_each_sample_in(
        track,
        (window.from, window.until),
        |sample| -> Result<bool, StoreError> {
            let start = (first + (sample.time.0 - first).div_euclid(width) * width) as i32;
            if bucket.as_ref().is_none_or(|b| b.start != start) {
                let next = Bucket {
                    start,
                    items: 0,
                    bounds: vec![(f32::NAN, f32::NAN); channels.len()],
                };
                total += bucket.replace(next).map_or(0, &mut close);
            }
            if let Some(bucket) = &mut bucket {
                bucket.items += 1;
                for ((least, most), value) in bucket.bounds.iter_mut().zip(sample.values) {
                    // `min` and `max` of floats pass over NaN
                    *least = least.min(*value);
                    *most = most.max(*value);
                }
            }
            Ok(true)
        },
    )?;
    total += bucket.take().map_or(0, &mut close);
    let mut columns = vec![("time_ms".to_owned(), Values::I32(time))];
    for ((channel, low), high) in channels.iter().zip(low).zip(high) {
        columns.push((format!("{channel}.min"), Values::F32(low)));
        columns.push((format!("{channel}.max"), Values::F32(high)));
    }
    Ok(Columns {
        kind: "curve",
        reduced: true,
        total,
        labels: Vec::new(),
        channels,
        values: columns,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(start: i64, end: i64) -> Segment {
        Segment {
            start_pts: start,
            end_pts: end,
            start: Millis(start),
            end: Millis(end),
            label: if end - start > 5 { "long" } else { "short" }.into(),
            score: None,
            data: serde_json::Map::new(),
        }
    }

    #[test]
    fn merged_segments_cover_what_they_replace() {
        let all: Vec<_> = (0..100)
            .map(|i| segment(i * 10, i * 10 + 3 + (i % 7)))
            .collect();
        let window = Window {
            from: Millis(0),
            until: Millis(1000),
            max_items: Some(9),
        };
        let columns = segments_of(&all, window);
        assert!(columns.reduced);
        assert_eq!(columns.total, 100);
        let Values::I32(start) = &columns.values[0].1 else {
            panic!("times are integers")
        };
        let Values::I32(end) = &columns.values[1].1 else {
            panic!("times are integers")
        };
        assert!(
            start.len() <= 9,
            "never more than asked for: {}",
            start.len()
        );
        assert_eq!(
            (start[0], *end.last().unwrap()),
            (0, 994),
            "nothing at the ends is lost"
        );
    }
}
