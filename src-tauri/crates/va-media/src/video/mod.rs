//! The pictures of a recording, decoded once for everybody who wants them. One ffmpeg child, one pipe with a
//! stream for each branch of the plan, one reader thread, one bounded channel a tap; the slowest tap sets the
//! pace. Every frame carries the timestamp that
//! the file gave it. Called by the worker.

mod arguments;
mod fan;
mod outcome;
mod reader;
mod start;

use std::sync::Arc;
use std::thread::JoinHandle;

use crossbeam_channel::Receiver;

use crate::child::Slot;
use crate::error::MediaError;
use crate::frame::Frame;
use crate::plan::VideoPlan;
use crate::recording::Recording;
use crate::sampling::Sampling;
use crate::tools::Tools;

pub use outcome::DecodeReport;

/// Name of the reader thread.
const THREAD: &str = "video-reader";

/// One listener to a decode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TapSpec {
    /// Which of [`VideoPlan::branches`] it listens to; one that does not exist has no frames.
    pub branch: usize,
    /// Which frames it gets.
    pub sampling: Sampling,
    /// After a resume: the timestamp of the last frame that is done. That frame comes first once more, if
    /// the file has it, then those after it.
    pub resume_from: Option<i64>,
}

/// A running decode. Stopped, and its child reaped, when dropped.
#[derive(Debug)]
pub struct VideoDecode {
    taps: Vec<Receiver<Arc<Frame>>>,
    slot: Slot,
    reader: Option<JoinHandle<Result<DecodeReport, MediaError>>>,
}

/// Stops a decode from another thread.
#[derive(Clone, Debug)]
pub struct Stopper(pub(crate) Slot);

impl Stopper {
    /// Kills the child; what waits in the channels can still be received. Returns at once.
    pub fn stop(&self) {
        self.0.stop();
    }
}

/// Starts to decode the picture for these taps; one receiver a tap, in their order.
///
/// The decode begins at the smallest `resume_from`, or at the beginning if a tap has none. A tap whose
/// receiver is dropped is forgotten; when the last one is, decoding stops.
///
/// # Errors
/// No picture, or ffmpeg can't be started. What goes wrong later is told by [`VideoDecode::join`].
pub fn decode_video(
    tools: &Tools,
    recording: &Recording,
    plan: &VideoPlan,
    taps: &[TapSpec],
) -> Result<VideoDecode, MediaError> {
    let (slot, alarm) = Slot::new();
    let (fan, receivers) = fan::Fan::new(taps, alarm);
    let reader = reader::Reader::new(tools, recording, plan, taps, slot.clone())?;
    let thread = std::thread::Builder::new().name(THREAD.to_owned());
    let reader = thread
        .spawn(move || reader.run(fan))
        .map_err(|e| MediaError::Thread {
            thread: THREAD,
            reason: e.to_string(),
        })?;
    Ok(VideoDecode {
        taps: receivers,
        slot,
        reader: Some(reader),
    })
}

impl VideoDecode {
    /// The receivers, once. Each ends (`recv` fails) after its last frame.
    pub fn take_taps(&mut self) -> Vec<Receiver<Arc<Frame>>> {
        std::mem::take(&mut self.taps)
    }

    /// Something that stops this decode from anywhere.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.slot.clone())
    }

    /// Kills the child. [`VideoDecode::join`] then tells how far it got.
    pub fn stop(&self) {
        self.slot.stop();
    }

    /// Waits for the end. Receivers that were not taken are dropped first.
    pub fn join(mut self) -> Result<DecodeReport, MediaError> {
        self.taps.clear();
        match self.reader.take().map(JoinHandle::join) {
            Some(Ok(outcome)) => outcome,
            Some(Err(_)) => Err(MediaError::Thread {
                thread: THREAD,
                reason: "it panicked".to_owned(),
            }),
            None => Err(MediaError::Thread {
                thread: THREAD,
                reason: "it is gone".to_owned(),
            }),
        }
    }
}

impl Drop for VideoDecode {
    fn drop(&mut self) {
        self.taps.clear();
        if let Some(reader) = self.reader.take() {
            self.slot.stop();
            // nobody is left to hear the outcome
            drop(reader.join());
        }
    }
}
