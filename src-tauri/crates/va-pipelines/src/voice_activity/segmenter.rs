//! From speech probabilities to segments of speech: `get_speech_timestamps_from_probs` of silero-vad 6.2
//! without a longest segment, turned into a stream. Works on sample indices; knows no clock.

use serde::{Deserialize, Serialize};

use super::settings::VoiceSettings;
use super::silero::{RATE, WINDOW};
use crate::exact::f64_bits;

/// When probabilities make speech.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpeechRule {
    threshold: f64,
    negative_threshold: f64,
    min_speech: u64,
    min_silence: u64,
    pad: u64,
}

impl SpeechRule {
    /// From the settings. A negative threshold above the positive one is lowered to it: a window can't be
    /// speech and silence at once.
    pub fn new(settings: &VoiceSettings) -> Self {
        let samples = |ms: u32| u64::from(ms) * u64::from(RATE) / 1000;
        Self {
            threshold: settings.threshold,
            negative_threshold: settings.negative_threshold.min(settings.threshold),
            min_speech: samples(settings.min_speech_ms),
            min_silence: samples(settings.min_silence_ms),
            pad: samples(settings.pad_ms),
        }
    }
}

/// A stretch of speech in samples. The end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Speech {
    pub start: u64,
    pub end: u64,
    /// Mean probability of its windows, before margins.
    #[serde(with = "f64_bits")]
    pub score: f64,
}

/// Sum of probabilities from the start of a stretch on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Tally {
    #[serde(with = "f64_bits")]
    sum: f64,
    windows: u32,
}

impl Tally {
    fn mean(self) -> f64 {
        self.sum / f64::from(self.windows.max(1))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Voice {
    start: u64,
    tally: Tally,
    /// Where silence began inside it, and the tally there.
    silence: Option<(u64, Tally)>,
}

/// Where the segmenter stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Segmenter {
    windows: u64,
    voice: Option<Voice>,
    /// Accepted speech whose end margin depends on what comes next. Its start has its margin.
    pending: Option<Speech>,
}

impl Segmenter {
    /// Windows so far.
    pub fn windows(&self) -> u64 {
        self.windows
    }

    /// The next window's probability. Returns speech whose both ends are certain now.
    pub fn window(&mut self, probability: f32, rule: SpeechRule) -> Option<Speech> {
        let at = self.windows * WINDOW as u64;
        self.windows += 1;
        let probability = f64::from(probability);
        let is_speech = probability >= rule.threshold;
        let Some(voice) = &mut self.voice else {
            self.voice = is_speech.then_some(Voice {
                start: at,
                tally: Tally {
                    sum: probability,
                    windows: 1,
                },
                silence: None,
            });
            return None;
        };
        let before = voice.tally;
        voice.tally.sum += probability;
        voice.tally.windows += 1;
        if is_speech {
            voice.silence = None;
            return None;
        }
        if probability >= rule.negative_threshold {
            return None;
        }
        let (end, tally) = *voice.silence.get_or_insert((at, before));
        if at - end < rule.min_silence {
            return None;
        }
        let speech = Speech {
            start: voice.start,
            end,
            score: tally.mean(),
        };
        self.voice = None;
        self.accept(speech, rule)
    }

    /// The sound ends after `samples`. Returns the last speech, at most two stretches, in order.
    pub fn finish(&mut self, samples: u64, rule: SpeechRule) -> impl Iterator<Item = Speech> {
        let open = self.voice.take().and_then(|voice| {
            let speech = Speech {
                start: voice.start,
                end: samples,
                score: voice.tally.mean(),
            };
            self.accept(speech, rule)
        });
        let last = self.pending.take().map(|speech| Speech {
            end: (speech.end + rule.pad).min(samples),
            ..speech
        });
        open.into_iter().chain(last)
    }

    /// Takes up speech if it is long enough, and settles the margin between it and the one before.
    fn accept(&mut self, mut speech: Speech, rule: SpeechRule) -> Option<Speech> {
        if speech.end.saturating_sub(speech.start) <= rule.min_speech {
            return None;
        }
        let mut done = self.pending.take();
        match &mut done {
            None => speech.start = speech.start.saturating_sub(rule.pad),
            Some(done) => {
                let silence = speech.start - done.end;
                let margin = if silence < 2 * rule.pad {
                    silence / 2
                } else {
                    rule.pad
                };
                done.end += margin;
                speech.start -= margin;
            }
        }
        self.pending = Some(speech);
        done
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::float_cmp, reason = "these results are exact")]

    use super::*;
    use proptest::prelude::*;

    fn rule() -> SpeechRule {
        SpeechRule {
            threshold: 0.5,
            negative_threshold: 0.35,
            min_speech: 4000,
            min_silence: 1600,
            pad: 480,
        }
    }

    fn segments(probabilities: &[f32], samples: u64, rule: SpeechRule) -> Vec<Speech> {
        let mut segmenter = Segmenter::default();
        let mut found: Vec<_> = probabilities
            .iter()
            .filter_map(|&p| segmenter.window(p, rule))
            .collect();
        found.extend(segmenter.finish(samples, rule));
        found
    }

    fn bounds(parts: &[(f32, usize)]) -> Vec<(u64, u64)> {
        let windows: Vec<f32> = parts.iter().flat_map(|&(p, n)| vec![p; n]).collect();
        let samples = windows.len() as u64 * 512;
        let found = segments(&windows, samples, rule());
        found.iter().map(|s| (s.start, s.end)).collect()
    }

    #[test]
    fn speech_gets_a_margin_on_both_sides() {
        assert_eq!(
            bounds(&[(0.1, 10), (0.9, 20), (0.1, 20)]),
            [(5120 - 480, 15_360 + 480)]
        );
    }

    #[test]
    fn a_short_pause_does_not_end_speech() {
        assert_eq!(
            bounds(&[(0.9, 10), (0.1, 3), (0.9, 10), (0.1, 10)]),
            [(0, 23 * 512 + 480)]
        );
    }

    #[test]
    fn doubtful_windows_keep_speech_going() {
        assert_eq!(
            bounds(&[(0.9, 10), (0.4, 30), (0.1, 10)]),
            [(0, 40 * 512 + 480)]
        );
    }

    #[test]
    fn speech_as_short_as_the_limit_is_dropped() {
        assert_eq!(bounds(&[(0.1, 5), (0.9, 7), (0.1, 10)]), []);
    }

    #[test]
    fn two_stretches_share_a_short_pause() {
        let mut close = rule();
        close.pad = 16_000;
        let windows: Vec<f32> = [vec![0.9; 20], vec![0.1; 5], vec![0.9; 20]].concat();
        let found = segments(&windows, 45 * 512, close);
        assert_eq!(found.len(), 2);
        assert_eq!(
            (found[0].end, found[1].start),
            (20 * 512 + 1280, 20 * 512 + 1280)
        );
    }

    #[test]
    fn the_score_is_the_mean_over_the_speech_alone() {
        let windows: Vec<f32> = [vec![0.75; 20], vec![0.25; 10]].concat();
        assert_eq!(segments(&windows, 30 * 512, rule())[0].score, 0.75);
    }

    fn probabilities() -> impl Strategy<Value = Vec<f32>> {
        let stretch = (0.0f32..1.0, 1usize..30).prop_map(|(p, n)| vec![p; n]);
        proptest::collection::vec(stretch, 0..40).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn segments_are_ordered_disjoint_and_within_the_sound(
            windows in probabilities(), missing in 0u64..512, pad in 0u64..20_000, min_speech in 0u64..9000, min_silence in 0u64..9000
        ) {
            let samples = (windows.len() as u64 * 512).saturating_sub(missing);
            let rule = SpeechRule { min_speech, min_silence, pad, ..rule() };
            let mut last = 0;
            for speech in segments(&windows, samples, rule) {
                prop_assert!(last <= speech.start && speech.start < speech.end && speech.end <= samples, "{speech:?} after {last}");
                prop_assert!((0.0..=1.0).contains(&speech.score));
                last = speech.end;
            }
        }

        #[test]
        fn a_segmenter_from_a_checkpoint_goes_on_alike(windows in probabilities(), at in 0.0f64..1.0) {
            let split = (windows.len() as f64 * at) as usize;
            let mut first = Segmenter::default();
            let mut found: Vec<_> = windows[..split].iter().filter_map(|&p| first.window(p, rule())).collect();
            let mut second: Segmenter = serde_json::from_value(serde_json::to_value(&first).unwrap()).unwrap();
            found.extend(windows[split..].iter().filter_map(|&p| second.window(p, rule())));
            found.extend(second.finish(windows.len() as u64 * 512, rule()));
            prop_assert_eq!(found, segments(&windows, windows.len() as u64 * 512, rule()));
        }
    }
}
