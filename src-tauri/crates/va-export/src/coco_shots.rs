//! Shots as COCO: an image with an integer id for each keyframe, a box that is the whole frame for each
//! shot. It begins with the `scenes` array too, so that the existing viewer shows the same scenes whichever
//! of the two scene files it meets first.

use std::io::Write;

use serde::Serialize;

use crate::error::ExportError;
use crate::json;
use crate::json_info::info;
use crate::note::Notes;
use crate::plan::Task;
use crate::shots::{each_shot, picture};
use crate::source::Written;
use crate::times::Seconds;

#[derive(Serialize)]
struct Image<'a> {
    id: u64,
    width: u32,
    height: u32,
    file_name: &'a str,
    timestamp: Seconds,
    timestamp_ms: va_core::Millis,
    pts: i64,
}

/// Writes the file.
pub(crate) fn write(task: &Task<'_>, mut out: &mut dyn Write) -> Result<Written, ExportError> {
    let io = |error| task.unwritable(error);
    let (width, height) = picture(task)?;
    let mut notes = Notes::default();
    notes.clock_begins_at(task.context.media.facts.start);

    out.write_all(b"{\"scenes\":[\n").map_err(io)?;
    // the viewer wants text as `image_id` here and COCO tools want numbers below: none is right for both
    let items = each_shot(
        task,
        &mut notes,
        |_| None::<u64>,
        |shot| json::item(&mut out, shot.id == 1, &shot).map_err(io),
    )?;
    out.write_all(b"],\n\"info\":").map_err(io)?;
    json::write(&mut out, &info(task, &notes)).map_err(io)?;
    out.write_all(b",\n\"licenses\":[],\n\"images\":[\n")
        .map_err(io)?;
    // the same shots once more: what they changed is counted already
    let again = &mut Notes::default();
    each_shot(
        task,
        again,
        |_| None::<u64>,
        |shot| {
            let image = Image {
                id: shot.id,
                width,
                height,
                file_name: &json::frame_name(task, shot.timestamp.0),
                timestamp: shot.timestamp,
                timestamp_ms: shot.keyframe_ms,
                pts: shot.keyframe_pts,
            };
            json::item(&mut out, shot.id == 1, &image).map_err(io)
        },
    )?;
    out.write_all(b"],\n\"annotations\":[\n").map_err(io)?;
    each_shot(task, again, Some, |shot| {
        json::item(&mut out, shot.id == 1, &shot).map_err(io)
    })?;
    out.write_all(b"],\n\"categories\":").map_err(io)?;
    json::write(&mut out, &json::scene_categories()).map_err(io)?;
    out.write_all(b"}\n").map_err(io)?;
    Ok(Written {
        items,
        notes: notes.list(),
    })
}
