//! JSON as the existing viewer must see it. It guesses a file's kind by searching the first kilobytes for
//! quoted words such as `"face_id"`; a video called `emotions` must not turn a scene file into faces.

use std::io;

use serde::Serialize;
use serde_json::ser::Formatter;
use va_core::Millis;

use crate::plan::Task;
use crate::times::seconds_3;

/// Words that decide the kind of a file when they stand in it as a whole string.
const MARKERS: &[&str] = &[
    "face_id",
    "attributes",
    "emotions",
    "keypoints",
    "faces",
    "openface3",
];

/// Writes one JSON value without white space. A string that is one of the viewer's marker words is
/// written with its first letter escaped: the same string to every JSON parser, no match to a search.
pub(crate) fn write(out: &mut dyn io::Write, value: &impl Serialize) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, Unmistakable);
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// The same for a file's own items, whose every text is this program's: marker words stand as they are,
/// because by these the viewer shall know the file.
pub(crate) fn own_item(
    out: &mut dyn io::Write,
    first: bool,
    value: &impl Serialize,
) -> io::Result<()> {
    if !first {
        out.write_all(b",\n")?;
    }
    serde_json::to_writer(out, value).map_err(io::Error::from)
}

/// Writes one item of an array on its own line, with a comma before every item but the first.
pub(crate) fn item(out: &mut dyn io::Write, first: bool, value: &impl Serialize) -> io::Result<()> {
    if !first {
        out.write_all(b",\n")?;
    }
    write(out, value)
}

/// The only category of scene files.
pub(crate) fn scene_categories() -> serde_json::Value {
    serde_json::json!([{ "id": 1, "name": "scene", "supercategory": "video_segment" }])
}

/// The name of a frame that is not a file of its own: the recording with the frame's time as a media
/// fragment, for example `play.mp4#t=12.345`.
pub(crate) fn frame_name(task: &Task<'_>, time: Millis) -> String {
    format!("{}#t={}", task.context.media.file_name, seconds_3(time))
}

struct Unmistakable;

impl Formatter for Unmistakable {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + io::Write,
    {
        match MARKERS.iter().find(|marker| **marker == fragment) {
            Some(marker) => {
                let (first, rest) = marker.split_at(1);
                write!(writer, "\\u{:04x}{rest}", u32::from(first.as_bytes()[0]))
            }
            None => writer.write_all(fragment.as_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marker_words_are_hidden_from_a_search_and_not_from_a_parser() {
        for marker in MARKERS {
            let mut bytes = Vec::new();
            write(&mut bytes, &vec![*marker, "x\"face_id\"y"]).unwrap();
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains(&format!("\"{marker}\"")), "{text}");
            let back: Vec<String> = serde_json::from_str(&text).unwrap();
            assert_eq!(back, [*marker, "x\"face_id\"y"]);
        }
    }
}
