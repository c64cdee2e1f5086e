//! Downloads that do not arrive: each leaves nothing that could be taken for the model, and says why.

use std::fs;
use std::io::Write;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use va_core::ErrorCode;
use va_models::fetch::Phase;
use va_models::{ModelError, Stop};

use crate::download_server::Answer;
use crate::stage::{Stage, content};

#[test]
fn a_server_that_falls_silent_is_given_up_and_what_came_is_kept() {
    let stage = Stage::new();
    stage
        .server
        .script("/a", &[Answer::Silence(5_000), Answer::Silence(0)]);
    let failure = stage.fetch().unwrap_err().failure();
    assert_eq!(failure.code, ErrorCode::DownloadFailed);
    assert!(
        failure.hint.unwrap().contains("import"),
        "the way without a network"
    );
    assert!(stage.depot.part(&stage.model).unwrap().0 >= 5_000);
}

#[test]
fn a_file_that_changed_at_its_source_meanwhile_is_taken_whole_and_refused() {
    let stage = Stage::new();
    let other = vec![1; content().len()];
    stage.server.script(
        "/a",
        &[
            Answer::Cut(100_000),
            Answer::Changed(other, "\"v2\"".to_owned()),
        ],
    );
    let failure = stage.fetch().unwrap_err().failure();
    assert_eq!(failure.code, ErrorCode::DownloadRefused);
    assert!(failure.message.contains("SHA-256"), "{}", failure.message);
    assert!(!stage.file().exists());
    assert!(stage.left().is_empty(), "it is thrown away");
}

#[test]
fn a_part_that_was_begun_wrong_is_fetched_once_more_from_the_beginning() {
    let stage = Stage::new();
    stage.server.tag(None);
    stage
        .server
        .script("/a", &[Answer::Silence(0), Answer::File]);
    stage
        .server
        .script("/a", &[Answer::Cut(100_000), Answer::File]);
    let stop = Stop::default();
    drop(stage.fetch_watched(&stop.clone(), &mut |p| {
        if p.done == 100_000 && p.phase == Phase::Waiting {
            stop.stop();
        }
    }));
    let part = stage.depot.folder().join("test.onnx.part");
    let mut file = fs::File::options().write(true).open(part).unwrap();
    file.write_all(b"spoilt").unwrap();
    drop(file);
    stage.fetch().unwrap();
    assert!(stage.is_installed());
    let ranges: Vec<_> = stage
        .server
        .requests()
        .into_iter()
        .map(|r| r.range)
        .collect();
    assert_eq!(ranges, [None, Some("bytes=100000-".to_owned()), None]);
}

#[test]
fn wrong_bytes_are_refused_named_and_thrown_away() {
    for wrong in [1_200_000, 5, 2_000_000] {
        let stage = Stage::new();
        stage.server.script("/a", &[Answer::Wrong(wrong)]);
        let failure = stage.fetch().unwrap_err().failure();
        assert_eq!(failure.code, ErrorCode::DownloadRefused, "{wrong}");
        assert!(failure.message.contains("`test`") && failure.message.contains("127.0.0.1"));
        assert!(failure.hint.is_some());
        assert!(!stage.file().exists());
    }
}

#[test]
fn the_next_address_is_asked_when_one_does_not_have_it_or_has_something_else() {
    for first in [
        Answer::Status(404, None),
        Answer::Wrong(1_200_000),
        Answer::Status(403, None),
    ] {
        let mut stage = Stage::new();
        stage.model.urls.insert(0, stage.server.url("/gone"));
        stage.server.script("/gone", &[first]);
        stage.fetch().unwrap();
        assert!(stage.is_installed());
        let paths: Vec<_> = stage
            .server
            .requests()
            .into_iter()
            .map(|r| r.path)
            .collect();
        assert_eq!(
            paths,
            ["/gone", "/a"],
            "asked once: it would answer the same again"
        );
    }
}

#[test]
fn busy_servers_are_asked_again_after_the_time_that_they_ask_for() {
    let stage = Stage::new();
    let after = |seconds: &str| Some(("Retry-After".to_owned(), seconds.to_owned()));
    stage.server.script(
        "/a",
        &[
            Answer::Status(503, after("1")),
            Answer::Status(429, None),
            Answer::File,
        ],
    );
    let started = Instant::now();
    stage.fetch().unwrap();
    assert!(
        started.elapsed() >= Duration::from_secs(1),
        "it asked for a second of rest"
    );
    assert!(stage.is_installed());
    stage.depot.remove(&stage.model).unwrap();
    stage
        .server
        .script("/a", &[Answer::Status(503, after("86400"))]);
    let failure = stage.fetch().unwrap_err().failure();
    assert!(
        failure.message.contains("86400"),
        "nobody waits for a day: {}",
        failure.message
    );
}

#[test]
fn after_so_many_tries_that_bring_nothing_it_is_given_up() {
    let stage = Stage::new();
    stage.server.script("/a", &[Answer::Status(500, None)]);
    let failure = stage.fetch().unwrap_err().failure();
    assert_eq!(failure.code, ErrorCode::DownloadFailed);
    assert!(failure.message.contains("500"), "{}", failure.message);
    assert_eq!(
        stage.server.requests().len(),
        3,
        "as often as patience says"
    );
}

#[test]
fn redirects_are_followed_but_not_in_circles() {
    let stage = Stage::new();
    stage
        .server
        .script("/a", &[Answer::Redirect("/b".to_owned())]);
    stage.fetch().unwrap();
    assert!(stage.is_installed());
    let stage = Stage::new();
    stage
        .server
        .script("/a", &[Answer::Redirect("/a".to_owned())]);
    let failure = stage.fetch().unwrap_err().failure();
    assert_eq!(failure.code, ErrorCode::DownloadFailed);
}

#[test]
fn a_server_that_is_not_there_fails_with_what_to_do() {
    let mut stage = Stage::new();
    stage.model.urls = vec!["http://127.0.0.1:9/x".to_owned()];
    let failure = stage.fetch().unwrap_err().failure();
    assert_eq!(failure.code, ErrorCode::DownloadFailed);
    assert!(failure.hint.is_some());
}

#[test]
fn nothing_is_asked_for_before_the_terms_are_accepted() {
    let mut stage = Stage::new();
    stage.model.research_only = true;
    let failure = stage.fetch().unwrap_err().failure();
    assert_eq!(failure.code, ErrorCode::LicenceNotAccepted);
    assert!(
        failure.message.contains(&stage.model.training_data),
        "the terms are shown"
    );
    assert!(failure.hint.unwrap().contains("--accept-licence"));
    assert!(stage.server.requests().is_empty());
    stage.depot.accept(&stage.model).unwrap();
    stage.fetch().unwrap();
    stage.depot.remove(&stage.model).unwrap();
    assert!(stage.depot.accepted(&stage.model), "asked once");
    stage.model.training_data = "other terms".to_owned();
    assert!(!stage.depot.accepted(&stage.model), "other terms ask again");
}

#[test]
fn a_model_of_the_pack_is_not_downloadable_and_says_where_it_comes_from() {
    let mut stage = Stage::new();
    stage.model.urls.clear();
    let failure = stage.fetch().unwrap_err().failure();
    assert_eq!(failure.code, ErrorCode::ModelNotDownloadable);
    assert!(failure.hint.unwrap().contains("models import"));
}

#[test]
fn two_programs_do_not_fill_the_same_part() {
    let stage = Stage::new();
    stage.server.script("/a", &[Answer::Silence(1_000)]);
    let (came, comes) = channel();
    let stop = Stop::default();
    std::thread::scope(|scope| {
        let first = scope.spawn(|| {
            stage.fetch_watched(&stop, &mut |p| {
                if p.done == 1_000 {
                    came.send(()).unwrap();
                }
            })
        });
        comes.recv_timeout(Duration::from_mins(1)).unwrap();
        let second = stage.fetch();
        assert!(matches!(second, Err(ModelError::Busy { .. })), "{second:?}");
        stop.stop();
        drop(first.join().unwrap());
    });
}
