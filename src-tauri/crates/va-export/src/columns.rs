//! The columns of the tables: name, unit and meaning stand together, so that the header of a table and
//! the codebook can't drift apart.

use std::collections::BTreeSet;

use va_core::annotation::{TrackKind, TrackSpec};
use va_core::{Millis, TimeBase};

use crate::column_meanings::{KNOWN, Known, MOTION};
use crate::error::ExportError;
use crate::people_meanings::{ALIKE, PEOPLE};
use crate::source::{Annotations, segments};

/// One column of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// Name in the header.
    pub name: String,
    /// `integer`, `number` or `text`.
    pub kind: &'static str,
    /// Unit, empty if it has none.
    pub unit: String,
    /// What it says, one sentence.
    pub meaning: String,
}

/// Every column that is described by name.
fn known() -> impl Iterator<Item = &'static Known> {
    KNOWN.iter().chain(PEOPLE)
}

/// The name of a track's table between prefix and extension: `scene_detection_shots`.
pub(crate) fn table_name(track: &TrackSpec) -> String {
    let fit = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    track.key.replace(|c| !fit(c), "_")
}

/// The keys of a segment track's data that get a column: those that are documented, in that order, then
/// whatever else its segments hold, sorted.
pub(crate) fn data_keys(
    from: &dyn Annotations,
    track: &TrackSpec,
) -> Result<Vec<String>, ExportError> {
    let mut keys: Vec<String> = known()
        .filter(|(key, field, ..)| *key == track.key && *field != "label" && *field != "score")
        .map(|(_, field, ..)| (*field).to_owned())
        .collect();
    let mut others = BTreeSet::new();
    segments(from, &track.key, |segment| {
        others.extend(segment.data.into_iter().map(|(key, _)| key));
        Ok(())
    })?;
    others.retain(|key| !keys.contains(key));
    keys.extend(others);
    Ok(keys)
}

/// The columns of a track's table, in order. `keys` come from [`data_keys`]; `zero` is where the
/// recording's clock begins.
pub(crate) fn columns(track: &TrackSpec, keys: &[String], zero: Millis) -> Vec<Column> {
    let clock = format!(
        "on the recording's own clock, which begins at {} ms: subtract that for the position in a player",
        zero.0
    );
    let ticks = ticks(track.time_base);
    let time =
        |name: &str, meaning: &str| column(name, "integer", "ms", &format!("{meaning}, {clock}"));
    let pts = |name: &str, meaning: &str| column(name, "integer", &ticks, meaning);
    match track.kind {
        TrackKind::Segments => {
            let mut columns = vec![
                time("start_ms", "start"),
                time("end_ms", "end (the first moment after it)"),
                column("duration_ms", "integer", "ms", "`end_ms` minus `start_ms`"),
                pts("start_pts", "start as the stream's own timestamp"),
                pts("end_pts", "end as the stream's own timestamp"),
            ];
            for key in ["label", "score"] {
                columns.push(described(track, key, key));
            }
            for key in keys {
                let taken = columns.iter().any(|column| column.name == *key);
                let name = if taken {
                    format!("data_{key}")
                } else {
                    key.clone()
                };
                columns.push(described(track, key, &name));
            }
            columns
        }
        TrackKind::Curve | TrackKind::Objects => {
            let mut columns = vec![
                time("time_ms", "time of the frame or window that was measured"),
                pts("pts", "the same as the stream's own timestamp"),
            ];
            if track.kind == TrackKind::Objects {
                columns.extend(["object", "score"].map(|key| described(track, key, key)));
            }
            for channel in &track.channels {
                let name = channel_name(&channel.key, &channel.unit);
                let mut column = described(track, &channel.key, &name);
                if column.unit.is_empty() {
                    column.unit.clone_from(&channel.unit);
                }
                column.kind = "number";
                columns.push(column);
            }
            columns
        }
    }
}

fn column(name: &str, kind: &'static str, unit: &str, meaning: &str) -> Column {
    Column {
        name: name.to_owned(),
        kind,
        unit: unit.to_owned(),
        meaning: meaning.to_owned(),
    }
}

fn described(track: &TrackSpec, key: &str, name: &str) -> Column {
    let known = known().find(|(t, k, ..)| *t == track.key && *k == key);
    if let Some((_, _, kind, unit, meaning)) = known {
        let ticks = ticks(track.time_base);
        let unit = if *unit == "ticks" { &ticks } else { *unit };
        return column(name, kind, unit, meaning);
    }
    let region = MOTION.iter().find(|(channel, _)| *channel == key);
    if let (Some((_, place)), "motion_energy.energy") = (region, track.key.as_str()) {
        let meaning = format!(
            "how much of {place} changed since the frame before, 0 to 1; empty where there is nothing to \
             compare with (first frame, camera cut)"
        );
        return column(name, "number", "", &meaning);
    }
    if track.kind == TrackKind::Objects && key == "object" {
        let meaning = "number of the person or face, the same in every table of the pipeline";
        return column(name, "integer", "", meaning);
    }
    if track.kind == TrackKind::Objects && key == "score" {
        let meaning = format!(
            "score of this measurement, 0 to 1, as the page of the pipeline {} says; empty where it has none",
            track.pipeline
        );
        return column(name, "number", "", &meaning);
    }
    let channel = track.channels.iter().find(|channel| channel.key == key);
    let alike = ALIKE.iter().find(|(t, _)| *t == track.key);
    if let (Some(channel), Some((_, meaning))) = (channel, alike) {
        let meaning = format!("{}: {meaning}", channel.title);
        return column(name, "number", &channel.unit, &meaning);
    }
    let what = channel.map_or(key, |channel| channel.title.as_str());
    let meaning = format!(
        "{what}, as the page of the pipeline {} says",
        track.pipeline
    );
    column(name, "text", "", &meaning)
}

fn channel_name(key: &str, unit: &str) -> String {
    let unit: String = unit
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_lowercase();
    if unit.is_empty() {
        return key.to_owned();
    }
    format!("{key}_{unit}")
}

fn ticks(base: TimeBase) -> String {
    format!("ticks of {}/{} s", base.num, base.den)
}
