//! The computer: system, processor, memory, and where the program keeps its things.

use std::time::Duration;

use serde_json::{Value, json};
use sysinfo::{CpuRefreshKind, RefreshKind, System};

use super::{Check, Context, Finding};

pub(super) const CHECK: Check = Check {
    part: "system",
    title: "System",
    slow: false,
    limit: Duration::from_secs(10),
    run,
};

const GIB: f64 = (1_u64 << 30) as f64;
/// Less free memory than this is too little for the models of faces beside a decoder.
const LITTLE: f64 = 2.0;

fn run(context: &Context) -> Finding {
    let wanted = RefreshKind::nothing().with_cpu(CpuRefreshKind::nothing());
    let model = System::new_with_specifics(wanted).ok().and_then(|system| {
        let first = system.cpus().first()?;
        Some(first.brand().trim().to_owned())
    });
    let model = model.filter(|m| !m.is_empty());
    let load = crate::computer::load();
    let (total, free) = (
        load.memory_total as f64 / GIB,
        load.memory_available as f64 / GIB,
    );
    let name = System::long_os_version().unwrap_or_else(|_| std::env::consts::OS.to_owned());
    let data = context.data.as_ref().ok().map(|d| d.display().to_string());
    let finding = Finding::good(
        format!(
            "{} cores, {free:.1} of {total:.1} GB memory free",
            load.cores
        ),
        format!("{name}, {}", std::env::consts::ARCH),
        json!({
            "python": { "version": null, "version_info": null, "executable": null, "platform": std::env::consts::OS },
            "runtime": { "name": "VideoAnnotator Desktop", "version": env!("CARGO_PKG_VERSION") },
            "ffmpeg": ffmpeg(context),
            "os": {
                "system": System::name().ok(),
                "release": System::kernel_version().ok(),
                "version": System::os_version().ok(),
                "machine": std::env::consts::ARCH,
                "processor": model,
            },
            "cpu": { "model": model, "cores": load.cores, "features": features() },
            "memory": { "total_bytes": load.memory_total, "available_bytes": load.memory_available },
            "data_folder": data,
        }),
    );
    let finding = match &context.data {
        Ok(_) => finding,
        Err(failure) => finding.error(failure.clone()),
    };
    let finding = if load.memory_total > 0 && free < LITTLE {
        finding.warn(
            format!("only {free:.1} GB of memory are free"),
            "close other programs before a job starts",
        )
    } else {
        finding
    };
    if missing_avx2() {
        finding.warn(
            "the processor has no AVX2, so models are several times slower here",
            "use a newer computer for long recordings",
        )
    } else {
        finding
    }
}

/// What the old server says of ffmpeg; the check `ffmpeg` says more.
fn ffmpeg(context: &Context) -> Value {
    match context.toolbox.media() {
        Ok(tools) => {
            json!({ "installed": true, "version": null, "path": tools.ffmpeg.display().to_string() })
        }
        Err(_) => json!({ "installed": false, "version": null, "path": null }),
    }
}

#[cfg(target_arch = "x86_64")]
fn features() -> Vec<&'static str> {
    let found = [
        ("sse4.2", std::arch::is_x86_feature_detected!("sse4.2")),
        ("avx", std::arch::is_x86_feature_detected!("avx")),
        ("avx2", std::arch::is_x86_feature_detected!("avx2")),
        ("fma", std::arch::is_x86_feature_detected!("fma")),
        ("avx512f", std::arch::is_x86_feature_detected!("avx512f")),
    ];
    let there = found.into_iter().filter(|(_, there)| *there);
    there.map(|(name, _)| name).collect()
}

#[cfg(not(target_arch = "x86_64"))]
fn features() -> Vec<&'static str> {
    Vec::new()
}

fn missing_avx2() -> bool {
    cfg!(target_arch = "x86_64") && !features().contains(&"avx2")
}
