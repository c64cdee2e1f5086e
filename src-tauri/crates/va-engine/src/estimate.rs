//! When a waiting job will start: the running jobs' time left and the measured speeds of earlier jobs,
//! played through the slots. What is not known stays unknown; nothing is invented.

/// A waiting job, seen by the estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Next {
    /// Seconds that it will take, if its pipelines were measured before.
    pub(crate) takes: Option<f64>,
    /// Seconds before which it does not start, after a failed try.
    pub(crate) not_before: f64,
}

/// Seconds from now until each of the waiting jobs starts. `running` holds the seconds left of the jobs
/// that run. A slot whose end is not known counts for nothing, so an estimate is never too early because
/// of it; where no slot is known, there is none.
pub(crate) fn starts(
    limit: u32,
    running: &[Option<f64>],
    waiting: impl Iterator<Item = Next>,
) -> Vec<Option<f64>> {
    let mut slots = slots(limit as usize, running);
    waiting
        .map(|next| {
            let (at, free) = slots
                .iter()
                .copied()
                .enumerate()
                .min_by(|a, b| a.1.total_cmp(&b.1))?;
            let start = free.max(next.not_before);
            match next.takes {
                Some(takes) => slots[at] = start + takes,
                None => drop(slots.swap_remove(at)),
            }
            Some(start)
        })
        .collect()
}

/// When each known slot is free. After the limit was lowered the first jobs to end are not followed.
fn slots(limit: usize, running: &[Option<f64>]) -> Vec<f64> {
    let mut known: Vec<f64> = running.iter().copied().flatten().collect();
    known.sort_by(f64::total_cmp);
    let surplus = running.len().saturating_sub(limit).min(known.len());
    let free = limit.saturating_sub(running.len());
    let free = std::iter::repeat_n(0.0, free);
    known.drain(..surplus);
    free.chain(known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(limit: u32, running: &[Option<f64>], takes: &[Option<f64>]) -> Vec<Option<f64>> {
        let next = takes.iter().map(|takes| Next {
            takes: *takes,
            not_before: 0.0,
        });
        starts(limit, running, next)
    }

    #[test]
    fn jobs_take_the_slots_as_they_become_free() {
        let running = [Some(10.0), Some(30.0)];
        let takes = [Some(5.0), Some(100.0), Some(1.0)];
        assert_eq!(
            of(2, &running, &takes),
            [Some(10.0), Some(15.0), Some(30.0)]
        );
        assert_eq!(of(1, &[], &takes), [Some(0.0), Some(5.0), Some(105.0)]);
    }

    #[test]
    fn what_is_not_known_is_not_invented() {
        assert_eq!(of(1, &[None], &[Some(5.0)]), [None]);
        let unmeasured = [None, Some(5.0)];
        assert_eq!(of(1, &[Some(3.0)], &unmeasured), [Some(3.0), None]);
        assert_eq!(of(0, &[], &[Some(5.0)]), [None], "nothing is started");
        let known = of(2, &[None, Some(7.0)], &[Some(1.0), Some(1.0)]);
        assert_eq!(known, [Some(7.0), Some(8.0)], "at the latest then");
    }

    #[test]
    fn a_lowered_limit_lets_the_first_ones_end_without_a_follower() {
        let running = [Some(10.0), Some(20.0), Some(30.0)];
        assert_eq!(of(1, &running, &[Some(1.0)]), [Some(30.0)]);
    }

    #[test]
    fn a_job_that_waits_for_its_next_try_starts_no_earlier() {
        let waits = Next {
            takes: Some(2.0),
            not_before: 60.0,
        };
        assert_eq!(starts(1, &[Some(1.0)], [waits].into_iter()), [Some(60.0)]);
    }
}
