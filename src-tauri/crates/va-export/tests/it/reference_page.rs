//! The page for researchers must not fall behind the code.

use va_export::{FORMATS, plan};

use crate::crowd::everything;
use crate::jobs::{context, shot};

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
    let memory = everything(2, 2)
        .with_segments("scene_detection.shots", vec![shot(1, 0, 10)])
        .with_samples("motion_energy.energy", &regions, Vec::new());
    let plan = plan("p", &memory.tracks, &["csv".into()]).unwrap();
    for file in &plan.files {
        let (name, text, _) = memory.write(&context("a.mp4"), file);
        // many columns alike: the page shows how they are called
        let alike = ["landmarks", "embedding", "appearance"];
        let alike = alike.iter().any(|table| name.contains(table));
        let header = text.lines().next().unwrap().split(',');
        for column in header.filter(|_| !alike) {
            let joint = column.strip_suffix("_x").or(column.strip_suffix("_y"));
            let joint = joint.or(column.strip_suffix("_score"));
            let joint = joint.filter(|_| name.contains("keypoints"));
            let column = joint.unwrap_or(column);
            let column = if column == "nose" { "nose_x" } else { column };
            assert!(page.contains(&format!("`{column}`")), "{name}: `{column}`");
        }
    }
}
