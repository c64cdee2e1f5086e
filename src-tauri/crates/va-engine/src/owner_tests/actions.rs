//! What the user does with jobs that wait, run or have ended.

use va_core::device::{DeviceUse, Provider};
use va_core::step::StepState;

use super::*;

#[test]
fn cancelling_one_step_leaves_the_others_and_ends_a_job_that_has_no_other() {
    let mut bench = Bench::new();
    let id = bench.add();
    bench.run(id);
    bench.start_both(id);
    bench.say(id, progress(9_000));
    let job = bench.owner.cancel_step(id, &STEPS[0].into()).unwrap();
    assert_eq!(job.status, JobStatus::Running);
    let cut_off = job.step(STEPS[0]).unwrap();
    assert_eq!(cut_off.state, StepState::Cancelled);
    assert_eq!(cut_off.live.unwrap().done, Millis(9_000));
    bench.say(id, succeeded(STEPS[0]));
    assert_eq!(bench.row(id).steps[0].state, StepState::Cancelled);
    let again = bench.owner.cancel_step(id, &STEPS[0].into());
    assert!(again.is_ok(), "twice is fine");
    bench.say(id, succeeded(STEPS[1]));
    let refused = bench.owner.cancel_step(id, &STEPS[1].into()).unwrap_err();
    assert_eq!(refused.failure().code, ErrorCode::StepAlreadyEnded);
    let refused = bench.owner.cancel_step(id, &"other".into()).unwrap_err();
    assert_eq!(refused.failure().code, ErrorCode::StepNotFound);
    let waiting = bench.add();
    for step in STEPS {
        bench.owner.cancel_step(waiting, &step.into()).unwrap();
    }
    assert_eq!(bench.row(waiting).status, JobStatus::Cancelled);
    assert_eq!(bench.owner.queue.place(waiting), None);
}

#[test]
fn only_failed_pipelines_are_tried_again_by_the_user() {
    let mut bench = Bench::new();
    let id = bench.add();
    let code = |refused: Result<Arc<JobView>, EngineError>| refused.unwrap_err().failure().code;
    assert_eq!(code(bench.owner.retry(id)), ErrorCode::JobNotFailed);
    bench.run(id);
    bench.start_both(id);
    bench.say(id, succeeded(STEPS[0]));
    bench.say(id, failed(STEPS[1], ErrorCode::ModelMissing));
    assert_eq!(
        code(bench.owner.retry(id)),
        ErrorCode::JobNotFailed,
        "its worker is not gone"
    );
    bench.gone(id, false, None);
    assert_eq!(bench.row(id).status, JobStatus::Completed);
    let job = bench.owner.retry(id).unwrap();
    assert_eq!(
        (job.status, job.queue_position),
        (JobStatus::Pending, Some(1))
    );
    assert_eq!(job.step(STEPS[0]).unwrap().state, StepState::Succeeded);
    bench.owner.cancel(id).unwrap();
    assert_eq!(code(bench.owner.retry(id)), ErrorCode::JobCancelled);
    let failed_then_cancelled = bench.add();
    bench.run(failed_then_cancelled);
    bench.start_both(failed_then_cancelled);
    bench.say(
        failed_then_cancelled,
        failed(STEPS[0], ErrorCode::ModelMissing),
    );
    bench.owner.cancel(failed_then_cancelled).unwrap();
    bench.gone(failed_then_cancelled, true, None);
    let refused = bench.owner.retry(failed_then_cancelled);
    assert_eq!(code(refused), ErrorCode::JobCancelled);
}

#[test]
fn moved_jobs_start_in_their_new_order_and_only_waiting_ones_move() {
    let mut bench = Bench::new();
    let ids = [bench.add(), bench.add(), bench.add()];
    let running = bench.add();
    bench.run(running);
    bench.start_both(running);
    let order = |queue: crate::queue::QueueView| -> Vec<JobId> {
        queue.waiting.iter().map(|w| w.id).collect()
    };
    let moved = bench.owner.reorder(ids[2], Some(ids[0])).unwrap();
    assert_eq!(order(moved), [ids[2], ids[0], ids[1]]);
    let moved = bench.owner.reorder(ids[2], None).unwrap();
    assert_eq!(order(moved), [ids[0], ids[1], ids[2]]);
    let refused = bench.owner.reorder(running, None).unwrap_err();
    assert_eq!(refused.failure().code, ErrorCode::JobNotWaiting);
    let refused = bench.owner.reorder(ids[0], Some(running)).unwrap_err();
    assert_eq!(refused.failure().code, ErrorCode::JobNotWaiting);
    bench.owner.reorder(ids[1], Some(ids[0])).unwrap();
    let stored: Vec<_> = bench.owner.catalogue.read().queue().unwrap();
    assert_eq!(stored, [ids[1], ids[0], ids[2]], "also after a restart");
}

#[test]
fn an_engine_without_anything_to_do_rests() {
    let mut bench = Bench::new();
    let id = bench.add();
    bench.owner.tell_queue();
    bench.owner.do_what_is_due();
    let rest = bench.owner.pause();
    assert!(rest > Duration::from_mins(1), "{rest:?}");
    bench.run(id);
    bench.gone(id, false, Some(ErrorCode::WorkerCrashed));
    bench.owner.forecast = Forecast::default();
    let rest = bench.owner.pause();
    let due = Duration::from_secs(90)..Duration::from_secs(101);
    assert!(due.contains(&rest), "it wakes for the next try: {rest:?}");
    bench.owner.retries.insert(id, Instant::now());
    bench.owner.do_what_is_due();
    assert!(
        bench.owner.pause() > Duration::from_mins(1),
        "it is due and only waits for a slot"
    );
}

#[test]
fn jobs_on_a_graphics_card_are_limited_apart() {
    let mut bench = Bench::new();
    bench.owner.paused = false;
    let cpu = bench.add();
    bench.run(cpu);
    assert_eq!(bench.owner.next_job(), None);
    let other = bench.add();
    let gpu = bench.add_steps(&STEPS, &[], json!({"device": "gpu"}));
    assert_eq!(
        bench.owner.next_job(),
        Some((gpu, Device::Gpu)),
        "the limit of the others is 1"
    );
    bench.run(gpu);
    assert_eq!(bench.owner.next_job(), None, "both limits are reached");
    bench.owner.running.remove(&cpu);
    assert_eq!(bench.owner.next_job(), Some((other, Device::Cpu)));
}

#[test]
fn what_was_left_out_or_cancelled_before_the_start_is_not_in_the_order() {
    let mut bench = Bench::new();
    let names = ["scene_detection", "motion_energy", "voice_activity"];
    let id = bench.add_steps(&names, &[("gate_cuts", true)], json!({}));
    bench.owner.cancel_step(id, &names[0].into()).unwrap();
    assert_eq!(bench.row(id).steps[1].state, StepState::Skipped);
    let job = bench.owner.view(id).unwrap();
    let ordered: Vec<_> = job.steps_to_run().map(|s| s.pipeline.as_str()).collect();
    assert_eq!(ordered, [names[2]]);
}

#[test]
fn a_job_whose_folder_does_not_answer_holds_up_nobody_and_can_be_cancelled() {
    let mut bench = Bench::new();
    let (stuck, next) = (bench.add(), bench.add());
    bench.owner.paused = false;
    // as if its drive took its time: nothing comes back
    bench.owner.starting.insert(stuck, Device::Cpu);
    assert_eq!(bench.owner.next_job(), None, "it has the only slot");
    let cancelled = bench.owner.cancel(stuck).unwrap();
    assert_eq!(cancelled.status, JobStatus::Cancelled);
    assert!(bench.owner.starting.keys().all(|id| *id != stuck));
    let late = Failure::new(ErrorCode::WorkerHung, "it did not answer");
    bench
        .owner
        .handle(Message::Ready(stuck, Box::new(Err(late))));
    assert_eq!(bench.row(stuck).status, JobStatus::Cancelled, "too late");
    assert!(
        bench.owner.starting.contains_key(&next),
        "the next one starts"
    );
}

#[test]
fn a_job_that_nobody_could_probe_starts_all_the_same_after_a_while() {
    let mut bench = Bench::new();
    let id = bench.add();
    bench.owner.paused = false;
    bench.owner.preparing.insert(id, Instant::now());
    assert_eq!(bench.owner.next_job(), None, "its probe comes first");
    let long_ago = Instant::now().checked_sub(Duration::from_mins(2)).unwrap();
    bench.owner.preparing.insert(id, long_ago);
    assert_eq!(bench.owner.next_job(), Some((id, Device::Cpu)));
}

#[test]
fn a_job_without_a_device_counts_as_what_such_jobs_obtain_here() {
    let mut bench = Bench::new();
    bench.owner.auto_on_card = false;
    let pictures = ["person_tracking"];
    let auto = bench.add_steps(&pictures, &[], json!({}));
    let named = bench.add_steps(&pictures, &[], json!({"device": "cpu"}));
    let sound = bench.add_steps(&["voice_activity"], &[], json!({}));
    let count = |bench: &Bench| {
        let device = |id| {
            bench
                .owner
                .queue
                .iter()
                .find(|e| e.id == id)
                .unwrap()
                .device
        };
        [auto, named, sound].map(device)
    };
    assert_eq!(count(&bench), [Device::Cpu; 3]);
    let runs = bench.add_steps(&pictures, &[], json!({}));
    bench.run(runs);
    let obtained = |obtained, fallback_because: Option<&str>| WorkerEvent::StepDevice {
        pipeline: "person_tracking".into(),
        device: DeviceUse {
            asked: Vec::new(),
            obtained,
            half: false,
            fallback_because: fallback_because.map(str::to_owned),
            others: Vec::new(),
        },
    };
    bench.say(runs, obtained(Provider::WebGpu, None));
    assert_eq!(
        count(&bench),
        [Device::Gpu, Device::Cpu, Device::Cpu],
        "as the worker found it"
    );
    bench.owner.announce(auto).unwrap();
    assert_eq!(count(&bench)[0], Device::Gpu, "and it stays so");
    bench.say(
        runs,
        obtained(Provider::Cpu, Some("webgpu: the card is gone")),
    );
    assert_eq!(count(&bench), [Device::Cpu; 3]);
}
