//! The self-test: the demo clip on each device that works here, twice, with times, and whether both runs found
//! the same. What a reviewer runs as `verify-installation`, and the window as "Run self-test".

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use serde::Serialize;
use va_core::device::{DeviceWish, Provider};
use va_core::pipeline::PipelineDescriptor;
use va_core::pipelines::PIPELINES;
use va_core::{ErrorCode, Failure};
use va_store::{ResultsReader, WallTime, canonical_hash};

use super::Context;
use super::runtime::probe;
use super::trial::{self, Scratch};
use crate::engine::Engine;
use crate::events::EventKind;
use crate::job_folder::names;

/// One run of the demo clip.
const LIMIT: Duration = Duration::from_mins(10);

/// Where the self-test is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SelfTestState {
    /// It has not been run since the program started.
    #[default]
    Idle,
    /// It runs.
    Running,
    /// It has run.
    Finished,
}

/// Where the test of a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DeviceState {
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
#[derive(Clone, Debug, Serialize)]
pub struct DeviceTest {
    /// Which.
    pub device: Provider,
    /// Where it is.
    pub state: DeviceState,
    /// How long the faster of two runs took.
    pub seconds: Option<f64>,
    /// Seconds of recording a second.
    pub realtime_factor: Option<f64>,
    /// What is to be known.
    pub message: Option<String>,
}

/// The self-test.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SelfTest {
    /// Where it is.
    pub state: SelfTestState,
    /// When it began, RFC 3339 in UTC.
    pub started_at: Option<String>,
    /// When it ended.
    pub finished_at: Option<String>,
    /// Its devices, the fastest first.
    pub devices: Vec<DeviceTest>,
}

impl SelfTest {
    /// Whether it has run and nothing failed.
    pub fn passed(&self) -> bool {
        let failed = |d: &DeviceTest| d.state == DeviceState::Failed;
        let any = self.devices.iter().any(|d| d.state == DeviceState::Ok);
        self.state == SelfTestState::Finished && any && !self.devices.iter().any(failed)
    }
}

/// The engine's self-test.
#[derive(Debug, Default)]
pub(crate) struct SelfTestDesk(Mutex<Arc<SelfTest>>);

impl SelfTestDesk {
    fn get(&self) -> Arc<SelfTest> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes the desk for a run; `false` if one is under way.
    fn begin(&self) -> bool {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if now.state == SelfTestState::Running {
            return false;
        }
        *now = Arc::new(begun());
        true
    }

    fn put(&self, test: &Arc<SelfTest>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(test);
    }
}

impl Engine {
    /// The self-test as it is now.
    pub fn self_test(&self) -> Arc<SelfTest> {
        self.self_test_desk().get()
    }

    /// Starts the self-test on a thread of its own, unless it runs already. What comes of it is told by events.
    pub fn start_self_test(&self) -> Arc<SelfTest> {
        if !self.self_test_desk().begin() {
            return self.self_test();
        }
        let engine = self.clone();
        let tell = move |test: &SelfTest| {
            let test = Arc::new(test.clone());
            engine.self_test_desk().put(&test);
            engine.hub().publish(EventKind::SelfTest(test));
        };
        let context = self.diagnosed(None);
        let work = {
            let tell = tell.clone();
            move || drop(self_test(&context, &tell))
        };
        let started = std::thread::Builder::new()
            .name("self-test".into())
            .spawn(work);
        if let Err(error) = started {
            tracing::warn!(%error, "the self-test can't be started");
            tell(&SelfTest::default());
        }
        self.self_test()
    }
}

fn now() -> String {
    WallTime::from(SystemTime::now()).to_string()
}

fn begun() -> SelfTest {
    SelfTest {
        state: SelfTestState::Running,
        started_at: Some(now()),
        ..SelfTest::default()
    }
}

/// Runs it, telling each change. Blocks for as long as it takes.
pub fn self_test(context: &Context, tell: &dyn Fn(&SelfTest)) -> SelfTest {
    let mut test = begun();
    test.devices = devices(context);
    tell(&test);
    for index in 0..test.devices.len() {
        if test.devices[index].state != DeviceState::Waiting {
            continue;
        }
        test.devices[index].state = DeviceState::Running;
        tell(&test);
        let device = &mut test.devices[index];
        match measure(context, device.device) {
            Ok(measured) => {
                device.state = DeviceState::Ok;
                device.seconds = Some(measured.seconds);
                device.realtime_factor = Some(measured.clip / measured.seconds.max(1e-3));
                device.message = Some(measured.words);
            }
            Err(failure) => {
                device.state = DeviceState::Failed;
                let hint = failure
                    .hint
                    .map_or(String::new(), |hint| format!("; {hint}"));
                device.message = Some(format!("{}{hint}", failure.message));
            }
        }
        tell(&test);
    }
    test.state = SelfTestState::Finished;
    test.finished_at = Some(now());
    tell(&test);
    test
}

/// The processor, and what else the library was built with.
fn devices(context: &Context) -> Vec<DeviceTest> {
    let test = |device, state, message| DeviceTest {
        device,
        state,
        seconds: None,
        realtime_factor: None,
        message,
    };
    let facts = context
        .toolbox
        .onnxruntime()
        .and_then(|library| probe(&context.program, &library).ok());
    let Some(facts) = facts else {
        return vec![test(Provider::Cpu, DeviceState::Waiting, None)];
    };
    let providers = facts.providers.into_iter();
    let tests = providers.map(|found| match found.obstacle {
        None => test(found.provider, DeviceState::Waiting, None),
        why @ Some(_) => test(found.provider, DeviceState::Unavailable, why),
    });
    tests.collect()
}

struct Measured {
    seconds: f64,
    clip: f64,
    words: String,
}

fn measure(context: &Context, device: Provider) -> Result<Measured, Failure> {
    let demo = context.toolbox.demo();
    if !demo.is_file() {
        let message = "the demo clip is not installed";
        return Err(
            Failure::new(ErrorCode::OutputFileMissing, message).hint("reinstall the program")
        );
    }
    let tools = context.toolbox.media().map_err(|e| e.failure())?;
    let length = va_media::probe(&tools, &demo)
        .map_err(|e| e.failure())?
        .facts
        .duration;
    let clip = length.map_or(0.0, |length| length.0 as f64 / 1000.0);
    let usable = |p: &&'static PipelineDescriptor| context.toolbox.obstacle(p).is_none();
    let (with, without): (Vec<&'static PipelineDescriptor>, Vec<_>) =
        PIPELINES.iter().copied().partition(usable);
    let ids: Vec<_> = with.iter().map(|p| p.id).collect();
    let left: Vec<_> = without.iter().map(|p| p.id).collect();
    let scratch = Scratch::new()?;
    let mut hashes = Vec::new();
    let mut seconds = f64::INFINITY;
    for run in ["first", "second"] {
        let folder = scratch.folder(run)?;
        let wish = DeviceWish {
            asked: vec![device],
            ..DeviceWish::default()
        };
        let outcome = trial::run(context, &folder, &demo, trial::steps(&ids)?, wish, LIMIT)?;
        if let Some((pipeline, failure)) = outcome.failed.into_iter().next() {
            let message = format!("{pipeline}: {}", failure.message);
            return Err(Failure { message, ..failure });
        }
        if outcome.items == 0 {
            return Err(Failure::new(
                ErrorCode::OutputFileMissing,
                "the demo clip gave no results",
            ));
        }
        let results = ResultsReader::open(&folder.join(names::RESULTS)).map_err(|e| e.failure())?;
        hashes.push(canonical_hash(&results).map_err(|e| e.failure())?);
        seconds = seconds.min(outcome.took.as_secs_f64());
    }
    let same = hashes.first() == hashes.last();
    if !same && device == Provider::Cpu {
        let message = "two runs on the processor gave different results";
        return Err(Failure::new(ErrorCode::Internal, message)
            .hint("test this computer's memory, and report this with the redacted bundle"));
    }
    let mut words = format!(
        "{} pipelines, {}",
        ids.len(),
        if same {
            "twice the same results"
        } else {
            "two runs differ in the last digits, as graphics cards may"
        }
    );
    if !left.is_empty() {
        words = format!("{words}; not installed: {}", left.join(", "));
    }
    Ok(Measured {
        seconds,
        clip,
        words,
    })
}
