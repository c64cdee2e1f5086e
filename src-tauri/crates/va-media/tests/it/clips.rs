//! Makes small recordings in a folder of their own. Each function says what is special about its clip.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use va_media::{Recording, Tools};

/// A folder that goes away with the test.
pub struct Clips {
    folder: tempfile::TempDir,
    pub tools: Tools,
}

impl Clips {
    pub fn new() -> Self {
        let tools = Tools::find(None).expect("these tests need ffmpeg and ffprobe on the path");
        Self {
            folder: tempfile::tempdir().unwrap(),
            tools,
        }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs ffmpeg with words split at blanks; `{}` in a word stands for the folder.
    pub fn ffmpeg(&self, words: &str, name: &str) -> PathBuf {
        let folder = self.folder.path().to_str().unwrap();
        let target = self.path(name);
        let mut command = Command::new(&self.tools.ffmpeg);
        command.args(["-v", "error", "-nostdin", "-y"]);
        command.args(
            words
                .split_whitespace()
                .map(|word| word.replace("{}", folder)),
        );
        let output = command.arg(&target).stdin(Stdio::null()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "ffmpeg could not make `{name}`: {said}"
        );
        target
    }

    /// A video of a moving test picture: source options, encoder options.
    pub fn video(&self, source: &str, encoder: &str, name: &str) -> PathBuf {
        let words = format!("-f lavfi -i testsrc2={source} {encoder}");
        self.ffmpeg(&words, name)
    }

    /// H.264 with B-frames, 29.97 frames a second, two seconds.
    pub fn b_frames(&self) -> PathBuf {
        self.video(
            "s=160x120:r=30000/1001:d=2",
            "-c:v libx264 -preset veryfast -bf 3 -g 15 -pix_fmt yuv420p",
            "b_frames.mp4",
        )
    }

    /// Frames of uneven length in MP4.
    pub fn variable_rate(&self) -> PathBuf {
        self.video(
            "s=160x120:r=30:d=3",
            "-vf select='not(eq(mod(n,7),3))*lt(random(0),0.8)+eq(n,0)' -fps_mode vfr -enc_time_base 1:30000 -c:v libx264 -preset veryfast -g 12 -pix_fmt yuv420p",
            "variable.mp4",
        )
    }

    /// Cut without re-encoding between two key frames: the first packets are decoded but never shown.
    pub fn edit_list(&self) -> PathBuf {
        self.video(
            "s=160x120:r=30:d=4",
            "-c:v libx264 -preset veryfast -g 60 -pix_fmt yuv420p",
            "uncut.mp4",
        );
        self.ffmpeg("-ss 1.3 -i {}/uncut.mp4 -c copy", "edit_list.mp4")
    }

    /// A transport stream whose clock begins at 1000 s.
    pub fn late_start(&self) -> PathBuf {
        self.video(
            "s=160x120:r=25:d=3",
            "-c:v libx264 -preset veryfast -g 20 -pix_fmt yuv420p -output_ts_offset 1000",
            "late.ts",
        )
    }

    /// Matroska, whose times are rounded to milliseconds.
    pub fn matroska(&self) -> PathBuf {
        self.video(
            "s=160x120:r=30000/1001:d=2",
            "-c:v libx264 -preset veryfast -g 20 -pix_fmt yuv420p",
            "ms.mkv",
        )
    }

    /// Opens a clip.
    pub fn open(&self, path: &Path) -> Recording {
        Recording::open(&self.tools, path, self.folder()).unwrap()
    }
}
