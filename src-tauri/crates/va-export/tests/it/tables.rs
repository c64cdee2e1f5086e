//! CSV as pandas reads it, and the codebook beside it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use va_core::Millis;
use va_export::{NoteCode, plan, table_text};

use crate::hostile;
use crate::jobs::{Memory, context, sample, segment, shots};
use crate::python::check;

#[test]
fn pandas_reads_every_row_with_its_exact_times_and_label() {
    let mut items = hostile::segments();
    items.sort_by_key(|s| (s.start, s.end));
    let memory = Memory::default().with_segments("voice_activity.speech", items.clone());
    let (name, text, written) = memory.export(&context("play.mp4"), "csv");
    assert_eq!(name, "ab12cd34_voice_activity_speech.csv");
    assert_eq!(written.items, items.len() as u64);
    assert!(
        written
            .notes
            .iter()
            .any(|n| n.code == NoteCode::LabelChanged)
    );
    let Some(table) = check("check_csv.py", &name, &text) else {
        return;
    };
    let columns = [
        "start_ms",
        "end_ms",
        "duration_ms",
        "start_pts",
        "end_pts",
        "label",
        "score",
    ];
    assert_eq!(table["columns"], json!(columns));
    assert_eq!(table["types"]["start_ms"], "int64");
    let rows = table["rows"].as_array().unwrap();
    assert_eq!(rows.len(), items.len());
    for (row, item) in rows.iter().zip(&items) {
        assert_eq!(row[0], item.start.0, "negative times stay negative");
        assert_eq!(row[1], item.end.0);
        assert_eq!(
            row[2],
            item.end.0 - item.start.0,
            "empty intervals stay empty"
        );
        assert_eq!(row[5], table_text(&item.label).as_ref(), "{:?}", item.label);
        assert_eq!(row[6], Value::Null);
    }
}

#[test]
fn a_curve_has_a_column_for_each_channel_and_empty_cells_where_nothing_was_measured() {
    let items = vec![
        sample(0, &[None, None]),
        sample(40, &[Some(0.25), None]),
        sample(80, &[Some(f32::NAN), Some(1e-7)]),
        sample(i64::from(u32::MAX), &[Some(1.0), Some(0.1)]),
    ];
    let memory = Memory::default().with_samples("motion_energy.energy", &["whole", "left"], items);
    let (name, text, written) = memory.export(&context("play.mp4"), "csv");
    assert_eq!(name, "ab12cd34_motion_energy_energy.csv");
    assert_eq!(
        written.notes.len(),
        1,
        "the value that is no number is said aloud"
    );
    let first: Vec<&str> = text.split("\r\n").take(2).collect();
    assert_eq!(first, ["time_ms,pts,whole,left", "0,0,,"]);
    let Some(table) = check("check_csv.py", &name, &text) else {
        return;
    };
    assert_eq!(table["rows"][1], json!([40, 40, 0.25, null]));
    assert_eq!(table["rows"][2], json!([80, 80, null, 1e-7]));
    assert_eq!(table["rows"][3][3], 0.1, "as short as the number is");
}

#[test]
fn documented_fields_stand_in_the_table_even_if_no_segment_has_them() {
    let mut odd = segment(0, 10, "shot");
    odd.data.insert("extra".into(), json!({ "a": [1, 2] }));
    odd.data.insert("label".into(), json!("NA"));
    let memory = Memory::default().with_segments("scene_detection.shots", vec![odd]);
    let (_, text, _) = memory.export(&context("play.mp4"), "csv");
    let mut lines = text.split("\r\n");
    let header = lines.next().unwrap();
    assert!(
        header.ends_with("index,keyframe_ms,keyframe_pts,opens_with,extra,data_label"),
        "{header}"
    );
    assert!(
        lines
            .next()
            .unwrap()
            .ends_with(",,,,\"{\"\"a\"\":[1,2]}\",NA_")
    );
}

#[test]
fn the_codebook_describes_every_column_of_every_table() {
    let memory = Memory::default()
        .with_segments("scene_detection.shots", shots(&[400, 500]))
        .with_segments("scene_detection.fades", Vec::new())
        .with_segments("voice_activity.speech", hostile::segments())
        .with_samples("voice_activity.probability", &["speech"], Vec::new())
        .with_samples("motion_energy.energy", &["whole", "top_left"], Vec::new());
    let mut context = context("play.mp4");
    context.media.facts.start = Millis(1400);
    let plan = plan("ab12cd34", &memory.tracks, &["csv".into()]).unwrap();
    let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut described: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in &plan.files {
        let (name, text, _) = memory.write(&context, file);
        if file.pipeline.is_some() {
            let header = text.split("\r\n").next().unwrap();
            headers.insert(name, header.split(',').map(str::to_owned).collect());
            continue;
        }
        assert_eq!(name, "ab12cd34_codebook.csv");
        assert!(
            text.contains("begins at 1400 ms"),
            "where the player's zero is"
        );
        assert!(
            !text.contains("page of the pipeline"),
            "a known track has an undescribed column"
        );
        let Some(table) = check("check_csv.py", &name, &text) else {
            return;
        };
        for row in table["rows"].as_array().unwrap() {
            let cell = |at: usize| row[at].as_str().unwrap().to_owned();
            assert!(cell(4).len() > 5, "{row}");
            described.entry(cell(0)).or_default().push(cell(1));
        }
    }
    assert_eq!(headers.len(), 5);
    assert_eq!(described, headers);
}

#[test]
fn the_codebook_does_not_depend_on_which_pipeline_was_first() {
    let speech = |memory: Memory| memory.with_segments("voice_activity.speech", Vec::new());
    let energy =
        |memory: Memory| memory.with_samples("motion_energy.energy", &["whole"], Vec::new());
    let context = context("play.mp4");
    let codebook = |memory: &Memory| {
        let plan = plan("ab12cd34", &memory.tracks, &["csv".into()]).unwrap();
        let file = plan.files.iter().find(|file| file.pipeline.is_none());
        memory.write(&context, file.unwrap()).1
    };
    assert_eq!(
        codebook(&speech(energy(Memory::default()))),
        codebook(&energy(speech(Memory::default())))
    );
}
