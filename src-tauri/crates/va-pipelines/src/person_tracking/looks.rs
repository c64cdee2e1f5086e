//! When somebody is looked at, so that they can be recognised: as soon as they are believed and then every so often,
//! as far as possible while the whole of them is to be seen. Part of a checkpoint; knows no network.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use va_core::Millis;

use super::area::Area;

/// Share of the picture's side within which a box ends at the picture's edge: the person may go on beyond it.
const EDGE: f32 = 0.005;
/// Share of a box that may lie in another one.
const HIDDEN: f32 = 0.5;

/// From when on each person is to be looked at, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Looks {
    due_ms: BTreeMap<u32, i64>,
}

impl Looks {
    /// Whether to look at somebody now; if so, the next look is due when the interval is over. Who is not in full
    /// view is waited for, but no longer than an interval: many a person is never in full view.
    pub fn are_due(&mut self, id: u32, now: Millis, clear: bool, every_ms: i64) -> bool {
        let due_ms = self.due_ms.entry(id).or_insert(now.0);
        let late = now.0 - *due_ms;
        let look = late >= 0 && (clear || late >= every_ms);
        if look {
            *due_ms = now.0 + every_ms;
        }
        look
    }

    /// Forgets everybody but those who are followed.
    pub fn forget(&mut self, followed: impl Fn(u32) -> bool) {
        self.due_ms.retain(|id, _| followed(*id));
    }
}

/// Whether the whole of a person is to be seen: not cut off by the picture's edge and not half in another box.
pub(super) fn in_full_view<'a>(
    person: &Area,
    others: impl IntoIterator<Item = &'a Area>,
    (width, height): (f32, f32),
) -> bool {
    let (x, y) = (width * EDGE, height * EDGE);
    let whole = person.x1 > x && person.y1 > y && person.x2 < width - x && person.y2 < height - y;
    let hidden = |other: &Area| person.covered_by(other) > HIDDEN;
    whole && !others.into_iter().any(hidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(looks: &mut Looks, id: u32, samples: &[(i64, bool)]) -> Vec<i64> {
        let due = samples
            .iter()
            .filter(|(now, clear)| looks.are_due(id, Millis(*now), *clear, 1000));
        due.map(|(now, _)| *now).collect()
    }

    #[test]
    fn the_first_look_is_at_once_and_the_next_one_after_the_interval() {
        let samples: Vec<_> = (0..16).map(|i| (i * 200, true)).collect();
        let mut looks = Looks::default();
        assert_eq!(times(&mut looks, 1, &samples), [0, 1000, 2000, 3000]);
        // each person has a time of their own
        assert_eq!(times(&mut looks, 2, &[(3000, true)]), [3000]);
        looks.forget(|id| id == 2);
        assert_eq!(looks.due_ms.into_keys().collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_full_view_is_waited_for_but_not_for_ever() {
        let hidden: Vec<_> = (0..16).map(|i| (i * 200, false)).collect();
        assert_eq!(times(&mut Looks::default(), 1, &hidden), [1000, 3000]);
        let mut soon = hidden;
        soon[2].1 = true;
        assert_eq!(times(&mut Looks::default(), 1, &soon), [400, 2400]);
    }

    #[test]
    fn who_is_cut_off_or_half_in_another_box_is_not_in_full_view() {
        let area = |x1: f32, x2: f32| Area {
            x1,
            y1: 10.0,
            x2,
            y2: 90.0,
        };
        let (size, alone) = ((200.0, 100.0), [] as [&Area; 0]);
        assert!(in_full_view(&area(20.0, 60.0), alone, size));
        assert!(!in_full_view(&area(0.5, 40.0), alone, size), "left edge");
        assert!(
            !in_full_view(&area(150.0, 203.0), alone, size),
            "right edge"
        );
        assert!(
            in_full_view(&area(20.0, 60.0), [&area(40.0, 80.0)], size),
            "half"
        );
        assert!(!in_full_view(&area(20.0, 60.0), [&area(39.0, 80.0)], size));
    }
}
