//! `WebVTT`: one numbered cue for each stretch of speech. The first line is exactly `WEBVTT` and nothing
//! else, because the existing viewer refuses a header text.

use std::io::Write;

use super::Format;
use crate::error::ExportError;
use crate::note::Notes;
use crate::plan::{Part, Task};
use crate::source::{Written, segments};
use crate::text::cue_text;
use crate::times::{cue_time, positive_span};

/// The track of the speech segments.
pub(super) const SPEECH: &str = "voice_activity.speech";

pub(super) const FORMAT: Format = Format {
    id: "vtt",
    title: "WebVTT",
    extension: "vtt",
    opens_in: "web browsers, VLC, ELAN (subtitle import), Video Annotation Viewer",
    parts: |tracks| Part::of(tracks, SPEECH, &[]),
    write,
};

fn write(task: &Task<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let io = |error| task.unwritable(error);
    let mut notes = Notes::default();
    notes.clock_begins_at(task.context.media.facts.start);
    out.write_all(b"WEBVTT\n\n").map_err(io)?;
    comment(out, &format!("{}, {}", task.context.software, origin(task))).map_err(io)?;
    let mut items = 0;
    segments(task.annotations, SPEECH, |segment| {
        let Some((start, end)) = positive_span(segment.start, segment.end, &mut notes) else {
            return Ok(());
        };
        items += 1;
        let (from, to) = (cue_time(start), cue_time(end));
        write!(out, "{items}\n{from} --> {to}\n{}\n\n", cue_text("Speech")).map_err(io)
    })?;
    let notes = notes.list();
    for note in &notes {
        comment(out, &note.message).map_err(io)?;
    }
    Ok(Written { items, notes })
}

fn origin(task: &Task<'_>) -> String {
    let pipeline = task.file.pipeline.as_ref();
    let step = pipeline.and_then(|pipeline| task.context.step(pipeline));
    let made_by = step.map_or(String::new(), |step| {
        format!(
            "{} version {} ({}), ",
            step.pipeline, step.version, step.variant
        )
    });
    format!("{made_by}source sha256 {}", task.context.media.sha256)
}

fn comment(out: &mut dyn Write, text: &str) -> std::io::Result<()> {
    write!(out, "NOTE {}\n\n", cue_text(text).replace('\n', " "))
}
