//! An hour of samples must not sit in memory.

use std::cell::Cell;
use std::io::Write;
use std::ops::ControlFlow;

use va_core::Failure;
use va_core::annotation::{Observation, Sample, Segment, TrackKind, TrackSpec};
use va_export::{Annotations, ExportError, plan};

use crate::crowd::{STEP, seen};
use crate::jobs::{Memory, context, sample, shots, track};

const SAMPLES: i64 = 200_000;
const OBSERVATIONS: i64 = 60_000;

fn energy() -> Vec<TrackSpec> {
    vec![track("motion_energy.energy", TrackKind::Curve, &["whole"])]
}

struct Long<'a> {
    delivered: &'a Cell<i64>,
}

impl Annotations for Long<'_> {
    fn each_segment(
        &self,
        _: &str,
        _: &mut dyn FnMut(Segment) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        Ok(())
    }

    fn each_sample(
        &self,
        _: &str,
        take: &mut dyn FnMut(Sample) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        for index in 0..SAMPLES {
            self.delivered.set(index);
            if take(sample(index, &[Some(0.5)])).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn each_object(
        &self,
        _: &str,
        take: &mut dyn FnMut(&Observation) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        for index in 0..OBSERVATIONS {
            self.delivered.set(index);
            if take(&seen(index, 1, vec![Some(1.0); 4])).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn each_object_at(
        &self,
        _: &str,
        pts: i64,
        take: &mut dyn FnMut(&Observation) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        let _stopped = take(&seen(pts / STEP, 1, vec![Some(0.5); 52]));
        Ok(())
    }

    fn frame_number(&self, pts: i64) -> Result<Option<u64>, Failure> {
        Ok(Some(pts as u64))
    }
}

/// Remembers how many bytes had come when, and is full at some point.
struct Disk<'a> {
    delivered: &'a Cell<i64>,
    first_write_at: Option<i64>,
    bytes: usize,
    room: usize,
}

impl Write for Disk<'_> {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        if self.bytes + buffer.len() > self.room {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        self.first_write_at.get_or_insert(self.delivered.get());
        self.bytes += buffer.len();
        Ok(buffer.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn bytes_leave_while_samples_come_in() {
    let delivered = Cell::new(0);
    let long = Long {
        delivered: &delivered,
    };
    let plan = plan("p", &energy(), &["csv".into()]).unwrap();
    let mut disk = Disk {
        delivered: &delivered,
        first_write_at: None,
        bytes: 0,
        room: usize::MAX,
    };
    let written = plan.files[0]
        .write(&context("a.mp4"), &long, &mut disk)
        .unwrap();
    assert_eq!(written.items, SAMPLES as u64);
    let first = disk.first_write_at.unwrap();
    assert!(
        first < SAMPLES / 10,
        "the first byte left after {first} samples"
    );
    assert!(disk.bytes > 1_000_000);
}

#[test]
fn bytes_leave_while_observations_come_in() {
    let sides = ["x", "y", "w", "h"];
    let tracks = [
        track("person_tracking.boxes", TrackKind::Objects, &sides),
        track("person_tracking.keypoints", TrackKind::Objects, &["nose_x"]),
        track("face_analysis.boxes", TrackKind::Objects, &sides),
        track("face_analysis.pose", TrackKind::Objects, &["yaw"]),
    ];
    let delivered = Cell::new(0);
    let long = Long {
        delivered: &delivered,
    };
    let prefix = context("a.mp4").job.file_prefix();
    let plan = plan(&prefix, &tracks, &["coco".into(), "csv".into()]).unwrap();
    let files = plan.files.iter().filter(|file| file.pipeline.is_some());
    let mut count = 0;
    for file in files {
        let mut disk = Disk {
            delivered: &delivered,
            first_write_at: None,
            bytes: 0,
            room: usize::MAX,
        };
        let written = file.write(&context("a.mp4"), &long, &mut disk).unwrap();
        assert_eq!(written.items, OBSERVATIONS as u64, "{}", file.name);
        let first = disk.first_write_at.unwrap();
        assert!(first < OBSERVATIONS / 10, "{}: {first}", file.name);
        count += 1;
    }
    assert_eq!(count, 7, "two files, four tables and that of faces");
}

#[test]
fn a_full_disk_stops_the_reading_and_is_told() {
    let delivered = Cell::new(0);
    let long = Long {
        delivered: &delivered,
    };
    let plan = plan("p", &energy(), &["csv".into()]).unwrap();
    let mut disk = Disk {
        delivered: &delivered,
        first_write_at: None,
        bytes: 0,
        room: 500_000,
    };
    let error = plan.files[0]
        .write(&context("a.mp4"), &long, &mut disk)
        .unwrap_err();
    assert!(matches!(error, ExportError::Write { .. }), "{error}");
    assert_eq!(error.failure().code, va_core::ErrorCode::StorageFull);
    assert!(
        delivered.get() < SAMPLES - 1,
        "reading went on after the error"
    );
}

#[test]
fn every_format_tells_a_full_disk() {
    let memory = Memory::default()
        .with_segments("scene_detection.shots", shots(&[500; 2000]))
        .with_segments("voice_activity.speech", shots(&[500; 2000]));
    let plan = plan("p", &memory.tracks, &[]).unwrap();
    assert_eq!(
        plan.files.len(),
        7,
        "five formats, two tables and a codebook among them"
    );
    for file in &plan.files {
        let mut disk = Disk {
            delivered: &Cell::new(0),
            first_write_at: None,
            bytes: 0,
            room: 700,
        };
        let error = file
            .write(&context("a.mp4"), &memory, &mut disk)
            .unwrap_err();
        let code = error.failure().code;
        assert_eq!(
            code,
            va_core::ErrorCode::StorageFull,
            "{}: {error}",
            file.name
        );
    }
}
