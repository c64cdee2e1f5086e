//! The headers of a NUT stream: the table that makes frame headers short, and what each stream is.

use std::io::Read;

use va_core::TimeBase;

use super::bytes::{vlc, vlc_bytes, vlc_signed};
use super::{MAX_STREAMS, NutError};

/// Bits of a frame code's flags, as the specification numbers them.
pub(super) struct Flag;

impl Flag {
    pub(super) const CODED_PTS: u64 = 8;
    pub(super) const STREAM_ID: u64 = 16;
    pub(super) const SIZE_MSB: u64 = 32;
    pub(super) const CHECKSUM: u64 = 64;
    pub(super) const RESERVED: u64 = 128;
    pub(super) const SIDE_DATA: u64 = 256;
    pub(super) const HEADER_IDX: u64 = 1024;
    pub(super) const MATCH_TIME: u64 = 2048;
    pub(super) const CODED_FLAGS: u64 = 4096;
    pub(super) const INVALID: u64 = 8192;
}

/// What one byte at the start of a frame stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct FrameCode {
    pub flags: u64,
    pub stream: u64,
    pub size_mul: u64,
    pub size_lsb: u64,
    pub pts_delta: i64,
    pub reserved: u64,
    pub elision: u64,
}

const UNUSED: FrameCode = FrameCode {
    flags: Flag::INVALID,
    stream: 0,
    size_mul: 1,
    size_lsb: 0,
    pts_delta: 0,
    reserved: 0,
    elision: 0,
};

/// The main header.
#[derive(Debug)]
pub(super) struct MainHeader {
    pub version: u64,
    pub time_bases: Vec<TimeBase>,
    pub codes: [FrameCode; 256],
}

impl Default for MainHeader {
    fn default() -> Self {
        Self {
            version: 0,
            time_bases: Vec::new(),
            codes: [UNUSED; 256],
        }
    }
}

impl MainHeader {
    pub(super) fn parse(body: &mut impl Read) -> Result<Self, NutError> {
        let mut header = Self {
            version: vlc(body)?,
            ..Self::default()
        };
        if header.version > 3 {
            vlc(body)?; // minor version
        }
        vlc(body)?; // streams; each has its own header
        vlc(body)?; // largest distance between syncpoints
        let count = vlc(body)?;
        if !(1..=MAX_STREAMS).contains(&count) {
            return Err(NutError::Invalid("count of time bases"));
        }
        for _ in 0..count {
            header.time_bases.push(time_base(vlc(body)?, vlc(body)?)?);
        }
        header.parse_codes(body)?;
        Ok(header)
    }

    /// The table is run-length coded: each entry stands for `count` codes with growing sizes; fields that
    /// an entry leaves out keep the value of the entry before.
    fn parse_codes(&mut self, body: &mut impl Read) -> Result<(), NutError> {
        let (mut pts_delta, mut size_mul, mut stream, mut elision) = (0, 1, 0, 0);
        let mut next = 0;
        while next < self.codes.len() {
            let flags = vlc(body)?;
            let fields = vlc(body)?;
            if fields > 64 {
                return Err(NutError::Invalid("frame code table"));
            }
            let (mut first_size, mut reserved, mut given_count) = (0, 0, None);
            for field in 0..fields {
                match field {
                    0 => pts_delta = vlc_signed(body)?,
                    1 => size_mul = vlc(body)?,
                    2 => stream = vlc(body)?,
                    3 => first_size = vlc(body)?,
                    4 => reserved = vlc(body)?,
                    5 => given_count = Some(vlc(body)?),
                    6 => drop(vlc_signed(body)?), // match time
                    7 => elision = vlc(body)?,
                    _ => drop(vlc(body)?), // fields of later versions
                }
            }
            let count = given_count.or_else(|| size_mul.checked_sub(first_size));
            let count = count.ok_or(NutError::Invalid("frame code table"))?;
            let mut done = 0;
            while done < count && next < self.codes.len() {
                // 'N' begins start codes
                if next != usize::from(b'N') {
                    let size_lsb = first_size.checked_add(done);
                    let size_lsb = size_lsb.ok_or(NutError::Invalid("frame code table"))?;
                    self.codes[next] = FrameCode {
                        flags,
                        stream,
                        size_mul,
                        size_lsb,
                        pts_delta,
                        reserved,
                        elision,
                    };
                    done += 1;
                }
                next += 1;
            }
        }
        Ok(())
    }
}

/// What a stream holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamClass {
    /// Pictures of this size.
    Video {
        /// In pixels.
        width: u64,
        /// In pixels.
        height: u64,
    },
    /// Sound.
    Audio {
        /// Samples per second.
        rate: u64,
        /// Channels.
        channels: u64,
    },
    /// Something else.
    Other,
}

/// A stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    /// What it holds.
    pub class: StreamClass,
    /// Seconds per tick of its timestamps. Not the time base that was asked for.
    pub time_base: TimeBase,
    pub(super) msb_shift: u32,
    pub(super) last_pts: i64,
}

impl Stream {
    /// Its number and what the header says.
    pub(super) fn parse(
        body: &mut impl Read,
        bases: &[TimeBase],
    ) -> Result<(usize, Self), NutError> {
        let id = vlc(body)?;
        let class = vlc(body)?;
        vlc_bytes(body, 16)?; // fourcc
        let base = usize::try_from(vlc(body)?)
            .ok()
            .and_then(|i| bases.get(i).copied());
        let msb_shift = vlc(body)?;
        if id >= MAX_STREAMS || msb_shift > 32 {
            return Err(NutError::Invalid("stream header"));
        }
        for _ in 0..3 {
            vlc(body)?; // largest timestamp distance, decode delay, flags
        }
        vlc_bytes(body, super::MAX_HEADER)?; // codec data
        let class = match class {
            0 => StreamClass::Video {
                width: vlc(body)?,
                height: vlc(body)?,
            },
            1 => {
                let (numerator, denominator) = (vlc(body)?, vlc(body)?);
                StreamClass::Audio {
                    rate: numerator / denominator.max(1),
                    channels: vlc(body)?,
                }
            }
            _ => StreamClass::Other,
        };
        let time_base = base.ok_or(NutError::Invalid("time base of a stream"))?;
        Ok((
            id as usize,
            Self {
                class,
                time_base,
                msb_shift: msb_shift as u32,
                last_pts: 0,
            },
        ))
    }

    /// A timestamp is either whole, or only its low bits, meant to be near the one before.
    pub(super) fn decode_pts(&self, coded: u64) -> Option<i64> {
        let coded = i64::try_from(coded).ok()?;
        let range = 1_i64 << self.msb_shift;
        if coded >= range {
            return Some(coded - range);
        }
        let lowest = self.last_pts.checked_sub((range - 1) / 2)?;
        (coded.wrapping_sub(lowest) & (range - 1)).checked_add(lowest)
    }
}

fn time_base(num: u64, den: u64) -> Result<TimeBase, NutError> {
    match (u32::try_from(num), u32::try_from(den)) {
        (Ok(num), Ok(den)) if num > 0 && den > 0 => Ok(TimeBase { num, den }),
        _ => Err(NutError::Invalid("time base")),
    }
}
