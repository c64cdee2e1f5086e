//! Downloads that arrive, also when they are cut, paused, slow or packed.

use std::fs;
use std::io::Write;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use va_core::ErrorCode;
use va_models::fetch::{Patience, Phase};
use va_models::{Arrival, ModelError, Origin, Shelf, Stop, fetch};

use crate::download_server::Answer;
use crate::stage::{Stage, content, hex, patience};

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
fn a_server_without_ranges_sends_everything_again() {
    let stage = Stage::new();
    stage
        .server
        .script("/a", &[Answer::Cut(100_000), Answer::NoRanges]);
    stage.fetch().unwrap();
    assert!(stage.is_installed());
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
