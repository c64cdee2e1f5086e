//! docs/benchmarks.md: the sections that were measured, and on what.
//!
//! A section that was not measured says so. Called at the end of `bench`.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::Bench;
use crate::exec;

/// Facts of the computer, one line.
const COMPUTER: &str = "import os, platform, datetime
names = [line.split(':', 1)[1].strip() for line in open('/proc/cpuinfo') if line.startswith('model name')]
print(datetime.date.today().isoformat() + ': ' + (names[0] if names else platform.processor()) + f', {os.cpu_count()} cores, ' + platform.platform())";

/// Writes the page.
pub fn write<'a>(
    bench: &Bench<'_>,
    sections: &Path,
    names: impl Iterator<Item = &'a str>,
) -> Result<()> {
    let computer = exec::output(bench.peers.python().args(["-c", COMPUTER]))?;
    let ffmpeg = exec::output(exec::program("ffmpeg")?.arg("-version"))?;
    let rust = exec::output(Command::new("rustc").arg("--version"))?;
    let mut page = format!(
        "# Benchmarks\n\nMade by `cargo xtask bench`: release builds, programs run in turn, median of {} \
         runs. Read the ratios; the seconds are those of one computer.\n\n- {}\n- {}\n- {}\n",
        bench.runs,
        computer.trim(),
        ffmpeg.lines().next().unwrap_or_default(),
        rust.trim(),
    );
    for name in names {
        let section = fs::read_to_string(sections.join(format!("{name}.md")))
            .unwrap_or_else(|_| format!("## {name}\n\nNot measured.\n"));
        page += "\n";
        page += &section;
    }
    let file = bench.workspace.path("docs/benchmarks.md");
    fs::write(&file, page).with_context(|| format!("write `{}`", file.display()))?;
    println!("wrote {}", file.display());
    Ok(())
}
