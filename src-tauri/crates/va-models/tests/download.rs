//! Downloads from a server that does what servers do: what comes is the file or nothing, what was there is
//! not fetched twice, and nobody waits for ever.
#![expect(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it says"
)]

#[path = "../../../../tests/support/download_server.rs"]
mod download_server;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use download_server::{Answer, DownloadServer};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use va_core::ErrorCode;
use va_models::fetch::{Patience, Phase, Progress};
use va_models::{Arrival, Depot, Model, ModelError, Origin, Shelf, Stop, fetch, find};

fn content() -> Vec<u8> {
    (0..300_000_u32)
        .flat_map(|n| (n * 7).to_le_bytes())
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|n| char::from_digit(n.into(), 16));
    Sha256::digest(bytes)
        .iter()
        .flat_map(digits)
        .flatten()
        .collect()
}

struct Stage {
    _root: TempDir,
    depot: Depot,
    server: DownloadServer,
    model: Model,
}

impl Stage {
    fn new() -> Self {
        Self::with(&content())
    }

    fn with(served: &[u8]) -> Self {
        let root = tempfile::tempdir().unwrap();
        let depot = Depot::new(root.path().join("models"));
        let server = DownloadServer::start(served).unwrap();
        let model = Model {
            id: "test".to_owned(),
            file: "test.onnx".to_owned(),
            sha256: Some(hex(served)),
            bytes: Some(served.len() as u64),
            urls: vec![server.url("/a")],
            ..find("silero-vad").unwrap().clone()
        };
        Self {
            _root: root,
            depot,
            server,
            model,
        }
    }

    fn fetch(&self) -> Result<(), ModelError> {
        self.fetch_watched(&Stop::default(), &mut |_| {})
    }

    fn fetch_watched(
        &self,
        stop: &Stop,
        watch: &mut dyn FnMut(&Progress),
    ) -> Result<(), ModelError> {
        fetch(&self.depot, &self.model, &patience(), stop, watch)
    }

    fn file(&self) -> PathBuf {
        self.depot.path(&self.model)
    }

    fn is_installed(&self) -> bool {
        let shelf = Shelf::new(vec![self.depot.folder().to_owned()]);
        shelf.locate_model(&self.model).is_ok()
    }

    /// Names of what lies in the folder beside the model and its note.
    fn left(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.depot.folder()) else {
            return Vec::new();
        };
        let names = entries
            .flatten()
            .map(|e| e.file_name().into_string().unwrap());
        names
            .filter(|n| n != "test.onnx" && n != "test.onnx.origin.json")
            .collect()
    }
}

/// Servers that answer at once need no long patience.
fn patience() -> Patience {
    Patience {
        connect: Duration::from_secs(5),
        silence: Duration::from_millis(300),
        first_rest: Duration::from_millis(1),
        longest_rest: Duration::from_millis(5),
        tries: 3,
    }
}

#[test]
fn a_file_comes_whole_is_checked_and_says_where_from() {
    let stage = Stage::new();
    let mut seen = Vec::new();
    stage
        .fetch_watched(&Stop::default(), &mut |p| seen.push(p.clone()))
        .unwrap();
    assert_eq!(fs::read(stage.file()).unwrap(), content());
    assert!(stage.is_installed());
    let origin = Origin::of(&stage.file()).unwrap();
    assert_eq!(
        (origin.arrival, &*origin.from),
        (Arrival::Download, "127.0.0.1")
    );
    assert!(stage.left().is_empty(), "{:?}", stage.left());
    let phases: Vec<_> = seen.iter().map(|p| p.phase).collect();
    assert_eq!(phases.first(), Some(&Phase::Waiting));
    assert_eq!(phases.last(), Some(&Phase::Verifying));
    assert!(seen.windows(2).all(|w| w[0].done <= w[1].done));
    assert_eq!(seen.last().unwrap().total, Some(1_200_000));
}

#[test]
fn a_cut_connection_goes_on_where_it_was_cut() {
    let stage = Stage::new();
    stage.server.script(
        "/a",
        &[Answer::Cut(100_000), Answer::Cut(250_000), Answer::File],
    );
    stage.fetch().unwrap();
    assert!(stage.is_installed());
    let requests = stage.server.requests();
    let ranges: Vec<_> = requests.iter().map(|r| r.range.as_deref()).collect();
    assert_eq!(ranges, [None, Some("bytes=100000-"), Some("bytes=350000-")]);
    assert_eq!(requests[1].if_range.as_deref(), Some("\"v1\""));
}

#[test]
fn a_paused_download_goes_on_from_the_part_that_is_here() {
    let stage = Stage::new();
    stage
        .server
        .script("/a", &[Answer::Silence(400_000), Answer::File]);
    let stop = Stop::default();
    let started = Instant::now();
    let halted = stage.fetch_watched(&stop.clone(), &mut |p| {
        if p.done == 400_000 {
            stop.stop();
        }
    });
    assert!(
        matches!(halted, Err(ModelError::Halted { .. })),
        "{halted:?}"
    );
    assert!(started.elapsed() < Duration::from_secs(10));
    assert_eq!(
        stage.depot.part(&stage.model),
        Some((400_000, Some(1_200_000)))
    );
    assert!(!stage.file().exists(), "no file before it is whole");
    stage.fetch().unwrap();
    assert!(stage.is_installed());
    assert_eq!(
        stage.server.requests()[1].range.as_deref(),
        Some("bytes=400000-")
    );
}

#[test]
fn a_stop_from_another_thread_ends_a_silent_connection_at_once() {
    let stage = Stage::new();
    stage.server.script("/a", &[Answer::Silence(1_000)]);
    let stop = Stop::default();
    let (came, comes) = channel();
    let stopper = stop.clone();
    let long = Patience {
        silence: Duration::from_mins(10),
        ..patience()
    };
    std::thread::scope(|scope| {
        let running = scope.spawn(|| {
            fetch(&stage.depot, &stage.model, &long, &stop, &mut |p| {
                if p.done == 1_000 {
                    came.send(()).unwrap();
                }
            })
        });
        comes.recv_timeout(Duration::from_mins(1)).unwrap();
        let started = Instant::now();
        stopper.stop();
        let outcome = running.join().unwrap();
        assert!(
            matches!(outcome, Err(ModelError::Halted { .. })),
            "{outcome:?}"
        );
        assert!(
            started.elapsed() < Duration::from_secs(5),
            "a pause waits for nobody"
        );
    });
}

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
fn a_server_without_ranges_sends_everything_again() {
    let stage = Stage::new();
    stage
        .server
        .script("/a", &[Answer::Cut(100_000), Answer::NoRanges]);
    stage.fetch().unwrap();
    assert!(stage.is_installed());
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
fn a_slow_drip_is_waited_for_as_long_as_it_drips() {
    let stage = Stage::with(&content()[..2_000]);
    stage.server.script("/a", &[Answer::Drip(7)]);
    let short = Patience {
        silence: Duration::from_millis(200),
        ..patience()
    };
    fetch(
        &stage.depot,
        &stage.model,
        &short,
        &Stop::default(),
        &mut |_| {},
    )
    .unwrap();
    assert!(stage.is_installed());
    assert_eq!(stage.server.requests().len(), 1, "slow is not silent");
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

#[test]
fn a_model_in_an_archive_is_taken_out_and_checked() {
    let model = content();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("export/readme.txt", options).unwrap();
    zip.write_all(b"hello").unwrap();
    zip.start_file("export/end2end.onnx", options).unwrap();
    zip.write_all(&model).unwrap();
    let archive = zip.finish().unwrap().into_inner();
    let mut stage = Stage::with(&archive);
    stage.model.member = Some("end2end.onnx".to_owned());
    (stage.model.sha256, stage.model.bytes) = (None, None);
    stage.fetch().unwrap();
    assert_eq!(fs::read(stage.file()).unwrap(), model);
    let shelf = Shelf::new(vec![stage.depot.folder().to_owned()]);
    assert!(
        !shelf.locate_model(&stage.model).unwrap().verified,
        "nobody published its hash"
    );
    fs::write(stage.file(), "tampered").unwrap();
    let failure = shelf.examine(&stage.model).unwrap_err().failure();
    assert_eq!(
        failure.code,
        ErrorCode::ModelAltered,
        "but it has to stay what it was"
    );
    stage.depot.remove(&stage.model).unwrap();
    stage.model.sha256 = Some(hex(b"something else"));
    stage.model.bytes = Some(model.len() as u64);
    let failure = stage.fetch().unwrap_err().failure();
    assert_eq!(failure.code, ErrorCode::DownloadRefused);
    stage.model.member = Some("other.onnx".to_owned());
    let failure = stage.fetch().unwrap_err().failure();
    assert!(
        failure.message.contains("other.onnx"),
        "{}",
        failure.message
    );
    assert!(
        stage.left().iter().all(|n| n.contains(".part")),
        "{:?}",
        stage.left()
    );
}

#[test]
fn an_altered_file_is_replaced_by_the_right_one() {
    let stage = Stage::new();
    fs::create_dir_all(stage.depot.folder()).unwrap();
    fs::write(stage.file(), "tampered").unwrap();
    assert!(!stage.is_installed());
    stage.fetch().unwrap();
    assert!(stage.is_installed());
}

#[test]
fn removing_takes_the_part_along() {
    let stage = Stage::new();
    stage.fetch().unwrap();
    fs::write(stage.depot.folder().join("test.onnx.part"), "left").unwrap();
    stage.depot.remove(&stage.model).unwrap();
    assert!(stage.left().is_empty() && !stage.file().exists());
    let missing = stage.depot.remove(&stage.model).unwrap_err().failure();
    assert_eq!(missing.code, ErrorCode::ModelMissing);
}
