//! The supervisor against workers that misbehave: one that does not stop, one that talks nonsense, one
//! that dies. Each is a shell script that stands in for `videoannotator`.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it says"
)]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tokio::sync::mpsc::UnboundedReceiver;
use va_core::worker::{PROTOCOL, Tools, WorkOrder, WorkerEvent};
use va_core::{ErrorCode, JobId};
use va_engine::worker::{Exit, Notice, start};

fn worker(folder: &Path, script: &str) -> PathBuf {
    let program = folder.join("worker.sh");
    std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
    program
}

fn order(folder: &Path) -> WorkOrder {
    WorkOrder {
        protocol: PROTOCOL,
        job: JobId::new(),
        folder: folder.to_owned(),
        media: folder.join("visit.mp4"),
        steps: Vec::new(),
        formats: Vec::new(),
        tools: Tools::default(),
        threads: 1,
        device: va_core::device::DeviceWish::default(),
    }
}

const HELLO: &str = r#"echo '{"type":"hello","protocol":3,"version":"test"}'"#;

async fn next_event(notices: &mut UnboundedReceiver<Notice>) -> WorkerEvent {
    match notices.recv().await {
        Some(Notice::Event(event)) => *event,
        other => panic!("an event was expected, not {other:?}"),
    }
}

async fn end(notices: &mut UnboundedReceiver<Notice>) -> (Vec<Notice>, Exit) {
    let mut before = Vec::new();
    loop {
        match notices.recv().await {
            Some(Notice::Gone(exit)) => return (before, exit),
            Some(notice) => before.push(notice),
            None => panic!("a worker's end is always told"),
        }
    }
}

fn alive(pid: &str) -> bool {
    let state = Command::new("ps")
        .args(["-o", "state=", "-p", pid])
        .output()
        .unwrap();
    !state.stdout.is_empty() && !state.stdout.starts_with(b"Z")
}

#[tokio::test]
async fn a_worker_that_does_not_stop_is_killed_with_its_children() {
    let folder = tempfile::tempdir().unwrap();
    let pids = folder.path().join("pids");
    let script = format!(
        "trap '' TERM INT\nsleep 1000 &\necho $$ $! > {0}.part; mv {0}.part {0}\n{HELLO}\nwhile :; do sleep 1000; done",
        pids.display()
    );
    let program = worker(folder.path(), &script);
    let (control, mut notices) =
        start(&program, order(folder.path()), &folder.path().join("log")).unwrap();
    assert!(matches!(
        next_event(&mut notices).await,
        WorkerEvent::Hello { .. }
    ));
    control.stop();
    let (_, exit) = end(&mut notices).await;
    assert!(exit.asked && exit.killed, "{exit:?}");
    let pids = std::fs::read_to_string(pids).unwrap();
    for pid in pids.split_whitespace() {
        assert!(
            !alive(pid),
            "process {pid} of the worker's group is still there"
        );
    }
}

#[tokio::test]
async fn a_worker_that_stops_when_asked_is_not_killed() {
    let folder = tempfile::tempdir().unwrap();
    let script = format!("read order\n{HELLO}\nread command\necho \"$command\" > heard");
    let program = worker(
        folder.path(),
        &format!("cd {}\n{script}", folder.path().display()),
    );
    let (control, mut notices) =
        start(&program, order(folder.path()), &folder.path().join("log")).unwrap();
    next_event(&mut notices).await;
    control.stop();
    let (_, exit) = end(&mut notices).await;
    assert!(exit.asked && !exit.killed, "{exit:?}");
    let heard = std::fs::read_to_string(folder.path().join("heard")).unwrap();
    assert_eq!(heard.trim(), r#"{"type":"cancel"}"#);
}

#[tokio::test]
async fn a_worker_of_another_version_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let script = r#"echo '{"type":"hello","protocol":99,"version":"9.9"}'; sleep 1000"#;
    let program = worker(folder.path(), script);
    let (_control, mut notices) =
        start(&program, order(folder.path()), &folder.path().join("log")).unwrap();
    let (_, exit) = end(&mut notices).await;
    let failure = exit.failure.unwrap();
    assert_eq!(failure.code, ErrorCode::WorkerIncompatible);
    assert!(failure.message.contains("99"), "the versions are named");
    assert!(exit.killed && !exit.asked, "it is stopped at once");
}

#[tokio::test]
async fn a_worker_that_dies_is_told_with_its_status_and_its_log_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let program = worker(
        folder.path(),
        &format!("{HELLO}\necho last words >&2\nkill -9 $$"),
    );
    let log = folder.path().join("log");
    let (_control, mut notices) = start(&program, order(folder.path()), &log).unwrap();
    let (_, exit) = end(&mut notices).await;
    assert!(!exit.asked && exit.status.contains('9'), "{exit:?}");
    assert_eq!(exit.failure.unwrap().code, ErrorCode::WorkerCrashed);
    assert_eq!(std::fs::read_to_string(log).unwrap(), "last words\n");
}

#[tokio::test]
async fn a_program_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("missing");
    let error = start(&program, order(folder.path()), &folder.path().join("log")).unwrap_err();
    assert!(error.to_string().contains("missing"), "{error}");
}

#[tokio::test]
async fn a_flood_is_stopped_early_and_leaves_no_process() {
    let floods = [
        format!("{HELLO}\nyes '{{\"type\":\"alive\"}}'"),
        "yes".to_owned(),
        format!("{HELLO}\ncat /dev/zero"),
    ];
    for script in floods {
        let folder = tempfile::tempdir().unwrap();
        let program = worker(folder.path(), &script);
        let log = folder.path().join("log");
        let (_control, mut notices) = start(&program, order(folder.path()), &log).unwrap();
        let (before, exit) = end(&mut notices).await;
        let code = exit.failure.as_ref().unwrap().code;
        assert_eq!(code, ErrorCode::WorkerGarbled, "{script}: {exit:?}");
        assert!(before.len() < 2_000, "{script}: {} lines", before.len());
        assert!(exit.killed);
    }
}

#[tokio::test]
async fn a_child_that_holds_the_output_open_does_not_hide_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let pid = folder.path().join("pid");
    let script = format!("{HELLO}\nsleep 1000 &\necho $! > {}", pid.display());
    let program = worker(folder.path(), &script);
    let log = folder.path().join("log");
    let (_control, mut notices) = start(&program, order(folder.path()), &log).unwrap();
    let (before, exit) = end(&mut notices).await;
    assert_eq!(before.len(), 1, "what it said is heard");
    assert_eq!(
        exit.failure.unwrap().code,
        ErrorCode::WorkerIncomplete,
        "it ended well, but without its last word"
    );
    let pid = std::fs::read_to_string(pid).unwrap();
    assert!(!alive(pid.trim()), "what it left behind is gone");
}

#[tokio::test]
async fn a_worker_that_never_reads_its_input_can_be_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let program = worker(folder.path(), &format!("{HELLO}\nsleep 1000"));
    let log = folder.path().join("log");
    let mut large = order(folder.path());
    large.formats = vec!["x".repeat(1 << 20)];
    let (control, mut notices) = start(&program, large, &log).unwrap();
    next_event(&mut notices).await;
    control.suspend();
    control.stop();
    let (_, exit) = end(&mut notices).await;
    assert!(exit.asked && exit.failure.is_none(), "{exit:?}");
}

#[tokio::test]
async fn a_step_is_cancelled_and_a_worker_suspended_in_their_own_words() {
    let folder = tempfile::tempdir().unwrap();
    let heard = folder.path().join("heard");
    let script = format!(
        "read order\n{HELLO}\nread a\nread b\necho \"$a $b\" > {}",
        heard.display()
    );
    let program = worker(folder.path(), &script);
    let log = folder.path().join("log");
    let (control, mut notices) = start(&program, order(folder.path()), &log).unwrap();
    next_event(&mut notices).await;
    control.cancel_step("motion_energy".into());
    control.suspend();
    let (_, exit) = end(&mut notices).await;
    assert!(exit.asked && !exit.killed, "{exit:?}");
    assert_eq!(
        std::fs::read_to_string(heard).unwrap().trim(),
        r#"{"type":"cancel_step","pipeline":"motion_energy"} {"type":"suspend"}"#
    );
}
