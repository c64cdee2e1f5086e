//! COCO JSON as the dataset tools want it: shots, persons with keypoints, and faces, one file each. What is
//! in them is in `coco_shots`, `coco_persons` and `coco_faces`.

use std::io::Write;

use va_core::annotation::TrackSpec;

use super::Format;
use crate::error::ExportError;
use crate::people::{FACE_BOXES, PERSON_BOXES};
use crate::plan::{Part, Task};
use crate::shots::SHOTS;
use crate::source::Written;
use crate::{coco_faces, coco_persons, coco_shots};

pub(super) const FORMAT: Format = Format {
    id: "coco",
    title: "COCO",
    extension: "coco.json",
    opens_in: "pycocotools, FiftyOne, CVAT, Video Annotation Viewer",
    parts,
    write,
};

fn parts(tracks: &[TrackSpec]) -> Vec<Part> {
    let mut parts = Part::of(tracks, SHOTS, &[]);
    parts.extend(coco_persons::parts(tracks));
    parts.extend(coco_faces::parts(tracks));
    parts
}

fn write(task: &Task<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    if task.has(PERSON_BOXES) {
        return coco_persons::write(task, out);
    }
    if task.has(FACE_BOXES) {
        return coco_faces::write(task, out);
    }
    coco_shots::write(task, out)
}
