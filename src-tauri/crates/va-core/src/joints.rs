//! The points of a body as COCO names and orders them: what `person_tracking` calls its channels by and
//! what exported files list. Names only; knows no model and no place.

/// In COCO's order; left and right are the person's own.
pub const JOINTS: [&str; 17] = [
    "nose",
    "left_eye",
    "right_eye",
    "left_ear",
    "right_ear",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
];
