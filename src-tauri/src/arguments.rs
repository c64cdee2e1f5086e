//! The command line of the window. It is short on purpose: everything else is `videoannotator`'s.

use std::path::{Path, PathBuf};

/// What the window was started with.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// A job folder to show.
    pub open: Option<PathBuf>,
    /// Words that mean nothing to the window.
    pub unknown: Vec<String>,
}

impl Arguments {
    /// Reads the arguments after the program's name; relative paths start at `folder`.
    pub fn read(words: impl IntoIterator<Item = String>, folder: &Path) -> Self {
        let mut words = words.into_iter();
        let mut read = Self::default();
        while let Some(word) = words.next() {
            let given = match word.strip_prefix("--open") {
                Some("") => words.next(),
                Some(rest) => rest.strip_prefix('=').map(str::to_owned),
                None => None,
            };
            match given {
                Some(path) => read.open = Some(folder.join(path)),
                None => read.unknown.push(word),
            }
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Arguments {
        Arguments::read(words.iter().map(|w| (*w).to_owned()), Path::new("/here"))
    }

    #[test]
    fn a_job_folder_is_taken_relative_to_the_folder_of_the_start() {
        assert_eq!(
            read(&["--open", "out/visit"]).open,
            Some("/here/out/visit".into())
        );
        assert_eq!(read(&["--open=/abs"]).open, Some("/abs".into()));
    }

    #[test]
    fn words_without_a_meaning_are_kept_for_a_warning() {
        let read = read(&["-x", "--opened", "--open"]);
        assert_eq!(read.open, None);
        assert_eq!(read.unknown, ["-x", "--opened", "--open"]);
    }
}
