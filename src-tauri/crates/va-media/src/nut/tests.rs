//! The demuxer against streams that are split, cut off, or noise.

use std::io::{self, Read};

use proptest::prelude::*;

use super::{Demuxer, NutError, Packet, StreamClass};

/// A number as NUT writes it.
fn number(value: u64) -> Vec<u8> {
    let mut bytes = vec![(value & 127) as u8];
    let mut rest = value >> 7;
    while rest > 0 {
        bytes.insert(0, (rest & 127) as u8 | 128);
        rest >>= 7;
    }
    bytes
}

fn numbers(values: &[u64]) -> Vec<u8> {
    values.iter().copied().flat_map(number).collect()
}

/// Start code, length, body, checksum.
fn header(code: u64, body: &[u8]) -> Vec<u8> {
    let length = number(body.len() as u64 + 4);
    [&code.to_be_bytes()[..], &length, body, &[0; 4]].concat()
}

const CODED: u64 = super::Flag::CODED_PTS | super::Flag::SIZE_MSB;
const PAYLOAD: [u8; 6] = [9; 6];

/// A stream of 2 x 2 pictures with these timestamps, in ticks of 1/1000 s.
fn stream(times: &[u64]) -> Vec<u8> {
    let mut bytes = super::MAGIC.to_vec();
    // version 3, one stream, distance, one time base; then one entry for all codes but 'N':
    // flags, six fields: pts delta, size multiple, stream, size, reserved, count
    let main = numbers(&[3, 1, 65536, 1, 1, 1000, CODED, 6, 0, 1, 0, 0, 0, 255, 0]);
    bytes.extend(header(super::MAIN, &main));
    let picture = numbers(&[0, 0, 4, 1, 2, 3, 4, 0, 7, 100, 0, 0, 0, 2, 2]);
    bytes.extend(header(super::STREAM, &picture));
    bytes.extend(header(super::INFO, &[5; 40]));
    bytes.extend(header(
        super::SYNCPOINT,
        &numbers(&[times.first().copied().unwrap_or(0), 0]),
    ));
    for time in times {
        bytes.push(0);
        bytes.extend(numbers(&[time + 128, PAYLOAD.len() as u64]));
        bytes.extend(PAYLOAD);
    }
    bytes
}

/// Gives its bytes in the pieces that a pipe might give.
struct Pieces<'a> {
    bytes: &'a [u8],
    cuts: Vec<usize>,
    at: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let next = self.cuts.iter().copied().find(|cut| *cut > self.at);
        let end = next.unwrap_or(self.bytes.len()).min(self.at + buffer.len());
        let piece = &self.bytes[self.at.min(end)..end];
        buffer[..piece.len()].copy_from_slice(piece);
        self.at = end;
        Ok(piece.len())
    }
}

/// Reads everything; payloads of believable size are read, others skipped.
fn all(source: impl Read) -> Result<Vec<Packet>, NutError> {
    let mut pipe = Demuxer::open(source)?;
    let mut packets = Vec::new();
    while let Some(packet) = pipe.next_packet()? {
        if packet.size == PAYLOAD.len() as u64 {
            let mut payload = PAYLOAD;
            payload.fill(0);
            pipe.payload(&mut payload)?;
        }
        packets.push(packet);
    }
    Ok(packets)
}

const TIMES: [u64; 4] = [100_100_000, 100_100_033, 100_100_067, 200_000_000];

#[test]
fn frames_have_the_times_that_were_written() {
    let bytes = stream(&TIMES);
    let packets = all(&bytes[..]).unwrap();
    let times: Vec<u64> = packets.iter().map(|p| p.pts as u64).collect();
    assert_eq!(times, TIMES);
    let mut pipe = Demuxer::open(&bytes[..]).unwrap();
    pipe.next_packet().unwrap();
    assert_eq!(
        pipe.streams()[0].class,
        StreamClass::Video {
            width: 2,
            height: 2
        }
    );
    assert_eq!(pipe.streams()[0].time_base, va_core::TimeBase::new(1, 1000));
}

#[test]
fn low_bits_of_a_time_mean_the_one_nearest_to_the_last() {
    let mut bytes = stream(&[1000]);
    for low_bits in [1005_u64 % 128, 998 % 128] {
        bytes.push(0);
        bytes.extend(numbers(&[low_bits, 6]));
        bytes.extend(PAYLOAD);
    }
    let times: Vec<i64> = all(&bytes[..]).unwrap().iter().map(|p| p.pts).collect();
    assert_eq!(times, [1000, 1005, 998]);
}

#[test]
fn every_split_of_the_pipe_gives_the_same_frames() {
    let bytes = stream(&TIMES);
    let whole = all(&bytes[..]).unwrap();
    for cut in 0..=bytes.len() {
        let split = Pieces {
            bytes: &bytes,
            cuts: vec![cut],
            at: 0,
        };
        assert_eq!(all(split).unwrap(), whole, "split at byte {cut}");
    }
    let single = Pieces {
        bytes: &bytes,
        cuts: (0..bytes.len()).collect(),
        at: 0,
    };
    assert_eq!(all(single).unwrap(), whole, "byte by byte");
}

#[test]
fn a_stream_cut_off_inside_a_frame_is_never_taken_for_its_end() {
    let bytes = stream(&TIMES);
    let frame = 1 + number(TIMES[3] + 128).len() + 1 + PAYLOAD.len();
    for cut in 0..bytes.len() {
        let got = all(&bytes[..cut]);
        let clean = (1..=4).any(|n| cut == bytes.len() - n * frame);
        let between_headers = got.as_ref().is_ok_and(Vec::is_empty);
        assert!(
            clean == got.is_ok() || between_headers,
            "cut at {cut} of {}: {got:?}",
            bytes.len()
        );
    }
}

#[test]
fn hostile_sizes_are_refused_before_memory_is_taken() {
    let mut bytes = super::MAGIC.to_vec();
    bytes.extend(super::MAIN.to_be_bytes());
    bytes.extend(number(u64::MAX >> 1));
    bytes.extend([0; 64]);
    assert!(matches!(
        all(&bytes[..]),
        Err(NutError::Invalid("header length"))
    ));
    let mut bytes = stream(&[]);
    bytes.push(0);
    bytes.extend(numbers(&[128, u64::MAX >> 1]));
    assert!(matches!(
        all(&bytes[..]),
        Err(NutError::Invalid("frame size"))
    ));
    let wrong = stream(&[7]);
    let mut pipe = Demuxer::open(&wrong[..]).unwrap();
    pipe.next_packet().unwrap();
    assert!(
        pipe.payload(&mut [0; 7]).is_err(),
        "a buffer of another size is not filled"
    );
}

proptest! {
    #[test]
    fn noise_after_the_beginning_never_panics(noise in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut bytes = super::MAGIC.to_vec();
        bytes.extend(&noise);
        drop(all(&bytes[..]));
        drop(all(&noise[..]));
        let mut bytes = stream(&TIMES);
        bytes.extend(&noise);
        drop(all(&bytes[..]));
    }

    #[test]
    fn changed_bytes_never_panic(changes in proptest::collection::vec((0_usize..160, any::<u8>()), 1..6)) {
        let mut bytes = stream(&TIMES);
        for (at, value) in changes {
            let length = bytes.len();
            bytes[at % length] = value;
        }
        drop(all(&bytes[..]));
    }

    #[test]
    fn noise_in_header_bodies_never_panics(
        main in proptest::collection::vec(any::<u8>(), 0..80),
        picture in proptest::collection::vec(any::<u8>(), 0..40),
        sync in proptest::collection::vec(any::<u8>(), 0..12),
    ) {
        let bytes = [
            super::MAGIC.to_vec(),
            header(super::MAIN, &main),
            header(super::STREAM, &picture),
            header(super::SYNCPOINT, &sync),
        ]
        .concat();
        drop(all(&bytes[..]));
        let bytes = [stream(&[]), header(super::STREAM, &picture), header(super::SYNCPOINT, &sync)].concat();
        drop(all(&bytes[..]));
    }

    #[test]
    fn any_times_come_back(times in proptest::collection::vec(0_u64..1 << 40, 0..30)) {
        let bytes = stream(&times);
        let got: Vec<u64> = all(&bytes[..]).unwrap().iter().map(|p| p.pts as u64).collect();
        prop_assert_eq!(got, times);
    }
}
