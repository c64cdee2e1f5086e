//! RTTM: one SPEAKER line for each stretch of speech, labelled `SPEECH`, for diarization tools. No
//! comments, because readers take them for data.

use std::borrow::Cow;
use std::io::Write;

use super::Format;
use super::vtt::SPEECH;
use crate::error::ExportError;
use crate::note::Notes;
use crate::plan::{Part, Task};
use crate::source::{Written, segments};
use crate::text::rttm_name;
use crate::times::{positive_span, seconds_3};

pub(super) const FORMAT: Format = Format {
    id: "rttm",
    title: "RTTM",
    extension: "rttm",
    opens_in: "pyannote, dscore, NIST scoring tools, Video Annotation Viewer",
    parts: |tracks| Part::of(tracks, SPEECH, &[]),
    write,
};

fn write(task: &Task<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let mut notes = Notes::default();
    notes.clock_begins_at(task.context.media.facts.start);
    let uri = rttm_name(task.context.stem());
    if let Cow::Owned(changed) = &uri {
        notes.name_became(changed);
    }
    let mut items = 0;
    segments(task.annotations, SPEECH, |segment| {
        let Some((start, end)) = positive_span(segment.start, segment.end, &mut notes) else {
            return Ok(());
        };
        items += 1;
        let (from, length) = (seconds_3(start), seconds_3(end - start));
        writeln!(
            out,
            "SPEAKER {uri} 1 {from} {length} <NA> <NA> SPEECH <NA> <NA>"
        )
        .map_err(|error| task.unwritable(error))
    })?;
    Ok(Written {
        items,
        notes: notes.list(),
    })
}
