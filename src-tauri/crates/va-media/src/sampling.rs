//! Which frames a tap gets. The rule looks at timestamps only, in integers, so that it gives the same
//! frames wherever a decode starts; the same rule is written for ffmpeg where it may drop frames itself.

use std::fmt::Write as _;

use va_core::TimeBase;

/// Which frames somebody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sampling {
    /// All of them.
    EveryFrame,
    /// The first frame of each interval of `1 / n` seconds on the stream's own clock. Each keeps its own
    /// timestamp.
    PerSecond(u32),
}

/// The interval of `1 / rate` seconds that a timestamp is in.
fn cell(pts: i64, rate: u32, base: TimeBase) -> i128 {
    (i128::from(pts) * i128::from(rate) * i128::from(base.num)).div_euclid(i128::from(base.den))
}

impl Sampling {
    /// Whether a frame is wanted, given the frame before it in the stream (`None` at its beginning).
    pub fn wants(self, previous: Option<i64>, pts: i64, base: TimeBase) -> bool {
        match (self, previous) {
            (Self::EveryFrame, _) | (Self::PerSecond(_), None) => true,
            (Self::PerSecond(rate), Some(before)) => {
                cell(pts, rate, base) > cell(before, rate, base)
            }
        }
    }
}

/// The rule as an expression of ffmpeg's `select` filter: frames from `from` on that any of the rates
/// wants, and every frame whose timestamp is in `always`. `None` if nothing is to be dropped.
pub(crate) fn select_expression(
    rates: &[u32],
    base: TimeBase,
    from: Option<i64>,
    always: &[i64],
) -> Option<String> {
    let mut expression = String::new();
    if rates.is_empty() {
        return from.map(|x| format!("gte(pts,{x})"));
    }
    expression.push_str("(isnan(prev_pts)");
    for rate in rates {
        let ticks = |name| format!("floor({name}*{rate}*{}/{})", base.num, base.den);
        // writing to a String does not fail
        let _ = write!(expression, "+gt({},{})", ticks("pts"), ticks("prev_pts"));
    }
    for pts in always {
        let _ = write!(expression, "+eq(pts,{pts})");
    }
    expression.push(')');
    if let Some(x) = from {
        let _ = write!(expression, "*gte(pts,{x})");
    }
    Some(expression)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn five_per_second_of_ntsc_keeps_the_first_frame_of_each_fifth() {
        let base = TimeBase::new(1001, 30000);
        let mut before = None;
        let mut kept = Vec::new();
        for pts in 0..31 {
            if Sampling::PerSecond(5).wants(before, pts, base) {
                kept.push(pts);
            }
            before = Some(pts);
        }
        assert_eq!(kept, [0, 6, 12, 18, 24, 30]);
    }

    #[test]
    fn frames_before_time_zero_follow_the_same_grid() {
        let base = TimeBase::new(1, 10);
        let wanted = |before, pts| Sampling::PerSecond(5).wants(Some(before), pts, base);
        assert!(!wanted(-4, -3), "-0.4 s and -0.3 s are in the same fifth");
        assert!(wanted(-3, -2));
        assert!(wanted(-1, 0));
    }

    #[test]
    fn the_expression_is_what_was_measured() {
        let base = TimeBase::new(1, 30000);
        assert_eq!(select_expression(&[], base, None, &[]), None);
        assert_eq!(
            select_expression(&[5], base, Some(9), &[]).unwrap(),
            "(isnan(prev_pts)+gt(floor(pts*5*1/30000),floor(prev_pts*5*1/30000)))*gte(pts,9)"
        );
    }

    proptest! {
        #[test]
        fn thinning_for_two_rates_loses_no_frame_of_either(
            steps in proptest::collection::vec(1i64..2000, 1..200),
            a in 1u32..40, b in 1u32..40,
        ) {
            let base = TimeBase::new(1, 1000);
            let all: Vec<i64> = steps.iter().scan(0, |t, s| { *t += s; Some(*t) }).collect();
            let pick = |from: &[i64], rates: &[u32]| {
                let mut before = None;
                let mut kept = Vec::new();
                for &pts in from {
                    if rates.iter().any(|&r| Sampling::PerSecond(r).wants(before, pts, base)) {
                        kept.push(pts);
                    }
                    before = Some(pts);
                }
                kept
            };
            let thinned = pick(&all, &[a, b]);
            prop_assert_eq!(pick(&thinned, &[a]), pick(&all, &[a]));
            prop_assert_eq!(pick(&thinned, &[b]), pick(&all, &[b]));
        }
    }
}
