//! Small recordings of nothing: jobs, tracks and items for the other tests.

use std::path::{Path, PathBuf};

use serde_json::{Map, json};
use va_core::annotation::{Channel, Sample, Segment, TrackKind, TrackSpec};
use va_core::job_config::StepConfig;
use va_core::media::MediaFacts;
use va_core::schema::Settings;
use va_core::step::StepEvent;
use va_core::{JobId, Millis, PipelineId, TimeBase};
use va_store::catalogue::{NewJob, StepDetails};
use va_store::results::ResultsHeader;
use va_store::{Catalogue, WallTime};

pub const SCENES: &str = "scene_detection";
pub const MOTION: &str = "motion_energy";
pub const SHOTS: &str = "scene_detection.shots";
pub const ENERGY: &str = "motion_energy.energy";

pub fn at(ms: i64) -> WallTime {
    WallTime(1_000_000 + ms)
}

pub fn step(pipeline: &str) -> StepConfig {
    StepConfig {
        pipeline: pipeline.into(),
        settings: Settings([("threshold".to_owned(), json!(27.5))].into()),
        needed_by: None,
    }
}

pub fn new_job(video: i64, pipelines: &[&str]) -> NewJob {
    let id = JobId::new();
    NewJob {
        id,
        video,
        config: json!({"scene_detection": {"threshold": 27.5}}),
        requested: None,
        steps: pipelines.iter().map(|p| step(p)).collect(),
        folder: PathBuf::from(format!("/data/jobs/{id}")),
        warnings: Vec::new(),
    }
}

/// A catalogue in a folder of its own, with one video.
pub struct Library {
    pub folder: tempfile::TempDir,
    pub catalogue: Catalogue,
    pub video: i64,
}

impl Library {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut catalogue = Catalogue::open(&folder.path().join("catalogue.sqlite")).unwrap();
        let video = catalogue
            .insert_video_or_get(Path::new("/videos/a.mp4"), 1000, at(0))
            .unwrap()
            .id;
        Self {
            folder,
            catalogue,
            video,
        }
    }

    pub fn add(&mut self, pipelines: &[&str], ms: i64) -> JobId {
        let new = new_job(self.video, pipelines);
        self.catalogue.insert_job(&new, at(ms)).unwrap().id
    }

    pub fn apply(&mut self, job: JobId, pipeline: &str, event: StepEvent, ms: i64) {
        self.catalogue
            .apply(
                job,
                &pipeline.into(),
                event,
                &StepDetails::default(),
                at(ms),
            )
            .unwrap();
    }
}

pub fn facts() -> MediaFacts {
    MediaFacts {
        container: "mov,mp4".to_owned(),
        size_bytes: 1000,
        start: Millis(0),
        duration: Some(Millis(5000)),
        video: None,
        audio: Vec::new(),
        warnings: Vec::new(),
    }
}

pub fn header(job: JobId) -> ResultsHeader {
    ResultsHeader {
        job,
        software: "VideoAnnotator Desktop 0.1.0".to_owned(),
    }
}

pub fn base() -> TimeBase {
    TimeBase::new(1, 25)
}

pub fn shots() -> TrackSpec {
    TrackSpec {
        key: SHOTS.to_owned(),
        pipeline: SCENES.into(),
        title: "Shots".to_owned(),
        kind: TrackKind::Segments,
        channels: Vec::new(),
        time_base: base(),
    }
}

pub fn energy() -> TrackSpec {
    let channel = |key: &str| Channel {
        key: key.to_owned(),
        title: key.to_owned(),
        unit: String::new(),
    };
    TrackSpec {
        key: ENERGY.to_owned(),
        pipeline: MOTION.into(),
        title: "Motion".to_owned(),
        kind: TrackKind::Curve,
        channels: vec![channel("left"), channel("right")],
        time_base: base(),
    }
}

pub fn segment(start_pts: i64, end_pts: i64, label: &str) -> Segment {
    let mut data = Map::new();
    data.insert("index".to_owned(), json!(start_pts));
    Segment {
        start_pts,
        end_pts,
        start: base().millis(start_pts),
        end: base().millis(end_pts),
        label: label.to_owned(),
        score: (start_pts > 0).then_some(0.1 * start_pts as f64),
        data,
    }
}

pub fn sample(pts: i64) -> Sample {
    Sample {
        pts,
        time: base().millis(pts),
        values: vec![Some(pts as f32 / 7.0), (pts % 5 != 0).then_some(0.5)],
    }
}

pub fn motion() -> PipelineId {
    MOTION.into()
}
