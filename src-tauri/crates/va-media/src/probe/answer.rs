//! ffprobe's JSON, as far as it is used. Fields that a container leaves out are `None`, never a guess.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The whole answer.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    pub streams: Vec<Stream>,
    #[serde(default)]
    pub format: Format,
}

impl Answer {
    /// The picture that is annotated: the first video stream that is no cover art.
    pub(super) fn picture(&self) -> Option<&Stream> {
        self.streams.iter().find(|s| {
            s.codec_type.as_deref() == Some("video")
                && s.disposition
                    .get("attached_pic")
                    .is_none_or(|flag| *flag == 0)
        })
    }

    /// Sound tracks in the file's order, as `0:a:0`, `0:a:1` count them.
    pub(super) fn sound(&self) -> impl Iterator<Item = &Stream> {
        self.streams
            .iter()
            .filter(|s| s.codec_type.as_deref() == Some("audio"))
    }
}

/// The container.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Format {
    #[serde(default, rename = "format_name")]
    pub name: String,
    pub start_time: Option<String>,
    pub duration: Option<String>,
}

/// A stream of any kind.
#[derive(Debug, Deserialize)]
pub(super) struct Stream {
    pub index: u32,
    pub codec_type: Option<String>,
    pub codec_name: Option<String>,
    pub pix_fmt: Option<String>,
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub sample_aspect_ratio: Option<String>,
    #[serde(default)]
    pub time_base: String,
    pub start_time: Option<String>,
    pub duration: Option<String>,
    pub avg_frame_rate: Option<String>,
    pub color_space: Option<String>,
    pub color_range: Option<String>,
    pub sample_rate: Option<String>,
    pub channels: Option<u32>,
    #[serde(default)]
    pub disposition: BTreeMap<String, i64>,
    #[serde(default)]
    pub side_data_list: Vec<SideData>,
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
}

/// Something that hangs on a stream.
#[derive(Debug, Deserialize)]
pub(super) struct SideData {
    pub rotation: Option<serde_json::Number>,
}

impl Stream {
    /// Degrees anticlockwise, as ffprobe counts.
    pub(super) fn rotation(&self) -> f64 {
        let mut turns = self
            .side_data_list
            .iter()
            .filter_map(|data| data.rotation.as_ref());
        turns
            .find_map(serde_json::Number::as_f64)
            .unwrap_or_default()
    }

    /// Language tag, unless it says "undefined".
    pub(super) fn language(&self) -> Option<String> {
        self.tags
            .get("language")
            .filter(|tag| *tag != "und")
            .cloned()
    }
}

/// `a/b` or `a:b` with positive parts.
pub(super) fn fraction(text: &str) -> Option<(u32, u32)> {
    let (a, b) = text.split_once(['/', ':'])?;
    let (a, b) = (a.parse().ok()?, b.parse().ok()?);
    (a > 0 && b > 0).then_some((a, b))
}

/// Decimal seconds (`-1.234567`) as whole milliseconds, rounded, without floating point.
pub(super) fn millis(text: &str) -> Option<i64> {
    let (negative, digits) = text
        .strip_prefix('-')
        .map_or((false, text), |rest| (true, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let whole: i64 = whole.parse().ok()?;
    let mut micros = 0;
    for place in 0..6 {
        let digit = part.as_bytes().get(place).copied().unwrap_or(b'0');
        micros = micros * 10 + i64::from(digit.checked_sub(b'0').filter(|d| *d < 10)?);
    }
    let total = whole
        .checked_mul(1000)?
        .checked_add((micros + 500) / 1000)?;
    Some(if negative { -total } else { total })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_milliseconds_without_a_float() {
        assert_eq!(millis("1000.001500"), Some(1_000_002));
        assert_eq!(millis("-2.318"), Some(-2318));
        assert_eq!(millis("-0.007"), Some(-7));
        assert_eq!(millis("7"), Some(7000));
        assert_eq!(millis("N/A"), None);
    }

    #[test]
    fn cover_art_is_not_the_picture() {
        let json = r#"{"streams":[
            {"index":0,"codec_type":"video","disposition":{"attached_pic":1}},
            {"index":1,"codec_type":"audio"},
            {"index":2,"codec_type":"video","side_data_list":[{"rotation":-90}]}]}"#;
        let answer: Answer = serde_json::from_str(json).unwrap();
        assert_eq!(answer.picture().unwrap().index, 2);
        assert!((answer.picture().unwrap().rotation() + 90.0).abs() < 1e-9);
        assert_eq!(answer.sound().count(), 1);
    }
}
