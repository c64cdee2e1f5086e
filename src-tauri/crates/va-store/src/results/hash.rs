//! One number for everything that a job found, so that two runs can be compared.

use sha2::{Digest, Sha256};
use va_core::annotation::TrackKind;

use super::{ObservationView, ResultsReader, SampleView};
use crate::columns::to_json;
use crate::database::snapshot;
use crate::error::{Result, StoreError};

/// SHA-256, in lower-case hexadecimal, over all tracks by key and all their items by time. Does not depend
/// on where commits began and ended, on row numbers, or on how often the job was interrupted; every tick,
/// time, label, score, datum and value counts, to the bit.
pub fn canonical_hash(results: &ResultsReader) -> Result<String> {
    snapshot(&results.connection, &results.path, |_| hash(results))
}

fn hash(results: &ResultsReader) -> Result<String> {
    let mut tracks = results.tracks()?;
    tracks.sort_by(|a, b| a.spec.key.cmp(&b.spec.key));
    let mut hash = Sha256::new();
    for track in tracks {
        let spec = to_json("a track", &track.spec)?;
        add(&mut hash, spec.as_bytes());
        hash.update(track.items.to_le_bytes());
        match track.spec.kind {
            TrackKind::Segments => add_segments(&mut hash, results, &track.spec.key)?,
            TrackKind::Curve => add_samples(&mut hash, results, &track.spec.key)?,
            TrackKind::Objects => add_observations(&mut hash, results, &track.spec.key)?,
        }
    }
    let digest = hash.finalize();
    let hex = digest.iter().map(|byte| format!("{byte:02x}"));
    Ok(hex.collect())
}

fn add_segments(hash: &mut Sha256, results: &ResultsReader, track: &str) -> Result<()> {
    let mut segments = results.segments(track)?;
    // pipelines may find two things at the same time in either order
    segments.sort_by(|a, b| {
        let key = |s: &va_core::annotation::Segment| (s.start_pts, s.end_pts, s.label.clone());
        key(a).cmp(&key(b))
    });
    for segment in segments {
        for number in [
            segment.start_pts,
            segment.end_pts,
            segment.start.0,
            segment.end.0,
        ] {
            hash.update(number.to_le_bytes());
        }
        add(hash, segment.label.as_bytes());
        let score = segment.score.map_or([0xff; 8], f64::to_le_bytes);
        hash.update(score);
        add(
            hash,
            to_json("the data of a segment", &segment.data)?.as_bytes(),
        );
    }
    Ok(())
}

fn add_samples(hash: &mut Sha256, results: &ResultsReader, track: &str) -> Result<()> {
    results.for_each_sample(
        track,
        |sample: SampleView<'_>| -> Result<bool, StoreError> {
            hash.update(sample.pts.to_le_bytes());
            hash.update(sample.time.0.to_le_bytes());
            for value in sample.values {
                hash.update(value.to_le_bytes());
            }
            Ok(true)
        },
    )
}

fn add_observations(hash: &mut Sha256, results: &ResultsReader, track: &str) -> Result<()> {
    results.for_each_object(
        track,
        |seen: ObservationView<'_>| -> Result<bool, StoreError> {
            hash.update(seen.pts.to_le_bytes());
            hash.update(seen.time.0.to_le_bytes());
            hash.update(seen.object.to_le_bytes());
            hash.update(seen.score.to_le_bytes());
            for value in seen.values {
                hash.update(value.to_le_bytes());
            }
            Ok(true)
        },
    )
}

/// Bytes with their length before them, so that no two rows run together.
fn add(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}
