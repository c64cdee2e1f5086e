//! What a format could not hold unchanged. No exporter changes anything silently: it counts what it
//! changed here, and the caller shows and stores the sentences.

use serde::Serialize;
use va_core::Millis;

/// What was changed, as a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteCode {
    /// Items that start before 0 were cut at 0, because the format has no negative times.
    CutAtZero,
    /// Items that end before 0 were left out, because the format has no negative times.
    LeftOutBeforeZero,
    /// Items shorter than 1 ms were written as 1 ms long, because the format needs a length.
    LengthenedToOneMillisecond,
    /// Labels were changed, because a reader would take them for a missing value or break at them.
    LabelChanged,
    /// The name of the recording was changed, because the format allows no such characters.
    NameChanged,
    /// Values that are no number (infinite, say) were left empty.
    NotANumber,
    /// Scores were brought into 0 to 1.
    ScoreLimited,
    /// Observations of objects without a whole box were left out, because the format needs one.
    LeftOutWithoutBox,
    /// The recording's own clock does not begin at 0, and players count from 0.
    ClockOffset,
}

/// One kind of change in one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Which change.
    pub code: NoteCode,
    /// How many items it concerns.
    pub count: u64,
    /// One sentence for a researcher.
    pub message: String,
}

/// Counts changes while a file is written.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    counts: std::collections::BTreeMap<NoteCode, u64>,
    offset: Millis,
    name: String,
}

impl Notes {
    /// One more item was changed in this way.
    pub fn count(&mut self, code: NoteCode) {
        *self.counts.entry(code).or_default() += 1;
    }

    /// The recording's clock begins here: worth a note if it is not 0.
    pub fn clock_begins_at(&mut self, start: Millis) {
        if start != Millis(0) {
            self.offset = start;
            self.count(NoteCode::ClockOffset);
        }
    }

    /// The recording is called this in the file.
    pub fn name_became(&mut self, name: &str) {
        name.clone_into(&mut self.name);
        self.count(NoteCode::NameChanged);
    }

    /// Everything that was counted, in the order of [`NoteCode`].
    pub fn list(&self) -> Vec<Note> {
        let note = |(&code, &count)| Note {
            code,
            count,
            message: self.message(code, count),
        };
        self.counts.iter().map(note).collect()
    }

    fn message(&self, code: NoteCode, n: u64) -> String {
        let (items, start, end, were) = match n {
            1 => ("item", "starts", "ends", "was"),
            _ => ("items", "start", "end", "were"),
        };
        match code {
            NoteCode::CutAtZero => format!(
                "{n} {items} that {start} before 0 {were} cut at 0: this format has no negative times \
                 (the csv files hold them unchanged)"
            ),
            NoteCode::LeftOutBeforeZero => format!(
                "{n} {items} that {end} before 0 {were} left out: this format has no negative times \
                 (the csv files hold them unchanged)"
            ),
            NoteCode::LengthenedToOneMillisecond => {
                format!("{n} {items} shorter than 1 ms {were} written as 1 ms long")
            }
            NoteCode::LabelChanged => format!(
                "{n} {items} {were} written with a changed label: a reader would take the original for a \
                 missing value or break at it"
            ),
            NoteCode::NameChanged => format!(
                "the recording is called `{}` in this file: its name holds characters that this format \
                 does not allow",
                self.name
            ),
            NoteCode::NotANumber => format!("{n} {items} {were} left empty: not a finite number"),
            NoteCode::ScoreLimited => {
                format!("{n} {items} {were} written with a score brought into 0 to 1")
            }
            NoteCode::LeftOutWithoutBox => format!(
                "{n} {items} without a whole box {were} left out: this format needs one (the csv files \
                 hold them)"
            ),
            NoteCode::ClockOffset => format!(
                "the recording's own clock begins at {} ms and the times here are on that clock: a player \
                 that counts from 0 shows them shifted by that much",
                self.offset.0
            ),
        }
    }
}
