//! Annotations of a window as raw little-endian columns: what the timeline paints from, without parsing.
//! `u32 head length | JSON head | padding to 8 | columns`, each column at a multiple of 8. When there are
//! more items than asked for, neighbours are merged here, so that an answer is never larger than a screen
//! can show.

use serde::Serialize;
use serde_json::{Map, Value};

/// Media type of an answer.
pub const MEDIA_TYPE: &str = "application/vnd.videoannotator.columns";

/// The values of one column.
#[derive(Debug, PartialEq)]
pub enum Values {
    /// Times in milliseconds.
    I32(Vec<i32>),
    /// Indexes into the labels.
    U16(Vec<u16>),
    /// Measurements; NaN where there is none.
    F32(Vec<f32>),
}

/// An answer before it is written.
#[derive(Debug)]
pub struct Columns {
    /// `segments`, `curve` or `objects`.
    pub kind: &'static str,
    /// Whether neighbours were merged.
    pub reduced: bool,
    /// Items in the window before merging.
    pub total: usize,
    /// Labels that a `label` column points to.
    pub labels: Vec<String>,
    /// Channels of a curve or of objects.
    pub channels: Vec<String>,
    /// Further fields of each segment, if they were asked for and none was merged.
    pub data: Option<Vec<Map<String, Value>>>,
    /// The columns, all of one length.
    pub values: Vec<(String, Values)>,
}

#[derive(Serialize)]
struct Head<'a> {
    kind: &'a str,
    items: usize,
    reduced: bool,
    total: usize,
    labels: &'a [String],
    channels: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a [Map<String, Value>]>,
    columns: Vec<HeadColumn<'a>>,
}

#[derive(Serialize)]
struct HeadColumn<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    offset: usize,
    length: usize,
}

impl Values {
    fn kind(&self) -> &'static str {
        match self {
            Self::I32(_) => "i32",
            Self::U16(_) => "u16",
            Self::F32(_) => "f32",
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::I32(values) => values.len(),
            Self::U16(values) => values.len(),
            Self::F32(values) => values.len(),
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::I32(values) => values.iter().for_each(|v| out.extend(v.to_le_bytes())),
            Self::U16(values) => values.iter().for_each(|v| out.extend(v.to_le_bytes())),
            Self::F32(values) => values.iter().for_each(|v| out.extend(v.to_le_bytes())),
        }
    }

    fn width(&self) -> usize {
        match self {
            Self::I32(_) | Self::F32(_) => 4,
            Self::U16(_) => 2,
        }
    }
}

impl Columns {
    /// The bytes on the wire.
    pub fn bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        // the head names the offsets, and its own length decides them: write it until it stops growing
        let mut start = 0;
        let head = loop {
            let head = self.head(start)?;
            let needed = (4 + head.len()).next_multiple_of(8);
            if needed <= start {
                break head;
            }
            start = needed;
        };
        let mut out = Vec::with_capacity(start + self.values.len() * 8);
        out.extend((head.len() as u32).to_le_bytes());
        out.extend(head);
        out.resize(start, 0);
        for (_, values) in &self.values {
            values.write(&mut out);
            out.resize(out.len().next_multiple_of(8), 0);
        }
        Ok(out)
    }

    fn head(&self, start: usize) -> Result<Vec<u8>, serde_json::Error> {
        let mut offset = start;
        let columns = self.values.iter().map(|(name, values)| {
            let at = offset;
            offset += (values.len() * values.width()).next_multiple_of(8);
            HeadColumn {
                name,
                kind: values.kind(),
                offset: at,
                length: values.len(),
            }
        });
        serde_json::to_vec(&Head {
            columns: columns.collect(),
            kind: self.kind,
            items: self.values.first().map_or(0, |(_, values)| values.len()),
            reduced: self.reduced,
            total: self.total,
            labels: &self.labels,
            channels: &self.channels,
            data: self.data.as_deref(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_in_the_head_point_to_aligned_columns() {
        for labels in 0..40 {
            let columns = Columns {
                kind: "segments",
                reduced: false,
                total: 3,
                labels: vec!["x".repeat(labels)],
                channels: Vec::new(),
                data: None,
                values: vec![
                    ("start_ms".into(), Values::I32(vec![1, -2, 3])),
                    ("label".into(), Values::U16(vec![7, 8, 9])),
                    ("score".into(), Values::F32(vec![0.5, f32::NAN, 1.0])),
                ],
            };
            let bytes = columns.bytes().unwrap();
            let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
            let head: serde_json::Value = serde_json::from_slice(&bytes[4..4 + length]).unwrap();
            let offset = |i: usize| head["columns"][i]["offset"].as_u64().unwrap() as usize;
            assert!(
                (0..3).all(|i| offset(i) % 8 == 0),
                "views need aligned offsets"
            );
            assert!(
                offset(0) >= 4 + length,
                "the first column begins after the head"
            );
            assert_eq!(bytes[offset(0) + 4..offset(0) + 8], (-2i32).to_le_bytes());
            assert_eq!(bytes[offset(1) + 4..offset(1) + 6], 9u16.to_le_bytes());
            assert_eq!(bytes[offset(2)..offset(2) + 4], 0.5f32.to_le_bytes());
        }
    }
}
