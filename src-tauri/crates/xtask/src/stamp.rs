//! "Nothing changed since": a hash of a step's inputs, kept beside what the step made.
//!
//! It lets a second run need neither network nor time. It never decides by dates. Used by the
//! Python, UI and runtime steps.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// A hash over named inputs, compared with the one that the last successful run left.
pub struct Stamp {
    file: PathBuf,
    product: Option<PathBuf>,
    hash: Sha256,
}

impl Stamp {
    /// A stamp kept in `file`.
    pub fn new(file: PathBuf) -> Self {
        Self {
            file,
            product: None,
            hash: Sha256::new(),
        }
    }

    /// What the step makes: when somebody removed it, the step runs again.
    pub fn makes(mut self, product: PathBuf) -> Self {
        self.product = Some(product);
        self
    }

    /// Adds a word that changes the result, a version for example.
    pub fn word(mut self, word: &str) -> Self {
        self.hash.update(word.len().to_le_bytes());
        self.hash.update(word);
        self
    }

    /// Adds a file, or a folder with everything below it; what is absent counts as absent.
    pub fn input(mut self, path: &Path) -> Result<Self> {
        let mut files = Vec::new();
        collect(path, &mut files).with_context(|| format!("list `{}`", path.display()))?;
        files.sort();
        for file in files {
            let bytes = fs::read(&file).with_context(|| format!("read `{}`", file.display()))?;
            let name = file.strip_prefix(path).unwrap_or(&file);
            self = self.word(&name.to_string_lossy());
            self.hash.update(bytes.len().to_le_bytes());
            self.hash.update(bytes);
        }
        Ok(self)
    }

    /// Does the work unless the same inputs were done before; a failed run leaves no stamp.
    /// Returns whether it worked.
    pub fn unless_done(self, work: impl FnOnce() -> Result<()>) -> Result<bool> {
        let now = hex(&self.hash.finalize());
        let present = self.product.is_none_or(|product| product.exists());
        if present && fs::read_to_string(&self.file).is_ok_and(|then| then == now) {
            return Ok(false);
        }
        work()?;
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.file, now).with_context(|| format!("write `{}`", self.file.display()))?;
        Ok(true)
    }
}

/// The SHA-256 of a file in lower-case hexadecimal.
pub fn sha256(file: &Path) -> Result<String> {
    let mut source = fs::File::open(file).with_context(|| format!("open `{}`", file.display()))?;
    let mut hash = Sha256::new();
    let mut block = vec![0; 1 << 20];
    loop {
        let read = std::io::Read::read(&mut source, &mut block)?;
        if read == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(&block[..read]);
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
    } else if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_run_with_the_same_inputs_does_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("lock");
        let stamp = || Stamp::new(folder.path().join("s")).input(&input).unwrap();
        fs::write(&input, "a").unwrap();
        assert!(stamp().unless_done(|| Ok(())).unwrap());
        assert!(!stamp().unless_done(|| panic!("must not run")).unwrap());
        fs::write(&input, "b").unwrap();
        assert!(
            stamp().unless_done(|| Ok(())).unwrap(),
            "a changed input runs the step again"
        );
    }

    #[test]
    fn a_removed_product_is_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let product = folder.path().join("page");
        let stamp = || Stamp::new(folder.path().join("s")).makes(product.clone());
        let make = || Ok(fs::write(&product, "page")?);
        assert!(stamp().unless_done(make).unwrap());
        assert!(!stamp().unless_done(make).unwrap());
        fs::remove_file(&product).unwrap();
        assert!(stamp().unless_done(make).unwrap());
    }

    #[test]
    fn a_failed_run_is_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let stamp = || Stamp::new(folder.path().join("s")).word("1");
        assert!(stamp().unless_done(|| anyhow::bail!("no network")).is_err());
        assert!(stamp().unless_done(|| Ok(())).unwrap());
    }

    #[test]
    fn the_hash_is_the_standard_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("abc");
        fs::write(&file, "abc").unwrap();
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(&file).unwrap(), expected);
    }
}
