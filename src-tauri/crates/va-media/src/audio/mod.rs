//! The sound of a recording as mono samples without a gap, placed by their timestamps: sample `n` is at
//! `origin + n / rate` on the container's clock, whatever the file leaves out. One ffmpeg child, one reader
//! thread, one bounded channel. Called by the worker.

mod arguments;
mod placement;
mod reader;

use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, bounded};
use va_core::media::MediaWarning;

use crate::child::Slot;
use crate::error::MediaError;
use crate::frame::AudioChunk;
use crate::recording::Recording;
use crate::tools::Tools;
use crate::video::Stopper;

pub use placement::Gap;

/// Name of the reader thread.
const THREAD: &str = "audio-reader";
/// Chunks that wait in front of the listener.
const QUEUE: usize = 4;

/// How a decode went.
#[derive(Clone, Debug, PartialEq)]
pub struct AudioReport {
    /// Whether it reached the end of the track. False if it was stopped or nobody listened any more.
    pub complete: bool,
    /// Samples from the track's beginning to where it ended, silence in gaps included.
    pub samples: u64,
    /// Time of sample 0 in seconds on the container's clock.
    pub origin: f64,
    /// Stretches that the file leaves out; silence was put there.
    pub gaps: Vec<Gap>,
    /// Frames and packets that ffmpeg called corrupt.
    pub damaged: u64,
    /// What a researcher should know.
    pub warnings: Vec<MediaWarning>,
}

/// A running decode. Stopped, and its child reaped, when dropped.
#[derive(Debug)]
pub struct AudioDecode {
    chunks: Option<Receiver<AudioChunk>>,
    slot: Slot,
    reader: Option<JoinHandle<Result<AudioReport, MediaError>>>,
}

/// Starts to decode a sound track, counted from 0, at `rate` samples per second. The first chunk begins at
/// `from_sample`.
///
/// After a resume the track is still decoded from its beginning and what is done is dropped: resampler and
/// codec carry state, so nothing else gives the same samples to the bit, and an hour takes seconds.
///
/// # Errors
/// No such track, or ffmpeg can't be started. What goes wrong later is told by [`AudioDecode::join`].
pub fn decode_audio(
    tools: &Tools,
    recording: &Recording,
    track: u32,
    rate: u32,
    from_sample: u64,
) -> Result<AudioDecode, MediaError> {
    let tracks = recording.facts().audio.len();
    if track as usize >= tracks {
        let path = recording.path().to_owned();
        return Err(MediaError::NoSuchTrack {
            path,
            track,
            tracks,
        });
    }
    let (slot, alarm) = Slot::new();
    let (sender, receiver) = bounded(QUEUE);
    let order = reader::Order {
        rate,
        track,
        from_sample,
    };
    let (tools, recording, own_slot) = (tools.clone(), recording.clone(), slot.clone());
    let thread = std::thread::Builder::new().name(THREAD.to_owned());
    let reader = thread
        .spawn(move || {
            reader::run(
                &tools,
                &recording,
                order,
                &own_slot,
                &reader::Listener { sender, alarm },
            )
        })
        .map_err(|e| MediaError::Thread {
            thread: THREAD,
            reason: e.to_string(),
        })?;
    Ok(AudioDecode {
        chunks: Some(receiver),
        slot,
        reader: Some(reader),
    })
}

impl AudioDecode {
    /// The receiver, once. It ends (`recv` fails) after the last chunk.
    pub fn take_chunks(&mut self) -> Option<Receiver<AudioChunk>> {
        self.chunks.take()
    }

    /// Something that stops this decode from anywhere.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.slot.clone())
    }

    /// Kills the child. [`AudioDecode::join`] then tells how far it got.
    pub fn stop(&self) {
        self.slot.stop();
    }

    /// Waits for the end. A receiver that was not taken is dropped first.
    pub fn join(mut self) -> Result<AudioReport, MediaError> {
        self.chunks = None;
        let failed = |reason: &str| MediaError::Thread {
            thread: THREAD,
            reason: reason.to_owned(),
        };
        match self.reader.take().map(JoinHandle::join) {
            Some(Ok(outcome)) => outcome,
            Some(Err(_)) => Err(failed("it panicked")),
            None => Err(failed("it is gone")),
        }
    }
}

impl Drop for AudioDecode {
    fn drop(&mut self) {
        self.chunks = None;
        if let Some(reader) = self.reader.take() {
            self.slot.stop();
            // nobody is left to hear the outcome
            drop(reader.join());
        }
    }
}
