//! How busy this computer and this program are: processor, memory. Asked of the system when somebody wants to
//! know; the use of the processor is that since the last time, so nobody waits for a measurement.

use std::sync::{Mutex, PoisonError};

use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    /// Use of all processors since the last look, in percent.
    pub cpu_percent: f64,
    /// Cores.
    pub cores: u64,
    /// Memory of the computer in bytes.
    pub memory_total: u64,
    /// Memory that programs could still get, in bytes.
    pub memory_available: u64,
    /// Memory that holds nothing, in bytes.
    pub memory_free: u64,
    /// Memory of this program in bytes.
    pub own_memory: u64,
    /// Processor time of this program since the last look, in percent of one core.
    pub own_cpu_percent: f64,
}

impl Load {
    /// Memory in use, in percent.
    pub fn memory_percent(&self) -> f64 {
        let used = self.memory_total.saturating_sub(self.memory_available);
        percent(used, self.memory_total)
    }
}

/// A part of a whole, in percent.
pub fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 * 100.0 / whole as f64
    }
}

/// What the system told last: differences need two looks.
static LAST: Mutex<Option<System>> = Mutex::new(None);

/// Looks. Reads system tables for some milliseconds; not for threads that answer requests. Zeros where the system
/// tells nothing.
pub fn load() -> Load {
    let last = LAST.lock().unwrap_or_else(PoisonError::into_inner).take();
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let Some(mut system) = last.or_else(|| System::new().ok()) else {
        return Load {
            cores,
            ..Load::default()
        };
    };
    system.refresh_cpu_usage();
    system.refresh_memory();
    let own = Pid::from_u32(std::process::id());
    let wanted = ProcessRefreshKind::nothing().with_cpu().with_memory();
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[own]), true, wanted);
    let process = system.process(own);
    let found = Load {
        cpu_percent: f64::from(system.global_cpu_usage()),
        cores,
        memory_total: system.total_memory(),
        memory_available: system.available_memory(),
        memory_free: system.free_memory(),
        own_memory: process.map_or(0, sysinfo::Process::memory),
        own_cpu_percent: process.map_or(0.0, |p| f64::from(p.cpu_usage())),
    };
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some(system);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_what_the_system_says_and_shares_are_no_more_than_all() {
        let found = load();
        assert!(found.memory_total > 0 && found.own_memory > 0, "{found:?}");
        assert!((0.0..=100.0).contains(&found.memory_percent()));
        assert!((0.0..=100.0).contains(&percent(1, 0)));
    }
}
