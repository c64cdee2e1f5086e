//! A demuxer for NUT, the container in which ffmpeg hands over raw pictures and samples with their
//! timestamps over one pipe. Written after the specification (`nut.txt` of the NUT project), for what
//! `ffmpeg -f nut` writes for raw streams: no elision headers, no side data, no index. Everything that it
//! reads is checked before it is used as a size; it never allocates more than [`MAX_HEADER`] for a header
//! and leaves the payload to a buffer of the caller.

mod bytes;
mod header;
#[cfg(test)]
mod tests;

use std::io::{BufReader, Read};

use bytes::{Source, first_byte, read_u64, skip, vlc, vlc_signed};
use header::{Flag, FrameCode, MainHeader};

pub use header::{Stream, StreamClass};

/// Largest header packet that is accepted, in bytes.
pub const MAX_HEADER: u64 = 1 << 20;
/// Most streams and time bases that are accepted.
const MAX_STREAMS: u64 = 64;

const MAGIC: &[u8; 25] = b"nut/multimedia container\0";
const MAIN: u64 = 0x7A56_1F5F_04AD | (0x4E4D << 48);
const STREAM: u64 = 0x1140_5BF2_F9DB | (0x4E53 << 48);
const SYNCPOINT: u64 = 0xE4AD_EECA_4569 | (0x4E4B << 48);
const INDEX: u64 = 0xDD67_2F23_E64E | (0x4E58 << 48);
const INFO: u64 = 0xAB68_B596_BA78 | (0x4E49 << 48);

/// Why a byte stream is no NUT that this demuxer reads.
#[derive(Debug, thiserror::Error)]
pub enum NutError {
    /// The stream ends inside something.
    #[error("it ends in the middle of {0}")]
    Truncated(&'static str),
    /// A value that NUT forbids or that this demuxer refuses.
    #[error("it has an invalid {0}")]
    Invalid(&'static str),
    /// The pipe itself failed.
    #[error("it can't be read: {0}")]
    Read(#[source] std::io::Error),
}

/// A frame's header; its payload follows in the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet {
    /// Which stream.
    pub stream: usize,
    /// Timestamp in ticks of that stream's time base.
    pub pts: i64,
    /// Bytes of payload. Not checked: compare with what is expected before reading.
    pub size: u64,
}

/// Reads packets from a pipe.
#[derive(Debug)]
pub struct Demuxer<R> {
    source: BufReader<R>,
    main: MainHeader,
    streams: Vec<Stream>,
    pending: u64,
}

impl<R: Read> Demuxer<R> {
    /// Reads the magic bytes. Headers follow with the first packet.
    pub fn open(source: R) -> Result<Self, NutError> {
        let mut source = BufReader::with_capacity(1 << 16, source);
        let mut magic = [0; MAGIC.len()];
        source.fill(&mut magic, "the magic bytes")?;
        if &magic != MAGIC {
            return Err(NutError::Invalid("beginning"));
        }
        Ok(Self {
            source,
            main: MainHeader::default(),
            streams: Vec::new(),
            pending: 0,
        })
    }

    /// The streams that headers have told of so far.
    pub fn streams(&self) -> &[Stream] {
        &self.streams
    }

    /// The next frame, or `None` where the stream ends between two frames. A payload that was not read is
    /// skipped.
    pub fn next_packet(&mut self) -> Result<Option<Packet>, NutError> {
        let unread = std::mem::take(&mut self.pending);
        skip(&mut self.source, unread, "a frame")?;
        loop {
            let Some(code) = first_byte(&mut self.source)? else {
                return Ok(None);
            };
            if code == b'N' {
                self.header_packet()?;
            } else {
                let packet = self.frame_header(self.main.codes[usize::from(code)])?;
                self.pending = packet.size;
                return Ok(Some(packet));
            }
        }
    }

    /// Reads the whole payload of the packet that came last; `buffer` has exactly its size.
    pub fn payload(&mut self, buffer: &mut [u8]) -> Result<(), NutError> {
        if buffer.len() as u64 != std::mem::take(&mut self.pending) {
            return Err(NutError::Invalid("payload size"));
        }
        self.source.fill(buffer, "a frame")
    }

    fn header_packet(&mut self) -> Result<(), NutError> {
        let startcode = read_u64(&mut self.source, b'N')?;
        let length = vlc(&mut self.source)?;
        if length > 4096 {
            // a checksum of the packet's own header
            skip(&mut self.source, 4, "a header")?;
        }
        if !(4..=MAX_HEADER).contains(&length) {
            return Err(NutError::Invalid("header length"));
        }
        if startcode == INDEX || startcode == INFO {
            return skip(&mut self.source, length, "a header");
        }
        let mut body = vec![0; length as usize];
        self.source.fill(&mut body, "a header")?;
        let mut body = &body[..body.len() - 4]; // the checksum; a pipe does not flip bits
        match startcode {
            MAIN => self.main = MainHeader::parse(&mut body)?,
            STREAM => {
                let (id, stream) = Stream::parse(&mut body, &self.main.time_bases)?;
                if id == self.streams.len() {
                    self.streams.push(stream);
                } else {
                    let known = self
                        .streams
                        .get_mut(id)
                        .ok_or(NutError::Invalid("stream id"))?;
                    // headers are repeated; the clock goes on
                    *known = Stream {
                        last_pts: known.last_pts,
                        ..stream
                    };
                }
            }
            SYNCPOINT => self.syncpoint(vlc(&mut body)?)?,
            _ => return Err(NutError::Invalid("start code")),
        }
        Ok(())
    }

    /// A syncpoint sets the clock of every stream, rounded down to its own ticks.
    fn syncpoint(&mut self, coded: u64) -> Result<(), NutError> {
        let count = self.main.time_bases.len() as u64;
        let invalid = NutError::Invalid("syncpoint");
        let Some(base) = coded
            .checked_rem(count)
            .map(|i| self.main.time_bases[i as usize])
        else {
            return Err(invalid);
        };
        let ticks = i128::from(coded / count);
        for stream in &mut self.streams {
            let numerator = ticks * i128::from(base.num) * i128::from(stream.time_base.den);
            let denominator = i128::from(base.den) * i128::from(stream.time_base.num);
            let Ok(pts) = i64::try_from(numerator.div_euclid(denominator)) else {
                return Err(invalid);
            };
            stream.last_pts = pts;
        }
        Ok(())
    }

    fn frame_header(&mut self, code: FrameCode) -> Result<Packet, NutError> {
        let source = &mut self.source;
        let mut flags = code.flags;
        if flags & Flag::INVALID != 0 {
            return Err(NutError::Invalid("frame code"));
        }
        if flags & Flag::CODED_FLAGS != 0 {
            flags ^= vlc(source)?;
        }
        let id = if flags & Flag::STREAM_ID != 0 {
            vlc(source)?
        } else {
            code.stream
        };
        let stream = usize::try_from(id)
            .ok()
            .and_then(|id| self.streams.get_mut(id));
        let stream = stream.ok_or(NutError::Invalid("stream of a frame"))?;
        let pts = if flags & Flag::CODED_PTS != 0 {
            stream.decode_pts(vlc(source)?)
        } else {
            stream.last_pts.checked_add(code.pts_delta)
        };
        let pts = pts.ok_or(NutError::Invalid("timestamp"))?;
        let mut size = Some(code.size_lsb);
        if flags & Flag::SIZE_MSB != 0 {
            let msb = vlc(source)?;
            size = code
                .size_mul
                .checked_mul(msb)
                .and_then(|n| n.checked_add(code.size_lsb));
        }
        let size = size
            .filter(|n| *n < 1 << 40)
            .ok_or(NutError::Invalid("frame size"))?;
        if flags & Flag::MATCH_TIME != 0 {
            vlc_signed(source)?;
        }
        let elision = if flags & Flag::HEADER_IDX != 0 {
            vlc(source)?
        } else {
            code.elision
        };
        let reserved = if flags & Flag::RESERVED != 0 {
            vlc(source)?
        } else {
            code.reserved
        };
        if reserved > 256 {
            return Err(NutError::Invalid("count of reserved fields"));
        }
        for _ in 0..reserved {
            vlc(source)?;
        }
        if elision != 0 && size <= 4096 {
            return Err(NutError::Invalid("elision header"));
        }
        if flags & Flag::CHECKSUM != 0 {
            skip(source, 4, "a frame header")?;
        }
        if flags & Flag::SIDE_DATA != 0 && self.main.version > 3 {
            return Err(NutError::Invalid("side data"));
        }
        stream.last_pts = pts;
        Ok(Packet {
            stream: id as usize,
            pts,
            size,
        })
    }
}
