//! What an operation can refuse, by rule: the door's refusals, those of its body, its query and its path,
//! and those of the part of the program that it speaks to.

use axum::http::{Method, StatusCode};
use serde_json::{Map, Value, json};
use va_core::ErrorCode;
use va_core::access::Scope;

use crate::error::status_of;
use crate::scopes;

/// What an operation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyKind {
    /// No body.
    None,
    /// JSON.
    Json,
    /// A form with files.
    Upload,
}

/// What decides which refusals an operation has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asks<'a> {
    /// Method in small letters.
    pub method: &'a str,
    /// Path with its parameters in braces.
    pub path: &'a str,
    /// Whether it reads a query.
    pub has_query: bool,
    /// What it takes.
    pub body: BodyKind,
}

/// One status with every code that can stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The status.
    pub status: u16,
    /// The codes, in the order of the documentation.
    pub codes: Vec<ErrorCode>,
}

use ErrorCode as E;

/// What the operations below a path can answer with besides the rules, most specific path first. A status
/// that a route declares is filled from here.
const FAMILIES: &[(&str, &[ErrorCode])] = &[
    ("/api/v1/config/", &[E::InvalidRequest, E::InvalidConfig]),
    (
        "/api/v1/jobs/{id}/annotations",
        &[E::InvalidRequest, E::NotFound, E::JobNotReady],
    ),
    ("/api/v1/jobs/{id}/tracks", &[E::JobNotReady]),
    ("/api/v1/jobs/{id}/frames", &[E::JobNotReady]),
    (
        "/api/v1/jobs/{id}/artifacts",
        &[E::OutputFileMissing, E::JobNotReady],
    ),
    (
        "/api/v1/jobs/{id}/exports",
        &[E::NotFound, E::JobNotReady, E::ExportFailed],
    ),
    ("/api/v1/jobs/{id}/results/files", &[E::OutputFileMissing]),
    ("/api/v1/jobs/{id}/media", &[E::MediaMissing]),
    ("/api/v1/jobs/{id}/thumbnail", &[E::MediaMissing]),
    ("/api/v1/jobs/{id}/log", &[E::OutputFileMissing]),
    (
        "/api/v1/jobs/{id}/cancel",
        &[E::JobAlreadyCompleted, E::CancellationFailed],
    ),
    (
        "/api/v1/jobs/{id}/retry",
        &[E::JobNotFailed, E::JobCancelled],
    ),
    (
        "/api/v1/jobs/{id}/steps",
        &[E::StepNotFound, E::StepAlreadyEnded],
    ),
    (
        "/api/v1/jobs",
        &[
            E::InvalidConfig,
            E::PipelineUnavailable,
            E::MediaMissing,
            E::MediaUnreadable,
            E::NoVideoStream,
            E::NoAudioStream,
            E::FfmpegMissing,
        ],
    ),
    ("/api/v1/demo", &[E::MediaMissing, E::PipelineUnavailable]),
    (
        "/api/v1/videos/probe",
        &[E::MediaMissing, E::MediaUnreadable, E::FfmpegMissing],
    ),
    (
        "/api/v1/models/import",
        &[E::InvalidRequest, E::ImportRefused, E::DownloadRefused],
    ),
    (
        "/api/v1/models",
        &[
            E::ModelMissing,
            E::LicenceNotAccepted,
            E::ModelNotDownloadable,
            E::ModelNotRemovable,
            E::DownloadNotRunning,
            E::StorageMissing,
        ],
    ),
    ("/api/v1/presets", &[E::InvalidConfig, E::PresetBuiltIn]),
    ("/api/v1/queue/move", &[E::JobNotFound, E::JobNotWaiting]),
    ("/api/v1/queue", &[E::QueueHeld]),
    ("/api/v1/settings", &[E::InvalidConfig, E::SettingFixed]),
    (
        "/api/v1/storage",
        &[E::StorageTargetRefused, E::StorageBusy],
    ),
    ("/api/v1/retention", &[E::RetentionDisabled]),
    ("/api/v1/tokens", &[E::TokenExists]),
];

/// The one that a path's own parameter can't name, most specific path first.
const UNKNOWN: &[(&str, ErrorCode)] = &[
    ("/api/v1/jobs/{id}", E::JobNotFound),
    ("/api/v1/models/{id}", E::ModelNotFound),
    ("/api/v1/pipelines/{", E::PipelineNotFound),
    ("/api/v1/presets/{name}", E::PresetNotFound),
    ("/api/v1/tokens/{id}", E::TokenNotFound),
    ("/api/v1/debug/jobs/{", E::JobNotFound),
];

/// Whether an address answers without a token.
pub(super) fn is_open(path: &str) -> bool {
    scopes::OPEN.contains(&path)
}

/// The scope that an operation needs; none at the open addresses.
pub(super) fn scope(method: &str, path: &str) -> Option<Scope> {
    let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap_or(Method::POST);
    (!is_open(path)).then(|| scopes::needed(&method, path))
}

/// Every refusal of an operation: those by rule and those that its route declares.
pub(super) fn of(asks: &Asks<'_>, declared: &[u16]) -> Vec<Refusal> {
    let mut codes = vec![E::Forbidden, E::Internal, E::ServerBusy];
    let scope = scope(asks.method, asks.path);
    if scope.is_some() {
        codes.extend([E::Unauthorized, E::RateLimit]);
    }
    if asks.has_query {
        codes.push(E::ValidationError);
    }
    if asks.body != BodyKind::None {
        codes.extend([
            E::InvalidRequest,
            E::PayloadTooLarge,
            E::UnsupportedMedia,
            E::ValidationError,
            E::Timeout,
        ]);
    }
    if asks.path.contains('{') {
        let found = UNKNOWN.iter().find(|(path, _)| asks.path.starts_with(path));
        codes.push(found.map_or(E::NotFound, |(_, code)| *code));
        if !asks.path.starts_with("/api/v1/jobs/{id}") || asks.path.matches('{').count() > 1 {
            // a name that is no text
            codes.push(E::ValidationError);
        }
    }
    if scope.is_some_and(|scope| scope != Scope::Read) {
        codes.extend([E::StorageMoving, E::DatabaseBusy, E::StorageFull]);
    }
    if asks.path.starts_with("/api/v1/jobs/{id}") {
        codes.push(E::DatabaseBusy);
    }
    let family = FAMILIES
        .iter()
        .find(|(path, _)| asks.path.starts_with(path))
        .map_or(&[][..], |(_, codes)| codes);
    for status in declared {
        codes.extend(family.iter().filter(|code| status_of(**code) == *status));
    }
    gather(&codes, declared)
}

fn gather(codes: &[ErrorCode], declared: &[u16]) -> Vec<Refusal> {
    let mut statuses: Vec<u16> = codes.iter().map(|code| status_of(*code)).collect();
    statuses.extend(declared);
    statuses.sort_unstable();
    statuses.dedup();
    let with = |status: u16, codes: &[ErrorCode]| -> Vec<ErrorCode> {
        let fits = |code: &&ErrorCode| codes.contains(code) && status_of(**code) == status;
        ErrorCode::ALL.iter().filter(fits).copied().collect()
    };
    statuses
        .into_iter()
        .map(|status| {
            let mut named = with(status, codes);
            if named.is_empty() {
                // a route declares what no rule explains: every code that has this status
                named = with(status, ErrorCode::ALL);
            }
            Refusal {
                status,
                codes: named,
            }
        })
        .collect()
}

impl Refusal {
    /// The answer as the document has it.
    pub(super) fn answer(&self, said: &str) -> Value {
        let line = |code: &ErrorCode| format!("- `{code}`: {}", code.meaning());
        let mut lines: Vec<_> = self.codes.iter().map(line).collect();
        if said.is_empty() {
            lines.insert(0, format!("{}.\n", reason(self.status)));
        } else {
            lines.insert(0, format!("{said}\n"));
        }
        let reference = |code: &ErrorCode| {
            let at = format!("#/components/examples/{code}");
            (code.to_string(), json!({"$ref": at}))
        };
        let examples: Map<String, Value> = self.codes.iter().map(reference).collect();
        json!({
            "description": lines.join("\n"),
            "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/ErrorBody"},
                "examples": examples,
            }},
            "x-error-codes": self.codes.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
        })
    }
}

fn reason(status: u16) -> &'static str {
    StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Refused")
}

/// The envelope with a code, as the document shows it.
pub(super) fn example(code: ErrorCode) -> Value {
    let message = code.meaning().trim_end_matches('.').to_owned();
    json!({"summary": code.meaning(), "value": {
        "error": {
            "code": code.as_str(),
            "message": message,
            "detail": null,
            "hint": "What to do about it, where something can be done.",
            "field": null,
            "timestamp": super::words::MOMENT,
        },
        "detail": message,
        "error_code": code.as_str(),
        "request_id": super::words::REQUEST,
    }})
}
