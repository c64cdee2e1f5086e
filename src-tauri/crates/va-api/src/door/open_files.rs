//! How many connections this process may have: each one is an open file to the system.

/// Files that are kept for the catalogue, results, recordings and workers.
const KEPT: u64 = 256;
/// What is asked for at most.
#[cfg(unix)]
const WANTED: u64 = 65_536;

/// Asks the system for as many open files as it grants, for a process that serves others.
pub fn allow_many() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit, setrlimit};
        let mut limit = getrlimit(Resource::Nofile);
        let wanted = limit.maximum.map_or(WANTED, |most| most.min(WANTED));
        if limit.current.is_some_and(|now| now < wanted) {
            limit.current = Some(wanted);
            if let Err(error) = setrlimit(Resource::Nofile, limit) {
                tracing::warn!(%error, "the system grants no more open files");
            }
        }
    }
}

/// How many connections fit beside everything else, `wanted` at most.
pub(super) fn connections(wanted: usize) -> usize {
    let granted = granted().unwrap_or(u64::MAX);
    let free = granted.saturating_sub(KEPT).max(granted / 2);
    wanted
        .min(usize::try_from(free).unwrap_or(usize::MAX))
        .max(1)
}

#[cfg(unix)]
fn granted() -> Option<u64> {
    rustix::process::getrlimit(rustix::process::Resource::Nofile).current
}

/// Windows has no such limit.
#[cfg(not(unix))]
fn granted() -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_room_for_files() {
        assert_eq!(connections(10), 10);
        assert!(connections(usize::MAX) >= 1);
    }
}
