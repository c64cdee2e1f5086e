//! Declaring the tracks of a pipeline that follows objects. Called by the `tracks` of people and of faces;
//! decides neither their keys nor what is written.

use va_core::annotation::{Channel, TrackKind, TrackSpec};
use va_core::{PipelineId, TimeBase};

use crate::pipeline::{PipelineError, Sink, TrackId};

/// The sides of a box: what follows objects writes them in this order.
pub(crate) const SIDES: [(&str, &str, &str); 4] = [
    ("x", "Left", "px"),
    ("y", "Top", "px"),
    ("w", "Width", "px"),
    ("h", "Height", "px"),
];

/// A channel: key, title, unit.
pub(crate) fn channel(key: &str, title: &str, unit: &str) -> Channel {
    Channel {
        key: key.into(),
        title: title.into(),
        unit: unit.into(),
    }
}

/// The channels of a list of keys, titles and units.
pub(crate) fn channels(all: &[(&str, &str, &str)]) -> Vec<Channel> {
    let each = |(key, title, unit): &(&str, &str, &str)| channel(key, title, unit);
    all.iter().map(each).collect()
}

/// The channels of a direction of this many numbers: `e000` and so on.
pub(crate) fn direction(numbers: usize) -> Vec<Channel> {
    let each = |i| {
        let key = format!("e{i:03}");
        channel(&key, &key, "")
    };
    (0..numbers).map(each).collect()
}

/// Whose tracks are declared, where, and in which ticks.
pub(crate) struct Declaration<'a> {
    pub pipeline: &'a str,
    pub base: TimeBase,
    pub sink: &'a mut dyn Sink,
}

impl Declaration<'_> {
    /// Declares a track.
    pub fn track(
        &mut self,
        key: &str,
        title: &str,
        kind: TrackKind,
        channels: Vec<Channel>,
    ) -> Result<TrackId, PipelineError> {
        self.sink.track(TrackSpec {
            key: key.into(),
            pipeline: PipelineId::new(self.pipeline),
            title: title.into(),
            kind,
            channels,
            time_base: self.base,
        })
    }

    /// Declares a track of objects if it is wanted.
    pub fn objects(
        &mut self,
        wanted: bool,
        (key, title): (&str, &str),
        channels: impl FnOnce() -> Vec<Channel>,
    ) -> Result<Option<TrackId>, PipelineError> {
        wanted
            .then(|| self.track(key, title, TrackKind::Objects, channels()))
            .transpose()
    }
}
