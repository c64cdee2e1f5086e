//! What runs and what listens, read from Linux's `/proc`. It ends nothing. Used by the window's tests.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How long processes may take to go.
const PATIENCE: Duration = Duration::from_secs(20);
/// The state of a listening socket in `/proc/net/tcp`.
const LISTENS: &str = "0A";
/// 127.0.0.1 and `::1` as the kernel writes them.
const LOOPBACK: [&str; 2] = ["0100007F", "00000000000000000000000001000000"];

/// The living processes below one, in no order.
pub fn below(process: u32) -> Result<Vec<u32>> {
    let mut parents = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(id) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        if let Some((parent, _)) = living(id) {
            parents.push((id, parent));
        }
    }
    let mut found = vec![process];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        found.extend(
            parents
                .iter()
                .filter(|(_, p)| *p == parent)
                .map(|(id, _)| *id),
        );
        next += 1;
    }
    found.remove(0);
    Ok(found)
}

/// The living processes of a group.
pub fn group(leader: u32) -> Result<Vec<u32>> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(id) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        if living(id).is_some_and(|(_, group)| group == leader) {
            found.push(id);
        }
    }
    Ok(found)
}

/// The parent of a process and its group, unless it is gone or only waits to be reaped.
fn living(id: u32) -> Option<(u32, u32)> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // the name in brackets may hold anything
    let mut words = stat.rsplit_once(") ")?.1.split(' ');
    let state = words.next()?;
    let parent = words.next()?.parse().ok()?;
    let group = words.next()?.parse().ok()?;
    (state != "Z" && state != "X").then_some((parent, group))
}

/// Resident memory of a process in bytes, as Linux counts it.
pub fn resident(id: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status"))?;
    let found = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let found = found.and_then(|rest| rest.trim().strip_suffix(" kB"));
    let kilobytes: u64 = found.context("its memory")?.trim().parse()?;
    Ok(kilobytes * 1024)
}

/// How many files, sockets and pipes a process has open, as Linux counts them.
pub fn descriptors(id: u32) -> Result<usize> {
    Ok(fs::read_dir(format!("/proc/{id}/fd"))?.count())
}

/// Whether a process is there and not only waits to be reaped.
pub fn is_alive(id: u32) -> bool {
    living(id).is_some()
}

/// The name of a process's program.
pub fn name(id: u32) -> String {
    fs::read_to_string(format!("/proc/{id}/comm"))
        .map_or_else(|_| String::new(), |n| n.trim().into())
}

/// Waits until none of the processes is there any more.
pub fn wait_until_gone(processes: &[u32]) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let left: Vec<u32> = processes
            .iter()
            .copied()
            .filter(|id| living(*id).is_some())
            .collect();
        if left.is_empty() {
            return Ok(());
        }
        if Instant::now() > deadline {
            let names: Vec<String> = left.iter().map(|id| name(*id)).collect();
            bail!("still there: {left:?} {names:?}");
        }
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

/// Where a process listens on TCP.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Listening {
    /// Sockets that only this computer reaches.
    pub loopback: usize,
    /// All others.
    pub others: usize,
}

/// Where the processes listen.
pub fn listening(processes: &[u32]) -> Result<Listening> {
    let mut sockets = HashSet::new();
    for id in processes {
        sockets.extend(sockets_of(*id));
    }
    let mut found = Listening::default();
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        if !Path::new(table).exists() {
            continue;
        }
        for line in fs::read_to_string(table)?.lines().skip(1) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let (Some(local), Some(state), Some(inode)) =
                (words.get(1), words.get(3), words.get(9))
            else {
                bail!("`{table}` holds `{line}`");
            };
            if *state != LISTENS || !sockets.contains(*inode) {
                continue;
            }
            let address = local.split(':').next().context("an address")?;
            if LOOPBACK.contains(&address) {
                found.loopback += 1;
            } else {
                found.others += 1;
            }
        }
    }
    Ok(found)
}

/// The inodes of a process's sockets; none when it is gone.
fn sockets_of(id: u32) -> Vec<String> {
    let Ok(files) = fs::read_dir(format!("/proc/{id}/fd")) else {
        return Vec::new();
    };
    files
        .filter_map(|file| fs::read_link(file.ok()?.path()).ok())
        .filter_map(|target| {
            let target = target.to_str()?.strip_prefix("socket:[")?;
            Some(target.strip_suffix(']')?.to_owned())
        })
        .collect()
}
