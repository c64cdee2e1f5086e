//! Words that come when they no longer count.

use proptest::prelude::*;
use va_core::job::JobStatus;
use va_core::worker::WorkerEvent;
use va_core::{ErrorCode, Failure, JobId, Millis, PipelineId};

use super::*;

/// What a worker may say or do.
#[derive(Clone, Debug)]
enum Word {
    Say(Box<WorkerEvent>),
    Leave(bool, Option<ErrorCode>),
}

fn word() -> impl Strategy<Value = Word> {
    let mut words = vec![
        Word::Leave(false, Some(ErrorCode::WorkerCrashed)),
        Word::Leave(false, None),
        Word::Leave(true, None),
    ];
    let mut events = vec![progress(5_000), WorkerEvent::Alive];
    for step in STEPS {
        let pipeline = || PipelineId::new(step);
        let reason = || Failure::new(ErrorCode::NoAudioStream, "no sound");
        events.extend([
            started(step),
            succeeded(step),
            failed(step, ErrorCode::DecodeFailed),
            failed(step, ErrorCode::ModelMissing),
            WorkerEvent::StepSkipped {
                pipeline: pipeline(),
                reason: reason(),
            },
            WorkerEvent::StepCancelled {
                pipeline: pipeline(),
                counts: [].into(),
                took: Millis(1),
            },
        ]);
    }
    for code in [ErrorCode::DatabaseFailed, ErrorCode::MediaMissing] {
        let failure = Failure::new(code, "no");
        events.push(WorkerEvent::JobFailed { failure });
    }
    events.push(WorkerEvent::Finished {
        files: Vec::new(),
        cancelled: false,
    });
    words.extend(events.into_iter().map(|e| Word::Say(Box::new(e))));
    prop::sample::select(words)
}

fn speak(bench: &mut Bench, id: JobId, words: Vec<Word>) {
    for word in words {
        match word {
            Word::Say(event) => bench.say(id, *event),
            Word::Leave(asked, code) => bench.gone(id, asked, code),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_a_worker_says_after_a_cancel_changes_the_job(
        before in prop::collection::vec(word(), 0..6),
        after in prop::collection::vec(word(), 1..8),
        all in any::<bool>(),
    ) {
        let mut bench = Bench::new();
        let id = bench.add();
        bench.run(id);
        speak(&mut bench, id, before);
        let ended = bench.row(id).status.is_final();
        let cancelled = if all {
            bench.owner.cancel_all().is_ok_and(|n| n == 1)
        } else {
            bench.owner.cancel(id).is_ok()
        };
        prop_assert_eq!(cancelled, !ended);
        prop_assume!(cancelled);
        let decided = bench.row(id);
        prop_assert_eq!(decided.status, JobStatus::Cancelled);
        prop_assert!(decided.cancelled_at.is_some() && decided.next_try_at.is_none());
        speak(&mut bench, id, after);
        prop_assert_eq!(bench.row(id), decided);
        prop_assert_eq!(bench.owner.queue.place(id), None, "it never starts again");
        prop_assert!(bench.owner.retries.is_empty());
    }

    #[test]
    fn no_job_without_a_worker_is_left_running(words in prop::collection::vec(word(), 1..10)) {
        let mut bench = Bench::new();
        let id = bench.add();
        bench.run(id);
        speak(&mut bench, id, words);
        bench.gone(id, false, Some(ErrorCode::WorkerCrashed));
        let job = bench.row(id);
        prop_assert_ne!(job.status, JobStatus::Running);
        let waits = bench.owner.queue.place(id).is_some();
        prop_assert_eq!(waits, job.status == JobStatus::Pending);
        prop_assert!(bench.owner.running.is_empty());
    }
}
