//! The picture steps of a job: one decode, one thread a step, the slowest sets the pace.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, bounded};
use va_core::provenance::DecodeRecord;
use va_core::worker::WorkerEvent;
use va_core::{ErrorCode, Failure, PipelineId};
use va_media::{DecodeReport, Demand, Frame, TapSpec, VideoPlan, decode_video};
use va_pipelines::{PicturePipeline, StreamContext, build_picture};

use super::board::Others;
use super::gauge::Gauge;
use super::job::Job;
use super::step::{Ended, Step};

/// What the end of the decode means for a step: the tick where the last frame's display ends.
type End = Result<i64, Failure>;

/// Runs the steps to their ends and reports each as it comes.
pub fn run(job: &Job<'_>, steps: &[Step], ended: &Sender<(PipelineId, Ended)>) {
    if let Err(failure) = decode(job, steps, ended) {
        for step in steps {
            job.end(ended, step, Ended::Failed(failure.clone()));
        }
    }
}

/// Fails only before any step has begun.
fn decode(
    job: &Job<'_>,
    steps: &[Step],
    ended: &Sender<(PipelineId, Ended)>,
) -> Result<(), Failure> {
    let facts = job.recording.facts();
    let video = job.recording.video().map_err(|e| e.failure())?;
    let context = StreamContext {
        time_base: video.time_base,
        facts,
    };
    let mut running: Vec<(&Step, Box<dyn PicturePipeline>)> = Vec::new();
    for step in steps {
        let settings = &step.config.settings;
        match build_picture(
            step.id().as_str(),
            settings,
            &context,
            step.checkpoint.as_ref(),
        ) {
            Ok(Some(pipeline)) => running.push((step, pipeline)),
            Ok(None) => job.end(ended, step, Ended::Failed(not_here(step))),
            Err(error) => job.end(ended, step, Ended::Failed(error.failure())),
        }
    }
    if running.is_empty() {
        return Ok(());
    }
    let demands: Vec<_> = running.iter().map(|(_, p)| p.demand()).collect();
    let taps: Vec<_> = running
        .iter()
        .zip(&demands)
        .map(|((step, _), demand)| TapSpec {
            sampling: demand.sampling,
            resume_from: step.checkpoint.as_ref().map(|c| c.position),
        })
        .collect();
    let demands = demands.iter().map(|d| Demand {
        sampling: d.sampling,
        width: d.width,
    });
    let first = taps.iter().map(|tap| tap.resume_from).min().flatten();
    let plan = VideoPlan::new(video, &demands.collect::<Vec<_>>());
    let mut decode = match decode_video(job.tools, job.recording, &plan, &taps) {
        Ok(decode) => decode,
        Err(error) => {
            for (step, _) in &running {
                job.end(ended, step, Ended::Failed(error.failure()));
            }
            return Ok(());
        }
    };
    let stopper = decode.stopper();
    job.stop.on_request(move || stopper.stop());
    let frames = decode.take_taps();
    std::thread::scope(|scope| {
        let mut ends: HashMap<&PipelineId, Sender<End>> = HashMap::new();
        for ((step, pipeline), frames) in running.into_iter().zip(frames) {
            let (end, ending) = bounded(1);
            ends.insert(step.id(), end);
            let body = move || {
                let outcome = unpanicked(|| feed(job, step, pipeline, frames, &ending));
                job.end(ended, step, outcome);
            };
            let name = step.id().to_string();
            if let Err(error) = std::thread::Builder::new()
                .name(name)
                .spawn_scoped(scope, body)
            {
                let message = format!("no thread can be started: {error}");
                let failure = Failure::new(ErrorCode::Internal, message);
                job.end(ended, step, Ended::Failed(failure));
            }
        }
        let report = decode.join().map_err(|e| e.failure());
        if let Ok(report) = &report {
            record(job, &plan, report, first);
        }
        for end in ends.values() {
            // a step that failed on its way does not wait for this
            drop(end.send(report.as_ref().map(|r| r.end_pts).map_err(Clone::clone)));
        }
    });
    Ok(())
}

fn feed(
    job: &Job<'_>,
    step: &Step,
    pipeline: Box<dyn PicturePipeline>,
    frames: Receiver<Arc<Frame>>,
    end: &Receiver<End>,
) -> Ended {
    let mut sink = step.sink(job.records);
    let gauge = job.begin(step, true);
    let result = feed_to_end(job, step, pipeline, &frames, end, &mut sink, &gauge);
    // before the end is recorded: the decoder waits for nobody who has stopped listening
    drop(frames);
    Step::close(sink, result)
}

/// Whether the end was reached; `false` if the worker was told to stop before.
fn feed_to_end(
    job: &Job<'_>,
    step: &Step,
    mut pipeline: Box<dyn PicturePipeline>,
    frames: &Receiver<Arc<Frame>>,
    end: &Receiver<End>,
    sink: &mut super::sink::StepSink,
    gauge: &Gauge,
) -> Result<bool, Failure> {
    let resumed = step.checkpoint.as_ref().map(|c| c.position);
    for frame in frames {
        if job.stop.requested() {
            return Ok(false);
        }
        let done = match resumed {
            Some(position) if frame.pts <= position => pipeline.prime(&frame),
            Some(_) | None => pipeline.push(&frame, sink),
        };
        done.map_err(|e| e.failure())?;
        gauge.at(frame.time);
    }
    let end = end
        .recv()
        .map_err(|_| Failure::new(ErrorCode::Internal, "the decoder is gone"))?;
    if job.stop.requested() {
        return Ok(false);
    }
    let others = Others {
        board: job.board,
        steps: job.ids,
        records: job.records,
    };
    pipeline
        .finish(end?, &others, sink)
        .map_err(|e| e.failure())?;
    Ok(true)
}

/// Keeps what the decode found, together with what earlier runs found before `first`, and says it.
fn record(job: &Job<'_>, plan: &VideoPlan, report: &DecodeReport, first: Option<i64>) {
    for warning in &report.warnings {
        job.voice.say(WorkerEvent::Warning {
            warning: warning.clone(),
        });
    }
    let times = &job.recording.probe().frame_pts;
    let before = first.map_or(0, |first| times.partition_point(|pts| *pts < first) as u64);
    let record = DecodeRecord {
        width: plan.width as u32,
        height: plan.height as u32,
        frames: before + report.frames,
        damaged: report.damaged,
        threads: report.threads,
    };
    let kept = job.records.with(move |writer| {
        let earlier = writer.read().meta()?.decode.filter(|_| first.is_some());
        let damaged = record.damaged + earlier.map_or(0, |earlier| earlier.damaged);
        writer.set_decode(&DecodeRecord { damaged, ..record })
    });
    if let Err(error) = kept {
        tracing::error!(%error, "what the decoder found can't be recorded");
    }
}

/// A step whose code panics has failed; the others must not wait for it.
pub fn unpanicked(step: impl FnOnce() -> Ended) -> Ended {
    catch_unwind(AssertUnwindSafe(step)).unwrap_or_else(|_| {
        let failure = Failure::new(
            ErrorCode::Internal,
            "the step stopped because of a fault in it",
        );
        Ended::Failed(
            failure.hint("report this with the job's log; the other steps are not affected"),
        )
    })
}

/// The registry describes a pipeline that this worker does not implement.
pub fn not_here(step: &Step) -> Failure {
    let message = format!("this worker does not implement `{}`", step.id());
    Failure::new(ErrorCode::PipelineUnavailable, message).hint("reinstall the program")
}
