//! Jobs made up for the tests: annotations in memory and the facts around them.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use serde_json::{Map, Value, json};
use va_core::annotation::{Channel, Observation, Sample, Segment, TrackKind, TrackSpec};
use va_core::media::{MediaFacts, PtsSource, VideoFacts};
use va_core::provenance::{MediaRecord, ModelRecord, StepRecord};
use va_core::schema::Settings;
use va_core::{Failure, JobId, Millis, TimeBase};
use va_export::{Annotations, ExportContext, PlannedFile, Written, plan};

/// Annotations in memory.
#[derive(Default)]
pub struct Memory {
    pub tracks: Vec<TrackSpec>,
    pub segments: BTreeMap<String, Vec<Segment>>,
    pub samples: BTreeMap<String, Vec<Sample>>,
    pub objects: BTreeMap<String, Vec<Observation>>,
}

impl Annotations for Memory {
    fn each_segment(
        &self,
        track: &str,
        take: &mut dyn FnMut(Segment) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        let items = self.segments.get(track).into_iter().flatten();
        let _stopped = items.cloned().try_for_each(take);
        Ok(())
    }

    fn each_sample(
        &self,
        track: &str,
        take: &mut dyn FnMut(Sample) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        let items = self.samples.get(track).into_iter().flatten();
        let _stopped = items.cloned().try_for_each(take);
        Ok(())
    }

    fn each_object(
        &self,
        track: &str,
        take: &mut dyn FnMut(&Observation) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        let mut items = self.objects.get(track).into_iter().flatten();
        let _stopped = items.try_for_each(take);
        Ok(())
    }

    fn each_object_at(
        &self,
        track: &str,
        pts: i64,
        take: &mut dyn FnMut(&Observation) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        let items = self.objects.get(track).map_or(&[][..], Vec::as_slice);
        let first = items.partition_point(|seen| seen.pts < pts);
        let mut here = items[first..].iter().take_while(|seen| seen.pts == pts);
        let _stopped = here.try_for_each(take);
        Ok(())
    }

    /// Frames are 40 ms apart.
    fn frame_number(&self, pts: i64) -> Result<Option<u64>, Failure> {
        Ok(Some(pts.max(0) as u64 / 40))
    }
}

impl Memory {
    pub fn with_segments(mut self, key: &str, mut items: Vec<Segment>) -> Self {
        items.sort_by_key(|s| (s.start, s.end));
        self.tracks.push(track(key, TrackKind::Segments, &[]));
        self.segments.insert(key.into(), items);
        self
    }

    pub fn with_samples(mut self, key: &str, channels: &[&str], items: Vec<Sample>) -> Self {
        self.tracks.push(track(key, TrackKind::Curve, channels));
        self.samples.insert(key.into(), items);
        self
    }

    pub fn with_objects(
        mut self,
        key: &str,
        channels: &[&str],
        mut items: Vec<Observation>,
    ) -> Self {
        items.sort_by_key(|o| (o.pts, o.object));
        self.tracks.push(track(key, TrackKind::Objects, channels));
        self.objects.insert(key.into(), items);
        self
    }

    /// Writes one format (its first file) and gives the name, the bytes and what was noted.
    pub fn export(&self, context: &ExportContext, format: &str) -> (String, String, Written) {
        let prefix = context.job.file_prefix();
        let plan = plan(&prefix, &self.tracks, &[format.to_owned()]).unwrap();
        self.write(context, &plan.files[0])
    }

    pub fn write(&self, context: &ExportContext, file: &PlannedFile) -> (String, String, Written) {
        let mut bytes = Vec::new();
        let written = file.write(context, self, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).expect("every format is UTF-8");
        (file.name.clone(), text, written)
    }
}

pub fn track(key: &str, kind: TrackKind, channels: &[&str]) -> TrackSpec {
    let channel = |key: &&str| Channel {
        key: (*key).to_owned(),
        title: (*key).to_owned(),
        unit: String::new(),
    };
    TrackSpec {
        key: key.to_owned(),
        pipeline: key.split('.').next().unwrap().into(),
        title: key.to_owned(),
        kind,
        channels: channels.iter().map(channel).collect(),
        time_base: TimeBase::new(1, 1000),
    }
}

pub fn segment(start: i64, end: i64, label: &str) -> Segment {
    Segment {
        start_pts: start,
        end_pts: end,
        start: Millis(start),
        end: Millis(end),
        label: label.to_owned(),
        score: None,
        data: Map::new(),
    }
}

pub fn shot(index: i64, start: i64, end: i64) -> Segment {
    let first = index == 1;
    let data = json!({
        "index": index,
        "keyframe_ms": i64::midpoint(start, end),
        "keyframe_pts": i64::midpoint(start, end),
        "opens_with": if first { "start" } else { "cut" },
    });
    Segment {
        score: (!first).then_some(51.0),
        data: data.as_object().unwrap().clone(),
        ..segment(start, end, "shot")
    }
}

/// Shots that tile a recording from 0, with these lengths in milliseconds.
pub fn shots(lengths: &[i64]) -> Vec<Segment> {
    let mut at = 0;
    let mut next = |(index, length): (usize, &i64)| {
        let start = at;
        at += length;
        shot(index as i64 + 1, start, at)
    };
    lengths.iter().enumerate().map(&mut next).collect()
}

pub fn sample(time: i64, values: &[Option<f32>]) -> Sample {
    Sample {
        pts: time,
        time: Millis(time),
        values: values.to_vec(),
    }
}

/// A job on a recording of this name, with a 640 x 480 picture and a clock that begins at 0.
pub fn context(file_name: &str) -> ExportContext {
    let step = |pipeline: &str, variant: &str, models: Vec<ModelRecord>| StepRecord {
        pipeline: pipeline.into(),
        version: 1,
        variant: variant.into(),
        settings: Settings(BTreeMap::from([("threshold".into(), Value::from(27.0))])),
        models,
        device_asked: "cpu".into(),
        device_obtained: "cpu".into(),
        state: "succeeded".into(),
        partial: false,
        counts: BTreeMap::new(),
        took: Millis(1),
    };
    let model = ModelRecord {
        id: "silero-vad".into(),
        sha256: "1a".repeat(32),
    };
    ExportContext {
        job: "01900000-0000-7000-8000-0000ab12cd34"
            .parse::<JobId>()
            .unwrap(),
        software: "VideoAnnotator Desktop 0.1.0".into(),
        media: MediaRecord {
            file_name: file_name.into(),
            sha256: "0f".repeat(32),
            facts: facts(),
            decode: None,
        },
        steps: vec![
            step("scene_detection", "hsv-content", Vec::new()),
            step("voice_activity", "silero-vad", vec![model]),
        ],
    }
}

fn facts() -> MediaFacts {
    MediaFacts {
        container: "mov,mp4,m4a,3gp,3g2,mj2".into(),
        size_bytes: 1,
        start: Millis(0),
        duration: Some(Millis(10_000)),
        video: Some(VideoFacts {
            index: 0,
            codec: "h264".into(),
            pixel_format: "yuv420p".into(),
            coded_width: 640,
            coded_height: 480,
            width: 640,
            height: 480,
            rotation: 0,
            pixel_aspect: (1, 1),
            time_base: TimeBase::new(1, 1000),
            first_pts: 0,
            last_pts: 9960,
            frames: 250,
            mean_rate: 25.0,
            variable_rate: false,
            pts_source: PtsSource::Pts,
            color_space: String::new(),
            color_range: String::new(),
            largest_gap: 40,
            key_interval: 40,
            clock_restarts: 0,
        }),
        audio: Vec::new(),
        warnings: Vec::new(),
    }
}
