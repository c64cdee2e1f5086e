//! Diagnostics and the self-test on the wire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use va_engine::diagnostics::{self as found, DeviceState, SelfTestState, Status};

/// How a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PartStatus {
    /// All is well.
    Ok,
    /// It works, with something to know.
    Warning,
    /// It does not work.
    Error,
}

impl From<Status> for PartStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Ok => Self::Ok,
            Status::Warning => Self::Warning,
            Status::Error => Self::Error,
        }
    }
}

/// Which part is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// All of them.
    #[default]
    All,
    /// The computer.
    System,
    /// ffmpeg and ffprobe.
    Ffmpeg,
    /// ONNX Runtime.
    Runtime,
    /// The graphics card.
    Gpu,
    /// The storage folder.
    Storage,
    /// The catalogue.
    Database,
    /// The models.
    Models,
    /// The pipelines, each on a second of a made recording.
    Pipelines,
    /// Connections.
    Network,
}

impl Part {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::System => "system",
            Self::Ffmpeg => "ffmpeg",
            Self::Runtime => "runtime",
            Self::Gpu => "gpu",
            Self::Storage => "storage",
            Self::Database => "database",
            Self::Models => "models",
            Self::Pipelines => "pipelines",
            Self::Network => "network",
        }
    }
}

/// Something that is wrong, and the one thing to do.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartProblem {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub fix: String,
}

/// What a check found. Each part has further fields of its own.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartFinding {
    /// How it is.
    pub status: PartStatus,
    /// The check's name for people.
    pub title: String,
    /// The measured value in a few words.
    pub value: String,
    /// What that means, one sentence: the worst problem, if there is one.
    pub message: String,
    /// The one thing to do, if there is one.
    #[schema(required = true)]
    pub fix: Option<String>,
    /// What does not work.
    pub errors: Vec<PartProblem>,
    /// What is to be known.
    pub warnings: Vec<PartProblem>,
    /// How long the check took, in milliseconds.
    pub took_ms: u64,
    /// What else the part says, by the names of VideoAnnotator 1.4 where it had them.
    #[serde(flatten)]
    pub details: BTreeMap<String, Value>,
}

/// What all checks found.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiagnosticsReport {
    /// The worst of them.
    pub overall_status: PartStatus,
    /// When, RFC 3339 in UTC.
    #[schema(format = DateTime)]
    pub generated_at: String,
    /// How long all took, in milliseconds.
    pub took_ms: u64,
    /// The parts by name, in the order in which they are shown.
    #[schema(value_type = BTreeMap<String, PartFinding>)]
    #[serde(serialize_with = "found::in_order")]
    pub components: Vec<(&'static str, PartFinding)>,
}

impl From<found::Problem> for PartProblem {
    fn from(problem: found::Problem) -> Self {
        Self {
            message: problem.message,
            fix: problem.fix,
        }
    }
}

impl From<found::Finding> for PartFinding {
    fn from(found: found::Finding) -> Self {
        Self {
            status: found.status.into(),
            title: found.title.to_owned(),
            value: found.value,
            message: found.message,
            fix: found.fix,
            errors: found.errors.into_iter().map(Into::into).collect(),
            warnings: found.warnings.into_iter().map(Into::into).collect(),
            took_ms: found.took_ms,
            details: found.details.into_iter().collect(),
        }
    }
}

impl From<found::Report> for DiagnosticsReport {
    fn from(report: found::Report) -> Self {
        let components = report.components.into_iter();
        Self {
            overall_status: report.overall_status.into(),
            generated_at: report.generated_at,
            took_ms: report.took_ms,
            components: components
                .map(|(part, found)| (part, found.into()))
                .collect(),
        }
    }
}

/// Where the self-test is.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SelfTestWord {
    /// It has not been run since the program started.
    Idle,
    /// It runs.
    Running,
    /// It has run.
    Finished,
}

/// Where the test of a device is.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DeviceTestState {
    /// Its turn has not come.
    Waiting,
    /// It computes.
    Running,
    /// It computed, twice the same.
    Ok,
    /// It does not work.
    Failed,
    /// This installation can't use it.
    Unavailable,
}

/// The test of one device.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeviceTest {
    /// Which.
    #[schema(example = "cpu")]
    pub device: String,
    /// Where it is.
    pub state: DeviceTestState,
    /// How long the faster of two runs took.
    #[schema(required = true)]
    pub seconds: Option<f64>,
    /// Seconds of recording a second.
    #[schema(required = true)]
    pub realtime_factor: Option<f64>,
    /// What is to be known.
    #[schema(required = true)]
    pub message: Option<String>,
}

/// The self-test: the demo clip on each device.
#[derive(Debug, Serialize, ToSchema)]
pub struct SelfTest {
    /// Where it is.
    pub state: SelfTestWord,
    /// When it began.
    #[schema(required = true, format = DateTime)]
    pub started_at: Option<String>,
    /// When it ended.
    #[schema(required = true, format = DateTime)]
    pub finished_at: Option<String>,
    /// Its devices, the fastest first.
    pub devices: Vec<DeviceTest>,
}

impl From<&found::SelfTest> for SelfTest {
    fn from(test: &found::SelfTest) -> Self {
        let devices = test.devices.iter().map(|device| DeviceTest {
            device: device.device.word().to_owned(),
            state: match device.state {
                DeviceState::Waiting => DeviceTestState::Waiting,
                DeviceState::Running => DeviceTestState::Running,
                DeviceState::Ok => DeviceTestState::Ok,
                DeviceState::Failed => DeviceTestState::Failed,
                DeviceState::Unavailable => DeviceTestState::Unavailable,
            },
            seconds: device.seconds,
            realtime_factor: device.realtime_factor,
            message: device.message.clone(),
        });
        Self {
            state: match test.state {
                SelfTestState::Idle => SelfTestWord::Idle,
                SelfTestState::Running => SelfTestWord::Running,
                SelfTestState::Finished => SelfTestWord::Finished,
            },
            started_at: test.started_at.clone(),
            finished_at: test.finished_at.clone(),
            devices: devices.collect(),
        }
    }
}
