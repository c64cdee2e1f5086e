//! A worker that is killed in the middle of commits, again and again.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use va_core::JobId;
use va_core::annotation::{Renumber, TrackSpec};
use va_store::results::{Batch, Outcome};
use va_store::{ResultsReader, ResultsWriter, canonical_hash};

use crate::objects::{BOXES, boxes, seen};
use crate::results::{curve, file};
use crate::support::{ENERGY, header, motion};

const FILE: &str = "VA_STORE_CRASH_FILE";
const JOB: &str = "VA_STORE_CRASH_JOB";
const STEP: i64 = 40;
const END: i64 = 200 * STEP;

/// Samples and persons of one step; every other step two persons turn out to be each other, back to the
/// step before.
fn found(position: i64) -> Batch {
    let persons = (position..position + STEP).flat_map(|pts| [seen(pts, 1), seen(pts, 2)]);
    let swap = [(1, 2), (2, 1)].map(|(object, becomes)| Renumber {
        object,
        from_pts: position - STEP / 2,
        until_pts: position + STEP / 2,
        becomes,
    });
    let again = position / STEP % 2 == 1;
    let mut batch = curve(position, position + STEP);
    batch.tracks.push(TrackSpec {
        pipeline: motion(),
        ..boxes()
    });
    batch.objects = persons.map(|seen| (BOXES.to_owned(), seen)).collect();
    batch.renumbered = again
        .then(|| (BOXES.to_owned(), swap.to_vec()))
        .into_iter()
        .collect();
    batch
}

/// What a worker does: go on from the checkpoint, commit after commit, and say so after each.
fn work(path: &Path, job: JobId) {
    let mut writer = ResultsWriter::open(path, &header(job)).unwrap();
    let at = writer.read().checkpoint(&motion()).unwrap();
    let mut position = at.and_then(|p| p.checkpoint).map_or(0, |c| c.position);
    while position < END {
        writer.commit(&found(position)).unwrap();
        position += STEP;
        println!("committed {position}");
        std::io::stdout().flush().unwrap();
    }
    let finished = Some(Outcome::Succeeded);
    writer
        .commit(&Batch {
            finished,
            ..Batch::new(motion())
        })
        .unwrap();
    writer.close().unwrap();
}

#[test]
#[ignore = "the child of the test below"]
fn child() {
    let path = std::env::var(FILE).unwrap();
    let job = std::env::var(JOB).unwrap();
    work(Path::new(&path), job.parse().unwrap());
}

/// Runs a child and kills it (SIGKILL on Unix) once it has said so many commits.
fn run(path: &Path, job: JobId, commits: usize) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "crash::child",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(FILE, path)
        .env(JOB, job.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stdout.take().unwrap());
    let lines = said.lines().map_while(Result::ok);
    let seen = lines
        .filter(|line| line.contains("committed"))
        .take(commits)
        .count();
    assert!(seen > 0, "the child must get somewhere");
    // it is on its way through the next commit now
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn killed_in_the_middle_of_commits_the_rows_reach_exactly_to_a_checkpoint() {
    let killed = file();
    let mut last = 0;
    for commits in [1, 2, 3, 5, 8, 13, 21] {
        run(&killed.path, killed.job, commits);
        let reader = ResultsReader::open(&killed.path).unwrap();
        let progress = reader.checkpoint(&motion()).unwrap().unwrap();
        let position = progress.checkpoint.unwrap().position;
        assert!(
            position >= last + commits as i64 * STEP,
            "what was said to be committed is there"
        );
        let track = reader.track(ENERGY).unwrap();
        assert_eq!(
            track.items as i64, position,
            "not one row beyond the checkpoint"
        );
        let persons = reader.track(BOXES).unwrap();
        assert_eq!(persons.items as i64, 2 * position, "of persons neither");
        last = position;
        reader.check_integrity().unwrap();
    }
    run(&killed.path, killed.job, usize::MAX);
    let quiet = file();
    work(&quiet.path, quiet.job);
    let hash = |path: &Path| canonical_hash(&ResultsReader::open(path).unwrap()).unwrap();
    assert_eq!(
        hash(&killed.path),
        hash(&quiet.path),
        "interruptions leave no trace"
    );
    let reader = ResultsReader::open(&killed.path).unwrap();
    assert!(reader.checkpoint(&motion()).unwrap().unwrap().is_finished());
}
