//! How many jobs run at once, and how the cores are shared out among them. Pure arithmetic.

use va_core::app_settings::AppValues;
use va_core::job::Device;

/// A number for each kind of job.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Each {
    pub(crate) cpu: u32,
    pub(crate) gpu: u32,
}

impl Each {
    pub(crate) fn of(self, device: Device) -> u32 {
        match device {
            Device::Cpu => self.cpu,
            Device::Gpu => self.gpu,
        }
    }

    pub(crate) fn add(&mut self, device: Device) {
        match device {
            Device::Cpu => self.cpu += 1,
            Device::Gpu => self.gpu += 1,
        }
    }

    /// How many there are of each kind.
    pub(crate) fn count(devices: impl Iterator<Item = Device>) -> Self {
        let mut each = Self::default();
        devices.for_each(|device| each.add(device));
        each
    }
}

impl From<&AppValues> for Each {
    fn from(values: &AppValues) -> Self {
        Self {
            cpu: values.max_concurrent_jobs,
            gpu: values.max_concurrent_gpu_jobs,
        }
    }
}

/// Whether one more job of a kind may start.
pub(crate) fn has_room(limits: Each, running: Each, device: Device) -> bool {
    running.of(device) < limits.of(device)
}

/// The share of the cores for a job that starts now: cores over the slots that will be in use, so that
/// jobs that start together do not oversubscribe the computer; at least 1. `running` counts the jobs that
/// run, `startable` those that could start now, this one included.
pub(crate) fn share(cores: u32, limits: Each, running: Each, startable: Each) -> u32 {
    let used = |device| (running.of(device) + startable.of(device)).min(limits.of(device));
    let used = used(Device::Cpu) + used(Device::Gpu);
    (cores / used.max(1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn each(cpu: u32, gpu: u32) -> Each {
        Each { cpu, gpu }
    }

    #[test]
    fn kinds_are_limited_apart() {
        let limits = each(2, 1);
        assert!(has_room(limits, each(2, 0), Device::Gpu));
        assert!(!has_room(limits, each(2, 0), Device::Cpu));
        assert!(has_room(limits, each(1, 1), Device::Cpu));
        assert!(!has_room(each(0, 1), each(0, 0), Device::Cpu), "0 holds");
    }

    #[test]
    fn jobs_that_start_together_share_the_cores() {
        assert_eq!(share(8, each(2, 2), each(0, 0), each(1, 0)), 8, "alone");
        assert_eq!(share(8, each(2, 2), each(0, 0), each(5, 0)), 4);
        assert_eq!(share(8, each(2, 2), each(1, 0), each(4, 0)), 4);
        assert_eq!(share(8, each(2, 2), each(2, 0), each(0, 1)), 2);
        assert_eq!(
            share(2, each(64, 0), each(30, 0), each(9, 0)),
            1,
            "never none"
        );
        assert_eq!(share(0, each(1, 0), each(0, 0), each(1, 0)), 1);
    }

    #[test]
    fn shares_of_jobs_that_start_together_never_exceed_the_cores() {
        for cores in 1..=16 {
            for limit in 1..=cores {
                for waiting in 1..=20u32 {
                    let limits = each(limit, 0);
                    let started = waiting.min(limit);
                    let sum: u32 = (0..started)
                        .map(|n| share(cores, limits, each(n, 0), each(waiting - n, 0)))
                        .sum();
                    assert!(sum <= cores, "{cores} cores, limit {limit}: {sum}");
                }
            }
        }
    }
}
