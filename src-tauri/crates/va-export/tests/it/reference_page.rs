//! The page for researchers must not fall behind the code.

use va_export::{FORMATS, plan};

use crate::jobs::{Memory, context, shot};

fn page() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../docs/formats.md");
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn every_format_has_a_row_that_says_what_opens_it() {
    let page = page();
    for format in FORMATS {
        let begin = format!("| `{}` | ", format.id);
        let row = page.lines().find(|line| line.starts_with(&begin));
        let row = row.unwrap_or_else(|| panic!("`{}` has no row in docs/formats.md", format.id));
        assert!(row.contains(format.opens_in), "{row}");
        assert!(row.contains(&format!(".{}`", format.extension)), "{row}");
    }
}

#[test]
fn every_column_of_every_table_is_on_the_page() {
    let page = page();
    let regions = [
        "whole",
        "left",
        "right",
        "top",
        "bottom",
        "top_left",
        "top_right",
        "bottom_left",
        "bottom_right",
    ];
    let memory = Memory::default()
        .with_segments("scene_detection.shots", vec![shot(1, 0, 10)])
        .with_segments("scene_detection.fades", Vec::new())
        .with_segments("voice_activity.speech", Vec::new())
        .with_samples("voice_activity.probability", &["speech"], Vec::new())
        .with_samples("motion_energy.energy", &regions, Vec::new());
    let plan = plan("p", &memory.tracks, &["csv".into()]).unwrap();
    for file in &plan.files {
        let (name, text, _) = memory.write(&context("a.mp4"), file);
        for column in text.lines().next().unwrap().split(',') {
            assert!(page.contains(&format!("`{column}`")), "{name}: `{column}`");
        }
    }
}
