//! Scene JSON: the file that the existing viewer shows as scenes and that COCO tools open as well. The
//! `scenes` array stands first, the same list follows under `annotations`, and the fades beside them.

use std::io::Write;

use serde::Serialize;

use super::Format;
use crate::error::ExportError;
use crate::json;
use crate::json_info::info;
use crate::note::Notes;
use crate::plan::{Part, Task};
use crate::shots::{FADES, SHOTS, each_shot, picture, text};
use crate::source::{Written, segments};
use crate::times::{Seconds, positive_span};

pub(super) const FORMAT: Format = Format {
    id: "scenes",
    title: "Scene list (JSON)",
    extension: "json",
    opens_in: "Video Annotation Viewer, any JSON reader",
    parts: |tracks| Part::of(tracks, SHOTS, &[FADES]),
    write,
};

#[derive(Serialize)]
struct Image<'a> {
    id: String,
    width: u32,
    height: u32,
    file_name: &'a str,
    timestamp: Seconds,
}

#[derive(Serialize)]
struct Fade {
    start_time: Seconds,
    end_time: Seconds,
    duration: Seconds,
    kind: Option<String>,
}

fn write(task: &Task<'_>, mut out: &mut dyn Write) -> Result<Written, ExportError> {
    let io = |error| task.unwritable(error);
    let (width, height) = picture(task)?;
    let prefix = task.context.job.file_prefix();
    let image_id = |id: u64| format!("{prefix}_scene_{id:03}");
    let mut notes = Notes::default();
    notes.clock_begins_at(task.context.media.facts.start);

    out.write_all(b"{\"scenes\":[\n").map_err(io)?;
    let items = each_shot(
        task,
        &mut notes,
        |id| Some(image_id(id)),
        |shot| json::item(&mut out, shot.id == 1, &shot).map_err(io),
    )?;
    out.write_all(b"],\n\"fades\":[\n").map_err(io)?;
    if task.has(FADES) {
        let mut first = true;
        segments(task.annotations, FADES, |fade| {
            let Some((start, end)) = positive_span(fade.start, fade.end, &mut notes) else {
                return Ok(());
            };
            let kind = text(&fade, "kind");
            let fade = Fade {
                start_time: Seconds(start),
                end_time: Seconds(end),
                duration: Seconds(end - start),
                kind,
            };
            json::item(&mut out, std::mem::take(&mut first), &fade).map_err(io)
        })?;
    }
    out.write_all(b"],\n\"info\":").map_err(io)?;
    json::write(&mut out, &info(task, &notes)).map_err(io)?;
    out.write_all(b",\n\"licenses\":[],\n\"images\":[\n")
        .map_err(io)?;
    // the same shots once more: what they changed is counted already
    let again = &mut Notes::default();
    each_shot(
        task,
        again,
        |id| Some(image_id(id)),
        |shot| {
            let image = Image {
                id: image_id(shot.id),
                width,
                height,
                file_name: &crate::json::frame_name(task, shot.timestamp.0),
                timestamp: shot.timestamp,
            };
            json::item(&mut out, shot.id == 1, &image).map_err(io)
        },
    )?;
    out.write_all(b"],\n\"annotations\":[\n").map_err(io)?;
    each_shot(
        task,
        again,
        |id| Some(image_id(id)),
        |shot| json::item(&mut out, shot.id == 1, &shot).map_err(io),
    )?;
    out.write_all(b"],\n\"categories\":").map_err(io)?;
    json::write(&mut out, &json::scene_categories()).map_err(io)?;
    out.write_all(b"}\n").map_err(io)?;
    Ok(Written {
        items,
        notes: notes.list(),
    })
}
