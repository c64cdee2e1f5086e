//! Jobs, videos, the queue, settings and events.

use std::path::Path;

use serde_json::json;
use va_core::issue::{Issue, IssueCode};
use va_core::job::JobStatus;
use va_core::media::{MediaWarning, MediaWarningCode};
use va_core::step::StepEvent;
use va_store::StoreError;
use va_store::catalogue::{EventKind, JobWarning, StepDetails};

use crate::support::{Library, MOTION, SCENES, at, facts, new_job};

#[test]
fn a_job_comes_back_as_it_was_added() {
    let mut library = Library::new();
    let mut new = new_job(library.video, &[MOTION, SCENES]);
    new.requested = Some(vec![MOTION.to_owned()]);
    new.steps[1].needed_by = Some(MOTION.into());
    new.warnings = vec![JobWarning::from(&MediaWarning {
        code: MediaWarningCode::NoSound,
        message: "no sound".to_owned(),
    })];
    let added = library.catalogue.insert_job(&new, at(5)).unwrap();
    let reader = library.catalogue.reader().unwrap();
    let job = reader.job(new.id).unwrap();
    assert_eq!(job, added, "a second connection sees what was committed");
    assert_eq!(job.config, new.config);
    assert_eq!(job.requested, new.requested);
    assert_eq!(job.folder, new.folder);
    assert_eq!(job.warnings[0].code, "no_sound");
    assert_eq!(job.status, JobStatus::Pending);
    assert_eq!((job.created_at, job.queued_at), (at(5), at(5)));
    assert_eq!(
        (job.started_at, job.completed_at, job.cancelled_at),
        (None, None, None)
    );
    let pipelines: Vec<_> = job.steps.iter().map(|s| s.pipeline.as_str()).collect();
    assert_eq!(
        pipelines,
        [MOTION, SCENES],
        "steps keep the order of the configuration"
    );
    assert_eq!(job.steps[1].needed_by, new.steps[1].needed_by);
    assert_eq!(job.steps[0].settings, new.steps[0].settings);
}

#[test]
fn a_job_of_an_unknown_video_leaves_nothing_behind() {
    let mut library = Library::new();
    let refused = library.catalogue.insert_job(&new_job(77, &[SCENES]), at(1));
    assert!(matches!(refused, Err(StoreError::VideoNotFound(77))));
    assert_eq!(
        library
            .catalogue
            .read()
            .list_jobs(None, 1, 10)
            .unwrap()
            .total,
        0
    );
    assert!(
        library
            .catalogue
            .read()
            .events_since(0, 10)
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_job_with_a_step_twice_is_refused_as_a_whole() {
    let mut library = Library::new();
    let twice = new_job(library.video, &[SCENES, SCENES]);
    assert!(library.catalogue.insert_job(&twice, at(1)).is_err());
    let found = library.catalogue.read().job(twice.id);
    assert!(
        matches!(found, Err(StoreError::JobNotFound(_))),
        "half a job must not stay"
    );
}

#[test]
fn jobs_are_listed_newest_first_by_page_and_status() {
    let mut library = Library::new();
    let ids: Vec<_> = (0..7).map(|ms| library.add(&[SCENES], ms)).collect();
    library.catalogue.cancel_job(ids[2], at(50)).unwrap();
    library.catalogue.cancel_job(ids[5], at(51)).unwrap();
    let reader = library.catalogue.reader().unwrap();
    let page = reader.list_jobs(None, 2, 3).unwrap();
    let listed: Vec<_> = page.jobs.iter().map(|j| j.id).collect();
    assert_eq!(
        (page.total, &listed[..]),
        (7, &[ids[3], ids[2], ids[1]][..])
    );
    let page = reader.list_jobs(Some(JobStatus::Cancelled), 1, 10).unwrap();
    let listed: Vec<_> = page.jobs.iter().map(|j| j.id).collect();
    assert_eq!((page.total, &listed[..]), (2, &[ids[5], ids[2]][..]));
    assert!(reader.list_jobs(None, 9, 3).unwrap().jobs.is_empty());
}

#[test]
fn the_same_path_is_one_video_until_its_size_changes() {
    let mut library = Library::new();
    let path = Path::new("/videos/\u{e9}t\u{e9} \u{1f3ac}.mp4");
    let added = library
        .catalogue
        .insert_video_or_get(path, 500, at(1))
        .unwrap();
    library.catalogue.set_facts(added.id, &facts()).unwrap();
    let again = library
        .catalogue
        .insert_video_or_get(path, 500, at(2))
        .unwrap();
    assert_eq!(
        (again.id, again.added_at, again.facts),
        (added.id, at(1), Some(facts()))
    );
    let other = library
        .catalogue
        .insert_video_or_get(path, 501, at(3))
        .unwrap();
    assert_eq!(
        (other.id, other.size_bytes, other.facts),
        (added.id, 501, None)
    );
    assert_eq!(
        library.catalogue.read().video_at(path).unwrap().unwrap().id,
        added.id
    );
    assert_eq!(
        library.catalogue.read().video_at(Path::new("/no")).unwrap(),
        None
    );
    let unknown = library.catalogue.set_facts(99, &facts());
    assert!(matches!(unknown, Err(StoreError::VideoNotFound(99))));
}

#[test]
fn videos_are_listed_with_their_newest_job() {
    let mut library = Library::new();
    let newer = library
        .catalogue
        .insert_video_or_get(Path::new("/b.mp4"), 1, at(9))
        .unwrap();
    library.add(&[SCENES], 10);
    let last = library.add(&[SCENES], 11);
    let videos = library.catalogue.read().list_videos().unwrap();
    assert_eq!(
        videos.iter().map(|v| v.video.id).collect::<Vec<_>>(),
        [newer.id, library.video]
    );
    assert_eq!((videos[0].jobs, &videos[0].job), (0, &None));
    assert_eq!(
        (videos[1].jobs, videos[1].job.as_ref().unwrap().id),
        (2, last)
    );
    assert_eq!(
        library
            .catalogue
            .read()
            .jobs_of_video(library.video)
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn events_are_numbered_and_outlive_their_job() {
    let mut library = Library::new();
    let job = library.add(&[SCENES], 0);
    library.apply(job, SCENES, StepEvent::Start, 1);
    let issue = Issue::error("a.b", IssueCode::UnknownField, "ignored", "remove it");
    let warning = JobWarning::from(&issue);
    library.catalogue.add_warning(job, &warning, at(2)).unwrap();
    library.catalogue.add_warning(job, &warning, at(3)).unwrap();
    assert_eq!(
        library.catalogue.read().job(job).unwrap().warnings,
        [warning]
    );
    let deleted = library.catalogue.delete_job(job, at(4)).unwrap();
    assert_eq!(deleted.id, job);
    let events = library.catalogue.read().events_since(0, 100).unwrap();
    let kinds: Vec<_> = events.iter().map(|e| e.kind).collect();
    assert_eq!(
        kinds,
        [
            EventKind::JobCreated,
            EventKind::StepChanged,
            EventKind::JobChanged,
            EventKind::JobRemoved
        ],
        "one for two same warnings"
    );
    assert!(events.windows(2).all(|pair| pair[0].seq < pair[1].seq));
    assert!(events.iter().all(|e| e.job == Some(job)));
    assert_eq!(events[1].data["from"], json!("queued"));
    assert_eq!(events[1].data["to"], json!("running"));
    let rest = library
        .catalogue
        .read()
        .events_since(events[2].seq, 100)
        .unwrap();
    assert_eq!(rest, events[3..]);
}

#[test]
fn a_deleted_job_takes_its_steps_along() {
    let mut library = Library::new();
    let job = library.add(&[SCENES], 0);
    library.catalogue.delete_job(job, at(1)).unwrap();
    let nothing = StepDetails::default();
    let late = library
        .catalogue
        .apply(job, &SCENES.into(), StepEvent::Start, &nothing, at(2));
    assert!(matches!(late, Err(StoreError::JobNotFound(id)) if id == job));
    assert!(matches!(
        library.catalogue.cancel_job(job, at(3)),
        Err(StoreError::JobNotFound(_))
    ));
    assert!(library.catalogue.read().queue().unwrap().is_empty());
}

#[test]
fn an_unknown_step_is_told_from_an_unknown_job() {
    let mut library = Library::new();
    let job = library.add(&[SCENES], 0);
    let nothing = StepDetails::default();
    let refused =
        library
            .catalogue
            .apply(job, &"nothing".into(), StepEvent::Start, &nothing, at(1));
    assert!(matches!(refused, Err(StoreError::StepNotFound { .. })));
}

#[test]
fn settings_hold_any_json_and_can_be_unset() {
    let mut library = Library::new();
    let c = &mut library.catalogue;
    c.set_setting("workers", Some(&json!(2)), at(1)).unwrap();
    c.set_setting("workers", Some(&json!({"cpu": 3})), at(2))
        .unwrap();
    c.set_setting("theme", Some(&json!(null)), at(2)).unwrap();
    assert_eq!(
        c.read().setting("workers").unwrap(),
        Some(json!({"cpu": 3}))
    );
    assert_eq!(c.read().settings().unwrap().len(), 2);
    c.set_setting("workers", None, at(3)).unwrap();
    assert_eq!(c.read().setting("workers").unwrap(), None);
}
