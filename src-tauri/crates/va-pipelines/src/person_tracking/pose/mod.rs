//! The joints of a person whose box is known, in pixels of the picture. Two networks, one a quality; neither
//! knows who the person is.

mod crop;
mod movenet;
mod rtmpose;

use self::movenet::MoveNet;
use self::rtmpose::RtmPose;
use super::area::Area;
use super::joints::Body;
use super::settings::Quality;
use crate::infer::Model;
use crate::pipeline::PipelineError;
use crate::registry::Environment;
use crate::vision::Picture;

/// One of the networks.
#[derive(Debug)]
pub(super) enum Pose {
    MoveNet(MoveNet),
    RtmPose(RtmPose),
}

impl Pose {
    /// Loads the network of this quality.
    pub fn open(environment: &Environment, quality: Quality) -> Result<Self, PipelineError> {
        Ok(match quality {
            Quality::Quick => Self::MoveNet(MoveNet::open(environment)?),
            Quality::Thorough => Self::RtmPose(RtmPose::open(environment)?),
        })
    }

    /// The network.
    pub fn model(&self) -> &Model {
        match self {
            Self::MoveNet(network) => network.model(),
            Self::RtmPose(network) => network.model(),
        }
    }

    /// The joints of the person in this box.
    pub fn find(&mut self, picture: &Picture<'_>, person: &Area) -> Result<Body, PipelineError> {
        match self {
            Self::MoveNet(network) => network.find(picture, person),
            Self::RtmPose(network) => network.find(picture, person),
        }
    }
}

/// The error for an output that can't be used.
fn unusable(model: &'static str, reason: &str) -> PipelineError {
    PipelineError::Inference {
        model: model.into(),
        reason: reason.into(),
    }
}
