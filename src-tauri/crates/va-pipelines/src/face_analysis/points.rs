//! Which of the 478 points of the mesh are which, and the names of the 52 blendshapes: facts about Google's
//! face mesh. Left and right are the person's own.

/// Points of the mesh.
pub(super) const POINTS: usize = 478;
/// Blendshapes.
pub(super) const SHAPES: usize = 52;

/// Outer and inner corner of the right eye.
pub(super) const RIGHT_CORNERS: (usize, usize) = (33, 133);
/// Outer and inner corner of the left eye.
pub(super) const LEFT_CORNERS: (usize, usize) = (263, 362);
/// Upper and lower lid of the right eye.
pub(super) const RIGHT_LIDS: (usize, usize) = (159, 145);
/// Upper and lower lid of the left eye.
pub(super) const LEFT_LIDS: (usize, usize) = (386, 374);
/// Middle of the right iris.
pub(super) const RIGHT_IRIS: usize = 468;
/// Middle of the left iris.
pub(super) const LEFT_IRIS: usize = 473;
/// Right eye, left eye, nose, right and left corner of the mouth: the order of the detector.
pub(super) const FIVE: [usize; 5] = [RIGHT_IRIS, LEFT_IRIS, 1, 61, 291];

/// The points nearest to the 68 of iBUG/dlib, in their order, then both irises.
pub(super) const KEY: [usize; 70] = [
    127, 234, 93, 132, 58, 172, 150, 176, 152, 400, 379, 397, 288, 361, 323, 454, 356, 70, 63, 105,
    66, 107, 336, 296, 334, 293, 300, 168, 197, 5, 4, 98, 97, 2, 326, 327, 33, 160, 158, 133, 153,
    144, 362, 385, 387, 263, 373, 380, 61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181, 78, 82,
    13, 312, 308, 317, 14, 87, 468, 473,
];

/// The points that the blendshape network reads.
pub(super) const SUBSET: [usize; 146] = [
    0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65,
    66, 67, 70, 78, 80, 81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136,
    144, 145, 146, 148, 149, 150, 152, 153, 154, 155, 157, 158, 159, 160, 161, 162, 163, 168, 172,
    173, 176, 178, 181, 185, 191, 195, 197, 234, 246, 249, 251, 263, 267, 269, 270, 276, 282, 283,
    284, 285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312, 314, 317, 318, 321, 323, 324,
    332, 334, 336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382, 384, 385,
    386, 387, 388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472,
    473, 474, 475, 476, 477,
];

/// Names of the blendshapes in the order of the network.
pub(super) const SHAPE_NAMES: [&str; SHAPES] = [
    "_neutral",
    "browDownLeft",
    "browDownRight",
    "browInnerUp",
    "browOuterUpLeft",
    "browOuterUpRight",
    "cheekPuff",
    "cheekSquintLeft",
    "cheekSquintRight",
    "eyeBlinkLeft",
    "eyeBlinkRight",
    "eyeLookDownLeft",
    "eyeLookDownRight",
    "eyeLookInLeft",
    "eyeLookInRight",
    "eyeLookOutLeft",
    "eyeLookOutRight",
    "eyeLookUpLeft",
    "eyeLookUpRight",
    "eyeSquintLeft",
    "eyeSquintRight",
    "eyeWideLeft",
    "eyeWideRight",
    "jawForward",
    "jawLeft",
    "jawOpen",
    "jawRight",
    "mouthClose",
    "mouthDimpleLeft",
    "mouthDimpleRight",
    "mouthFrownLeft",
    "mouthFrownRight",
    "mouthFunnel",
    "mouthLeft",
    "mouthLowerDownLeft",
    "mouthLowerDownRight",
    "mouthPressLeft",
    "mouthPressRight",
    "mouthPucker",
    "mouthRight",
    "mouthRollLower",
    "mouthRollUpper",
    "mouthShrugLower",
    "mouthShrugUpper",
    "mouthSmileLeft",
    "mouthSmileRight",
    "mouthStretchLeft",
    "mouthStretchRight",
    "mouthUpperUpLeft",
    "mouthUpperUpRight",
    "noseSneerLeft",
    "noseSneerRight",
];

/// Expressions in the order of the network.
pub(super) const EXPRESSIONS: [&str; 7] = [
    "angry",
    "disgust",
    "fearful",
    "happy",
    "neutral",
    "sad",
    "surprised",
];
