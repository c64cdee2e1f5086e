//! No room left and no permission to write: said with a code and a hint, and nothing half done.

use std::fs;

use va_core::{ErrorCode, JobId};
use va_store::{Catalogue, ResultsWriter, canonical_hash};

use crate::results::curve;
use crate::results_reading::Mount;
use crate::support::{ENERGY, at, header};

#[test]
fn a_full_disk_is_named_and_keeps_what_was_committed() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mount) = Mount::new(folder.path(), "size=2m") else {
        return;
    };
    let path = folder.path().join("annotations.sqlite");
    let job = JobId::new();
    let mut writer = ResultsWriter::open(&path, &header(job)).unwrap();
    let mut done = 0;
    let refused = loop {
        match writer.commit(&curve(done, done + 2000)) {
            Ok(()) => done += 2000,
            Err(error) => break error,
        }
        assert!(done < 1_000_000, "2 MiB can't hold that");
    };
    assert!(done > 0, "something fits");
    let failure = refused.failure();
    assert_eq!(failure.code, ErrorCode::StorageFull, "{refused}");
    assert!(failure.hint.unwrap().contains("free some space"));
    assert_eq!(writer.read().track(ENERGY).unwrap().items as i64, done);
    drop(writer);

    // after a restart on the still full disk, what was committed can be read
    let reader = va_store::ResultsReader::open(&path).unwrap();
    let position = reader.checkpoints().unwrap()[0]
        .checkpoint
        .as_ref()
        .unwrap()
        .position;
    assert_eq!(position, done, "the checkpoint says what is there");
    let hash = canonical_hash(&reader).unwrap();
    drop(reader);

    // and once there is room, the job goes on
    let roomy = tempfile::tempdir().unwrap();
    let moved = roomy.path().join("annotations.sqlite");
    for name in ["annotations.sqlite", "annotations.sqlite-wal"] {
        let from = folder.path().join(name);
        if from.exists() {
            fs::copy(from, roomy.path().join(name)).unwrap();
        }
    }
    let mut writer = ResultsWriter::open(&moved, &header(job)).unwrap();
    assert_eq!(canonical_hash(writer.read()).unwrap(), hash);
    writer.commit(&curve(done, done + 2000)).unwrap();
    assert_eq!(
        writer.read().track(ENERGY).unwrap().items as i64,
        done + 2000
    );
    drop(mount);
}

#[test]
fn a_disk_that_can_only_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mount) = Mount::new(folder.path(), "size=4m") else {
        return;
    };
    let path = folder.path().join("catalogue.sqlite");
    drop(Catalogue::open(&path).unwrap());
    mount.make_read_only();
    for refused in [
        Catalogue::open(&path)
            .and_then(|mut c| c.set_setting("a", None, at(0)))
            .unwrap_err(),
        Catalogue::open(&folder.path().join("new.sqlite")).unwrap_err(),
    ] {
        let failure = refused.failure();
        assert_eq!(failure.code, ErrorCode::StorageNotWritable, "{refused}");
        assert!(failure.hint.is_some());
    }
}
