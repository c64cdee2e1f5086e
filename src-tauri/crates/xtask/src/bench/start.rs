//! Start: how long until `videoannotator --version` has answered and until the window shows its page.
//!
//! The window runs under Xvfb, whose screen is a file that can be watched; it counts as open when the
//! empty library's main button is painted: then the page is drawn and the engine has answered.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::Bench;
use super::measure::{median, seconds};
use crate::cargo::{CLI, DESKTOP};
use crate::exec;
use crate::workspace::Profile;

/// The accent colour of ui/src/styles as it lies in the screen's file: blue, green, red.
const ACCENT: [u8; 3] = [0xa8, 0x4a, 0x43];
/// The main button has more pixels of it than this, the mark in the corner fewer.
const MAIN_BUTTON: usize = 1000;
/// Longer than this is a failure, not a slow start.
const PATIENCE: Duration = Duration::from_secs(30);

/// Measures and writes the section.
pub fn measure(bench: &Bench<'_>) -> Result<String> {
    let cli = bench.workspace.program(Profile::Release, CLI.1);
    let version: Vec<f64> = (0..bench.runs.max(3) * 7)
        .map(|_| seconds(Command::new(&cli).arg("--version")))
        .collect::<Result<_>>()?;
    let folder = bench.workspace.target().join("bench/start");
    let window: Vec<f64> = (0..bench.runs.max(3))
        .map(|_| {
            open_window(
                &bench.workspace.program(Profile::Release, DESKTOP.1),
                &folder,
            )
        })
        .collect::<Result<_>>()?;
    Ok(format!(
        "## Start\n\n| what | milliseconds | wanted |\n|---|---:|---:|\n\
         | `videoannotator --version` (median of {}) | {:.0} | 50 |\n\
         | window under Xvfb until its page is painted (median of {}) | {:.0} | 1500 |\n",
        version.len(),
        median(&version) * 1000.0,
        window.len(),
        median(&window) * 1000.0,
    ))
}

/// A child that ends with its scope.
struct Ending(Child);

impl Drop for Ending {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing is left.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn open_window(program: &Path, folder: &Path) -> Result<f64> {
    if folder.exists() {
        fs::remove_dir_all(folder).context("empty the folder for the window")?;
    }
    fs::create_dir_all(folder).context("make the folder for the window")?;
    let mut server = exec::program("Xvfb")?;
    server.args([
        "-displayfd",
        "1",
        "-screen",
        "0",
        "1280x800x24",
        "-nolisten",
        "tcp",
        "-fbdir",
    ]);
    let child = server
        .arg(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut screen = Ending(child.context("start Xvfb")?);
    let mut number = String::new();
    let answer = screen.0.stdout.take().context("Xvfb has no output")?;
    BufReader::new(answer)
        .read_line(&mut number)
        .context("read the number of the display")?;

    let start = Instant::now();
    let child = Command::new(program)
        .env("DISPLAY", format!(":{}", number.trim()))
        .env_remove("WAYLAND_DISPLAY")
        .env("HOME", folder)
        .env("VIDEOANNOTATOR_STORAGE_DIR", folder.join("data"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut window = Ending(child.context("start the window")?);
    loop {
        if accents(&folder.join("Xvfb_screen0"))? > MAIN_BUTTON {
            return Ok(start.elapsed().as_secs_f64());
        }
        if let Some(status) = window.0.try_wait()? {
            bail!("the window ended before it showed its page ({status})");
        }
        if start.elapsed() > PATIENCE {
            bail!("the window showed no page within {} s", PATIENCE.as_secs());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Pixels in the accent colour. They are aligned to four bytes from the end of the file.
fn accents(screen: &Path) -> Result<usize> {
    let bytes = fs::read(screen).with_context(|| format!("read `{}`", screen.display()))?;
    let pixels = bytes.rchunks_exact(4);
    Ok(pixels.filter(|pixel| pixel.starts_with(&ACCENT)).count())
}
