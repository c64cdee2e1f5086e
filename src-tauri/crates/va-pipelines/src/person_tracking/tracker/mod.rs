//! Who is who from sample to sample: `ByteTrack` (Zhang et al. 2022, *Multi-Object Tracking by Associating
//! Every Detection Box*, ECCV), with both score bands, and with every interval in time
//! instead of frames. Knows boxes and scores only; fed by the pipeline, deterministic, and small enough
//! to be kept in a checkpoint.

mod assign;
mod kalman;
mod packed;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use self::assign::assign;
use self::kalman::Motion;
use super::area::Area;

/// Overlap above which a track and a lost one are the same person.
const SAME: f32 = 0.85;
/// Overlap with what was expected below which a person is taken to have jumped.
const JUMP: f32 = 0.3;
/// Cost limits of the three associations, as in `ByteTrack`.
const LIMIT_HIGH: f32 = 0.8;
const LIMIT_LOW: f32 = 0.5;
const LIMIT_NEW: f32 = 0.7;

/// What the tracker goes by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// Score from which a detection counts in the first association.
    pub high: f32,
    /// Score from which one can still continue a track.
    pub low: f32,
    /// Score from which one can begin a track.
    pub new: f32,
    /// How long somebody who is not seen is waited for.
    pub lost_ms: i64,
    /// How many persons are followed at once; as many again are waited for.
    pub most: usize,
}

/// A box of the detector.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detection {
    /// In pixels.
    pub area: Area,
    /// How sure, 0 to 1.
    pub score: f32,
}

/// A detection that belongs to a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Number of the track, from 1, never given twice.
    pub id: u32,
    /// Place in the list of detections.
    pub detection: usize,
    /// Whether the track is one. A new track waits for its second sample.
    pub confirmed: bool,
    /// Whether what came before must not be carried on: the person is new, was not seen in the sample
    /// before, or is not where the person should be.
    pub anew: bool,
    /// Number of the unconfirmed track of the sample before that was this person, who was being waited for.
    pub was: Option<u32>,
}

/// A person who is followed or waited for.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Track {
    id: u32,
    motion: Motion,
    first_ms: i64,
    last_ms: i64,
    /// Whether it was found in the sample before.
    seen: bool,
    confirmed: bool,
}

/// The tracks of a recording, online.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(into = "packed::Packed", try_from = "packed::Packed")]
pub struct Tracker {
    tracks: Vec<Track>,
    given: u32,
    last_ms: Option<i64>,
}

impl Tracker {
    /// Takes in the detections of a sample and says to whom they belong, in order of number.
    pub fn update(&mut self, now_ms: i64, detections: &[Detection], rules: &Rules) -> Vec<Seen> {
        let first = self.last_ms.is_none();
        let elapsed = self.last_ms.map_or(0, |last| now_ms - last);
        self.last_ms = Some(now_ms);
        self.tracks
            .retain(|t| t.seen || now_ms - t.last_ms <= rules.lost_ms);
        for track in &mut self.tracks {
            track.motion.predict(elapsed, track.seen);
        }
        let mut round = Round::new(&self.tracks, detections, now_ms);
        let all = |d: &Detection| d.score >= rules.high;
        // first: everybody, with the sure detections; score and overlap count together
        round.pair(&mut self.tracks, LIMIT_HIGH, true, |t| t.confirmed, all);
        // second: who was there a moment ago, with the unsure ones
        let unsure = |d: &Detection| d.score < rules.high && d.score >= rules.low;
        round.pair(
            &mut self.tracks,
            LIMIT_LOW,
            false,
            |t| t.confirmed && t.seen,
            unsure,
        );
        // third: who has been seen only once, with the sure ones that are left
        round.pair(&mut self.tracks, LIMIT_NEW, true, |t| !t.confirmed, all);
        round.claim(&self.tracks);
        let Round {
            owner, mut seen, ..
        } = round;
        self.leave_behind(now_ms, &owner);
        self.begin(now_ms, detections, &owner, rules, first, &mut seen);
        self.merge(now_ms, &mut seen, detections);
        self.forget(rules.most);
        seen.sort_unstable_by_key(|s| s.id);
        seen
    }

    /// Whether a track is followed or waited for.
    pub(super) fn follows(&self, id: u32) -> bool {
        self.tracks.iter().any(|t| t.id == id)
    }

    /// Those that were not found: new ones are gone, the others are waited for.
    fn leave_behind(&mut self, now_ms: i64, owner: &[Option<u32>]) {
        for track in &mut self.tracks {
            track.seen = track.last_ms == now_ms && owner.contains(&Some(track.id));
        }
        self.tracks.retain(|t| t.seen || t.confirmed);
    }

    /// Sure detections that belong to nobody begin tracks. Those of the first sample are believed.
    fn begin(
        &mut self,
        now_ms: i64,
        detections: &[Detection],
        owner: &[Option<u32>],
        rules: &Rules,
        first: bool,
        seen: &mut Vec<Seen>,
    ) {
        let free = detections
            .iter()
            .enumerate()
            .filter(|(i, _)| owner[*i].is_none());
        for (detection, found) in free.filter(|(_, d)| d.score >= rules.new.max(rules.high)) {
            if seen.len() >= rules.most {
                break;
            }
            self.given += 1;
            let track = Track {
                id: self.given,
                motion: Motion::new(&found.area),
                first_ms: now_ms,
                last_ms: now_ms,
                seen: true,
                confirmed: first,
            };
            self.tracks.push(track);
            seen.push(Seen {
                id: track.id,
                detection,
                confirmed: first,
                anew: true,
                was: None,
            });
        }
    }

    /// Somebody who is waited for stands where somebody younger is followed: it is the same person. The
    /// younger one takes the place of the older one.
    fn merge(&mut self, now_ms: i64, seen: &mut [Seen], detections: &[Detection]) {
        let mut gone = Vec::new();
        for lost in 0..self.tracks.len() {
            let waiting = self.tracks[lost];
            if waiting.seen {
                continue;
            }
            let area = waiting.motion.area();
            let twin = self.tracks.iter().position(|t| {
                t.seen && t.first_ms > waiting.first_ms && t.motion.area().iou(&area) > SAME
            });
            let Some(twin) = twin else { continue };
            let id = self.tracks[twin].id;
            if let Some(place) = seen.iter_mut().find(|s| s.id == id) {
                *place = Seen {
                    id: waiting.id,
                    confirmed: true,
                    anew: true,
                    ..*place
                };
                let track = &mut self.tracks[lost];
                track.motion.correct(&detections[place.detection].area);
                (track.last_ms, track.seen) = (now_ms, true);
                self.tracks[twin].seen = false;
                gone.push(id);
            }
        }
        self.tracks.retain(|t| !gone.contains(&t.id));
    }

    /// Keeps those who were lost last, as many as may be followed.
    fn forget(&mut self, most: usize) {
        let mut lost: Vec<(i64, u32)> = self
            .tracks
            .iter()
            .filter(|t| !t.seen)
            .map(|t| (t.last_ms, t.id))
            .collect();
        if lost.len() > most {
            lost.sort_unstable();
            lost.truncate(lost.len() - most);
            self.tracks.retain(|t| !lost.contains(&(t.last_ms, t.id)));
        }
    }
}

/// One sample being associated.
struct Round<'a> {
    detections: &'a [Detection],
    /// Where each track is expected.
    expected: Vec<Area>,
    matched: Vec<bool>,
    /// Track of each detection.
    owner: Vec<Option<u32>>,
    seen: Vec<Seen>,
    now_ms: i64,
}

impl<'a> Round<'a> {
    fn new(tracks: &[Track], detections: &'a [Detection], now_ms: i64) -> Self {
        Self {
            detections,
            expected: tracks.iter().map(|t| t.motion.area()).collect(),
            matched: vec![false; tracks.len()],
            owner: vec![None; detections.len()],
            seen: Vec::with_capacity(detections.len()),
            now_ms,
        }
    }

    /// Pairs the tracks that are left with the detections that are left, of those that qualify.
    fn pair(
        &mut self,
        tracks: &mut [Track],
        limit: f32,
        by_score: bool,
        which: impl Fn(&Track) -> bool,
        band: impl Fn(&Detection) -> bool,
    ) {
        let of_tracks: Vec<usize> = (0..tracks.len())
            .filter(|&t| !self.matched[t] && which(&tracks[t]))
            .collect();
        let of_detections: Vec<usize> = (0..self.detections.len())
            .filter(|&d| self.owner[d].is_none() && band(&self.detections[d]))
            .collect();
        let cost = |t: usize, d: usize| {
            let found = &self.detections[of_detections[d]];
            let overlap = self.expected[of_tracks[t]].iou(&found.area);
            1.0 - if by_score {
                overlap * found.score
            } else {
                overlap
            }
        };
        for (t, d) in assign(of_tracks.len(), of_detections.len(), limit, cost) {
            let (place, detection) = (of_tracks[t], of_detections[d]);
            let (track, area) = (&mut tracks[place], &self.detections[detection].area);
            let anew = !track.seen || self.expected[place].iou(area) < JUMP;
            track.motion.correct(area);
            track.last_ms = self.now_ms;
            track.confirmed = true;
            self.matched[place] = true;
            self.owner[detection] = Some(track.id);
            self.seen.push(Seen {
                id: track.id,
                detection,
                confirmed: true,
                anew,
                was: None,
            });
        }
    }

    /// Who was waited for and has now got a box that a newcomer of the sample before would have gone on with:
    /// the newcomer was nobody else.
    fn claim(&mut self, tracks: &[Track]) {
        for (place, newcomer) in tracks.iter().enumerate() {
            if newcomer.confirmed || self.matched[place] {
                continue;
            }
            let worth = |s: &Seen| {
                let found = &self.detections[s.detection];
                self.expected[place].iou(&found.area) * found.score
            };
            let back = |s: &Seen| tracks.iter().any(|t| t.id == s.id && !t.seen);
            let best = self
                .seen
                .iter_mut()
                .filter(|s| s.was.is_none() && back(s) && worth(s) > 1.0 - LIMIT_NEW)
                .max_by(|a, b| worth(a).total_cmp(&worth(b)));
            if let Some(best) = best {
                best.was = Some(newcomer.id);
            }
        }
    }
}
