//! `verify-installation`: the demo clip on each device, twice, with times: what a reviewer runs. The same test as
//! the window's self-test.

use std::process::ExitCode;

use va_engine::diagnostics::{DeviceState, DeviceTest, SelfTest, self_test};

use crate::diagnose::context;
use crate::out;

/// Runs the self-test and prints each device as it ends.
pub fn run(json: bool) -> ExitCode {
    let tell = |test: &SelfTest| {
        if json {
            return;
        }
        for device in test
            .devices
            .iter()
            .filter(|d| d.state == DeviceState::Running)
        {
            out::note(&format!(
                "running the demo clip twice on {}",
                device.device.word()
            ));
        }
    };
    let test = self_test(&context(), &tell);
    if json {
        out::json(&serde_json::to_value(&test).unwrap_or_default());
    } else {
        test.devices.iter().for_each(show);
    }
    if test.passed() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn show(device: &DeviceTest) {
    let tag = match device.state {
        DeviceState::Ok => "[OK]",
        DeviceState::Failed => "[ERROR]",
        DeviceState::Unavailable | DeviceState::Waiting | DeviceState::Running => "[-]",
    };
    let time = match (device.seconds, device.realtime_factor) {
        (Some(seconds), Some(factor)) => format!("{seconds:.1} s ({factor:.1} x real time), "),
        _ => String::new(),
    };
    let words = device.message.as_deref().unwrap_or_default();
    out::line(&format!(
        "{tag:<8} {:<9} {time}{words}",
        device.device.word()
    ));
}
