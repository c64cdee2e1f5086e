//! How long a million observations take: committed ten seconds at a time as a worker does, then read as
//! the window, an exporter and a pipeline do. Prints one line each; run it with `cargo bench -p va-store`.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::error::Error;
use std::ops::ControlFlow;
use std::time::Instant;

use va_core::annotation::{Channel, Observation, Renumber, TrackKind, TrackSpec};
use va_core::{JobId, Millis, TimeBase};
use va_store::results::{Batch, ObservationView, ResultsHeader, StoredCheckpoint};
use va_store::{ResultsWriter, StoreError, canonical_hash};

const TRACK: &str = "person_tracking.boxes";
const OBJECTS: u32 = 10;
const TICKS: i64 = 100_000;
/// Ten seconds at five samples a second.
const TICKS_A_COMMIT: i64 = 50;

fn track() -> TrackSpec {
    let channel = |key: &str| Channel {
        key: key.to_owned(),
        title: key.to_owned(),
        unit: "px".to_owned(),
    };
    TrackSpec {
        key: TRACK.to_owned(),
        pipeline: "person_tracking".into(),
        title: "Persons".to_owned(),
        kind: TrackKind::Objects,
        channels: ["x", "y", "w", "h"].map(channel).to_vec(),
        time_base: TimeBase::new(1, 5),
    }
}

fn batch(from: i64) -> Batch {
    let base = track().time_base;
    let seen = |pts: i64, object: u32| Observation {
        pts,
        time: base.millis(pts),
        // everybody is there for a thousand ticks, so there are a thousand objects
        object: object + OBJECTS * (pts / 1000) as u32,
        score: Some(0.9),
        values: vec![
            Some(pts as f32),
            Some(object as f32),
            Some(20.0),
            Some(40.0),
        ],
    };
    let ticks = from..from + TICKS_A_COMMIT;
    let all = ticks.flat_map(|pts| (0..OBJECTS).map(move |object| seen(pts, object)));
    Batch {
        tracks: vec![track()],
        objects: all.map(|seen| (TRACK.to_owned(), seen)).collect(),
        checkpoint: Some(StoredCheckpoint {
            position: from,
            time: base.millis(from),
            state: serde_json::Value::Null,
        }),
        ..Batch::new("person_tracking".into())
    }
}

fn timed<T>(what: &str, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let begun = Instant::now();
    let done = work();
    println!("{what}: {:.1} ms", begun.elapsed().as_secs_f64() * 1000.0);
    done
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("annotations.sqlite");
    let header = ResultsHeader {
        job: JobId::new(),
        software: "bench".to_owned(),
    };
    let mut writer = ResultsWriter::open(&path, &header)?;
    let batches: Vec<_> = (0..TICKS / TICKS_A_COMMIT)
        .map(|n| batch(n * TICKS_A_COMMIT))
        .collect();
    timed(
        "commit 1,000,000 observations in 2,000 transactions",
        || batches.iter().try_for_each(|batch| writer.commit(batch)),
    )?;
    println!("file: {} MB", std::fs::metadata(&path)?.len() / 1_000_000);
    let swap = |object, becomes| Renumber {
        object,
        from_pts: 0,
        until_pts: TICKS,
        becomes,
    };
    let renumbered = vec![(TRACK.to_owned(), vec![swap(1, 2), swap(2, 1)])];
    timed("swap two objects of 1,000 observations each", || {
        writer.commit(&Batch {
            renumbered,
            ..batch(TICKS)
        })
    })?;
    let reader = writer.read();
    timed("describe the track", || reader.track(TRACK))?;
    timed("list the objects", || reader.objects(TRACK, 1000))?;
    let ten_seconds = (Millis(9_000_000), Millis(9_010_000));
    let mut found = 0;
    for turn in ["first", "again"] {
        timed(&format!("window of ten seconds, {turn}"), || {
            reader.for_each_object_in(TRACK, ten_seconds, |_: ObservationView<'_>| {
                found += 1;
                Ok::<_, StoreError>(true)
            })
        })?;
    }
    println!("  {} observations", found / 2);
    let everything = (Millis(0), Millis(i64::MAX / 4));
    timed("count everything", || {
        reader.count_objects_in(TRACK, None, everything)
    })?;
    let ticks = timed("find 2,000 ticks of everything", || {
        reader.object_ticks_in(TRACK, everything, 2000)
    })?;
    timed("read every tenth of them", || {
        ticks.iter().step_by(10).try_for_each(|(time, _)| {
            let bounds = (*time, *time + Millis(1));
            reader.for_each_object_in(TRACK, bounds, |_| Ok::<_, StoreError>(true))
        })
    })?;
    timed("time line of one object", || {
        reader.for_each_of_object(TRACK, 7, everything, |_| Ok::<_, StoreError>(true))
    })?;
    timed("read everything in order", || {
        reader.for_each_observation(TRACK, &mut |_| ControlFlow::Continue(()))
    })?;
    timed("canonical hash", || canonical_hash(reader))?;
    Ok(())
}
