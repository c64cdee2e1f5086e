//! What the columns mean whose meaning depends on the track. A pipeline that adds a track adds its
//! columns here; a column without a line is described by its title and refers to the pipeline's page.

/// A column whose meaning depends on the track: (track, key, kind, unit, meaning). Keys other than
/// `label`, `score` and channels are fields of a segment's data; those stand in the table even if no
/// segment has them, so that tables of many recordings can be put under each other.
pub(crate) type Known = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

/// Every such column.
pub(crate) const KNOWN: &[Known] = &[
    (
        "scene_detection.shots",
        "label",
        "text",
        "",
        "always `shot`",
    ),
    (
        "scene_detection.shots",
        "score",
        "number",
        "",
        "content score of the cut that opened the shot: mean change of hue, saturation and brightness, 0 to 255; \
         empty where the shot was not opened by a measured cut",
    ),
    (
        "scene_detection.shots",
        "index",
        "integer",
        "",
        "number of the shot in the recording, from 1",
    ),
    (
        "scene_detection.shots",
        "keyframe_ms",
        "integer",
        "ms",
        "time of the frame that stands for the shot",
    ),
    (
        "scene_detection.shots",
        "keyframe_pts",
        "integer",
        "ticks",
        "timestamp of that frame",
    ),
    (
        "scene_detection.shots",
        "opens_with",
        "text",
        "",
        "what opened the shot: `start` of the recording, a `cut` or a `fade`",
    ),
    (
        "scene_detection.fades",
        "label",
        "text",
        "",
        "always `fade`",
    ),
    (
        "scene_detection.fades",
        "score",
        "number",
        "",
        "empty: fades have no score",
    ),
    (
        "scene_detection.fades",
        "kind",
        "text",
        "",
        "`out_in`: to black and back; `in`: from black at the beginning; `out`: to black at the end",
    ),
    (
        "voice_activity.speech",
        "label",
        "text",
        "",
        "always `speech`",
    ),
    (
        "voice_activity.speech",
        "score",
        "number",
        "probability",
        "mean probability of speech in the segment, 0 to 1",
    ),
    (
        "voice_activity.probability",
        "speech",
        "number",
        "probability",
        "probability that somebody speaks in the window around this time, 0 to 1",
    ),
];

/// Says what a motion channel covers; its value is the same everywhere.
pub(crate) const MOTION: &[(&str, &str)] = &[
    ("whole", "the whole picture"),
    ("left", "the left half"),
    ("right", "the right half"),
    ("top", "the upper half"),
    ("bottom", "the lower half"),
    ("top_left", "the upper left quarter"),
    ("top_right", "the upper right quarter"),
    ("bottom_left", "the lower left quarter"),
    ("bottom_right", "the lower right quarter"),
];
