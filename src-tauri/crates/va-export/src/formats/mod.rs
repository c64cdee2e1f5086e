//! The list of formats: one file a format, one line here. The CLI, the REST API, the window and the
//! reference page read this list.

mod coco;
mod csv;
mod openface3;
mod person_tracks;
mod rttm;
mod scenes;
mod vtt;

use std::io::Write;

use va_core::annotation::TrackSpec;
use va_core::issue::nearest;

use crate::error::ExportError;
use crate::plan::{Part, Task};
use crate::source::Written;

/// An export format.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Name on the command line and on the wire.
    pub id: &'static str,
    /// Name in the window.
    pub title: &'static str,
    /// Extension of its files, without the first dot.
    pub extension: &'static str,
    /// What opens it, in plain words.
    pub opens_in: &'static str,
    /// The files that it makes of these tracks.
    pub(crate) parts: fn(&[TrackSpec]) -> Vec<Part>,
    /// Writes one of them.
    pub(crate) write: fn(&Task<'_>, &mut dyn Write) -> Result<Written, ExportError>,
}

/// Every format, in the order in which its files belong into an archive.
pub const FORMATS: &[&Format] = &[
    &scenes::FORMAT,
    &coco::FORMAT,
    &openface3::FORMAT,
    &rttm::FORMAT,
    &person_tracks::FORMAT,
    &csv::FORMAT,
    &vtt::FORMAT,
];

/// The format with this id.
pub fn find(id: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.id == id)
}

/// The formats with these ids, each once, in the order of [`FORMATS`]. None, or `all` among them, means
/// every format. Case and surrounding blanks don't matter. Fails on the first id that does not exist.
pub fn resolve(wanted: &[String]) -> Result<Vec<&'static Format>, ExportError> {
    let names: Vec<String> = wanted.iter().map(|w| w.trim().to_lowercase()).collect();
    if let Some(name) = names.iter().find(|n| *n != "all" && find(n).is_none()) {
        return Err(ExportError::UnknownFormat {
            name: name.clone(),
            nearest: nearest(name, FORMATS.iter().map(|f| f.id)),
            valid: FORMATS.iter().map(|f| f.id).collect(),
        });
    }
    let all = names.is_empty() || names.iter().any(|name| name == "all");
    let chosen = |f: &&'static Format| all || names.iter().any(|name| name == f.id);
    Ok(FORMATS.iter().copied().filter(chosen).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use va_core::pipelines::PIPELINES;

    #[test]
    fn every_format_file_has_a_line_in_formats() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/formats");
        let mut files = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let id = name.trim_end_matches(".rs");
            files += 1;
            assert!(
                id == "mod" || find(id).is_some(),
                "`{id}` has a file but no line in FORMATS"
            );
        }
        assert_eq!(
            files,
            FORMATS.len() + 1,
            "a format shares a file with another"
        );
    }

    #[test]
    fn every_format_that_a_pipeline_promises_exists() {
        for pipeline in PIPELINES {
            for id in pipeline.formats {
                assert!(find(id).is_some(), "`{}` promises `{id}`", pipeline.id);
            }
        }
    }

    #[test]
    fn ids_tell_formats_apart() {
        for (at, format) in FORMATS.iter().enumerate() {
            for other in &FORMATS[at + 1..] {
                assert_ne!(format.id, other.id);
            }
        }
    }

    #[test]
    fn a_mistyped_format_is_refused_with_the_nearest() {
        let error = resolve(&["csv".into(), "web-vtt".into()]).unwrap_err();
        assert!(
            error
                .failure()
                .hint
                .unwrap()
                .contains("scenes, coco, openface3, rttm, person_tracks, csv, vtt")
        );
        let Err(ExportError::UnknownFormat { nearest, .. }) = resolve(&["coc".into()]) else {
            panic!("`coc` is no format");
        };
        assert_eq!(nearest, Some("coco"));
    }

    #[test]
    fn all_and_nothing_mean_every_format() {
        for wanted in [vec![], vec!["vtt".to_owned(), "ALL".to_owned()]] {
            assert_eq!(resolve(&wanted).unwrap().len(), FORMATS.len());
        }
        let one = resolve(&["VTT ".into(), "vtt".into()]).unwrap();
        assert_eq!(one.len(), 1, "asked twice is written once");
    }
}
