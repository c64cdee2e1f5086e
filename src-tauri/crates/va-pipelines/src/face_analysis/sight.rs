//! What sees faces: the networks that the settings ask for, behind a trait so that the pipeline can be tested
//! with faces that a test makes up. A part that is switched off has no network.

use va_core::device::DeviceUse;

use super::aligned::{Expression, Identity, alignment};
use super::gaze::{Gaze, eye_line, gaze};
use super::head::{Head, Turn};
use super::mesh::{Mesh, Points, Shapes};
use super::points::FIVE;
use super::settings::FaceSettings;
use super::yunet::{Face, Yunet};
use crate::infer::Model;
use crate::pipeline::PipelineError;
use crate::registry::Environment;
use crate::vision::Picture;

/// What was measured of one face; `None` where a part is off or can't say anything.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Measured {
    pub points: Option<Points>,
    pub turn: Option<Turn>,
    /// Angle of the mesh's eye line, degrees.
    pub eye_line: Option<f32>,
    pub gaze: Option<Gaze>,
    pub shapes: Option<Vec<f32>>,
    pub expression: Option<[f32; 7]>,
    pub look: Option<Vec<f32>>,
    /// Whether the mesh says that there is no face, so that only the box is kept.
    pub rejected: bool,
}

/// Sees faces.
pub(super) trait Sight: Send {
    /// What it computes on.
    fn device(&self) -> Option<DeviceUse>;

    /// The faces of a picture.
    fn faces(&mut self, picture: &Picture<'_>) -> Result<Vec<Face>, PipelineError>;

    /// Everything else about one of them.
    fn measure(&mut self, picture: &Picture<'_>, face: &Face) -> Result<Measured, PipelineError>;
}

/// The networks.
#[derive(Debug)]
pub(super) struct Networks {
    settings: FaceSettings,
    detector: Yunet,
    mesh: Option<Mesh>,
    head: Option<Head>,
    shapes: Option<Shapes>,
    expression: Option<Expression>,
    identity: Option<Identity>,
}

impl Networks {
    /// Loads them.
    pub fn open(environment: &Environment, settings: &FaceSettings) -> Result<Self, PipelineError> {
        let s = settings;
        let shapes = s.mesh && s.blendshapes;
        Ok(Self {
            settings: settings.clone(),
            detector: Yunet::open(environment)?,
            mesh: s.mesh.then(|| Mesh::open(environment)).transpose()?,
            head: s.pose.then(|| Head::open(environment)).transpose()?,
            shapes: shapes.then(|| Shapes::open(environment)).transpose()?,
            expression: s
                .expression
                .then(|| Expression::open(environment))
                .transpose()?,
            identity: s
                .identity
                .then(|| Identity::open(environment))
                .transpose()?,
        })
    }
}

impl Sight for Networks {
    fn device(&self) -> Option<DeviceUse> {
        let mesh = self.mesh.iter().map(Mesh::model);
        let heads = self.head.iter().flat_map(Head::models);
        let shapes = self.shapes.iter().map(Shapes::model);
        let expression = self.expression.iter().map(Expression::model);
        let identity = self.identity.iter().map(Identity::model);
        let others = mesh
            .chain(heads)
            .chain(shapes)
            .chain(expression)
            .chain(identity);
        Some(Model::devices(self.detector.model(), others))
    }

    fn faces(&mut self, picture: &Picture<'_>) -> Result<Vec<Face>, PipelineError> {
        self.detector
            .find(picture, self.settings.detection_threshold)
    }

    fn measure(&mut self, picture: &Picture<'_>, face: &Face) -> Result<Measured, PipelineError> {
        let mut all = Measured::default();
        let mut five = face.five;
        if let Some(mesh) = &mut self.mesh {
            let points = mesh.find(picture, face, self.settings.refinements)?;
            let sure = points.filter(|p| p.presence >= self.settings.presence_threshold);
            let Some(points) = sure else {
                all.rejected = true;
                return Ok(all);
            };
            five = FIVE.map(|i| points.all[i]);
            all.eye_line = Some(eye_line(&points.all).to_degrees());
            all.points = Some(points);
        }
        if let Some(head) = &mut self.head {
            all.turn = head.find(picture, &face.area)?;
        }
        if let Some(points) = &all.points {
            if let Some(shapes) = &mut self.shapes {
                all.shapes = Some(shapes.read(&points.all)?);
            }
            if let Some(turn) = all.turn.filter(|_| self.settings.measures_gaze()) {
                all.gaze = Some(gaze(&points.all, turn));
            }
        }
        if let Some(place) = alignment(&five) {
            if let Some(expression) = &mut self.expression {
                all.expression = Some(expression.read(picture, &place)?);
            }
            if let Some(identity) = &mut self.identity {
                all.look = Some(identity.read(picture, &place)?);
            }
        }
        Ok(all)
    }
}
