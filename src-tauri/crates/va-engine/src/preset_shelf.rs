//! The laboratory's own presets: one YAML file each in `presets` of the data folder, beside those that
//! ship. Files appear whole or not at all, so a window and a command line can both use the folder. It
//! follows no link and writes nothing outside that folder. The API and `config` call it.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use va_core::config_text::{MAX_BYTES, parse_bytes};
use va_core::issue::Issue;
use va_core::presets::{Preset, built_in, check_name};
use va_core::{ErrorCode, Failure};

use crate::error::is_full;
use crate::job_folder::write_whole;

/// Name of the folder in the data folder.
pub const FOLDER: &str = "presets";
const EXTENSION: &str = "yaml";
/// More files than this are not looked at.
const MOST: usize = 1000;

/// Why a preset can't be used, kept or removed.
#[derive(Debug, thiserror::Error)]
pub enum PresetError {
    /// No such preset.
    #[error("there is no preset `{name}`")]
    NotFound {
        /// What was asked for.
        name: String,
        /// The names that exist.
        names: Vec<String>,
    },
    /// It came with the program.
    #[error("the preset `{0}` came with the program and stays as it is")]
    BuiltIn(String),
    /// The name or the configuration has errors.
    #[error("the preset `{name}` has {} error(s)", .issues.len())]
    Invalid {
        /// Its name.
        name: String,
        /// Every error.
        issues: Vec<Issue>,
    },
    /// A file can't be read, written or removed.
    #[error("`{path}`: {source}")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl PresetError {
    /// The error as it is sent and shown.
    pub fn failure(&self) -> Failure {
        let with = |code, hint: String| Failure::new(code, self.to_string()).hint(hint);
        match self {
            Self::NotFound { name, names } => {
                let near = va_core::issue::nearest(name, names.iter().map(String::as_str));
                let question = near.map_or(String::new(), |n| format!("did you mean `{n}`? "));
                let hint = format!("{question}The presets are {}", names.join(", "));
                with(ErrorCode::PresetNotFound, hint)
            }
            Self::BuiltIn(_) => with(
                ErrorCode::PresetBuiltIn,
                "save your own one under another name".to_owned(),
            ),
            Self::Invalid { issues, .. } => {
                let words = |i: &Issue| format!("{}: {}", i.message, i.hint);
                let hint = issues.first().map_or(String::new(), words);
                with(ErrorCode::InvalidConfig, hint)
            }
            Self::File { source, .. } if is_full(source) => with(
                ErrorCode::StorageFull,
                "free some space on that disk, then try again".to_owned(),
            ),
            Self::File { .. } => with(
                ErrorCode::StorageNotWritable,
                "check that the data folder is there and that you can write to it".to_owned(),
            ),
        }
    }
}

/// A file in the folder that is no preset.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// Its name without the extension.
    pub name: String,
    /// What is wrong with it.
    pub issues: Vec<Issue>,
}

/// The presets of a data folder.
#[derive(Clone, Debug)]
pub struct PresetShelf {
    folder: PathBuf,
}

impl PresetShelf {
    /// The presets of this data folder. Nothing is made before one is saved.
    pub fn new(data_root: &Path) -> Self {
        Self {
            folder: data_root.join(FOLDER),
        }
    }

    /// All presets: those that ship, then one's own ones by name, and the files that are none.
    pub fn list(&self) -> Result<(Vec<Preset>, Vec<Unreadable>), PresetError> {
        let mut presets = built_in().to_vec();
        let mut unreadable = Vec::new();
        for name in self.own_names()? {
            match self.read(&name) {
                Ok(Some(preset)) => presets.push(preset),
                Ok(None) => {}
                Err(PresetError::Invalid { name, issues }) => {
                    unreadable.push(Unreadable { name, issues });
                }
                Err(error) => return Err(error),
            }
        }
        Ok((presets, unreadable))
    }

    /// The preset of this name.
    pub fn get(&self, name: &str) -> Result<Preset, PresetError> {
        if let Some(preset) = built_in().iter().find(|p| p.name == name) {
            return Ok(preset.clone());
        }
        if check_name(name).is_ok()
            && let Some(preset) = self.read(name)?
        {
            return Ok(preset);
        }
        Err(self.not_found(name))
    }

    /// Keeps a preset under its name. Returns whether it replaced one.
    pub fn save(&self, preset: &Preset) -> Result<bool, PresetError> {
        let name = own(&preset.name)?;
        let path = self.path(name);
        let refused = |source| PresetError::File {
            path: path.clone(),
            source,
        };
        fs::create_dir_all(&self.folder).map_err(refused)?;
        let replaced = fs::symlink_metadata(&path).is_ok();
        write_whole(&path, preset.to_yaml().as_bytes()).map_err(refused)?;
        Ok(replaced)
    }

    /// Removes one of one's own presets, also one that can't be read any more.
    pub fn delete(&self, name: &str) -> Result<(), PresetError> {
        let path = self.path(own(name)?);
        match fs::remove_file(&path) {
            Ok(()) => Ok(()),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Err(self.not_found(name)),
            Err(source) => Err(PresetError::File { path, source }),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name).with_extension(EXTENSION)
    }

    fn not_found(&self, name: &str) -> PresetError {
        let own = self.own_names().unwrap_or_default();
        let shipped = built_in().iter().map(|p| p.name.clone());
        PresetError::NotFound {
            name: name.to_owned(),
            names: shipped.chain(own).collect(),
        }
    }

    fn own_names(&self) -> Result<Vec<String>, PresetError> {
        let refused = |source| PresetError::File {
            path: self.folder.clone(),
            source,
        };
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(refused(source)),
        };
        let mut names = Vec::new();
        for entry in entries.take(MOST) {
            let entry = entry.map_err(refused)?;
            let name = entry.file_name();
            let name = name.to_str().and_then(|n| n.strip_suffix(".yaml"));
            let shipped = |name: &str| built_in().iter().any(|p| p.name == name);
            if let Some(name) = name.filter(|n| check_name(n).is_ok() && !shipped(n)) {
                names.push(name.to_owned());
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    /// `None` if there is no file of this name; a link counts as none.
    fn read(&self, name: &str) -> Result<Option<Preset>, PresetError> {
        let path = self.path(name);
        let refused = |source| PresetError::File {
            path: path.clone(),
            source,
        };
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_file() => {}
            Ok(_) => return Ok(None),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(refused(source)),
        }
        let mut bytes = Vec::new();
        fs::File::open(&path)
            .and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes))
            .map_err(refused)?;
        let read = Preset::read(name, &parse_bytes(&bytes));
        read.map(Some).map_err(|issues| PresetError::Invalid {
            name: name.to_owned(),
            issues,
        })
    }
}

/// The name, if it can be that of a preset of one's own.
fn own(name: &str) -> Result<&str, PresetError> {
    if built_in().iter().any(|p| p.name == name) {
        return Err(PresetError::BuiltIn(name.to_owned()));
    }
    check_name(name).map_err(|issue| PresetError::Invalid {
        name: name.to_owned(),
        issues: vec![*issue],
    })?;
    Ok(name)
}

#[cfg(test)]
#[path = "preset_shelf_tests.rs"]
mod tests;
