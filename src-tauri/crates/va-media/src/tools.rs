//! Where ffmpeg and ffprobe are. Looks at files only; starts them just to ask for their version.
//! Called by the engine when it builds a work order and by the worker, which gets explicit paths.

use std::path::{Path, PathBuf};

use crate::child;
use crate::error::MediaError;

/// The two programs that read recordings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tools {
    /// ffmpeg.
    pub ffmpeg: PathBuf,
    /// ffprobe.
    pub ffprobe: PathBuf,
}

impl Tools {
    /// Looks in `ffmpeg/` of the runtime folder, then on the search path, for each program by itself.
    pub fn find(runtime: Option<&Path>) -> Result<Self, MediaError> {
        let search = std::env::var_os("PATH").unwrap_or_default();
        let folders: Vec<PathBuf> = runtime
            .map(|folder| folder.join("ffmpeg"))
            .into_iter()
            .chain(std::env::split_paths(&search))
            .collect();
        Self::find_in(&folders, runtime)
    }

    fn find_in(folders: &[PathBuf], runtime: Option<&Path>) -> Result<Self, MediaError> {
        let locate = |program: &'static str| {
            let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
            let places = folders.iter().map(|folder| folder.join(&file));
            places
                .into_iter()
                .find(|path| is_program(path))
                .ok_or_else(|| MediaError::FfmpegMissing {
                    program,
                    looked: match runtime {
                        Some(folder) => {
                            format!("`{}` and the search path", folder.join("ffmpeg").display())
                        }
                        None => "the search path".to_owned(),
                    },
                })
        };
        Ok(Self {
            ffmpeg: locate("ffmpeg")?,
            ffprobe: locate("ffprobe")?,
        })
    }

    /// First line of `ffmpeg -version`.
    pub fn version(&self) -> Result<String, MediaError> {
        let mut command = child::command(&self.ffmpeg, ["-version"]);
        let output = command.output().map_err(|source| self.broken(source))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let line = text.lines().next().unwrap_or_default().trim();
        if line.is_empty() {
            return Err(self.broken(std::io::Error::other("`-version` prints nothing")));
        }
        Ok(line.to_owned())
    }

    fn broken(&self, source: std::io::Error) -> MediaError {
        MediaError::FfmpegBroken {
            program: self.ffmpeg.clone(),
            source,
        }
    }
}

impl From<&va_core::worker::Tools> for Tools {
    fn from(tools: &va_core::worker::Tools) -> Self {
        Self {
            ffmpeg: tools.ffmpeg.clone(),
            ffprobe: tools.ffprobe.clone(),
        }
    }
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        .is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_ffmpeg_says_where_it_was_looked_for() {
        let runtime = Path::new("/nowhere/runtime");
        let error = Tools::find_in(&[], Some(runtime)).unwrap_err();
        let failure = error.failure();
        assert_eq!(failure.code, va_core::ErrorCode::FfmpegMissing);
        assert!(failure.message.contains("runtime"), "{}", failure.message);
        assert!(failure.hint.unwrap().contains("install ffmpeg"));
    }
}
