//! `face_analysis`: faces with their points, the turn of the head, gaze, blendshapes, expression and who it is;
//! see `docs/pipelines/face_analysis.md`. Built by the registry, fed by the worker. Faces are followed sample by
//! sample; cuts, persons and the link to `person_tracking` are settled at the end.

mod aligned;
mod following;
mod gaze;
mod head;
mod mesh;
mod points;
mod settings;
mod sight;
mod stays;
#[cfg(test)]
mod tests;
mod tracks;
mod yunet;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};
use va_core::device::DeviceUse;
use va_core::schema::Settings;
use va_core::{Millis, TimeBase};
use va_media::{Colour, Frame};

use self::following::Following;
pub(crate) use self::settings::FaceSettings;
use self::sight::{Measured, Networks, Sight};
use self::stays::{Ending, Stays};
use self::tracks::{BOXES, EMBEDDING, Moment, Tracks};
use crate::checkpoint_clock::CheckpointClock;
use crate::pipeline::{
    self, Checkpoint, Dependencies, PictureDemand, PicturePipeline, PipelineError, Sampling, Sink,
};
use crate::registry::{Environment, StreamContext, VISION_WIDTH};
use crate::scene_detection;
use crate::vision::Picture;

pub(crate) const ID: &str = "face_analysis";
const PERSON_TRACKING: &str = "person_tracking";
const PERSON_BOXES: &str = "person_tracking.boxes";

/// Everything that a resumed run must know.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Progress {
    last: Option<(i64, Millis)>,
    finished: bool,
    following: Following,
}

struct FaceAnalysis {
    settings: FaceSettings,
    base: TimeBase,
    /// Size of the recording as shown; `None`: that of the frames.
    shown: Option<(u32, u32)>,
    sight: Box<dyn Sight>,
    progress: Progress,
    clock: CheckpointClock,
    tracks: Option<Tracks>,
}

/// Builds the pipeline, new or from a checkpoint.
pub(crate) fn build(
    settings: &Settings,
    stream: &StreamContext<'_>,
    environment: &Environment,
    resume: Option<&Checkpoint>,
) -> Result<Box<dyn PicturePipeline>, PipelineError> {
    let settings: FaceSettings = pipeline::settings(ID, settings)?;
    let sight = Networks::open(environment, &settings)?;
    begin(settings, stream, Box::new(sight), resume)
}

/// The pipeline with whatever sees faces.
fn begin(
    settings: FaceSettings,
    stream: &StreamContext<'_>,
    sight: Box<dyn Sight>,
    resume: Option<&Checkpoint>,
) -> Result<Box<dyn PicturePipeline>, PipelineError> {
    let progress: Progress = pipeline::resumed(ID, resume)?.unwrap_or_default();
    Ok(Box::new(FaceAnalysis {
        base: stream.time_base,
        shown: stream.facts.video.as_ref().map(|v| (v.width, v.height)),
        sight,
        settings,
        progress,
        clock: CheckpointClock::new(resume.map(|c| c.time)),
        tracks: None,
    }))
}

/// The pixels of a frame. One that is not what was demanded must not look like a picture of nobody.
fn picture(frame: &Frame) -> Result<Picture<'_>, PipelineError> {
    let picture = Picture::new(frame.rgb(), frame.width, frame.height);
    picture.ok_or_else(|| PipelineError::Inference {
        model: ID.into(),
        reason: format!("the frame at tick {} has no colours", frame.pts),
    })
}

impl FaceAnalysis {
    fn declare(&mut self, sink: &mut dyn Sink) -> Result<Tracks, PipelineError> {
        if let Some(tracks) = self.tracks {
            return Ok(tracks);
        }
        let tracks = Tracks::declare(sink, &self.settings, self.base)?;
        Ok(*self.tracks.insert(tracks))
    }

    /// One sample: finds the faces, follows them, measures the largest ones.
    fn sample(
        &mut self,
        frame: &Frame,
        tracks: &Tracks,
        sink: &mut dyn Sink,
    ) -> Result<(), PipelineError> {
        let picture = picture(frame)?;
        let at = (frame.pts, frame.time);
        let size = (picture.width() as f32, picture.height() as f32);
        let FaceSettings {
            max_faces,
            max_measured,
            ..
        } = self.settings;
        let mut faces = self.sight.faces(&picture)?;
        let found = faces.len();
        // the largest first: who is nearest to the camera is who was filmed
        let large = |f: &yunet::Face| f.area.width() * f.area.height();
        faces.sort_by(|a, b| large(b).total_cmp(&large(a)));
        faces.truncate(max_faces);
        let moment = Moment {
            at,
            scale: self
                .shown
                .map_or((1.0, 1.0), |(w, h)| (w as f32 / size.0, h as f32 / size.1)),
            faces: faces.len(),
            left_out: found - faces.len(),
            not_measured: faces.len().saturating_sub(max_measured),
        };
        let following = &mut self.progress.following;
        let lost_ms = self.settings.lost_ms();
        let ended = following.forget(frame.time, lost_ms, max_faces);
        tracks.ended(sink, ended)?;
        let areas: Vec<_> = faces.iter().map(|f| f.area).collect();
        let ids = following.update(at, &areas);
        for (place, (face, mut id)) in faces.iter().zip(ids).enumerate() {
            let measured = if place < max_measured {
                self.sight.measure(&picture, face)?
            } else {
                Measured::default()
            };
            if let Some(look) = &measured.look {
                let following = &mut self.progress.following;
                let (now, ended) = following.look(id, at, &face.area, look);
                id = now;
                tracks.ended(sink, ended.into_iter().collect())?;
            }
            let row = (id, face.area.within(size), face.score.clamp(0.0, 1.0));
            tracks.write(sink, &self.settings, &moment, row, &measured)?;
        }
        tracks.count(sink, &moment)
    }

    fn checkpoint(&self) -> Result<Checkpoint, PipelineError> {
        pipeline::checkpoint(ID, self.progress.last.unwrap_or_default(), &self.progress)
    }

    /// Where shots begin after the first one.
    fn cuts(&self, others: &dyn Dependencies) -> Result<Vec<i64>, PipelineError> {
        if !self.settings.split_at_cuts {
            return Ok(Vec::new());
        }
        scene_detection::cuts(ID, others)
    }

    /// Who was there, from the rows that are committed.
    fn stays(&self, others: &dyn Dependencies) -> Result<Stays, PipelineError> {
        let mut stays = Stays::new(self.cuts(others)?, self.settings.interval_ms());
        if self.settings.link_persons {
            let found = others.each_object(PERSON_BOXES, &mut |seen| {
                stays.take_person(seen);
                ControlFlow::Continue(())
            })?;
            if !found {
                return Err(PipelineError::Dependency {
                    pipeline: ID,
                    needs: PERSON_TRACKING,
                });
            }
        }
        others.each_object(BOXES, &mut |seen| {
            stays.take_face(seen);
            ControlFlow::Continue(())
        })?;
        if self.settings.identity {
            let mut looks = BTreeMap::new();
            others.each_object(EMBEDDING, &mut |seen| {
                let look = seen.values.iter().map(|v| v.unwrap_or_default());
                looks.insert(seen.object, look.collect::<Vec<f32>>());
                ControlFlow::Continue(())
            })?;
            stays.join(&looks, self.settings.identity_threshold);
        }
        Ok(stays)
    }
}

impl PicturePipeline for FaceAnalysis {
    fn demand(&self) -> PictureDemand {
        PictureDemand {
            sampling: Sampling::PerSecond(self.settings.samples_per_second),
            width: VISION_WIDTH,
            colour: Colour::Rgb,
        }
    }

    fn device(&self) -> Option<DeviceUse> {
        self.sight.device()
    }

    fn prime(&mut self, _frame: &Frame) -> Result<(), PipelineError> {
        Ok(())
    }

    fn push(&mut self, frame: &Frame, sink: &mut dyn Sink) -> Result<(), PipelineError> {
        let tracks = self.declare(sink)?;
        self.sample(frame, &tracks, sink)?;
        self.progress.last = Some((frame.pts, frame.time));
        if self.clock.due(frame.time) {
            sink.checkpoint(self.checkpoint()?)?;
        }
        Ok(())
    }

    fn standing(&mut self) -> Result<Option<Checkpoint>, PipelineError> {
        let begun = self.progress.last.is_some() && !self.progress.finished;
        begun.then(|| self.checkpoint()).transpose()
    }

    fn finish(
        &mut self,
        end_pts: i64,
        others: &dyn Dependencies,
        sink: &mut dyn Sink,
    ) -> Result<(), PipelineError> {
        if self.progress.finished {
            return Ok(());
        }
        let tracks = self.declare(sink)?;
        if self.progress.last.is_some() {
            let ended = self.progress.following.close();
            tracks.ended(sink, ended)?;
            // what follows reads what is committed
            sink.checkpoint(self.checkpoint()?)?;
        }
        let stays = self.stays(others)?;
        let changes = stays.changes();
        if !changes.is_empty() {
            tracks.renumber(sink, &changes)?;
        }
        let ending = Ending {
            base: self.base,
            interval: Millis(self.settings.interval_ms()),
            end_pts,
            shots: self.settings.split_at_cuts,
        };
        for segment in stays.presence(&ending) {
            sink.segment(tracks.presence, segment)?;
        }
        self.progress.finished = true;
        sink.checkpoint(self.checkpoint()?)
    }
}
