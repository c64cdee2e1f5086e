//! Time that the picture pipelines take for a frame of 640 x 360, without decoding. Goal of
//! `scene_detection`: under 0.25 ms.

#![expect(clippy::print_stdout, reason = "a benchmark talks to its user")]
#![expect(clippy::unwrap_used, reason = "a benchmark may stop at any surprise")]
#![expect(clippy::expect_used, reason = "a benchmark may stop at any surprise")]

use std::time::Instant;

use va_core::annotation::{Observation, Renumber, Sample, Segment, TrackSpec};
use va_core::media::MediaFacts;
use va_core::pipelines::find;
use va_core::{Millis, TimeBase};
use va_media::Frame;
use va_pipelines::{
    Checkpoint, Environment, PipelineError, Sink, StreamContext, TrackId, build_picture,
};

const FRAMES: i64 = 300;
const ROUNDS: usize = 5;

struct Nowhere;

impl Sink for Nowhere {
    fn track(&mut self, _: TrackSpec) -> Result<TrackId, PipelineError> {
        Ok(TrackId(0))
    }
    fn segment(&mut self, _: TrackId, _: Segment) -> Result<(), PipelineError> {
        Ok(())
    }
    fn sample(&mut self, _: TrackId, _: Sample) -> Result<(), PipelineError> {
        Ok(())
    }
    fn clear_first_from(&mut self, _: TrackId, _: &[i64]) -> Result<(), PipelineError> {
        Ok(())
    }
    fn object(&mut self, _: TrackId, _: Observation) -> Result<(), PipelineError> {
        Ok(())
    }
    fn renumber(&mut self, _: TrackId, _: &[Renumber]) -> Result<(), PipelineError> {
        Ok(())
    }
    fn checkpoint(&mut self, _: Checkpoint) -> Result<(), PipelineError> {
        Ok(())
    }
}

/// A picture full of detail and colour, another one for each number.
fn picture(number: i64) -> Frame {
    let (width, height) = (640usize, 360usize);
    let mut random = 0x9E37_79B9_7F4A_7C15u64 ^ number as u64;
    let data = (0..width * height * 3 / 2)
        .map(|i| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            ((i / 7) as u8).wrapping_mul(3) / 2 + 30 + (random >> 60) as u8
        })
        .collect();
    Frame::new(
        (number * 40, Millis(number * 40)),
        (width, height),
        data,
        None,
    )
}

fn main() {
    let facts = MediaFacts {
        container: String::new(),
        size_bytes: 0,
        start: Millis(0),
        duration: None,
        video: None,
        audio: Vec::new(),
        warnings: Vec::new(),
    };
    let stream = StreamContext {
        time_base: TimeBase::new(1, 1000),
        facts: &facts,
    };
    for id in ["scene_detection", "motion_energy"] {
        let settings = find(id).expect("the registry has it").schema.defaults();
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            // made anew each round: a frame keeps the small pictures that were made of it
            let frames: Vec<Frame> = (0..FRAMES).map(picture).collect();
            let built =
                build_picture(id, &settings, &stream, &Environment::default(), None).unwrap();
            let mut pipeline = built.expect("the registry has it");
            let start = Instant::now();
            for frame in &frames {
                pipeline.push(frame, &mut Nowhere).unwrap();
            }
            times.push(start.elapsed().as_secs_f64() * 1000.0 / FRAMES as f64);
        }
        times.sort_by(f64::total_cmp);
        println!("{id:16} {:.3} ms per frame", times[ROUNDS / 2]);
    }
}
