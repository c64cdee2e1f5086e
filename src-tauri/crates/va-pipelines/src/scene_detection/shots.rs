//! Turns cuts into shots that tile the recording without gap or overlap, each with its keyframe.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use va_core::TimeBase;
use va_core::annotation::Segment;

use super::cut::{Cut, OpensWith};
use super::settings::KeyframeChoice;
use super::trail::Trail;
use crate::exact::option_f64_bits;

/// The shot that is open now, and how many came before it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Shots {
    open: Option<Open>,
    closed: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Open {
    start: i64,
    last: i64,
    opens_with: OpensWith,
    #[serde(with = "option_f64_bits")]
    score: Option<f64>,
    frames: Trail,
}

/// How a shot is written down.
#[derive(Clone, Copy, Debug)]
pub(super) struct ShotStyle {
    pub keyframe: KeyframeChoice,
    pub base: TimeBase,
}

impl Shots {
    /// The next frame; the first one opens the first shot.
    pub fn frame(&mut self, pts: i64) {
        match &mut self.open {
            Some(open) => {
                open.frames.push(pts);
                open.last = pts;
            }
            None => {
                self.open = Some(Open {
                    start: pts,
                    last: pts,
                    opens_with: OpensWith::Start,
                    score: None,
                    frames: Trail::from(pts),
                });
            }
        }
    }

    /// A cut: the open shot ends there and the next one begins. A cut at or before the open shot's first
    /// frame separates nothing and is ignored.
    pub fn cut(&mut self, cut: Cut, style: ShotStyle) -> Option<Segment> {
        let open = self.open.take_if(|open| cut.pts > open.start)?;
        let segment = self.close(&open, cut.before, cut.pts, style);
        self.open = Some(Open {
            start: cut.pts,
            last: open.last,
            opens_with: cut.kind,
            score: cut.score,
            frames: cut.since,
        });
        Some(segment)
    }

    /// The recording ends here: the last shot.
    pub fn finish(&mut self, end: i64, style: ShotStyle) -> Option<Segment> {
        let open = self.open.take()?;
        let end = end.max(open.last);
        Some(self.close(&open, open.last, end, style))
    }

    fn close(&mut self, shot: &Open, last: i64, end: i64, style: ShotStyle) -> Segment {
        self.closed += 1;
        let middle = shot.start + (end - shot.start) / 2;
        let keyframe = match style.keyframe {
            KeyframeChoice::First => shot.start,
            KeyframeChoice::Last => last,
            KeyframeChoice::Middle => shot.frames.nearest(middle, end).unwrap_or(shot.start),
        };
        let mut data = Map::new();
        data.insert("index".into(), Value::from(self.closed));
        data.insert(
            "keyframe_ms".into(),
            Value::from(style.base.millis(keyframe).0),
        );
        data.insert("keyframe_pts".into(), Value::from(keyframe));
        data.insert("opens_with".into(), Value::from(shot.opens_with.as_str()));
        Segment {
            start_pts: shot.start,
            end_pts: end,
            start: style.base.millis(shot.start),
            end: style.base.millis(end),
            label: "shot".into(),
            score: shot.score,
            data,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shots(keyframe: KeyframeChoice) -> Vec<Segment> {
        let style = ShotStyle {
            keyframe,
            base: TimeBase::new(1, 10),
        };
        let mut shots = Shots::default();
        (0..=10).for_each(|pts| shots.frame(pts));
        let cut = Cut {
            pts: 8,
            before: 7,
            score: Some(40.0),
            kind: OpensWith::Cut,
            since: Trail::of(8..=10).unwrap(),
        };
        let mut found = vec![shots.cut(cut, style).unwrap()];
        (11..20).for_each(|pts| shots.frame(pts));
        found.push(shots.finish(20, style).unwrap());
        found
    }

    #[test]
    fn a_late_cut_still_divides_at_its_own_frame() {
        let found = shots(KeyframeChoice::Middle);
        let times: Vec<_> = found.iter().map(|s| (s.start.0, s.end.0)).collect();
        assert_eq!(times, [(0, 800), (800, 2000)]);
        assert_eq!(found[0].score, None);
        assert_eq!(found[1].score, Some(40.0));
        assert_eq!(found[1].data["opens_with"], "cut");
        assert_eq!(found[1].data["index"], 2);
    }

    #[test]
    fn the_keyframe_is_the_chosen_one() {
        for (choice, frames) in [
            (KeyframeChoice::First, [0, 8]),
            (KeyframeChoice::Middle, [4, 14]),
            (KeyframeChoice::Last, [7, 19]),
        ] {
            let found = shots(choice);
            let keyframes: Vec<_> = found
                .iter()
                .map(|s| s.data["keyframe_pts"].clone())
                .collect();
            assert_eq!(keyframes, frames, "{choice:?}");
        }
    }
}
