//! Progress on a terminal: one bar a pipeline with its rate and the time left. Elsewhere nothing is
//! drawn.

use std::collections::HashMap;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use va_core::worker::StepProgress;
use va_core::{Millis, PipelineId};

/// The bars of one recording.
pub struct Bars {
    all: MultiProgress,
    bars: HashMap<PipelineId, ProgressBar>,
}

impl Bars {
    /// A bar for each pipeline, on standard error if that is a terminal.
    pub fn new<'a>(titles: impl Iterator<Item = (PipelineId, &'a str)>) -> Self {
        let all = MultiProgress::with_draw_target(ProgressDrawTarget::stderr_with_hz(4));
        let style = ProgressStyle::with_template("{prefix:<16} [{bar:32}] {percent:>3}%  {msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar())
            .progress_chars("=> ");
        let bar = |(pipeline, title): (PipelineId, &str)| {
            let bar = all.add(ProgressBar::new(1).with_style(style.clone()));
            bar.set_prefix(title.to_owned());
            bar.set_message("waiting");
            (pipeline, bar)
        };
        let bars = titles.map(bar).collect();
        Self { all, bars }
    }

    /// No bars at all.
    pub fn hidden() -> Self {
        let all = MultiProgress::with_draw_target(ProgressDrawTarget::hidden());
        Self {
            all,
            bars: HashMap::new(),
        }
    }

    /// A step began.
    pub fn started(&self, pipeline: &PipelineId, resumed_from: Option<Millis>) {
        let Some(bar) = self.bars.get(pipeline) else {
            return;
        };
        bar.set_message(match resumed_from {
            Some(at) => format!("goes on from {at}"),
            None => "starting".to_owned(),
        });
    }

    /// A step got further.
    pub fn moved(&self, step: &StepProgress) {
        let Some(bar) = self.bars.get(&step.pipeline) else {
            return;
        };
        let total = step.total.map_or(step.done.0, |t| t.0).max(1);
        bar.set_length(total as u64);
        bar.set_position(step.done.0.clamp(0, total) as u64);
        bar.set_message(words(step));
    }

    /// A step ended.
    pub fn ended(&self, pipeline: &PipelineId, word: &'static str) {
        let Some(bar) = self.bars.get(pipeline) else {
            return;
        };
        if word == "done" {
            bar.set_length(bar.length().unwrap_or(1).max(1));
            bar.set_position(bar.length().unwrap_or(1));
        }
        bar.abandon_with_message(word);
    }

    /// Takes the bars off the terminal.
    pub fn clear(&self) {
        // a terminal that is gone needs no cleaning
        drop(self.all.clear());
    }
}

/// Rate and time left, as far as they are known.
fn words(step: &StepProgress) -> String {
    let rate = match (step.frames_per_second, step.speed) {
        (Some(frames), _) => format!("{frames:.0} frames/s"),
        (None, Some(speed)) => format!("{speed:.1}x real time"),
        (None, None) => "starting".to_owned(),
    };
    let left = step.total.zip(step.speed).filter(|(_, speed)| *speed > 0.0);
    match left {
        Some((total, speed)) => {
            let seconds = ((total - step.done).seconds() / speed).max(0.0);
            format!("{rate}, {} left", span(Duration::from_secs_f64(seconds)))
        }
        None => rate,
    }
}

/// A length of time in words.
pub fn span(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        3600.. => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
    }
}
