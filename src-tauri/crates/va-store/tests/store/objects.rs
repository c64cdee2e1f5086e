//! Tracks of objects in a results file: writing, renumbering, reading by time and by object, and files of
//! the version that had none.

use std::ops::ControlFlow;

use proptest::prelude::*;
use rusqlite::Connection;
use va_core::annotation::{Channel, Observation, Renumber, TrackKind, TrackSpec};
use va_core::{ErrorCode, Millis};
use va_store::results::{Batch, ObjectRow, ObservationView, StoredCheckpoint};
use va_store::{ResultsReader, ResultsWriter, StoreError, canonical_hash};

use crate::results::{curve, file};
use crate::support::{ENERGY, base, energy, header, sample};

pub const BOXES: &str = "person_tracking.boxes";
const V1: &str = include_str!("../../../../../migrations/results_0001.sql");

pub fn boxes() -> TrackSpec {
    let channel = |key: &str| Channel {
        key: key.to_owned(),
        title: key.to_owned(),
        unit: "px".to_owned(),
    };
    TrackSpec {
        key: BOXES.to_owned(),
        pipeline: "person_tracking".into(),
        title: "Persons".to_owned(),
        kind: TrackKind::Objects,
        channels: ["x", "y", "w", "h"].map(channel).to_vec(),
        time_base: base(),
    }
}

pub fn seen(pts: i64, object: u32) -> Observation {
    Observation {
        pts,
        time: base().millis(pts),
        object,
        score: (object % 2 == 1).then_some(0.1 * object as f32),
        values: vec![
            Some(pts as f32 / 3.0),
            Some(object as f32),
            None,
            Some(f32::MAX),
        ],
    }
}

fn batch(seen: impl IntoIterator<Item = Observation>) -> Batch {
    let objects: Vec<_> = seen.into_iter().map(|o| (BOXES.to_owned(), o)).collect();
    let position = objects.iter().map(|(_, o)| o.pts + 1).max().unwrap_or(0);
    Batch {
        tracks: vec![boxes()],
        objects,
        checkpoint: Some(StoredCheckpoint {
            position,
            time: base().millis(position),
            state: serde_json::Value::Null,
        }),
        ..Batch::new("person_tracking".into())
    }
}

fn change(object: u32, from_pts: i64, until_pts: i64, becomes: u32) -> Renumber {
    Renumber {
        object,
        from_pts,
        until_pts,
        becomes,
    }
}

fn renumbered(changes: &[Renumber], more: &[Observation]) -> Batch {
    Batch {
        renumbered: vec![(BOXES.to_owned(), changes.to_vec())],
        ..batch(more.to_vec())
    }
}

fn all(reader: &ResultsReader) -> Vec<Observation> {
    let mut found = Vec::new();
    reader
        .for_each_observation(BOXES, &mut |seen| {
            found.push(seen.clone());
            ControlFlow::Continue(())
        })
        .unwrap();
    found
}

fn keys(reader: &ResultsReader) -> Vec<(i64, u32)> {
    all(reader).iter().map(|o| (o.pts, o.object)).collect()
}

#[test]
fn observations_read_back_exactly_by_tick_and_object() {
    let file = file();
    let mut writer = file.writer();
    let mut rows = vec![seen(7, 2), seen(0, u32::MAX), seen(7, 1), seen(-3, 0)];
    rows[1].score = Some(f32::NAN);
    rows[1].values[0] = Some(f32::NAN);
    writer.commit(&batch(rows.clone())).unwrap();
    rows[1].score = None;
    rows[1].values[0] = None;
    rows.sort_by_key(|o| (o.pts, o.object));
    let reader = ResultsReader::open(&file.path).unwrap();
    assert_eq!(all(&reader), rows, "nothing measured is None, never NaN");
    assert_eq!(reader.track_spec(BOXES).unwrap(), boxes());
    let row = reader.track(BOXES).unwrap();
    let ends = (row.items, row.first, row.last);
    assert_eq!(ends, (4, Some(Millis(-120)), Some(Millis(280))));
    let mut first = None;
    reader
        .for_each_observation(BOXES, &mut |seen| {
            assert_eq!(
                first.replace(seen.clone()),
                None,
                "it said that it is enough"
            );
            ControlFlow::Break(())
        })
        .unwrap();
    assert_eq!(first.as_ref(), rows.first());
    let mut here = Vec::new();
    reader
        .for_each_object_at(BOXES, 7, &mut |seen| {
            here.push(seen.object);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(here, [1, 2], "one tick alone");
    reader.check_integrity().unwrap();
}

#[test]
fn windows_counts_and_time_lines_agree_with_a_scan_of_everything() {
    let file = file();
    let mut writer = file.writer();
    let present = |pts: i64, object: u32| (pts + i64::from(object) * 17) % 50 < 30;
    let rows: Vec<_> = (0..400)
        .flat_map(|pts| {
            (1..=7)
                .filter(move |o| present(pts, *o))
                .map(move |o| seen(pts, o))
        })
        .collect();
    writer.commit(&batch(rows.clone())).unwrap();
    let reader = writer.read();
    for (from, until) in [
        (0, 16_000),
        (400, 440),
        (401, 441),
        (-90, 1),
        (5000, 9000),
        (9, 9),
    ] {
        let bounds = (Millis(from), Millis(until));
        let inside: Vec<_> = rows
            .iter()
            .filter(|o| (from..until).contains(&o.time.0))
            .collect();
        let mut found = Vec::new();
        let keep = |view: ObservationView<'_>| -> Result<bool, StoreError> {
            found.push((view.pts, view.object, view.values[0]));
            Ok(true)
        };
        reader.for_each_object_in(BOXES, bounds, keep).unwrap();
        let expected: Vec<_> = inside
            .iter()
            .map(|o| (o.pts, o.object, o.values[0].unwrap()))
            .collect();
        assert_eq!(found, expected);
        let count = reader.count_objects_in(BOXES, None, bounds).unwrap();
        assert_eq!(count as usize, inside.len());
        for object in 0..=8 {
            let mine: Vec<_> = inside.iter().filter(|o| o.object == object).collect();
            let mut times = Vec::new();
            let keep = |view: ObservationView<'_>| -> Result<bool, StoreError> {
                times.push(view.time);
                Ok(true)
            };
            reader
                .for_each_of_object(BOXES, object, bounds, keep)
                .unwrap();
            assert_eq!(times, mine.iter().map(|o| o.time).collect::<Vec<_>>());
            let count = reader.count_objects_in(BOXES, Some(object), bounds);
            assert_eq!(count.unwrap() as usize, mine.len());
            let ends = reader.ends_of_object_in(BOXES, object, bounds).unwrap();
            assert_eq!(
                ends,
                mine.first().zip(mine.last()).map(|(a, b)| (a.time, b.time))
            );
        }
    }
    let objects = reader.objects(BOXES, 1000).unwrap();
    let expected: Vec<_> = (1..=7)
        .map(|object| {
            let mine: Vec<_> = rows.iter().filter(|o| o.object == object).collect();
            ObjectRow {
                object,
                first: mine[0].time,
                last: mine[mine.len() - 1].time,
                items: mine.len() as u64,
            }
        })
        .collect();
    assert_eq!(objects, expected);
    assert_eq!(reader.objects(BOXES, 3).unwrap(), expected[..3]);
}

#[test]
fn ticks_are_spread_over_the_window_and_counted() {
    let file = file();
    let mut writer = file.writer();
    let rows = (0..1000).flat_map(|pts| (0..=(pts % 3) as u32).map(move |o| seen(pts, o)));
    writer.commit(&batch(rows)).unwrap();
    let ticks = |from, until, most| {
        let bounds = (Millis(from), Millis(until));
        writer.read().object_ticks_in(BOXES, bounds, most).unwrap()
    };
    let every = ticks(0, 400, 50);
    let expected: Vec<_> = (0..10)
        .map(|n| (Millis(n * 40), n as u64 % 3 + 1))
        .collect();
    assert_eq!(every, expected, "with room for all, none is left out");
    let few = ticks(0, 40_000, 10);
    let times: Vec<_> = few.iter().map(|(time, _)| time.0).collect();
    assert_eq!(times[0], 0);
    assert_eq!(times.len(), 10);
    let steps: Vec<_> = times.windows(2).map(|w| w[1] - w[0]).collect();
    assert!(steps.iter().all(|s| (3960..=4040).contains(s)), "{steps:?}");
    assert_eq!(ticks(40_000, 50_000, 10), []);
    assert_eq!(ticks(i64::MIN / 4, i64::MAX / 4, 1).len(), 1);
}

#[test]
fn two_numbers_change_places_also_in_what_was_committed_before() {
    let file = file();
    let mut writer = file.writer();
    let pairs = (0..10).flat_map(|pts| [seen(pts, 1), seen(pts, 2)]);
    writer.commit(&batch(pairs)).unwrap();
    let pending = [seen(10, 1), seen(10, 2), seen(11, 1)];
    let swap = [change(1, 5, 11, 2), change(2, 5, 11, 1)];
    writer.commit(&renumbered(&swap, &pending)).unwrap();
    let rows = all(writer.read());
    assert_eq!(rows.len(), 23);
    for row in rows {
        let swapped = (5..11).contains(&row.pts);
        let was = if swapped { 3 - row.object } else { row.object };
        assert_eq!(row.values, seen(row.pts, was).values, "{row:?}");
        assert_eq!(row.score, seen(row.pts, was).score, "{row:?}");
    }
    writer.read().check_integrity().unwrap();
}

#[test]
fn a_change_does_not_see_what_another_one_of_the_same_call_did() {
    let file = file();
    let mut writer = file.writer();
    writer.commit(&batch([seen(0, 1), seen(1, 2)])).unwrap();
    // the first would feed the second if they came one after the other
    let chain = [change(1, 0, 9, 2), change(2, 0, 9, 3), change(5, 7, 7, 6)];
    writer.commit(&renumbered(&chain, &[])).unwrap();
    assert_eq!(keys(writer.read()), [(0, 2), (1, 3)]);
    let calls = Batch {
        renumbered: vec![
            (BOXES.to_owned(), vec![change(2, 0, 9, 3)]),
            (BOXES.to_owned(), vec![change(3, 0, 9, u32::MAX)]),
        ],
        ..batch([])
    };
    writer.commit(&calls).unwrap();
    assert_eq!(keys(writer.read()), [(0, u32::MAX), (1, u32::MAX)]);
}

#[test]
fn two_rows_of_one_object_at_a_tick_are_refused_and_nothing_of_the_batch_is_kept() {
    let file = file();
    let mut writer = file.writer();
    let rows = (0..5).flat_map(|pts| [seen(pts, 1), seen(pts, 2), seen(pts, 3)]);
    writer.commit(&batch(rows)).unwrap();
    let before = canonical_hash(writer.read()).unwrap();
    let more = [seen(9, 9)];
    let refused = [
        (batch([seen(9, 9), seen(4, 2)]), "object 2 twice at tick 4"),
        (
            renumbered(&[change(1, 3, 9, 2)], &more),
            "object 2 twice at tick 3",
        ),
        (
            renumbered(&[change(1, 2, 4, 7), change(2, 3, 5, 7)], &more),
            "object 7 twice at tick 3",
        ),
        (
            renumbered(&[change(1, 0, 3, 8), change(1, 2, 4, 9)], &more),
            "object 1 would get two numbers at tick 2",
        ),
    ];
    for (batch, says) in refused {
        let error = writer.commit(&batch).unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
        assert_eq!(error.code(), ErrorCode::Internal);
        assert_eq!(canonical_hash(writer.read()).unwrap(), before, "{says}");
    }
    // the writer goes on after a refusal
    writer.commit(&batch(more)).unwrap();
    assert_eq!(writer.read().track(BOXES).unwrap().items, 16);
}

#[test]
fn an_observation_that_does_not_fit_its_track_is_refused() {
    let file = file();
    let mut writer = file.writer();
    let mut short = seen(0, 1);
    short.values.pop();
    let error = writer.commit(&batch([short])).unwrap_err();
    assert!(
        error.to_string().contains("3 values for 4 channels"),
        "{error}"
    );
    let missing = writer.read().objects(BOXES, 1).unwrap_err();
    assert!(matches!(missing, StoreError::TrackNotFound(_)), "{missing}");
}

#[test]
fn the_hash_covers_every_observation_and_no_commit() {
    let rows = || (0..60).flat_map(|pts| [seen(pts, 1), seen(pts, 4)]);
    let hash_of = |batches: Vec<Batch>| {
        let file = file();
        let mut writer = file.writer();
        for batch in batches {
            writer.commit(&batch).unwrap();
        }
        canonical_hash(writer.read()).unwrap()
    };
    let whole = hash_of(vec![batch(rows())]);
    let (early, late): (Vec<_>, Vec<_>) = rows().partition(|o| o.pts < 31);
    assert_eq!(hash_of(vec![batch(early), batch(late)]), whole);
    let changes: [fn(&mut Observation); 5] = [
        |o| o.score = Some(0.500_01),
        |o| o.values[1] = Some(1.000_1),
        |o| o.values[2] = Some(0.0),
        |o| o.object = 2,
        |o| o.time = Millis(1),
    ];
    for change in changes {
        let mut rows: Vec<_> = rows().collect();
        change(&mut rows[20]);
        assert_ne!(hash_of(vec![batch(rows)]), whole);
    }
}

#[test]
fn starting_over_forgets_the_observations() {
    let file = file();
    let mut writer = file.writer();
    writer.commit(&batch([seen(0, 1)])).unwrap();
    writer.reset(&"person_tracking".into()).unwrap();
    writer.commit(&batch([seen(0, 1)])).unwrap();
    assert_eq!(writer.read().track(BOXES).unwrap().items, 1);
}

/// A results file as the version before this one left it.
fn version_1(path: &std::path::Path, job: va_core::JobId) {
    let old = Connection::open(path).unwrap();
    old.execute_batch(V1).unwrap();
    old.execute_batch(&format!(
        "PRAGMA user_version = 1;
         INSERT INTO meta VALUES ('job', '{job}'), ('software', 'VideoAnnotator Desktop 0.1.0');"
    ))
    .unwrap();
    let spec = energy();
    old.execute(
        "INSERT INTO track VALUES (3, ?1, ?2, ?3, 'curve', ?4, 1, 25)",
        (
            &spec.key,
            spec.pipeline.as_str(),
            &spec.title,
            serde_json::to_string(&spec.channels).unwrap(),
        ),
    )
    .unwrap();
    for pts in 0..40 {
        let sample = sample(pts);
        let values = sample.values.iter().map(|v| v.unwrap_or(f32::NAN));
        let bytes: Vec<u8> = values.flat_map(f32::to_le_bytes).collect();
        old.execute(
            "INSERT INTO sample VALUES (3, ?1, ?2, ?3)",
            (pts, sample.time.0, bytes),
        )
        .unwrap();
    }
}

#[test]
fn a_file_of_version_1_is_read_as_it_is() {
    let old = file();
    version_1(&old.path, old.job);
    let before = std::fs::read(&old.path).unwrap();
    let new = file();
    new.writer().commit(&curve(0, 40)).unwrap();
    let hash = |path| canonical_hash(&ResultsReader::open(path).unwrap()).unwrap();
    assert_eq!(hash(&old.path), hash(&new.path), "it shows the same");
    let reader = ResultsReader::open(&old.path).unwrap();
    assert_eq!(reader.tracks().unwrap()[0].items, 40);
    assert_eq!(reader.objects(ENERGY, 10).unwrap(), [], "it has none");
    reader
        .for_each_observation(ENERGY, &mut |_| panic!("it has none"))
        .unwrap();
    drop(reader);
    assert!(
        std::fs::read(&old.path).unwrap() == before,
        "and is left alone"
    );
}

#[test]
fn a_writer_brings_a_file_of_version_1_up_to_date_and_keeps_every_row() {
    let old = file();
    version_1(&old.path, old.job);
    let before = canonical_hash(&ResultsReader::open(&old.path).unwrap()).unwrap();
    let mut writer = ResultsWriter::open(&old.path, &header(old.job)).unwrap();
    assert_eq!(canonical_hash(writer.read()).unwrap(), before);
    writer.commit(&batch([seen(0, 1)])).unwrap();
    writer.commit(&curve(40, 50)).unwrap();
    assert_eq!(writer.read().track(ENERGY).unwrap().items, 50);
    writer.read().check_integrity().unwrap();
    // items still belong to their track, and unknown kinds are still refused
    writer.reset(&energy().pipeline).unwrap();
    let raw = Connection::open(&old.path).unwrap();
    let count = |sql: &str| -> i64 { raw.query_row(sql, [], |row| row.get(0)).unwrap() };
    assert_eq!(count("SELECT count(*) FROM sample"), 0);
    assert_eq!(count("SELECT count(*) FROM observation"), 1);
    assert_eq!(count("PRAGMA user_version"), 2);
    let refused = raw.execute("UPDATE track SET kind = 'cloud'", []);
    assert!(refused.unwrap_err().to_string().contains("CHECK"));
    let copy = old.path.with_file_name("annotations.v1.sqlite");
    let copied = canonical_hash(&ResultsReader::open(&copy).unwrap()).unwrap();
    assert_eq!(copied, before, "what was there lies beside it");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Against a model that renumbers rows in memory, one look at the old number of each.
    #[test]
    fn renumbering_does_what_the_words_say(
        present in prop::collection::btree_set((0i64..8, 0u32..5), 0..30),
        changes in prop::collection::vec((0u32..5, 0i64..8, 0i64..9, 0u32..6), 0..5),
        committed in 0i64..8,
    ) {
        let file = file();
        let mut writer = file.writer();
        let (early, late): (Vec<_>, Vec<_>) = present
            .iter()
            .map(|(pts, object)| seen(*pts, *object))
            .partition(|o| o.pts < committed);
        writer.commit(&batch(early)).unwrap();
        let changes: Vec<_> = changes.iter().map(|(o, a, b, n)| change(*o, *a, *b, *n)).collect();
        let holds = |c: &&Renumber, pts: i64, object: u32| {
            c.object == object && (c.from_pts..c.until_pts).contains(&pts)
        };
        let twofold = (0..8).any(|pts| (0..5).any(|object| {
            changes.iter().filter(|c| holds(c, pts, object)).count() > 1
        }));
        let mut expected: Vec<_> = present
            .iter()
            .map(|(pts, object)| {
                let change = changes.iter().find(|c| holds(c, *pts, *object));
                (*pts, change.map_or(*object, |c| c.becomes))
            })
            .collect();
        expected.sort_unstable();
        let rows = expected.len();
        let mut unique = expected.clone();
        unique.dedup();
        let outcome = writer.commit(&renumbered(&changes, &late));
        prop_assert_eq!(outcome.is_err(), twofold || unique.len() < rows);
        if outcome.is_ok() {
            prop_assert_eq!(keys(writer.read()), expected);
        }
    }
}
