//! Removing inside the data folder, and only there: never through a symbolic link, never something that a
//! path of dots leads to, never the data folder itself. Everything that the engine removes goes through here.

use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Component, Path};

use crate::storage_error::StorageError;

/// Where a folder lies, seen from the data folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Inside, reached through plain folders only.
    Inside,
    /// It would lie inside, but is not there.
    Gone,
    /// Not below the data folder.
    Outside,
    /// It or a folder above it, below the data folder, is a symbolic link (Windows: also a junction).
    Linked,
    /// It is no folder.
    NotAFolder,
}

impl Standing {
    /// Why a folder of this standing is left alone, in words.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Inside => "it lies inside the storage folder",
            Self::Gone => "its folder is not there",
            Self::Outside => "its folder lies outside the storage folder",
            Self::Linked => "its folder is reached through a symbolic link",
            Self::NotAFolder => "it has a file where its folder should be",
        }
    }
}

/// How a folder stands to the data folder. Compares components, not letters, and looks at every folder
/// between the two. The data folder itself may be reached through a link: that is how a user puts it on
/// another disk.
pub fn standing(root: &Path, folder: &Path) -> Standing {
    let Ok(below) = folder.strip_prefix(root) else {
        return Standing::Outside;
    };
    let plain = below
        .components()
        .all(|c| matches!(c, Component::Normal(_)));
    if !plain || below.as_os_str().is_empty() {
        return Standing::Outside;
    }
    let mut at = root.to_owned();
    for part in below.components() {
        at.push(part);
        match fs::symlink_metadata(&at) {
            Ok(found) if found.is_symlink() => return Standing::Linked,
            Ok(found) if !found.is_dir() => return Standing::NotAFolder,
            Ok(_) => {}
            Err(_) => return Standing::Gone,
        }
    }
    // whatever else a file system may do with names, where it ends up is what counts
    match (fs::canonicalize(root), fs::canonicalize(folder)) {
        (Ok(root), Ok(folder)) if folder.starts_with(&root) && folder != root => Standing::Inside,
        (Ok(_) | Err(_), Ok(_) | Err(_)) => Standing::Outside,
    }
}

/// Removes a folder inside the data folder with everything in it; a link in it is removed, what it points
/// to is not. One that is not there is as good as removed.
pub fn remove_folder(root: &Path, folder: &Path) -> Result<(), StorageError> {
    match standing(root, folder) {
        Standing::Inside => match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(StorageError::Io {
                doing: "remove",
                path: folder.to_owned(),
                source: error,
            }),
            Ok(()) | Err(_) => Ok(()),
        },
        Standing::Gone => Ok(()),
        other @ (Standing::Outside | Standing::Linked | Standing::NotAFolder) => {
            Err(StorageError::NotOurs {
                path: folder.to_owned(),
                reason: other.reason(),
            })
        }
    }
}

/// Bytes of everything below a folder, without following links. What can't be read counts nothing.
pub fn bytes_below(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    let size = |entry: fs::DirEntry| match entry.metadata() {
        Ok(found) if found.is_dir() => bytes_below(&entry.path()),
        Ok(found) if found.is_file() => found.len(),
        Ok(_) | Err(_) => 0,
    };
    entries.flatten().map(size).sum()
}

/// What a path is, without following it if it is a link; `None` if it is not there.
pub(crate) fn look(path: &Path) -> Option<Metadata> {
    fs::symlink_metadata(path).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_inside_is_removed_and_its_neighbours_stay() {
        let root = tempfile::tempdir().unwrap();
        for name in ["jobs/a/output", "jobs/ab"] {
            fs::create_dir_all(root.path().join(name)).unwrap();
        }
        fs::write(root.path().join("jobs/a/output/x"), "1234").unwrap();
        assert_eq!(bytes_below(&root.path().join("jobs/a")), 4);
        remove_folder(root.path(), &root.path().join("jobs/a")).unwrap();
        assert!(!root.path().join("jobs/a").exists());
        assert!(
            root.path().join("jobs/ab").is_dir(),
            "a name that only begins alike"
        );
        remove_folder(root.path(), &root.path().join("jobs/a")).unwrap();
    }

    #[test]
    fn what_is_not_inside_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join("data");
        fs::create_dir_all(root.join("jobs")).unwrap();
        fs::create_dir_all(home.path().join("data2/jobs/a")).unwrap();
        fs::write(root.join("jobs/file"), "").unwrap();
        for (folder, expected) in [
            (home.path().join("data2/jobs/a"), Standing::Outside),
            (root.clone(), Standing::Outside),
            (root.join("."), Standing::Outside),
            (root.join("jobs/../../data2/jobs/a"), Standing::Outside),
            (root.join("jobs/file"), Standing::NotAFolder),
        ] {
            assert_eq!(standing(&root, &folder), expected, "{}", folder.display());
            assert!(
                remove_folder(&root, &folder).is_err(),
                "{}",
                folder.display()
            );
        }
        assert!(home.path().join("data2/jobs/a").is_dir());
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_removed_through_a_link() {
        use std::os::unix::fs::symlink;
        let home = tempfile::tempdir().unwrap();
        let (root, outside) = (home.path().join("data"), home.path().join("outside"));
        fs::create_dir_all(root.join("jobs")).unwrap();
        fs::create_dir_all(outside.join("a")).unwrap();
        fs::write(outside.join("a/precious"), "x").unwrap();
        symlink(outside.join("a"), root.join("jobs/link")).unwrap();
        symlink(&outside, root.join("linked-parent")).unwrap();
        symlink(root.join("jobs"), root.join("inner")).unwrap();
        fs::create_dir_all(root.join("jobs/b")).unwrap();
        for folder in ["jobs/link", "linked-parent/a", "inner/b"] {
            let folder = root.join(folder);
            assert_eq!(
                standing(&root, &folder),
                Standing::Linked,
                "{}",
                folder.display()
            );
            assert!(remove_folder(&root, &folder).is_err());
        }
        symlink(&outside, root.join("jobs/b/link")).unwrap();
        remove_folder(&root, &root.join("jobs/b")).unwrap();
        assert!(
            outside.join("a/precious").is_file(),
            "what a link points to is not ours"
        );
        let by_link = home.path().join("data-link");
        symlink(&root, &by_link).unwrap();
        fs::create_dir_all(root.join("jobs/c")).unwrap();
        assert_eq!(
            standing(&by_link, &by_link.join("jobs/c")),
            Standing::Inside
        );
    }
}
