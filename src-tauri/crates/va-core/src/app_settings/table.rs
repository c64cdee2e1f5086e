//! The table of the program's settings: words, type, bounds, default, place in the window and environment variables
//! of each. Holds no logic.

use super::{AppSetting, Group};
use crate::origins::DEFAULT_ORIGINS;
use crate::schema::{Choice, Field, Kind, TextForm};

const fn setting(
    (key, title, help): (&'static str, &'static str, &'static str),
    unit: &'static str,
    kind: Kind,
    group: Group,
    variables: &'static [&'static str],
) -> AppSetting {
    AppSetting {
        field: Field {
            key,
            synonyms: &[],
            title,
            help,
            unit,
            advanced: false,
            kind,
        },
        group,
        variables,
    }
}

const fn integer(min: i64, max: i64, default: i64) -> Kind {
    Kind::Integer { min, max, default }
}

const fn number(min: f64, max: f64, default: f64) -> Kind {
    Kind::Number { min, max, default }
}

const fn option(value: &'static str, title: &'static str) -> Choice {
    Choice { value, title }
}

pub(super) const COUNT: usize = 16;

/// Every setting of the program, in the order of the window.
pub const APP_SETTINGS: [AppSetting; COUNT] = [
    setting(
        (
            "max_concurrent_jobs",
            "Jobs at once",
            "Jobs that run at the same time. 0 accepts jobs and holds them until you raise it.",
        ),
        "",
        integer(0, 64, 2),
        Group::Performance,
        &["MAX_CONCURRENT_JOBS"],
    ),
    setting(
        (
            "max_concurrent_gpu_jobs",
            "GPU jobs at once",
            "Jobs on a graphics card that run at the same time, beside the others. 0 holds them.",
        ),
        "",
        integer(0, 16, 2),
        Group::Performance,
        &["MAX_CONCURRENT_GPU_JOBS"],
    ),
    setting(
        (
            "threads",
            "Threads",
            "Threads that all running jobs share. 0 uses every core; lower it to keep the computer free for other work.",
        ),
        "",
        integer(0, 256, 0),
        Group::Performance,
        &["VIDEOANNOTATOR_THREADS"],
    ),
    setting(
        (
            "device",
            "Compute on",
            "What the models run on. Automatic takes the fastest that works. If you name one and it does not work, the job fails, unless the processor may take over.",
        ),
        "",
        Kind::Choice {
            options: &[
                option("auto", "Automatic"),
                option("cpu", "Processor"),
                option("cuda", "NVIDIA graphics card (CUDA)"),
                option("webgpu", "Any graphics card (WebGPU)"),
                option("directml", "Graphics card on Windows (DirectML)"),
                option("coreml", "Apple graphics and neural engine (Core ML)"),
            ],
            default: "auto",
        },
        Group::Performance,
        &["VIDEOANNOTATOR_DEVICE"],
    ),
    setting(
        (
            "device_fallback",
            "Processor may take over",
            "Lets a job go on on the processor when the device it names does not work. The result says so.",
        ),
        "",
        Kind::Switch { default: false },
        Group::Performance,
        &["VIDEOANNOTATOR_DEVICE_FALLBACK"],
    ),
    setting(
        (
            "half_precision",
            "Half precision",
            "Lets CUDA and Core ML compute faster with fewer digits. Results differ slightly, and say so. Other devices have no such option.",
        ),
        "",
        Kind::Switch { default: false },
        Group::Performance,
        &["VIDEOANNOTATOR_HALF_PRECISION"],
    ),
    setting(
        (
            "retry_max",
            "Retries",
            "How often a job is tried again after an error that can pass, such as a crash. 0 never tries again.",
        ),
        "",
        integer(0, 20, 3),
        Group::Retry,
        &["MAX_JOB_RETRIES"],
    ),
    setting(
        (
            "retry_base_delay_s",
            "First wait",
            "Time before the first retry. It doubles with each further one.",
        ),
        "s",
        number(0.0, 3600.0, 2.0),
        Group::Retry,
        &["RETRY_BASE_DELAY", "RETRY_DELAY_BASE"],
    ),
    setting(
        (
            "retry_max_delay_s",
            "Longest wait",
            "Time between two tries is never longer than this.",
        ),
        "s",
        number(0.0, 86_400.0, 300.0),
        Group::Retry,
        &["RETRY_MAX_DELAY"],
    ),
    setting(
        (
            "retry_jitter",
            "Variation of the wait",
            "Share of the wait by which it is varied at random, so that jobs do not all start again together.",
        ),
        "",
        number(0.0, 1.0, 0.1),
        Group::Retry,
        &["RETRY_JITTER"],
    ),
    setting(
        (
            "retention_days",
            "Keep finished jobs",
            "Finished jobs older than this are removed with their results. 0 keeps everything. Pinned and lately opened jobs stay.",
        ),
        "days",
        integer(0, 36_500, 0),
        Group::Retention,
        &["STORAGE_RETENTION_DAYS"],
    ),
    setting(
        (
            "minimum_free_mb",
            "Space to leave free",
            "Jobs stop before the disk has less free space than this, and go on when there is more.",
        ),
        "MB",
        integer(64, 1_048_576, 1024),
        Group::Storage,
        &["VIDEOANNOTATOR_MINIMUM_FREE_MB"],
    ),
    setting(
        (
            "api_enabled",
            "Local API",
            "Lets programs on this computer use VideoAnnotator while it is open. It opens only while a token is in use; everything else is refused.",
        ),
        "",
        Kind::Switch { default: false },
        Group::Api,
        &["VIDEOANNOTATOR_API_ENABLED"],
    ),
    setting(
        (
            "api_port",
            "Port",
            "The API listens on 127.0.0.1 at this port, which no other computer can reach. Choose another one if a program has it.",
        ),
        "",
        integer(1024, 65_535, 18_011),
        Group::Api,
        &["API_PORT"],
    ),
    setting(
        (
            "allowed_origins",
            "Web pages that may use it",
            "Origins such as http://localhost:19011, with commas between. Pages of other addresses get no answer; programs need no entry. Empty allows none.",
        ),
        "",
        Kind::Text {
            form: TextForm::Origins,
            default: DEFAULT_ORIGINS,
        },
        Group::Api,
        &["ALLOWED_ORIGINS", "CORS_ORIGINS"],
    ),
    setting(
        (
            "log_level",
            "Log level",
            "How much the program writes into its log. From Detailed on the log holds names of files and folders. A running job keeps its level.",
        ),
        "",
        Kind::Choice {
            options: &[
                option("error", "Errors"),
                option("warn", "Warnings"),
                option("info", "Usual, no names"),
                option("debug", "Detailed, with file names"),
                option("trace", "Everything"),
            ],
            default: "info",
        },
        Group::Diagnostics,
        &["VIDEOANNOTATOR_LOG", "LOG_LEVEL"],
    ),
];
