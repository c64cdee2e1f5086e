//! The sound steps of a job: one decode and one thread a step.

use va_core::worker::WorkerEvent;
use va_core::{Failure, PipelineId};
use va_media::decode_audio;
use va_pipelines::build_sound;

use super::board::Others;
use super::job::Job;
use super::picture::{finished, next, not_here, stopped, unpanicked};
use super::step::{Ended, Step, Way};

/// Runs one step to its end and reports it.
pub fn run(job: &Job<'_>, step: &Step, ended: &crossbeam_channel::Sender<(PipelineId, Ended)>) {
    let outcome = unpanicked(|| {
        let mut sink = step.sink(job.records);
        let gauge = job.begin(step, false);
        let result = feed(job, step, &mut sink, &gauge);
        Step::close(sink, result)
    });
    job.end(ended, step, outcome);
}

/// Feeds the pipeline until the end of the recording or until somebody asks to stop. Where it stood when
/// the sound ended is committed, whatever ended it.
fn feed(
    job: &Job<'_>,
    step: &Step,
    sink: &mut super::sink::StepSink,
    gauge: &super::gauge::Gauge,
) -> Result<Way, Failure> {
    if let Some(failure) = job.refusal(step) {
        return Err(failure);
    }
    let environment = job.environment();
    let settings = &step.config.settings;
    let checkpoint = step.checkpoint.as_ref();
    let built = build_sound(step.id().as_str(), settings, &environment, checkpoint);
    let mut pipeline = built
        .map_err(|e| e.failure())?
        .ok_or_else(|| not_here(step))?;
    job.computes_on(step, pipeline.device());
    let demand = pipeline.demand();
    let from = checkpoint.map_or(0, |c| c.position.max(0) as u64);
    let mut decode = decode_audio(job.tools, job.recording, demand.track, demand.rate, from)
        .map_err(|e| e.failure())?;
    let stopper = decode.stopper();
    job.stop.on_request_of(step.id(), move || stopper.stop());
    let alarm = job.stop.alarm(step.id());
    let chunks = decode.take_chunks();
    while let Some(chunk) = chunks.as_ref().and_then(|chunks| next(chunks, &alarm)) {
        pipeline.push(&chunk, sink).map_err(|e| e.failure())?;
        gauge.at(chunk.time_of(chunk.start + chunk.samples.len() as u64));
    }
    drop(chunks);
    let kept = sink.commit_at(pipeline.standing());
    if let Some(wish) = job.stop.of(step.id()) {
        return stopped(wish, kept);
    }
    kept?;
    let report = decode.join();
    if let Some(wish) = job.stop.of(step.id()) {
        return stopped(wish, Ok(()));
    }
    for warning in report.map_err(|e| e.failure())?.warnings {
        job.voice.say(WorkerEvent::Warning { warning });
    }
    let others = Others {
        board: job.board,
        steps: job.ids,
        records: job.records,
        stop: job.stop,
        reader: step.id(),
    };
    finished(job, step, pipeline.finish(&others, sink))
}
