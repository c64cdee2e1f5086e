//! `person_tracking`: who is where, with joints and movement; see `docs/pipelines/person_tracking.md`. Built
//! by the registry, fed by the worker. Who is who is decided sample by sample; that nobody crosses a cut is
//! settled at the end, when the shots are known.

mod appearance;
mod area;
mod identities;
mod joints;
mod looks;
mod one_euro;
mod pose;
mod progress;
mod reunion;
mod roles;
mod settings;
mod sight;
mod stirring;
#[cfg(test)]
mod tests;
mod tracker;
mod tracks;
mod yolox;

use std::ops::ControlFlow;

use va_core::device::DeviceUse;
use va_core::schema::Settings;
use va_core::{Millis, TimeBase};
use va_media::{Colour, Frame};

pub use self::area::Area;
use self::identities::{Ending, Identities};
use self::one_euro::Smoothing;
use self::progress::{Progress, Row, Waiting};
pub(crate) use self::settings::PersonSettings;
use self::sight::{Networks, Sight};
use self::stirring::Stirring;
pub use self::tracker::{Detection, Rules, Seen, Tracker};
use self::tracks::{APPEARANCE, BOXES, KEYPOINTS, Tracks};
use self::yolox::Keep;
use crate::checkpoint_clock::CheckpointClock;
use crate::pipeline::{
    self, Checkpoint, Dependencies, PictureDemand, PicturePipeline, PipelineError, Sampling, Sink,
};
use crate::registry::{Environment, StreamContext, VISION_WIDTH};
use crate::scene_detection;
use crate::vision::Picture;

pub(crate) const ID: &str = "person_tracking";

struct PersonTracking {
    settings: PersonSettings,
    base: TimeBase,
    /// Size of the recording as shown; `None`: that of the frames.
    shown: Option<(u32, u32)>,
    sight: Box<dyn Sight>,
    stirring: Stirring,
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
    let settings: PersonSettings = pipeline::settings(ID, settings)?;
    let sight = Networks::open(environment, &settings)?;
    begin(settings, stream, Box::new(sight), resume)
}

/// The pipeline with whatever sees people.
fn begin(
    settings: PersonSettings,
    stream: &StreamContext<'_>,
    sight: Box<dyn Sight>,
    resume: Option<&Checkpoint>,
) -> Result<Box<dyn PicturePipeline>, PipelineError> {
    let progress: Progress = pipeline::resumed(ID, resume)?.unwrap_or_default();
    Ok(Box::new(PersonTracking {
        base: stream.time_base,
        shown: stream.facts.video.as_ref().map(|v| (v.width, v.height)),
        sight,
        settings,
        stirring: Stirring::default(),
        progress,
        clock: CheckpointClock::new(resume.map(|c| c.time)),
        tracks: None,
    }))
}

impl PersonTracking {
    fn declare(&mut self, sink: &mut dyn Sink) -> Result<Tracks, PipelineError> {
        if let Some(tracks) = self.tracks {
            return Ok(tracks);
        }
        let numbers = self.sight.look_numbers();
        let tracks = Tracks::declare(sink, &self.settings, self.base, numbers)?;
        Ok(*self.tracks.insert(tracks))
    }

    /// What one picture shows of a person.
    fn measure(
        &mut self,
        picture: &Picture<'_>,
        (seen, found): (&Seen, &Detection),
        elapsed_ms: i64,
    ) -> Result<Row, PipelineError> {
        let size = (picture.width() as f32, picture.height() as f32);
        let mut body = self.sight.body(picture, &found.area)?;
        if let Some(body) = body.as_mut().filter(|_| self.settings.smoothing) {
            let rules = Smoothing {
                min_cutoff: self.settings.smoothing_min_cutoff,
                beta: self.settings.smoothing_beta,
                threshold: self.settings.keypoint_threshold,
            };
            let (who, large) = (
                (seen.id, seen.anew),
                found.area.width().max(found.area.height()),
            );
            self.progress
                .smoother
                .smooth(who, body, large, elapsed_ms, &rules);
        }
        let moved = self.settings.motion && !seen.anew;
        let energy = moved.then(|| {
            self.stirring
                .energy(&found.area, self.settings.motion_noise)
        });
        Ok(Row {
            id: seen.id,
            score: found.score.clamp(0.0, 1.0),
            area: found.area.within(size),
            body,
            energy: energy.flatten(),
        })
    }

    /// One sample: finds everybody, says who they are, writes what is certain.
    fn sample(
        &mut self,
        frame: &Frame,
        picture: &Picture<'_>,
        tracks: &Tracks,
        sink: &mut dyn Sink,
    ) -> Result<(), PipelineError> {
        let keep = Keep {
            low: self.settings.low_threshold,
            high: self.settings.detection_threshold,
            most: self.settings.max_persons,
        };
        let found = self.sight.people(picture, &keep)?;
        let elapsed_ms = match self.progress.last {
            Some((_, last)) => frame.time.0 - last.0,
            None => 0,
        };
        let rules = self.settings.rules();
        let everybody = self
            .progress
            .tracker
            .update(frame.time.0, &found.people, &rules);
        self.settle(&everybody, tracks, sink)?;
        self.progress.smoother.begin();
        if self.settings.motion {
            self.stirring.take(picture);
        }
        let mut now = Waiting::new((frame.pts, frame.time), found.left_out, self.scale(picture));
        for seen in &everybody {
            let row = self.measure(picture, (seen, &found.people[seen.detection]), elapsed_ms)?;
            if seen.confirmed {
                now.persons += 1;
                tracks.write(sink, &self.settings, &now, &row)?;
            } else {
                now.rows.push(row);
            }
        }
        if self.settings.reidentify {
            self.look(frame, picture, (&everybody, &found.people), tracks, sink)?;
        }
        self.progress.waiting = Some(now);
        Ok(())
    }

    /// Looks at those of whom it is time to be looked at.
    fn look(
        &mut self,
        frame: &Frame,
        picture: &Picture<'_>,
        (everybody, people): (&[Seen], &[Detection]),
        tracks: &Tracks,
        sink: &mut dyn Sink,
    ) -> Result<(), PipelineError> {
        let Progress { looks, tracker, .. } = &mut self.progress;
        looks.forget(|id| tracker.follows(id));
        let every_ms = self.settings.looks_every_ms();
        let size = (picture.width() as f32, picture.height() as f32);
        for seen in everybody.iter().filter(|seen| seen.confirmed) {
            let area = &people[seen.detection].area;
            let others = everybody.iter().filter(|other| other.id != seen.id);
            let others = others.map(|other| &people[other.detection].area);
            let clear = looks::in_full_view(area, others, size);
            if !looks.are_due(seen.id, frame.time, clear, every_ms) {
                continue;
            }
            if let Some(look) = self.sight.look(picture, area)? {
                tracks.look(sink, (frame.pts, frame.time), seen.id, look)?;
            }
        }
        Ok(())
    }

    /// The sample before is complete as soon as it is known which of its new people were seen again.
    fn settle(
        &mut self,
        everybody: &[Seen],
        tracks: &Tracks,
        sink: &mut dyn Sink,
    ) -> Result<(), PipelineError> {
        let Some(mut before) = self.progress.waiting.take() else {
            return Ok(());
        };
        for row in std::mem::take(&mut before.rows) {
            let same = |s: &&Seen| s.confirmed && (s.id == row.id || s.was == Some(row.id));
            if let Some(seen) = everybody.iter().find(same) {
                before.persons += 1;
                let row = Row { id: seen.id, ..row };
                tracks.write(sink, &self.settings, &before, &row)?;
            }
        }
        tracks.count(sink, &before)
    }

    /// From pixels of the frame to pixels of the recording.
    fn scale(&self, picture: &Picture<'_>) -> (f32, f32) {
        let (width, height) = (picture.width() as f32, picture.height() as f32);
        self.shown
            .map_or((1.0, 1.0), |(w, h)| (w as f32 / width, h as f32 / height))
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
    fn identities(&self, others: &dyn Dependencies) -> Result<Identities, PipelineError> {
        let alike = self.settings.reidentify_threshold;
        let alike = self.settings.reidentify.then_some(alike);
        let mut identities = Identities::new(self.cuts(others)?, alike);
        others.each_object(BOXES, &mut |seen| {
            identities.take_box(seen);
            ControlFlow::Continue(())
        })?;
        if self.settings.roles && self.settings.keypoints {
            others.each_object(KEYPOINTS, &mut |seen| {
                identities.take_joints(seen);
                ControlFlow::Continue(())
            })?;
        }
        if self.settings.reidentify {
            others.each_object(APPEARANCE, &mut |seen| {
                identities.take_look(seen);
                ControlFlow::Continue(())
            })?;
        }
        identities.settle();
        Ok(identities)
    }
}

/// The pixels of a frame. One that is not what was demanded must not look like a picture of nobody.
fn picture(frame: &Frame) -> Result<Picture<'_>, PipelineError> {
    let picture = Picture::new(frame.rgb(), frame.width, frame.height);
    picture.ok_or_else(|| PipelineError::Inference {
        model: ID.into(),
        reason: format!("the frame at tick {} has no colours", frame.pts),
    })
}

impl PicturePipeline for PersonTracking {
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

    fn prime(&mut self, frame: &Frame) -> Result<(), PipelineError> {
        self.stirring.take(&picture(frame)?);
        Ok(())
    }

    fn push(&mut self, frame: &Frame, sink: &mut dyn Sink) -> Result<(), PipelineError> {
        let tracks = self.declare(sink)?;
        let picture = picture(frame)?;
        self.sample(frame, &picture, &tracks, sink)?;
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
        if std::mem::replace(&mut self.progress.finished, true) {
            return Ok(());
        }
        let tracks = self.declare(sink)?;
        if self.progress.waiting.is_some() {
            self.settle(&[], &tracks, sink)?;
            self.progress.finished = false;
            // what follows reads what is committed
            sink.checkpoint(self.checkpoint()?)?;
            self.progress.finished = true;
        }
        let identities = self.identities(others)?;
        let changes = identities.changes();
        if !changes.is_empty() {
            tracks.renumber(sink, &changes)?;
        }
        let ending = Ending {
            base: self.base,
            interval: Millis(self.settings.interval_ms()),
            end_pts,
            shots: self.settings.split_at_cuts,
            roles: self.settings.roles,
        };
        for segment in identities.presence(&ending) {
            sink.segment(tracks.presence, segment)?;
        }
        sink.checkpoint(self.checkpoint()?)
    }
}
