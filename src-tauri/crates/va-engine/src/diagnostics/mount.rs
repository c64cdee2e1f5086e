//! Whether a folder is on another computer or kept in step with one: databases are not safe there. By the kind
//! of the mount on Linux, by the names that synchronising programs give their folders everywhere.

use std::fmt;
use std::path::Path;

/// Where a folder is, when that is not just a disk of this computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Elsewhere {
    /// On another computer, by the kind of the mount.
    Network(String),
    /// Copied elsewhere by a program.
    Synced(String),
}

impl fmt::Display for Elsewhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(kind) => write!(f, "on a network or foreign drive ({kind})"),
            Self::Synced(name) => write!(f, "in a folder that {name} synchronises"),
        }
    }
}

/// Kinds of mounts that are other computers.
const NETWORK: [&str; 12] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "ncpfs",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "davfs",
    "lustre",
];

/// How folders of synchronising programs begin, and their names.
const SYNCED: [(&str, &str); 9] = [
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("icloud", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("mobile documents", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
];

/// Where a folder is, if it is elsewhere.
pub(super) fn of(folder: &Path) -> Option<Elsewhere> {
    let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let table = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    let mounted = kind_in(&table, &folder).and_then(|kind| foreign(&kind));
    let shared = folder.to_string_lossy().starts_with(r"\\")
        && !folder.to_string_lossy().starts_with(r"\\?\")
        || folder.to_string_lossy().starts_with(r"\\?\UNC\");
    mounted
        .or_else(|| shared.then(|| Elsewhere::Network("a shared folder".to_owned())))
        .or_else(|| synced(&folder))
}

fn foreign(kind: &str) -> Option<Elsewhere> {
    let is_foreign = NETWORK.contains(&kind) || kind.starts_with("fuse.");
    is_foreign.then(|| Elsewhere::Network(kind.to_owned()))
}

fn synced(folder: &Path) -> Option<Elsewhere> {
    folder.components().find_map(|part| {
        let part = part.as_os_str().to_string_lossy().to_lowercase();
        let found = SYNCED.iter().find(|(begin, _)| part.starts_with(begin))?;
        Some(Elsewhere::Synced(found.1.to_owned()))
    })
}

/// The kind of the mount that holds a folder, from the text of `mountinfo`: the deepest mount point above it, the
/// last of those at one place.
fn kind_in(table: &str, folder: &Path) -> Option<String> {
    let mounts = table.lines().filter_map(|line| {
        let (mount, rest) = line.split_once(" - ")?;
        let point = mount.split(' ').nth(4)?.replace("\\040", " ");
        let kind = rest.split(' ').next()?;
        let above = folder.starts_with(&point);
        above.then(|| (Path::new(&point).components().count(), kind.to_owned()))
    });
    mounts.max_by_key(|(depth, _)| *depth).map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n\
        30 22 0:40 / /mnt/lab\\040share rw shared:9 - cifs //srv/lab rw\n\
        31 22 0:41 / /mnt/stick rw - fuseblk /dev/sdb1 rw\n\
        32 22 0:42 / /mnt/far rw - fuse.sshfs me@far: rw\n";

    #[test]
    fn the_deepest_mount_decides_and_a_local_stick_is_no_network() {
        let at = |path: &str| kind_in(TABLE, Path::new(path)).and_then(|kind| foreign(&kind));
        assert_eq!(at("/home/me"), None);
        assert_eq!(at("/mnt/stick/x"), None);
        assert_eq!(
            at("/mnt/lab share/x"),
            Some(Elsewhere::Network("cifs".into()))
        );
        assert_eq!(
            at("/mnt/far"),
            Some(Elsewhere::Network("fuse.sshfs".into()))
        );
    }

    #[test]
    fn folders_of_synchronising_programs_are_known_by_their_names() {
        let at = |path: &str| synced(Path::new(path)).is_some();
        assert!(at("/home/me/OneDrive - University/data") && at("/Users/me/Dropbox/x"));
        assert!(!at("/home/me/videos"));
    }
}
