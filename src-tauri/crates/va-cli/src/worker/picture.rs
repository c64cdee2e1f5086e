//! The picture steps of a job: one decode, one thread a step, the slowest sets the pace.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded, select};
use va_core::provenance::{BranchRecord, DecodeRecord};
use va_core::worker::WorkerEvent;
use va_core::{ErrorCode, Failure, PipelineId};
use va_media::plan::Branch;
use va_media::{DecodeReport, Demand, Frame, TapSpec, VideoPlan, decode_video};
use va_pipelines::{PicturePipeline, PipelineError, StreamContext, build_picture};

use super::board::Others;
use super::gauge::Gauge;
use super::job::Job;
use super::step::{Ended, Step, Way};
use super::stop::Wish;

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
    let environment = job.environment();
    let mut running: Vec<(&Step, Box<dyn PicturePipeline>)> = Vec::new();
    for step in steps {
        let settings = &step.config.settings;
        if let Some(failure) = job.refusal(step) {
            job.end(ended, step, Ended::Failed(failure));
            continue;
        }
        match build_picture(
            step.id().as_str(),
            settings,
            &context,
            &environment,
            step.checkpoint.as_ref(),
        ) {
            Ok(Some(pipeline)) => {
                job.computes_on(step, pipeline.device());
                running.push((step, pipeline));
            }
            Ok(None) => job.end(ended, step, Ended::Failed(not_here(step))),
            Err(error) => job.end(ended, step, Ended::Failed(error.failure())),
        }
    }
    if running.is_empty() {
        return Ok(());
    }
    let demands: Vec<_> = running.iter().map(|(_, p)| demand(p.as_ref())).collect();
    let plan = VideoPlan::new(video, &demands, job.order.threads);
    let taps: Vec<_> = running
        .iter()
        .zip(&demands)
        .zip(&plan.branch_of)
        .map(|(((step, _), demand), branch)| TapSpec {
            branch: *branch,
            sampling: demand.sampling,
            resume_from: step.checkpoint.as_ref().map(|c| c.position),
        })
        .collect();
    let first = taps.iter().map(|tap| tap.resume_from).min().flatten();
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
        let mut ends: Vec<Sender<End>> = Vec::new();
        for ((step, pipeline), frames) in running.into_iter().zip(frames) {
            let (end, ending) = bounded(1);
            ends.push(end);
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
        for (tap, end) in ends.iter().enumerate() {
            let ending = match &report {
                // the decode has an end for each tap
                Ok(report) => Ok(report.ends.get(tap).copied().unwrap_or_default()),
                Err(failure) => Err(failure.clone()),
            };
            // a step that failed on its way does not wait for this
            drop(end.send(ending));
        }
    });
    Ok(())
}

/// What a pipeline needs, in the decoder's words.
fn demand(pipeline: &dyn PicturePipeline) -> Demand {
    let wanted = pipeline.demand();
    Demand {
        sampling: wanted.sampling,
        width: wanted.width,
        colour: wanted.colour,
    }
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

/// Feeds the pipeline until the end of the recording or until somebody asks to stop. Where it stood when
/// the frames ended is committed, whatever ended them.
fn feed_to_end(
    job: &Job<'_>,
    step: &Step,
    mut pipeline: Box<dyn PicturePipeline>,
    frames: &Receiver<Arc<Frame>>,
    end: &Receiver<End>,
    sink: &mut super::sink::StepSink,
    gauge: &Gauge,
) -> Result<Way, Failure> {
    let resumed = step.checkpoint.as_ref().map(|c| c.position);
    let alarm = job.stop.alarm(step.id());
    while let Some(frame) = next(frames, &alarm) {
        let done = match resumed {
            Some(position) if frame.pts <= position => pipeline.prime(&frame),
            Some(_) | None => pipeline.push(&frame, sink),
        };
        done.map_err(|e| e.failure())?;
        gauge.at(frame.time);
    }
    let kept = sink.commit_at(pipeline.standing());
    if let Some(wish) = job.stop.of(step.id()) {
        return stopped(wish, kept);
    }
    kept?;
    let end = select! {
        recv(end) -> end => end.map_err(|_| Failure::new(ErrorCode::Internal, "the decoder is gone"))?,
        recv(alarm) -> _ => {
            let wish = job.stop.of(step.id()).unwrap_or(Wish::Suspend);
            return Ok(Way::Stopped(wish));
        }
    };
    let others = Others {
        board: job.board,
        steps: job.ids,
        records: job.records,
        stop: job.stop,
        reader: step.id(),
    };
    finished(job, step, pipeline.finish(end?, &others, sink))
}

/// The next item, or `None` at the end and as soon as the step is to stop.
pub fn next<T>(items: &Receiver<T>, alarm: &Receiver<()>) -> Option<T> {
    if alarm.try_recv() == Err(TryRecvError::Disconnected) {
        return None;
    }
    select! {
        recv(items) -> item => item.ok(),
        recv(alarm) -> _ => None,
    }
}

/// A step that was asked to stop has stopped. What it could not commit is done again, if it goes on.
pub fn stopped(wish: Wish, kept: Result<(), Failure>) -> Result<Way, Failure> {
    match (&wish, kept) {
        // a full disk must be told, or the job would go on until the next checkpoint
        (Wish::Suspend, Err(failure)) => Err(failure),
        (Wish::Cancel | Wish::CancelStep | Wish::Skip(_), Err(error)) => {
            tracing::error!(%error, "what a step had done could not be committed");
            Ok(Way::Stopped(wish))
        }
        (_, Ok(())) => Ok(Way::Stopped(wish)),
    }
}

/// How a pipeline's last part went. One that waited for the result of a step that was stopped has not
/// failed: it was stopped too.
pub fn finished(
    job: &Job<'_>,
    step: &Step,
    result: Result<(), PipelineError>,
) -> Result<Way, Failure> {
    match (result, job.stop.of(step.id())) {
        (Ok(()), _) => Ok(Way::Done),
        (Err(_), Some(wish)) => Ok(Way::Stopped(wish)),
        (Err(error), None) => Err(error.failure()),
    }
}

/// Keeps what the decode found, together with what earlier runs found before `first`, and says it.
fn record(job: &Job<'_>, plan: &VideoPlan, report: &DecodeReport, first: Option<i64>) {
    for warning in &report.warnings {
        job.voice.say(WorkerEvent::Warning {
            warning: warning.clone(),
        });
    }
    let probe = job.recording.probe();
    let times = &probe.frame_pts;
    let before = &times[..first.map_or(0, |first| times.partition_point(|pts| *pts < first))];
    let base = probe.facts.video.as_ref().map(|video| video.time_base);
    let counts = base.map(|base| plan.branches.iter().map(move |b| b.count(before, base)));
    let before = counts.and_then(Iterator::max).unwrap_or_default();
    let branches: Vec<_> = plan.branches.iter().map(branch_record).collect();
    let (width, height) = branches.first().map_or((0, 0), |b| (b.width, b.height));
    let record = DecodeRecord {
        width,
        height,
        branches,
        frames: before + report.frames,
        damaged: report.damaged,
        threads: report.threads,
    };
    let kept = job.records.with(move |writer| {
        let earlier = writer.read().meta()?.decode.filter(|_| first.is_some());
        writer.set_decode(&match earlier {
            Some(earlier) => record.after(earlier),
            None => record,
        })
    });
    if let Err(error) = kept {
        tracing::error!(%error, "what the decoder found can't be recorded");
    }
}

fn branch_record(branch: &Branch) -> BranchRecord {
    BranchRecord {
        width: branch.width as u32,
        height: branch.height as u32,
        pixels: branch.colour.pixel_format().to_owned(),
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
