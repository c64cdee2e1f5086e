//! The 17 points of a body, in the order of COCO, with their names in tracks. Made by `pose`.

use va_core::annotation::Channel;
use va_core::joints::JOINTS as NAMES;

use crate::declaration::channel;

/// Points of a body.
pub(super) const JOINTS: usize = NAMES.len();

/// Where a point of the body is taken to be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Joint {
    pub x: f32,
    pub y: f32,
    /// How sure, 0 to 1.
    pub score: f32,
}

/// A body.
pub(super) type Body = [Joint; JOINTS];

/// Channels of a track of bodies: place and score of each point.
pub(super) fn channels() -> Vec<Channel> {
    let of = |name: &&str| {
        let title = name.replace('_', " ");
        [("x", "px"), ("y", "px"), ("score", "")].map(|(part, unit)| {
            channel(&format!("{name}_{part}"), &format!("{title} {part}"), unit)
        })
    };
    NAMES.iter().flat_map(of).collect()
}

/// The values of a body in the order of [`channels`]: enlarged by `scale`, a point below `threshold`
/// without a place.
pub(super) fn values(body: &Body, scale: (f32, f32), threshold: f32) -> Vec<Option<f32>> {
    let of = |joint: &Joint| {
        let placed = joint.score >= threshold;
        [
            placed.then_some(joint.x * scale.0),
            placed.then_some(joint.y * scale.1),
            Some(joint.score),
        ]
    };
    body.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_of_which_the_model_is_unsure_has_a_score_and_no_place() {
        let mut body = Body::default();
        body[1] = Joint {
            x: 10.0,
            y: 20.0,
            score: 0.7,
        };
        let found = values(&body, (2.0, 3.0), 0.25);
        assert_eq!(found.len(), channels().len());
        assert_eq!(found[..3], [None, None, Some(0.0)]);
        assert_eq!(found[3..6], [Some(20.0), Some(60.0), Some(0.7)]);
        assert_eq!(channels()[5].key, "left_eye_score");
    }
}
