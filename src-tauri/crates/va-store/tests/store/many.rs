//! Many jobs: what lists, pages and the queue ask goes through indexes. docs/benchmarks.md has the times.

use std::path::Path;

use rusqlite::Connection;
use serde_json::json;
use va_core::Millis;
use va_core::job::{Device, JobStatus};
use va_core::step::StepEvent;
use va_store::StoreError;
use va_store::catalogue::{NewRecording, StepDetails};

use crate::support::{Library, MOTION, SCENES, at, facts, new_job};

/// A library with many waiting jobs, each on a recording of its own.
fn many(jobs: usize) -> Library {
    let mut library = Library::new();
    let recording = |n: usize| NewRecording {
        path: format!("/videos/{n}.mp4").into(),
        size_bytes: 1000,
        facts: Some(facts()),
        job: new_job(0, &[SCENES, MOTION]),
    };
    let mut new: Vec<_> = (0..jobs).map(recording).collect();
    library.catalogue.insert_all(&mut new, at(1)).unwrap();
    library
}

fn plan(catalogue: &Path, sql: &str) -> String {
    let database = Connection::open(catalogue).unwrap();
    let mut explain = database
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap();
    let steps = explain
        .query_map([], |row| row.get::<_, String>(3))
        .unwrap();
    steps.map(Result::unwrap).collect::<Vec<_>>().join("; ")
}

#[test]
fn pages_by_status_and_the_queue_use_their_indexes() {
    let library = many(3);
    let path = library.catalogue.read().path();
    let page = "SELECT id FROM job WHERE status = 'pending' ORDER BY created_at DESC, id DESC LIMIT 10 OFFSET 20";
    let found = plan(path, page);
    assert!(found.contains("job_of_status"), "{found}");
    assert!(!found.contains("TEMP B-TREE"), "{found}");
    let all = "SELECT id FROM job WHERE NULL IS NULL ORDER BY created_at DESC, id DESC LIMIT 10";
    let found = plan(path, all);
    assert!(found.contains("job_created"), "{found}");
    assert!(!found.contains("TEMP B-TREE"), "{found}");
    let count = plan(path, "SELECT count(*) FROM job WHERE status = 'pending'");
    assert!(count.contains("COVERING INDEX job_of_status"), "{count}");
}

#[test]
fn a_page_and_the_queue_of_many_jobs_are_whole() {
    let library = many(300);
    let catalogue = library.catalogue.read();
    let last = catalogue.list_jobs(None, 15, 20).unwrap();
    assert_eq!((last.total, last.jobs.len()), (300, 20));
    for job in &last.jobs {
        assert_eq!(*job, catalogue.job(job.id).unwrap());
        assert_eq!(last.videos[&job.video], catalogue.video(job.video).unwrap());
    }
    let pending = catalogue
        .list_jobs(Some(JobStatus::Pending), 16, 20)
        .unwrap();
    assert_eq!((pending.total, pending.jobs.len()), (300, 0));
    let none = catalogue.list_jobs(Some(JobStatus::Failed), 1, 20).unwrap();
    assert_eq!((none.total, none.jobs.len()), (0, 0));
    let waiting = catalogue.waiting().unwrap();
    assert_eq!(waiting.len(), 300);
    assert!(waiting.is_sorted_by_key(|w| w.position));
    assert_eq!(waiting[0].length, Some(Millis(5000)));
    assert_eq!(waiting[0].pipelines.len(), 2);
    assert_eq!(waiting[0].device, Device::Cpu);
}

#[test]
fn one_bad_recording_leaves_nothing_of_its_batch_behind() {
    let mut library = Library::new();
    let bad = new_job(0, &[SCENES, SCENES]);
    let recording = |job| NewRecording {
        path: "/videos/b.mp4".into(),
        size_bytes: 1,
        facts: None,
        job,
    };
    let mut batch = [recording(new_job(0, &[SCENES])), recording(bad)];
    assert!(library.catalogue.insert_all(&mut batch, at(1)).is_err());
    assert!(library.catalogue.read().waiting().unwrap().is_empty());
    let video = library
        .catalogue
        .read()
        .video_at(Path::new("/videos/b.mp4"));
    assert_eq!(video.unwrap(), None);
}

#[test]
fn a_waiting_job_is_moved_and_running_ones_keep_their_place() {
    let mut library = Library::new();
    let [a, b, c] = [0, 1, 2].map(|ms| library.add(&[SCENES], ms));
    library.apply(b, SCENES, StepEvent::Start, 3);
    let catalogue = &mut library.catalogue;
    let place = catalogue.read().job(b).unwrap().position;
    catalogue.move_job(c, Some(a), at(4)).unwrap();
    assert_eq!(catalogue.read().queue().unwrap(), [c, a]);
    assert_eq!(catalogue.read().job(b).unwrap().position, place);
    let refused = catalogue.move_job(b, None, at(5)).unwrap_err();
    assert!(matches!(refused, StoreError::JobNotWaiting(id) if id == b));
    catalogue.interrupt_job(b, at(6)).unwrap();
    assert_eq!(catalogue.read().queue().unwrap(), [c, b, a], "between them");
}

#[test]
fn a_device_that_was_asked_for_is_kept_with_the_job() {
    let mut library = Library::new();
    let mut new = new_job(library.video, &[SCENES]);
    new.config = json!({"device": "cuda"});
    let job = library.catalogue.insert_job(&new, at(1)).unwrap();
    assert_eq!(job.device, Device::Gpu);
    let entry = library.catalogue.read().waiting().unwrap();
    assert_eq!(entry, [job.waiting(None).unwrap()]);
}

#[test]
fn old_events_are_forgotten_and_their_numbers_go_on() {
    let mut library = Library::new();
    let database = Connection::open(library.catalogue.read().path()).unwrap();
    let sql = "INSERT INTO event (at, kind, data) WITH RECURSIVE n (i) AS \
               (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10050) \
               SELECT i, 'job_changed', '{}' FROM n";
    database.execute(sql, []).unwrap();
    library.add(&[SCENES], 1);
    let events = library.catalogue.read().events_since(0, 20_000).unwrap();
    assert_eq!(events.len(), 10_000);
    assert_eq!((events[0].seq, events[9_999].seq), (52, 10_051));
}

#[test]
fn speeds_are_measured_from_finished_steps_only() {
    let mut library = many(2);
    let catalogue = &mut library.catalogue;
    let [first, second] = [0, 1].map(|n| catalogue.read().waiting().unwrap()[n].id);
    let scenes = SCENES.into();
    assert_eq!(catalogue.read().speed(&scenes).unwrap(), None);
    let nothing = StepDetails::default();
    for (id, took) in [(first, 1000), (second, 4000)] {
        let took = StepDetails {
            took: Some(Millis(took)),
            ..StepDetails::default()
        };
        catalogue
            .apply(id, &scenes, StepEvent::Start, &nothing, at(2))
            .unwrap();
        catalogue
            .apply(id, &scenes, StepEvent::Succeed, &took, at(3))
            .unwrap();
    }
    // ten seconds of recording in five
    assert_eq!(catalogue.read().speed(&scenes).unwrap(), Some(2.0));
    assert_eq!(catalogue.read().speed(&MOTION.into()).unwrap(), None);
}
