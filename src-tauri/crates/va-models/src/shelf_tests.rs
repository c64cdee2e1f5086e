//! The shelf, with models of a few bytes that the tests make.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use va_core::ErrorCode;

use super::Shelf;
use crate::catalog::{Model, find};
use crate::error::ModelError;
use crate::origin::{Arrival, Origin};

const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// A model whose file holds `abc`.
fn abc() -> Model {
    Model {
        id: "abc".to_owned(),
        file: "abc.onnx".to_owned(),
        sha256: Some(ABC.to_owned()),
        bytes: Some(3),
        ..find("silero-vad").unwrap().clone()
    }
}

fn put(folder: &Path, content: &str) -> PathBuf {
    fs::create_dir_all(folder).unwrap();
    let path = folder.join("abc.onnx");
    fs::write(&path, content).unwrap();
    path
}

/// Sets the time of the last change, so that no test waits for a clock.
fn touch(path: &Path, seconds: u64) {
    let file = fs::File::options().write(true).open(path).unwrap();
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    file.set_modified(time).unwrap();
}

#[test]
fn the_first_folder_with_the_right_file_wins() {
    let root = tempfile::tempdir().unwrap();
    let folders = ["none", "wrong", "right", "also"].map(|name| root.path().join(name));
    put(&folders[1], "abd");
    let right = put(&folders[2], "abc");
    put(&folders[3], "abc");
    let located = Shelf::new(folders.to_vec()).locate_model(&abc()).unwrap();
    assert_eq!(located.path, right);
    assert_eq!(located.sha256, ABC);
    assert!(located.verified);
}

#[test]
fn a_missing_model_names_the_folders_and_the_one_thing_to_do() {
    let root = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(vec![root.path().to_owned()]);
    let failure = shelf.locate("silero-vad").unwrap_err().failure();
    assert_eq!(failure.code, ErrorCode::ModelMissing);
    assert!(
        failure.message.contains("silero_vad.onnx"),
        "{}",
        failure.message
    );
    assert!(
        failure.message.contains(root.path().to_str().unwrap()),
        "{}",
        failure.message
    );
    let hint = failure.hint.unwrap();
    assert!(
        hint.contains("videoannotator models fetch silero-vad"),
        "{hint}"
    );
    let failure = Shelf::new(Vec::new())
        .locate("silero-vad")
        .unwrap_err()
        .failure();
    assert_eq!(failure.code, ErrorCode::ModelMissing);
}

#[test]
fn a_file_of_another_size_or_content_is_never_handed_out() {
    let root = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(vec![root.path().to_owned()]);
    for (content, word) in [("", "bytes"), ("abcd", "bytes"), ("abd", "SHA-256")] {
        let path = put(root.path(), content);
        let failure = shelf.locate_model(&abc()).unwrap_err().failure();
        assert_eq!(failure.code, ErrorCode::ModelAltered);
        assert!(
            failure.message.contains(path.to_str().unwrap()),
            "{}",
            failure.message
        );
        assert!(failure.message.contains(word), "{}", failure.message);
        assert!(failure.hint.is_some());
    }
}

#[test]
fn a_file_is_read_again_when_it_has_changed_and_only_then() {
    let root = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(vec![root.path().to_owned()]);
    let path = put(root.path(), "abc");
    touch(&path, 1_000);
    shelf.locate_model(&abc()).unwrap();
    // same size, other content, other time: an altered file
    put(root.path(), "abd");
    touch(&path, 2_000);
    let altered = shelf.locate_model(&abc());
    assert!(matches!(altered, Err(ModelError::Altered { .. })));
    // same size and the time of the file that was found good: known, and not read again
    touch(&path, 1_000);
    let unread = shelf.locate_model(&abc());
    assert!(
        matches!(unread, Err(ModelError::Altered { .. })),
        "the last look counts, not the first"
    );
    put(root.path(), "abc");
    touch(&path, 3_000);
    shelf.locate_model(&abc()).unwrap();
    put(root.path(), "xyz");
    touch(&path, 3_000);
    assert!(
        shelf.locate_model(&abc()).is_ok(),
        "an unchanged size and time is not hashed again"
    );
}

#[test]
fn a_memory_file_saves_the_next_start_the_reading() {
    let root = tempfile::tempdir().unwrap();
    let memory = root.path().join("hashes.json");
    let folders = vec![root.path().join("models")];
    let path = put(&folders[0], "abc");
    touch(&path, 1_000);
    Shelf::remembering(folders.clone(), memory.clone())
        .locate_model(&abc())
        .unwrap();
    assert!(memory.is_file());
    let left = fs::read_dir(root.path()).unwrap().count();
    assert_eq!(left, 2, "the memory and the models folder");
    put(&folders[0], "xyz");
    touch(&path, 1_000);
    let remembered = Shelf::remembering(folders.clone(), memory.clone());
    assert!(
        remembered.locate_model(&abc()).is_ok(),
        "size and time are those that it remembers"
    );
    assert!(
        Shelf::new(folders.clone()).locate_model(&abc()).is_err(),
        "without it the file is read"
    );
    fs::write(&memory, "no JSON").unwrap();
    assert!(
        Shelf::remembering(folders, memory)
            .locate_model(&abc())
            .is_err()
    );
}

#[test]
fn a_memory_that_cannot_be_written_stops_nothing() {
    let root = tempfile::tempdir().unwrap();
    put(root.path(), "abc");
    let memory = root.path().join("no/such/folder/hashes.json");
    let shelf = Shelf::remembering(vec![root.path().to_owned()], memory);
    assert!(shelf.locate_model(&abc()).is_ok());
}

#[test]
fn the_real_file_is_the_one_that_the_catalogue_names() {
    let shared = std::env::var_os("VIDEOANNOTATOR_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared"),
        PathBuf::from,
    );
    let models = shared.join("models");
    if !models.join("silero_vad.onnx").is_file() {
        let required = std::env::var_os("VIDEOANNOTATOR_REQUIRE_SHARED").is_some_and(|v| v == "1");
        assert!(!required, "`{}` has no models", shared.display());
        eprintln!("SKIPPED: `{}` has no models", shared.display());
        return;
    }
    let located = Shelf::new(vec![models.clone()])
        .locate("silero-vad")
        .unwrap();
    assert_eq!(located.path, models.join("silero_vad.onnx"));
}

#[test]
fn a_file_without_a_published_hash_is_used_but_never_called_verified() {
    let root = tempfile::tempdir().unwrap();
    let unpublished = Model {
        sha256: None,
        bytes: None,
        ..abc()
    };
    let path = put(root.path(), "anything");
    let shelf = Shelf::new(vec![root.path().to_owned()]);
    assert!(!shelf.locate_model(&unpublished).unwrap().verified);
    let origin = Origin {
        arrival: Arrival::Import,
        from: "a stick".to_owned(),
        sha256: ABC.to_owned(),
        at_ms: 1,
    };
    origin.write(&path).unwrap();
    let failure = shelf.locate_model(&unpublished).unwrap_err().failure();
    assert_eq!(
        failure.code,
        ErrorCode::ModelAltered,
        "it has to stay what it was when it came"
    );
    put(root.path(), "abc");
    assert!(!shelf.examine(&unpublished).unwrap().verified);
}

#[test]
fn an_examination_reads_the_file_whatever_is_remembered() {
    let root = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(vec![root.path().to_owned()]);
    let path = put(root.path(), "abc");
    touch(&path, 1_000);
    shelf.locate_model(&abc()).unwrap();
    put(root.path(), "abd");
    touch(&path, 1_000);
    assert!(
        shelf.locate_model(&abc()).is_ok(),
        "size and time are known"
    );
    assert!(shelf.examine(&abc()).is_err());
    assert!(
        shelf.locate_model(&abc()).is_err(),
        "and that is remembered"
    );
}
