//! The engine as a whole, with real processes that stand in for the worker: shell scripts that say what a
//! worker says. They read the order, so that what they do can depend on the job's folder.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it says"
)]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use futures_util::StreamExt;
use serde_json::{Map, Value, json};
use va_core::job::JobStatus;
use va_core::job_config::UnknownKeys;
use va_core::worker::{PROTOCOL, WorkOrder, WorkerCommand};
use va_core::{ErrorCode, JobId};
use va_engine::{Engine, EngineOptions, JobView, NewJobRequest};
use va_store::ResultsWriter;
use va_store::results::{Batch, Outcome, ResultsHeader};

/// A worker that begins its step and waits to be stopped.
const WAITS: &str = "say_started; read -r command";
/// A worker that does its step at once.
const WORKS: &str = "say_started; say_succeeded";

/// A data folder with a recording of one second and a worker script.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new(script: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Self { folder };
        place.script(script);
        place.results();
        let made = Command::new("ffmpeg")
            .args([
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc=d=1:s=64x48:r=5",
            ])
            .arg(place.video())
            .status()
            .unwrap();
        assert!(made.success());
        place
    }

    fn script(&self, script: &str) {
        let program = self.worker();
        let results = self.folder.path().join("results.sqlite");
        let results = results.display();
        let step = r#""pipeline":"scene_detection""#;
        let text = format!(
            "#!/bin/sh\nread -r order\n\
             folder=$(printf '%s' \"$order\" | sed 's/.*\"folder\":\"\\([^\"]*\\)\".*/\\1/')\n\
             printf '%s\\n' \"$order\" > \"$folder/order\"\n\
             echo x >> \"$folder/starts\"\n\
             starts=$(wc -l < \"$folder/starts\")\n\
             echo '{{\"type\":\"hello\",\"protocol\":{PROTOCOL},\"version\":\"test\"}}'\n\
             say_started() {{ echo '{{\"type\":\"step_started\",{step},\"resumed_from\":null}}'; }}\n\
             say_succeeded() {{ cp '{results}' \"$folder/annotations.sqlite\"; echo '{{\"type\":\"step_succeeded\",{step},\"counts\":{{}},\"took\":500}}';\n\
             echo '{{\"type\":\"finished\",\"files\":[],\"cancelled\":false}}'; }}\n\
             {script}\n"
        );
        let part = program.with_extension("part");
        std::fs::write(&part, text).unwrap();
        std::fs::set_permissions(&part, PermissionsExt::from_mode(0o755)).unwrap();
        std::fs::rename(part, program).unwrap();
    }

    /// Results as a worker leaves them: a success is believed only with them.
    fn results(&self) {
        let header = ResultsHeader {
            job: JobId::new(),
            software: "test".to_owned(),
        };
        let path = self.folder.path().join("results.sqlite");
        let mut writer = ResultsWriter::open(&path, &header).unwrap();
        let mut batch = Batch::new("scene_detection".into());
        batch.finished = Some(Outcome::Succeeded);
        writer.commit(&batch).unwrap();
        writer.close().unwrap();
    }

    fn worker(&self) -> PathBuf {
        self.folder.path().join("worker.sh")
    }

    fn video(&self) -> PathBuf {
        self.folder.path().join("visit.mp4")
    }

    fn open(&self) -> Engine {
        Engine::open(EngineOptions {
            data: Some(self.folder.path().join("data")),
            worker: self.worker(),
            models: Vec::new(),
            max_jobs: None,
            log_level: None,
        })
        .unwrap()
    }
}

fn request(path: &Path, probe_first: bool) -> NewJobRequest {
    NewJobRequest {
        path: path.to_owned(),
        requested: Some(vec!["scene_detection".to_owned()]),
        config: Value::Null,
        unknown: UnknownKeys::Refuse,
        probe_first,
    }
}

async fn submit(engine: &Engine, place: &Place) -> JobId {
    engine
        .submit(request(&place.video(), true))
        .await
        .unwrap()
        .id
}

async fn set(engine: &Engine, settings: Value) {
    let Value::Object(patch) = settings else {
        panic!("settings are an object")
    };
    engine.change_settings(patch).await.unwrap();
}

/// The job, as soon as it is as wanted.
async fn when(engine: &Engine, id: JobId, wanted: impl Fn(&JobView) -> bool) -> Arc<JobView> {
    let (_, events) = engine.hub().subscribe(None);
    let mut events = Box::pin(events);
    loop {
        let job = engine.job(id).await.unwrap();
        if wanted(&job) {
            return job;
        }
        events.next().await.unwrap();
    }
}

async fn status(engine: &Engine, id: JobId, wanted: JobStatus) -> Arc<JobView> {
    when(engine, id, |job| job.status == wanted).await
}

fn order_of(job: &JobView) -> WorkOrder {
    let order = std::fs::read(job.folder.join("order")).unwrap();
    match serde_json::from_slice(&order).unwrap() {
        WorkerCommand::Start(order) => *order,
        other => panic!("an order, not {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_beyond_the_limit_wait_in_order_and_a_raised_limit_works_at_once() {
    let place = Place::new(WAITS);
    let engine = place.open();
    set(&engine, json!({"max_concurrent_jobs": 1, "threads": 6})).await;
    let first = submit(&engine, &place).await;
    status(&engine, first, JobStatus::Running).await;
    let (second, third) = (submit(&engine, &place).await, submit(&engine, &place).await);
    let queue = engine.queue().await.unwrap();
    assert_eq!((queue.cpu.limit, queue.cpu.running), (1, 1));
    let waiting: Vec<_> = queue.waiting.iter().map(|w| (w.id, w.position)).collect();
    assert_eq!(waiting, [(second, 1), (third, 2)]);
    let unknown = queue.waiting.iter().all(|w| w.estimated_start.is_none());
    assert!(unknown, "nothing was measured, so nothing is invented");
    set(&engine, json!({"max_concurrent_jobs": 3})).await;
    let [second, third] = [
        status(&engine, second, JobStatus::Running).await,
        status(&engine, third, JobStatus::Running).await,
    ];
    let first = engine.job(first).await.unwrap();
    assert_eq!(order_of(&first).threads, 6, "it was alone");
    assert_eq!(order_of(&second).threads, 2, "three slots in use");
    assert_eq!(order_of(&third).threads, 2);
    assert_eq!(third.threads, Some(2));
    assert_eq!(engine.cancel_all().await.unwrap(), 3);
    engine.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_of_zero_accepts_and_holds_and_says_so() {
    let place = Place::new(WORKS);
    let engine = place.open();
    set(&engine, json!({"max_concurrent_jobs": 0})).await;
    let job = submit(&engine, &place).await;
    let queue = engine.queue().await.unwrap();
    assert_eq!(queue.held.unwrap().code, ErrorCode::QueueHeld);
    assert_eq!(engine.job(job).await.unwrap().status, JobStatus::Pending);
    set(&engine, json!({"max_concurrent_jobs": null})).await;
    status(&engine, job, JobStatus::Completed).await;
    assert_eq!(engine.queue().await.unwrap().held, None);
    engine.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_queue_stays_paused_over_a_restart() {
    let place = Place::new(WORKS);
    let engine = place.open();
    assert!(engine.pause().await.unwrap().paused);
    let job = submit(&engine, &place).await;
    engine.shutdown().await;
    drop(engine);
    let engine = place.open();
    let queue = engine.queue().await.unwrap();
    assert!(queue.paused && queue.waiting.len() == 1);
    assert_eq!(engine.job(job).await.unwrap().status, JobStatus::Pending);
    assert!(!engine.resume().await.unwrap().paused);
    status(&engine, job, JobStatus::Completed).await;
    engine.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_is_tried_again_until_the_job_is_done() {
    let script = format!("say_started; if [ $starts -lt 3 ]; then kill -9 $$; fi; {WORKS}");
    let place = Place::new(&script.replacen("say_started; ", "", 1));
    let engine = place.open();
    set(&engine, json!({"retry_base_delay_s": 0.01})).await;
    let job = submit(&engine, &place).await;
    let job = status(&engine, job, JobStatus::Completed).await;
    assert_eq!(job.retry_count, 2);
    assert_eq!((job.failure.clone(), job.next_try_at), (None, None));
    engine.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_always_crashes_fails_with_the_number_of_tries() {
    let place = Place::new("say_started; kill -9 $$");
    let engine = place.open();
    set(&engine, json!({"retry_base_delay_s": 0.01, "retry_max": 2})).await;
    let job = submit(&engine, &place).await;
    let job = status(&engine, job, JobStatus::Failed).await;
    let failure = job.failure.clone().unwrap();
    assert_eq!(failure.code, ErrorCode::WorkerCrashed);
    assert!(failure.message.contains("tried 3 times"), "{failure}");
    assert_eq!(job.steps[0].attempts, 3);
    place.script(WORKS);
    engine.retry(job.id).await.unwrap();
    status(&engine, job.id, JobStatus::Completed).await;
    engine.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_job_is_final_and_runs_again_as_a_new_job_with_its_settings() {
    let place = Place::new(WAITS);
    let engine = place.open();
    let mut asked = request(&place.video(), true);
    asked.config = json!({"scene_detection": {"threshold": 31.5}});
    let job = engine.submit(asked).await.unwrap().id;
    status(&engine, job, JobStatus::Running).await;
    let cancelled = engine.cancel(job).await.unwrap();
    assert_eq!(cancelled.status, JobStatus::Cancelled);
    let at = cancelled.cancelled_at;
    assert!(at.is_some());
    assert_eq!(engine.cancel(job).await.unwrap().cancelled_at, at, "twice");
    assert!(engine.retry(job).await.is_err());
    place.script(WORKS);
    let again = engine.run_again(job).await.unwrap();
    assert_ne!(again.id, job);
    let again = status(&engine, again.id, JobStatus::Completed).await;
    assert_eq!(again.steps[0].config, cancelled.steps[0].config);
    let refused = engine.cancel(again.id).await.unwrap_err();
    assert_eq!(refused.failure().code, ErrorCode::JobAlreadyCompleted);
    assert_eq!(engine.job(job).await.unwrap().status, JobStatus::Cancelled);
    engine.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreadable_recording_fails_without_waiting_for_a_slot() {
    let place = Place::new(WAITS);
    let engine = place.open();
    set(&engine, json!({"max_concurrent_jobs": 0})).await;
    let junk = place.folder.path().join("junk.mp4");
    std::fs::write(&junk, "this is a letter, not a recording").unwrap();
    let refused = engine.submit(request(&junk, true)).await.unwrap_err();
    assert_eq!(refused.failure().code, ErrorCode::MediaUnreadable);
    let job = engine.submit(request(&junk, false)).await.unwrap();
    assert_eq!(job.status, JobStatus::Pending);
    let job = status(&engine, job.id, JobStatus::Failed).await;
    let failure = job.failure.clone().unwrap();
    assert_eq!(failure.code, ErrorCode::MediaUnreadable);
    assert_eq!(job.retry_count, 0);
    let missing = place.folder.path().join("missing.mp4");
    let refused = engine.submit(request(&missing, false)).await.unwrap_err();
    assert_eq!(refused.failure().code, ErrorCode::MediaMissing);
    let good = engine.submit(request(&place.video(), false)).await.unwrap();
    let good = when(&engine, good.id, |job| job.facts.is_some()).await;
    assert_eq!(good.status, JobStatus::Pending);
    assert!(good.folder.join("job.json").is_file());
    engine.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_at_once_are_all_taken_in_and_one_bad_path_is_the_trouble_of_one() {
    let place = Place::new(WAITS);
    let engine = place.open();
    engine.pause().await.unwrap();
    let submissions = (0..20).map(|_| {
        let (engine, video) = (engine.clone(), place.video());
        tokio::spawn(async move { engine.submit(request(&video, false)).await })
    });
    let submissions: Vec<_> = submissions.collect();
    let nowhere = engine.submit(request(Path::new("/nowhere.mp4"), false));
    assert!(nowhere.await.is_err());
    for submission in submissions {
        submission.await.unwrap().unwrap();
    }
    assert_eq!(engine.queue().await.unwrap().waiting.len(), 20);
    assert_eq!(engine.cancel_all().await.unwrap(), 20);
    assert!(engine.queue().await.unwrap().waiting.is_empty());
    engine.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_is_deleted_while_it_waits_never_starts_and_leaves_no_folder() {
    let place = Place::new(WAITS);
    let engine = place.open();
    set(&engine, json!({"max_concurrent_jobs": 1})).await;
    let first = submit(&engine, &place).await;
    status(&engine, first, JobStatus::Running).await;
    let waiting = submit(&engine, &place).await;
    let folder = engine.job(waiting).await.unwrap().folder.clone();
    engine.delete(waiting).await.unwrap();
    engine.cancel(first).await.unwrap();
    let last = submit(&engine, &place).await;
    status(&engine, last, JobStatus::Running).await;
    assert!(!folder.join("starts").exists(), "it was never started");
    assert!(engine.job(waiting).await.is_err());
    engine.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_changed_together_or_not_at_all() {
    let place = Place::new(WORKS);
    let engine = Engine::open(EngineOptions {
        data: Some(place.folder.path().join("data")),
        worker: place.worker(),
        models: Vec::new(),
        max_jobs: Some(5),
        log_level: None,
    })
    .unwrap();
    let change = |patch: Value| {
        let patch: Map<String, Value> = serde_json::from_value(patch).unwrap();
        engine.change_settings(patch)
    };
    let refused = change(json!({"retry_max": 5, "threads": -1})).await;
    assert_eq!(
        refused.unwrap_err().failure().code,
        ErrorCode::InvalidConfig
    );
    let refused = change(json!({"retry_max": 5, "max_concurrent_jobs": 1})).await;
    assert_eq!(refused.unwrap_err().failure().code, ErrorCode::SettingFixed);
    assert_eq!(engine.settings().values.retry_max, 3);
    assert_eq!(engine.max_jobs(), 5);
    let changed = change(json!({"retry_max": 5})).await.unwrap();
    assert_eq!(changed.values.retry_max, 5);
    engine.shutdown().await;
    drop(engine);
    let engine = place.open();
    assert_eq!(engine.settings().values.retry_max, 5, "kept");
    engine.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn measured_speeds_tell_when_a_waiting_job_will_start() {
    let place = Place::new(WORKS);
    let engine = place.open();
    let measured = submit(&engine, &place).await;
    status(&engine, measured, JobStatus::Completed).await;
    place.script(
        "say_started; echo '{\"type\":\"progress\",\"steps\":[{\"pipeline\":\"scene_detection\",\
         \"done\":0,\"total\":1000,\"frames_per_second\":1.0,\"speed\":0.01}],\"memory_bytes\":1}'; \
         read -r command",
    );
    set(&engine, json!({"max_concurrent_jobs": 1})).await;
    let running = submit(&engine, &place).await;
    when(&engine, running, |job| job.seconds_left().is_some()).await;
    let next = submit(&engine, &place).await;
    let last = submit(&engine, &place).await;
    let queue = engine.queue().await.unwrap();
    let starts: Vec<i64> = queue
        .waiting
        .iter()
        .map(|w| w.estimated_start.unwrap().0)
        .collect();
    // one second of recording took half a second
    assert_eq!(starts[1] - starts[0], 500);
    let queued = engine.job(next).await.unwrap().queued_at.0;
    assert!((90_000..110_000).contains(&(starts[0] - queued)));
    let shown = engine.job(last).await.unwrap().estimated_start;
    assert!(shown.is_some());
    engine.shutdown().await;
}
