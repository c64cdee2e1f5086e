//! `scene_detection`: shots, fades and keyframes. The numbers follow `PySceneDetect` 0.7; see
//! `docs/pipelines/scene_detection.md`. Built by the registry, fed by the worker.

mod adaptive;
mod content;
mod content_score;
mod cut;
mod fades;
mod hsv;
mod settings;
mod shots;
#[cfg(test)]
mod tests;
mod trail;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use va_core::annotation::{Segment, TrackKind, TrackSpec};
use va_core::schema::Settings;
use va_core::{Millis, PipelineId};
use va_media::Frame;

use self::adaptive::{Adaptive, AdaptiveRule};
use self::content::Content;
use self::content_score::{ContentScore, Measure};
use self::cut::{Cut, MinLength};
use self::fades::{Fade, Fades, Threshold};
use self::settings::DetectorChoice;
pub(crate) use self::settings::SceneSettings;
use self::shots::{ShotStyle, Shots};
use crate::checkpoint_clock::CheckpointClock;
use crate::pipeline::{
    self, Checkpoint, Colour, Dependencies, PictureDemand, PicturePipeline, PipelineError,
    Sampling, Sink, TrackId,
};
use crate::registry::{ANALYSIS_WIDTH, Environment, StreamContext};

pub(crate) const ID: &str = "scene_detection";

/// Track of the shots.
const SHOTS: &str = "scene_detection.shots";
const FADES: &str = "scene_detection.fades";

/// Everything that a resumed run must know, apart from the previous picture.
#[derive(Debug, Serialize, Deserialize)]
struct Progress {
    last: Option<(i64, Millis)>,
    finished: bool,
    shots: Shots,
    detector: Detector,
    fades: Fades,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Detector {
    Content(Content),
    Adaptive(Adaptive),
    Threshold(Threshold),
}

#[derive(Clone, Copy)]
struct Tracks {
    shots: TrackId,
    fades: Option<TrackId>,
}

struct SceneDetection {
    settings: SceneSettings,
    min: MinLength,
    style: ShotStyle,
    progress: Progress,
    score: ContentScore,
    clock: CheckpointClock,
    tracks: Option<Tracks>,
}

/// Where shots begin after the first one, for another pipeline that reads them.
pub(crate) fn cuts(
    reader: &'static str,
    others: &dyn Dependencies,
) -> Result<Vec<i64>, PipelineError> {
    let shots = others.segments(SHOTS)?.ok_or(PipelineError::Dependency {
        pipeline: reader,
        needs: ID,
    })?;
    Ok(shots.iter().skip(1).map(|shot| shot.start_pts).collect())
}

/// Builds the pipeline, new or from a checkpoint.
pub(crate) fn build(
    settings: &Settings,
    stream: &StreamContext<'_>,
    _environment: &Environment,
    resume: Option<&Checkpoint>,
) -> Result<Box<dyn PicturePipeline>, PipelineError> {
    let settings: SceneSettings = pipeline::settings(ID, settings)?;
    let progress =
        pipeline::resumed(ID, resume)?.unwrap_or_else(|| Progress::new(settings.detector));
    Ok(Box::new(SceneDetection {
        min: MinLength::new(settings.min_scene_length, stream.time_base),
        style: ShotStyle {
            keyframe: settings.keyframe,
            base: stream.time_base,
        },
        settings,
        progress,
        score: ContentScore::default(),
        clock: CheckpointClock::new(resume.map(|c| c.time)),
        tracks: None,
    }))
}

impl Progress {
    fn new(detector: DetectorChoice) -> Self {
        Self {
            last: None,
            finished: false,
            shots: Shots::default(),
            detector: match detector {
                DetectorChoice::Content => Detector::Content(Content::default()),
                DetectorChoice::Adaptive => Detector::Adaptive(Adaptive::default()),
                DetectorChoice::Threshold => Detector::Threshold(Threshold::default()),
            },
            fades: Fades::default(),
        }
    }

    fn checkpoint(&self) -> Result<Checkpoint, PipelineError> {
        pipeline::checkpoint(ID, self.last.unwrap_or_default(), self)
    }
}

impl SceneDetection {
    fn decide(&mut self, pts: i64, measure: Measure) -> Option<Cut> {
        let (settings, min) = (&self.settings, self.min);
        match &mut self.progress.detector {
            Detector::Content(content) => {
                content.frame(pts, measure.score, settings.threshold, min)
            }
            Detector::Adaptive(adaptive) => {
                let rule = AdaptiveRule {
                    ratio: settings.adaptive_threshold,
                    window: settings.adaptive_window.max(1),
                    min_change: settings.adaptive_min_change,
                };
                adaptive.frame(pts, measure.score, rule, min)
            }
            Detector::Threshold(threshold) => {
                threshold.frame(pts, measure.brightness, settings.fade_threshold, min)
            }
        }
    }

    fn declare(&mut self, sink: &mut dyn Sink) -> Result<Tracks, PipelineError> {
        if let Some(tracks) = self.tracks {
            return Ok(tracks);
        }
        let spec = |key: &str, title: &str| TrackSpec {
            key: key.into(),
            pipeline: PipelineId::new(ID),
            title: title.into(),
            kind: TrackKind::Segments,
            channels: Vec::new(),
            time_base: self.style.base,
        };
        let shots = sink.track(spec(SHOTS, "Shots"))?;
        let fades = if self.settings.fades {
            Some(sink.track(spec(FADES, "Fades"))?)
        } else {
            None
        };
        Ok(*self.tracks.insert(Tracks { shots, fades }))
    }

    fn write(
        &mut self,
        shot: Option<Segment>,
        fade: Option<Segment>,
        sink: &mut dyn Sink,
    ) -> Result<(), PipelineError> {
        let Tracks { shots, fades } = self.declare(sink)?;
        if let Some(shot) = shot {
            sink.segment(shots, shot)?;
        }
        if let (Some(track), Some(fade)) = (fades, fade) {
            sink.segment(track, fade)?;
        }
        Ok(())
    }

    fn fade(&self, fade: Fade) -> Segment {
        let mut data = Map::new();
        data.insert("kind".into(), Value::from(fade.kind.as_str()));
        Segment {
            start_pts: fade.start,
            end_pts: fade.end,
            start: self.style.base.millis(fade.start),
            end: self.style.base.millis(fade.end),
            label: "fade".into(),
            score: None,
            data,
        }
    }
}

impl PicturePipeline for SceneDetection {
    fn demand(&self) -> PictureDemand {
        PictureDemand {
            sampling: Sampling::EveryFrame,
            width: ANALYSIS_WIDTH,
            colour: Colour::Nv12,
        }
    }

    fn prime(&mut self, frame: &Frame) -> Result<(), PipelineError> {
        self.score.measure(frame);
        Ok(())
    }

    fn push(&mut self, frame: &Frame, sink: &mut dyn Sink) -> Result<(), PipelineError> {
        let measure = self.score.measure(frame);
        self.progress.last = Some((frame.pts, frame.time));
        self.progress.shots.frame(frame.pts);
        let cut = self.decide(frame.pts, measure);
        let level = self.settings.fade_threshold;
        let fade = self
            .progress
            .fades
            .frame(frame.pts, measure.brightness, level);
        let shot = cut.and_then(|cut| self.progress.shots.cut(cut, self.style));
        let fade = fade.map(|fade| self.fade(fade));
        self.write(shot, fade, sink)?;
        if self.clock.due(frame.time) {
            sink.checkpoint(self.progress.checkpoint()?)?;
        }
        Ok(())
    }

    fn standing(&mut self) -> Result<Option<Checkpoint>, PipelineError> {
        let begun = self.progress.last.is_some() && !self.progress.finished;
        begun.then(|| self.progress.checkpoint()).transpose()
    }

    fn finish(
        &mut self,
        end_pts: i64,
        _others: &dyn Dependencies,
        sink: &mut dyn Sink,
    ) -> Result<(), PipelineError> {
        if std::mem::replace(&mut self.progress.finished, true) {
            return Ok(());
        }
        let fade = self.progress.fades.finish(end_pts);
        let fade = fade.map(|fade| self.fade(fade));
        let shot = self.progress.shots.finish(end_pts, self.style);
        self.write(shot, fade, sink)?;
        sink.checkpoint(self.progress.checkpoint()?)
    }
}
