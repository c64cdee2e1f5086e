//! How much the log says.

use tracing_subscriber::filter::{LevelFilter, Targets};

/// What our own crates and programs begin with.
const OURS: [&str; 2] = ["va_", "videoannotator"];
/// Libraries that tell at `info` what is nobody's news.
const CHATTY: [&str; 2] = ["ort", "rusqlite_migration"];

/// A level of the log; each one says what those before it say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Level {
    /// What went wrong.
    Error,
    /// What may go wrong, or was mended.
    Warn,
    /// What was done, without names.
    Info,
    /// The same with names of files and folders, and the steps in between.
    Debug,
    /// Everything, that of the libraries too.
    Trace,
}

impl Level {
    /// All of them, the quietest first.
    pub const ALL: [Self; 5] = [
        Self::Error,
        Self::Warn,
        Self::Info,
        Self::Debug,
        Self::Trace,
    ];

    /// The word of the setting.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }

    /// Reads a word in capitals or not; those of Python's `logging`, which VideoAnnotator 1.4 took, too.
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim().to_ascii_lowercase();
        let own = Self::ALL.into_iter().find(|level| level.word() == word);
        own.or(match word.as_str() {
            "warning" => Some(Self::Warn),
            "critical" | "fatal" => Some(Self::Error),
            _ => None,
        })
    }

    /// Whether lines may hold names of files, folders and people.
    pub(super) fn shows_names(self) -> bool {
        self >= Self::Debug
    }

    fn bound(self) -> LevelFilter {
        match self {
            Self::Error => LevelFilter::ERROR,
            Self::Warn => LevelFilter::WARN,
            Self::Info => LevelFilter::INFO,
            Self::Debug => LevelFilter::DEBUG,
            Self::Trace => LevelFilter::TRACE,
        }
    }

    /// What is let through: of the libraries less than of ourselves.
    pub(super) fn filter(self) -> Targets {
        if self == Self::Trace {
            return Targets::new().with_default(self.bound());
        }
        let libraries = self.min(Self::Info).bound();
        let chatty = self.min(Self::Warn).bound();
        Targets::new()
            .with_default(libraries)
            .with_targets(OURS.map(|target| (target, self.bound())))
            .with_targets(CHATTY.map(|target| (target, chatty)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_people_and_the_old_program_write_them() {
        let read = [" INFO", "warning", "Critical", "debug", "trace", "loud", ""];
        let expected = [
            Some(Level::Info),
            Some(Level::Warn),
            Some(Level::Error),
            Some(Level::Debug),
            Some(Level::Trace),
            None,
            None,
        ];
        assert_eq!(read.map(Level::from_word), expected);
    }

    #[test]
    fn libraries_say_less_than_we_do_unless_everything_is_wanted() {
        let lets = |level: Level, target: &str, what| level.filter().would_enable(target, &what);
        assert!(lets(
            Level::Debug,
            "va_engine::queue",
            tracing::Level::DEBUG
        ));
        assert!(lets(
            Level::Debug,
            "videoannotator_desktop",
            tracing::Level::DEBUG
        ));
        assert!(!lets(Level::Debug, "hyper::proto", tracing::Level::DEBUG));
        assert!(!lets(Level::Info, "ort", tracing::Level::INFO));
        assert!(lets(Level::Info, "ort", tracing::Level::WARN));
        assert!(!lets(Level::Error, "ort", tracing::Level::WARN));
        assert!(lets(Level::Trace, "hyper::proto", tracing::Level::TRACE));
    }
}
