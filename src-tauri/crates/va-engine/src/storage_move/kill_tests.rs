//! The move, killed at every point at which it can be, in a process of its own.

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use super::tests::{Library, run};
use super::*;
use crate::location::Location;

const OLD: &str = "VA_TEST_MOVE_OLD";
const NEW: &str = "VA_TEST_MOVE_NEW";
const CONFIG: &str = "VA_TEST_MOVE_CONFIG";
const AT: &str = "VA_TEST_MOVE_KILL_AT";
/// Set to 1 to kill at every point instead of every fifth.
const EVERY: &str = "VIDEOANNOTATOR_TEST_EVERY_POINT";

/// Ends the process without a word at the n-th point.
struct KilledAt(AtomicU32);

impl Watch for KilledAt {
    fn at(&self, _: Point) -> Result<(), StorageError> {
        if self.0.fetch_sub(1, Ordering::Relaxed) == 0 {
            std::process::abort();
        }
        Ok(())
    }
}

/// The child process of the test below; started on its own it does nothing.
#[test]
fn the_process_that_is_killed() {
    let Some(old) = std::env::var_os(OLD) else {
        return;
    };
    let location = Location {
        given: None,
        file: std::env::var_os(CONFIG).map(Into::into),
        default: Some(old.into()),
    };
    let from = location.find().unwrap().root;
    let to = std::env::var_os(NEW).unwrap();
    let at = std::env::var(AT).unwrap().parse().unwrap();
    run(
        &from,
        Path::new(&to),
        false,
        &location,
        &KilledAt(AtomicU32::new(at)),
    )
    .unwrap();
}

#[test]
fn a_move_killed_at_any_point_leaves_one_whole_library_and_can_be_started_again() {
    let every = std::env::var_os(EVERY).is_some_and(|value| value == "1");
    let step = if every { 1 } else { 5 };
    let (mut points, mut rounds, mut switched) = (0, 0, 0);
    loop {
        let library = Library::new();
        let killed = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "storage_move::kill_tests::the_process_that_is_killed",
            ])
            .env(OLD, library.old())
            .env(NEW, library.new_place())
            .env(CONFIG, library.home.path().join("config/location.json"))
            .env(AT, points.to_string())
            .output()
            .unwrap();
        let root = library.check();
        if root == library.old() {
            run(
                &root,
                &library.new_place(),
                false,
                &library.location(),
                &Unwatched,
            )
            .unwrap();
        } else {
            switched += 1;
        }
        assert_eq!(
            library.check(),
            library.new_place(),
            "killed at point {points}"
        );
        assert!(!library.old().exists(), "killed at point {points}");
        let notes = [crate::data_folder::names::MOVING, journal::LIST];
        assert!(
            notes
                .iter()
                .all(|note| !library.new_place().join(note).exists())
        );
        if killed.status.success() {
            break;
        }
        points += step;
        rounds += 1;
    }
    assert!(rounds * step > 40, "only {points} points");
    assert!(
        switched * step > 10,
        "only {switched} kills came after the switch"
    );
}
