//! What sees people: the networks, behind a trait so that the pipeline can be tested with people that a test
//! makes up.

use va_core::device::DeviceUse;

use super::appearance::Appearance;
use super::area::Area;
use super::joints::Body;
use super::pose::Pose;
use super::settings::PersonSettings;
use super::yolox::{Found, Keep, Yolox};
use crate::infer::Model;
use crate::pipeline::PipelineError;
use crate::registry::Environment;
use crate::vision::Picture;

/// Sees people.
pub(super) trait Sight: Send {
    /// What it computes on.
    fn device(&self) -> Option<DeviceUse>;

    /// The people in a picture.
    fn people(&mut self, picture: &Picture<'_>, keep: &Keep) -> Result<Found, PipelineError>;

    /// The joints of the person in this box; `None` if they were not asked for.
    fn body(&mut self, picture: &Picture<'_>, person: &Area)
    -> Result<Option<Body>, PipelineError>;

    /// Numbers of a look; 0 if looks were not asked for.
    fn look_numbers(&self) -> usize;

    /// How the person in this box looks, of length 1; `None` if looks were not asked for or the box is empty.
    fn look(
        &mut self,
        picture: &Picture<'_>,
        person: &Area,
    ) -> Result<Option<Vec<f32>>, PipelineError>;
}

/// The networks that the settings ask for.
#[derive(Debug)]
pub(super) struct Networks {
    detector: Yolox,
    pose: Option<Pose>,
    appearance: Option<Appearance>,
}

impl Networks {
    /// Loads them.
    pub fn open(
        environment: &Environment,
        settings: &PersonSettings,
    ) -> Result<Self, PipelineError> {
        let pose = settings
            .keypoints
            .then(|| Pose::open(environment, settings.quality));
        let looks = settings.reidentify.then(|| Appearance::open(environment));
        Ok(Self {
            detector: Yolox::open(environment, settings.quality)?,
            pose: pose.transpose()?,
            appearance: looks.transpose()?,
        })
    }
}

impl Sight for Networks {
    fn device(&self) -> Option<DeviceUse> {
        let pose = self.pose.iter().map(Pose::model);
        let others = pose.chain(self.appearance.iter().map(Appearance::model));
        Some(Model::devices(self.detector.model(), others))
    }

    fn people(&mut self, picture: &Picture<'_>, keep: &Keep) -> Result<Found, PipelineError> {
        self.detector.find(picture, keep)
    }

    fn body(
        &mut self,
        picture: &Picture<'_>,
        person: &Area,
    ) -> Result<Option<Body>, PipelineError> {
        let pose = self.pose.as_mut();
        pose.map(|pose| pose.find(picture, person)).transpose()
    }

    fn look_numbers(&self) -> usize {
        self.appearance.as_ref().map_or(0, Appearance::numbers)
    }

    fn look(
        &mut self,
        picture: &Picture<'_>,
        person: &Area,
    ) -> Result<Option<Vec<f32>>, PipelineError> {
        match &mut self.appearance {
            Some(network) => network.read(picture, person),
            None => Ok(None),
        }
    }
}
