//! Events as a stream: the same for the window and for scripts, resumable by `Last-Event-ID`.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::SystemTime;

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event as SseEvent, KeepAlive, Sse};
use futures_util::stream::{Stream, StreamExt, once};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use va_engine::{Engine, Event, EventKind, Hub};
use va_store::WallTime;

use crate::dto::diagnostics::SelfTest;
use crate::dto::job::{Job, Step};
use crate::dto::model::Model;
use crate::dto::queue::Queue;
use crate::principal::Principal;
use crate::router::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(stream_events))
}

/// What happened. The event's name on the stream is its `type`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type")]
pub enum StreamEvent {
    /// A job was made or changed its state.
    #[serde(rename = "job.update")]
    Update {
        /// The job as it is now.
        job: Box<Job>,
    },
    /// A running job got further. At most four times a second.
    #[serde(rename = "job.progress")]
    Progress {
        /// Which.
        job_id: String,
        /// How much is done, 0 to 100.
        progress: f64,
        /// Seconds until it is done.
        #[schema(required = true)]
        time_left_seconds: Option<f64>,
        /// Memory of the worker.
        #[schema(required = true)]
        memory_bytes: Option<u64>,
        /// Its pipelines.
        pipelines: Vec<Step>,
    },
    /// A job was deleted.
    #[serde(rename = "job.removed")]
    Removed {
        /// Which.
        job_id: String,
    },
    /// The queue's order, pause, limits or estimates changed. At most once a second; with the first 500
    /// waiting jobs.
    #[serde(rename = "queue.update")]
    Queue {
        /// The queue as it is now.
        queue: Box<Queue>,
    },
    /// Settings of the program changed.
    #[serde(rename = "settings.update")]
    Settings,
    /// A token was made, revoked or has ended.
    #[serde(rename = "tokens.update")]
    Tokens,
    /// The API over TCP was opened or closed, or could not be opened: see `GET /api/v1/access`.
    #[serde(rename = "access.update")]
    Access,
    /// A model was installed, removed or verified, or its download got further. At most four times a second
    /// for each model that is on its way.
    #[serde(rename = "model.update")]
    Model {
        /// The model as it is now.
        model: Box<Model>,
    },
    /// The self-test of the diagnostics began, got further or ended.
    #[serde(rename = "self_test")]
    SelfTest(SelfTest),
    /// Events were missed: read everything again.
    #[serde(rename = "reset")]
    Reset,
}

/// Events from now on, or after the one named by `Last-Event-ID`. The first block carries only an id. The
/// stream ends when its token is revoked or has ended.
#[utoipa::path(get, path = "/api/v1/events/stream", tag = "events", responses(
    (status = 200, content_type = "text/event-stream", body = StreamEvent)))]
async fn stream_events(
    State(api): State<Api>,
    Extension(principal): Extension<Principal>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<SseEvent, Infallible>>> {
    let last = headers.get("last-event-id").and_then(|v| v.to_str().ok());
    let hub = Arc::clone(api.engine.hub());
    let (from, events) = hub.subscribe(last);
    let holder = Holder::of(api.engine.clone(), principal);
    let events = events.take_while(move |event| std::future::ready(holder.may_hear(event)));
    let first = once(std::future::ready(
        SseEvent::default().id(hub.id(from)).comment("connected"),
    ));
    let events = first.chain(events.map(move |event| block(&hub, &event)));
    Sse::new(events.map(Ok)).keep_alive(KeepAlive::default())
}

/// Who listens, if that is somebody with a token of the library: such a stream ends with its token.
struct Holder(Option<(Engine, String)>);

impl Holder {
    fn of(engine: Engine, principal: Principal) -> Self {
        Self(match principal {
            Principal::Token { name, .. } if engine.tokens().has(&name, now()) => {
                Some((engine, name))
            }
            Principal::Token { .. } | Principal::Window | Principal::Anyone | Principal::Open => {
                None
            }
        })
    }

    fn may_hear(&self, event: &Event) -> bool {
        let tokens = matches!(event.kind, EventKind::Tokens | EventKind::Reset);
        let gone = |(engine, name): &(Engine, String)| !engine.tokens().has(name, now());
        !(tokens && self.0.as_ref().is_some_and(gone))
    }
}

fn now() -> WallTime {
    WallTime::from(SystemTime::now())
}

fn block(hub: &Hub, event: &Event) -> SseEvent {
    let (name, body) = match &event.kind {
        EventKind::JobUpdate(job) => (
            "job.update",
            StreamEvent::Update {
                job: Box::new(Job::from(&**job)),
            },
        ),
        EventKind::JobProgress(view) => {
            let job = Job::from(&**view);
            let body = StreamEvent::Progress {
                job_id: job.id,
                progress: job.progress,
                time_left_seconds: job.time_left_seconds,
                memory_bytes: job.memory_bytes,
                pipelines: job.pipelines,
            };
            ("job.progress", body)
        }
        EventKind::JobRemoved(id) => (
            "job.removed",
            StreamEvent::Removed {
                job_id: id.to_string(),
            },
        ),
        EventKind::Queue(queue) => (
            "queue.update",
            StreamEvent::Queue {
                queue: Box::new(Queue::from(&**queue)),
            },
        ),
        EventKind::Settings => ("settings.update", StreamEvent::Settings),
        EventKind::Tokens => ("tokens.update", StreamEvent::Tokens),
        EventKind::Access => ("access.update", StreamEvent::Access),
        EventKind::Model(view) => (
            "model.update",
            StreamEvent::Model {
                model: Box::new(Model::from(&**view)),
            },
        ),
        EventKind::SelfTest(test) => ("self_test", StreamEvent::SelfTest(SelfTest::from(&**test))),
        EventKind::Reset => ("reset", StreamEvent::Reset),
    };
    let block = SseEvent::default().id(hub.id(event.seq)).event(name);
    let data = serde_json::to_string(&body).unwrap_or_else(|_| r#"{"type":"reset"}"#.to_owned());
    block.data(data)
}
