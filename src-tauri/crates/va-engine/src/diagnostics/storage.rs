//! The storage folder: writable, fast enough, with room, and on a disk of this computer.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::json;
use va_core::{ErrorCode, Failure};

use super::mount;
use super::{Check, Context, Finding};
use crate::data_folder::space;

pub(super) const CHECK: Check = Check {
    part: "storage",
    title: "Storage",
    slow: false,
    limit: Duration::from_secs(20),
    run,
};

/// What VideoAnnotator 1.4 calls a GB in its fields.
const GIB: f64 = (1_u64 << 30) as f64;
/// What a disk's label calls one, and the window's settings: what people read.
const GB: f64 = 1e9;
/// What is written to measure the speed.
const SAMPLE: usize = 4 << 20;
/// Slower than this and results can't be written as fast as they are made.
const SLOW: f64 = 5.0;

fn run(context: &Context) -> Finding {
    let root = match &context.data {
        Ok(root) => root,
        Err(failure) => {
            let details = json!({ "storage_root": null, "writable": false });
            return Finding::good("not found", "", details).error(failure.clone());
        }
    };
    let there = nearest(root);
    let written = measure(&there);
    let mut finding = Finding::good(
        "",
        "there is room for results",
        json!({
            "storage_root": root.display().to_string(),
            "exists": root.is_dir(),
            "writable": written.is_ok(),
            "write_mb_per_second": written.as_ref().ok(),
        }),
    );
    finding = match &written {
        Ok(speed) if *speed < SLOW => finding.warn(
            format!("writing is slow here: {speed:.1} MB/s"),
            "move the storage folder to a disk inside this computer (Settings, Storage)",
        ),
        Ok(_) => finding,
        Err(error) => {
            let message = format!("`{}` can't be written: {error}", there.display());
            finding.error(Failure::new(ErrorCode::StorageNotWritable, message).hint(match error.kind() {
                std::io::ErrorKind::StorageFull => "free some space on this disk, or move the storage folder",
                _ => "give yourself the right to write there, or choose another folder with VIDEOANNOTATOR_STORAGE_DIR",
            }))
        }
    };
    if let Some(place) = mount::of(&there) {
        finding = finding.with("kind", place.to_string()).warn(
            format!("the storage folder is {place}: databases there can be damaged or slow"),
            "move it to a disk inside this computer: `videoannotator storage move`",
        );
    } else {
        finding = finding.with("kind", "local");
    }
    let (free_bytes, total_bytes) = match space(&there) {
        Ok(found) => found,
        Err(error) => {
            let message = format!(
                "the free space of `{}` is unknown: {error}",
                there.display()
            );
            return finding.warn(message, "look whether the disk is connected");
        }
    };
    let [free, total] = [free_bytes, total_bytes].map(|bytes| bytes as f64 / GIB);
    let used = if total > 0.0 {
        (total - free) / total * 100.0
    } else {
        100.0
    };
    finding = finding.with(
        "disk_usage",
        json!({
            "total_gb": total, "used_gb": total - free, "free_gb": free, "percent_used": used,
        }),
    );
    let speed = written.map_or_else(|_| "not writable".to_owned(), |s| format!("{s:.0} MB/s"));
    finding.value = format!("{}, {speed}", in_words(free_bytes, total_bytes));
    let fix = "free some space, or move the storage folder (Settings, Storage)";
    let message = format!("the disk is {used:.0} % full");
    if used > 90.0 {
        finding.error(Failure::new(ErrorCode::StorageFull, message).hint(fix))
    } else if used > 80.0 {
        finding.warn(message, fix)
    } else {
        finding
    }
}

/// As in the window's settings.
fn in_words(free: u64, total: u64) -> String {
    let [free, total] = [free, total].map(|bytes| bytes as f64 / GB);
    format!("{free:.1} of {total:.1} GB free")
}

/// The folder itself, or the nearest one above it that is there: looking makes no folder.
fn nearest(root: &Path) -> PathBuf {
    let there = root.ancestors().find(|folder| folder.is_dir());
    there.unwrap_or(root).to_owned()
}

/// Megabytes a second, from a small file that is written through to the disk and removed.
fn measure(folder: &Path) -> std::io::Result<f64> {
    let name = format!(
        ".videoannotator-check-{}-{:08x}",
        std::process::id(),
        fastrand::u32(..)
    );
    let path = folder.join(name);
    let begun = Instant::now();
    let written = File::create_new(&path).and_then(|mut file| {
        // no disk writes less because it is the same again and again
        let mut block = vec![0_u8; SAMPLE];
        fastrand::fill(&mut block);
        file.write_all(&block)?;
        file.sync_all()
    });
    let took = begun.elapsed().as_secs_f64();
    let removed = fs::remove_file(&path);
    written?;
    removed?;
    Ok(SAMPLE as f64 / 1e6 / took.max(1e-6))
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn people_read_the_gigabytes_of_a_disks_label() {
        // a disk that is sold as one terabyte
        let words = in_words(250_059_350_016, 1_000_204_886_016);
        assert_eq!(words, "250.1 of 1000.2 GB free");
    }
}
