//! What sees people: the networks, behind a trait so that the pipeline can be tested with people that a test
//! makes up.

use va_core::device::DeviceUse;

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
}

/// The networks that the settings ask for.
#[derive(Debug)]
pub(super) struct Networks {
    detector: Yolox,
    pose: Option<Pose>,
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
        Ok(Self {
            detector: Yolox::open(environment, settings.quality)?,
            pose: pose.transpose()?,
        })
    }
}

impl Sight for Networks {
    fn device(&self) -> Option<DeviceUse> {
        let pose = self.pose.iter().map(Pose::model);
        Some(Model::devices(self.detector.model(), pose))
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
}
