//! Models through the engine: what is on its way can be watched, paused, resumed and cancelled, survives a
//! restart, and begins only when it is asked for.
#![expect(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it says"
)]

#[expect(dead_code, reason = "the tests of va-models need more of it")]
#[path = "../../../../tests/support/download_server.rs"]
mod download_server;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use download_server::{Answer, DownloadServer};
use futures_util::StreamExt;
use sha2::{Digest, Sha256};
use va_core::ErrorCode;
use va_engine::models::{Offer, Presence, Sent, TransferState};
use va_engine::{Engine, EngineOptions, EventKind, Location, ModelView};
use va_models::Model;
use va_models::fetch::Patience;

const SIZE: usize = 2_000_000;

fn content() -> Vec<u8> {
    (0..SIZE).map(|n| (n % 251) as u8).collect()
}

fn hex(bytes: &[u8]) -> String {
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|n| char::from_digit(n.into(), 16));
    let digest = Sha256::digest(bytes);
    digest.iter().flat_map(digits).flatten().collect()
}

/// A data folder, a server, and models `a`, `b` and `c` that it offers.
struct Stage {
    folder: tempfile::TempDir,
    server: DownloadServer,
    offer: Offer,
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = DownloadServer::start(&content()).unwrap();
        let model = |id: &str| Model {
            id: id.to_owned(),
            file: format!("{id}.onnx"),
            sha256: Some(hex(&content())),
            bytes: Some(SIZE as u64),
            urls: vec![server.url(&format!("/{id}"))],
            research_only: id == "c",
            ..va_models::find("silero-vad").unwrap().clone()
        };
        let models = vec![model("a"), model("b"), model("c")];
        let offer = Offer {
            models: models.leak(),
            patience: Patience {
                silence: Duration::from_mins(5),
                first_rest: Duration::from_millis(1),
                longest_rest: Duration::from_millis(1),
                tries: 2,
                ..Patience::default()
            },
        };
        Self {
            folder,
            server,
            offer,
        }
    }

    fn open(&self) -> Engine {
        let options = EngineOptions {
            data: Some(self.folder.path().join("data")),
            worker: PathBuf::from("no-worker"),
            ..EngineOptions::default()
        };
        Engine::open_with(options, Location::of_this_user(), self.offer.clone()).unwrap()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("data/models").join(name)
    }
}

/// The model, as soon as it is as wanted.
async fn when(engine: &Engine, id: &str, wanted: impl Fn(&ModelView) -> bool) -> Arc<ModelView> {
    let (_, events) = engine.hub().subscribe(None);
    let mut events = Box::pin(events);
    let now = Arc::new(engine.model(id.to_owned()).await.unwrap());
    if wanted(&now) {
        return now;
    }
    let patience = tokio::time::Instant::now() + Duration::from_mins(1);
    loop {
        let next = tokio::time::timeout_at(patience, events.next()).await;
        if let EventKind::Model(view) = &next.unwrap().unwrap().kind
            && view.model.id == id
            && wanted(view)
        {
            return Arc::clone(view);
        }
    }
}

fn state(view: &ModelView) -> Option<TransferState> {
    view.transfer.as_ref().map(|t| t.state)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_is_asked_for_told_of_and_seen_at_once() {
    let stage = Stage::new();
    let engine = stage.open();
    let before = engine.model("a".into()).await.unwrap();
    assert_eq!(before.presence, Presence::Missing);
    assert!(
        stage.server.requests().is_empty(),
        "nothing is fetched unless asked"
    );
    assert_eq!(engine.requests(), 0);
    let (_, events) = engine.hub().subscribe(None);
    engine.download_model("a".into(), false).await.unwrap();
    let here = when(&engine, "a", |v| {
        v.presence == Presence::Installed && v.transfer.is_none()
    });
    let here = here.await;
    assert!(here.removable());
    assert_eq!(here.path.as_deref(), Some(&*stage.file("a.onnx")));
    assert_eq!(engine.requests(), 1, "and counted");
    let sent = Sent {
        requests: 1,
        bytes: SIZE as u64,
    };
    assert!(engine.sent().into_values().eq([sent]), "by its host");
    let mut states = Vec::new();
    let mut events = Box::pin(events);
    while let Some(event) = events.next().await {
        if let EventKind::Model(view) = &event.kind {
            states.push(state(view));
            if view.usable() && view.transfer.is_none() {
                break;
            }
        }
    }
    assert_eq!(states.first(), Some(&Some(TransferState::Waiting)));
    assert_eq!(states.last(), Some(&None));
    let again = engine.download_model("a".into(), false).await.unwrap();
    assert!(again.usable());
    assert_eq!(
        stage.server.requests().len(),
        1,
        "what is here is left alone"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_download_survives_the_program_and_waits_to_be_asked() {
    let stage = Stage::new();
    let engine = stage.open();
    stage
        .server
        .script("/a", &[Answer::Silence(700_000), Answer::File]);
    engine.download_model("a".into(), false).await.unwrap();
    when(&engine, "a", |v| {
        v.transfer.as_ref().is_some_and(|t| t.done > 0)
    })
    .await;
    let started = Instant::now();
    let paused = engine.pause_model("a".into()).await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(3), "at once");
    assert_eq!(state(&paused), Some(TransferState::Paused));
    let done = paused.transfer.unwrap().done;
    assert!(done > 0 && done <= 700_000);
    let twice = engine.pause_model("a".into()).await.unwrap_err().failure();
    assert_eq!(twice.code, ErrorCode::DownloadNotRunning);
    engine.shutdown().await;
    drop(engine);
    let engine = stage.open();
    let paused = engine.model("a".into()).await.unwrap();
    assert_eq!(state(&paused), Some(TransferState::Paused));
    assert_eq!(paused.transfer.unwrap().total, Some(SIZE as u64));
    assert_eq!(stage.server.requests().len(), 1, "a start asks for nothing");
    engine.download_model("a".into(), false).await.unwrap();
    when(&engine, "a", |v| v.usable() && v.transfer.is_none()).await;
    let range = stage.server.requests()[1].range.clone().unwrap();
    assert_eq!(range, format!("bytes={done}-"));
    let bytes: u64 = engine.sent().values().map(|sent| sent.bytes).sum();
    assert_eq!(
        bytes,
        SIZE as u64 - done,
        "what was here did not come again"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_download_leaves_nothing_running_or_paused() {
    let stage = Stage::new();
    let engine = stage.open();
    stage.server.script("/a", &[Answer::Silence(10_000)]);
    for paused_first in [false, true] {
        engine.download_model("a".into(), false).await.unwrap();
        when(&engine, "a", |v| {
            v.transfer.as_ref().is_some_and(|t| t.done > 0)
        })
        .await;
        if paused_first {
            engine.pause_model("a".into()).await.unwrap();
        }
        let gone = engine.cancel_model("a".into()).await.unwrap();
        assert_eq!((gone.presence, gone.transfer), (Presence::Missing, None));
        assert!(!stage.file("a.onnx.part").exists());
    }
    let nothing = engine.cancel_model("a".into()).await.unwrap_err().failure();
    assert_eq!(nothing.code, ErrorCode::DownloadNotRunning);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_is_kept_with_its_reason_until_it_is_tried_again() {
    let stage = Stage::new();
    let engine = stage.open();
    stage
        .server
        .script("/a", &[Answer::Wrong(SIZE), Answer::File]);
    engine.download_model("a".into(), false).await.unwrap();
    let failed = when(&engine, "a", |v| state(v) == Some(TransferState::Failed)).await;
    let failure = failed.transfer.clone().unwrap().failure.unwrap();
    assert_eq!(failure.code, ErrorCode::DownloadRefused);
    assert!(!stage.file("a.onnx").exists());
    engine.download_model("a".into(), false).await.unwrap();
    when(&engine, "a", |v| v.usable() && v.transfer.is_none()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_run_at_once_and_the_third_has_its_turn_when_one_ends() {
    let stage = Stage::new();
    let engine = stage.open();
    stage.server.script("/a", &[Answer::Silence(10_000)]);
    stage.server.script("/b", &[Answer::Silence(10_000)]);
    for id in ["a", "b"] {
        engine.download_model(id.into(), false).await.unwrap();
        when(&engine, id, |v| {
            v.transfer.as_ref().is_some_and(|t| t.done > 0)
        })
        .await;
    }
    let third = engine.download_model("c".into(), true).await.unwrap();
    assert_eq!(state(&third), Some(TransferState::Waiting));
    assert!(stage.server.requests().iter().all(|r| r.path != "/c"));
    engine.cancel_model("b".into()).await.unwrap();
    when(&engine, "c", |v| v.usable() && v.transfer.is_none()).await;
    engine.cancel_model("a".into()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn terms_are_agreed_to_once_and_before_anything_is_asked_for() {
    let stage = Stage::new();
    let engine = stage.open();
    let refused = engine.download_model("c".into(), false).await.unwrap_err();
    assert_eq!(refused.failure().code, ErrorCode::LicenceNotAccepted);
    assert!(stage.server.requests().is_empty());
    engine.download_model("c".into(), true).await.unwrap();
    when(&engine, "c", |v| v.usable() && v.transfer.is_none()).await;
    let removed = engine.remove_model("c".into()).await.unwrap();
    assert!(removed.accepted && !removed.usable());
    engine.download_model("c".into(), false).await.unwrap();
    when(&engine, "c", ModelView::usable).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tampered_file_is_refused_named_and_replaced_by_a_download() {
    let stage = Stage::new();
    let engine = stage.open();
    std::fs::create_dir_all(stage.file("")).unwrap();
    std::fs::write(stage.file("a.onnx"), vec![0; SIZE]).unwrap();
    let altered = engine.verify_model("a".into()).await.unwrap();
    assert_eq!(altered.presence, Presence::Altered);
    let failure = altered.failure.unwrap();
    assert_eq!(failure.code, ErrorCode::ModelAltered);
    assert!(failure.message.contains("a.onnx"), "{}", failure.message);
    engine.download_model("a".into(), false).await.unwrap();
    when(&engine, "a", |v| v.usable() && v.transfer.is_none()).await;
    assert_eq!(std::fs::read(stage.file("a.onnx")).unwrap(), content());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_seen_at_once_and_can_be_removed_again() {
    let stage = Stage::new();
    let engine = stage.open();
    let usb = stage.folder.path().join("usb");
    std::fs::create_dir_all(&usb).unwrap();
    std::fs::write(usb.join("whatever.bin"), content()).unwrap();
    let imported = engine.import_models(usb.clone()).await.unwrap();
    assert_eq!(
        imported.installed,
        [("a".to_owned(), "whatever.bin".to_owned())]
    );
    assert!(engine.model("a".into()).await.unwrap().usable());
    let removed = engine.remove_model("a".into()).await.unwrap();
    assert_eq!(removed.presence, Presence::Missing);
    let gone = engine.remove_model("a".into()).await.unwrap_err().failure();
    assert_eq!(gone.code, ErrorCode::ModelMissing);
    let none = engine.import_models(Path::new("/").join("no-such")).await;
    assert_eq!(none.unwrap_err().failure().code, ErrorCode::ImportRefused);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_storage_folder_does_not_move_under_a_download() {
    let stage = Stage::new();
    let location = Location {
        given: None,
        file: Some(stage.folder.path().join("config/storage.json")),
        default: Some(stage.folder.path().join("data")),
    };
    let options = EngineOptions {
        worker: PathBuf::from("no-worker"),
        ..EngineOptions::default()
    };
    let engine = Engine::open_with(options, location, stage.offer.clone()).unwrap();
    stage.server.script("/a", &[Answer::Silence(10_000)]);
    engine.download_model("a".into(), false).await.unwrap();
    let to = stage.folder.path().join("new");
    let refused = engine.move_storage(to, false).await.unwrap_err().failure();
    assert_eq!(refused.code, ErrorCode::StorageBusy);
    assert!(
        refused.message.contains("downloaded"),
        "{}",
        refused.message
    );
    engine.cancel_model("a".into()).await.unwrap();
}
