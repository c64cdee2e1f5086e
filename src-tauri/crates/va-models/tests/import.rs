//! Imports: models are recognised by what they are, whatever they are called, and an archive can't write
//! where it likes or fill the disk.
#![expect(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it says"
)]

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::TempDir;
use va_core::{ErrorCode, Failure};
use va_models::{Arrival, Depot, Imported, Model, Origin, Shelf, Stop, find, import};

const FIRST: &[u8] = b"the first model";
const OTHER: &[u8] = b"the other model, longer";

fn hex(bytes: &[u8]) -> String {
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|n| char::from_digit(n.into(), 16));
    let digest = Sha256::digest(bytes);
    digest.iter().flat_map(digits).flatten().collect()
}

fn model(id: &str, content: &[u8]) -> Model {
    Model {
        id: id.to_owned(),
        file: format!("{id}.onnx"),
        sha256: Some(hex(content)),
        bytes: Some(content.len() as u64),
        ..find("silero-vad").unwrap().clone()
    }
}

struct Stage {
    root: TempDir,
    depot: Depot,
    models: Vec<Model>,
}

impl Stage {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let depot = Depot::new(root.path().join("data/models"));
        let unpublished = Model {
            sha256: None,
            bytes: None,
            urls: vec!["https://example.test/official.zip".to_owned()],
            member: Some("end2end.onnx".to_owned()),
            ..model("unpublished", b"")
        };
        let models = vec![model("first", FIRST), model("other", OTHER), unpublished];
        Self {
            root,
            depot,
            models,
        }
    }

    fn put(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    fn import(&self, from: &Path) -> Result<Imported, Failure> {
        let shelf = Shelf::new(vec![self.depot.folder().to_owned()]);
        let stop = Stop::default();
        import(&self.depot, &shelf, &self.models, from, &stop, &mut |_| {}).map_err(|e| e.failure())
    }

    fn has(&self, id: &str) -> bool {
        let model = self.models.iter().find(|m| m.id == id).unwrap();
        let shelf = Shelf::new(vec![self.depot.folder().to_owned()]);
        shelf.locate_model(model).is_ok()
    }

    /// Everything below the root that is not in the depot and was not put there by the test.
    fn is_untouched(&self) -> bool {
        let depot = fs::read_dir(self.depot.folder());
        depot.map_or(0, Iterator::count) == 0 && !self.root.path().join("evil").exists()
    }
}

fn ids(list: &[(String, String)]) -> Vec<&str> {
    list.iter().map(|(id, _)| &**id).collect()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_ustar();
        // the crate itself refuses to write an unsafe name, an attacker does not
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        tar.append(&header, *content).unwrap();
    }
    tar.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn bzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn models_of_a_folder_are_recognised_whatever_they_are_called() {
    let stage = Stage::new();
    stage.put("usb/deep/in/it/renamed.bin", FIRST);
    stage.put("usb/other.onnx", OTHER);
    stage.put("usb/holiday.jpg", b"not a model");
    let imported = stage.import(&stage.root.path().join("usb")).unwrap();
    let mut found = ids(&imported.installed);
    found.sort_unstable();
    assert_eq!(found, ["first", "other"]);
    assert_eq!(imported.unknown, ["holiday.jpg"]);
    assert!(stage.has("first") && stage.has("other"));
    let origin = Origin::of(&stage.depot.folder().join("first.onnx")).unwrap();
    assert_eq!(origin.arrival, Arrival::Import);
    assert!(origin.from.ends_with("usb"), "{}", origin.from);
    let again = stage.import(&stage.root.path().join("usb")).unwrap();
    assert!(again.installed.is_empty());
    assert_eq!(again.present.len(), 2, "they are here already");
}

#[test]
fn every_kind_of_archive_is_read_by_what_it_is() {
    let files: &[(&str, &[u8])] = &[("pack/a.onnx", FIRST), ("pack/b.onnx", OTHER)];
    for (name, bytes) in [
        ("pack.zip", zip(files)),
        ("pack.tar", tar(files)),
        ("pack.tar.gz", gzip(&tar(files))),
        ("pack.tgz", gzip(&tar(files))),
        ("pack.tar.bz2", bzip(&tar(files))),
        ("misnamed.zip", gzip(&tar(files))),
    ] {
        let stage = Stage::new();
        let path = stage.put(name, &bytes);
        let imported = stage.import(&path).unwrap();
        assert_eq!(ids(&imported.installed), ["first", "other"], "{name}");
        assert!(stage.has("first") && stage.has("other"), "{name}");
    }
}

#[test]
fn an_archive_on_a_stick_beside_other_files_is_looked_into() {
    let stage = Stage::new();
    stage.put("usb/pack.zip", &zip(&[("x", FIRST)]));
    stage.put("usb/broken.zip", b"PK\x03\x04 and then nothing");
    let imported = stage.import(&stage.root.path().join("usb")).unwrap();
    assert_eq!(ids(&imported.installed), ["first"]);
    assert_eq!(
        imported.refused[0].0, "broken.zip",
        "told, and no reason to stop"
    );
}

#[test]
fn a_name_that_leads_out_refuses_the_whole_archive() {
    for name in ["../evil", "/evil", "a/../../evil", "C:/evil", "..\\evil"] {
        for (kind, bytes) in [
            ("zip", zip(&[(name, FIRST)])),
            ("tar", tar(&[(name, FIRST)])),
        ] {
            let stage = Stage::new();
            let path = stage.put(&format!("pack.{kind}"), &bytes);
            let failure = stage.import(&path).unwrap_err();
            assert_eq!(failure.code, ErrorCode::ImportRefused, "{kind} {name}");
            assert!(
                failure.message.contains("unsafe name"),
                "{}",
                failure.message
            );
            assert!(failure.hint.is_some());
            assert!(stage.is_untouched(), "{kind} {name}");
        }
    }
}

#[test]
fn links_in_archives_and_folders_are_not_followed() {
    let stage = Stage::new();
    let secret = stage.put("elsewhere/secret", FIRST);
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    tar.append_link(&mut header, "first.onnx", &secret).unwrap();
    let path = stage.put("pack.tar", &tar.into_inner().unwrap());
    assert_eq!(
        stage.import(&path).unwrap_err().code,
        ErrorCode::ImportRefused
    );
    #[cfg(unix)]
    {
        fs::create_dir_all(stage.root.path().join("usb")).unwrap();
        std::os::unix::fs::symlink(&secret, stage.root.path().join("usb/first.onnx")).unwrap();
        assert!(stage.import(&stage.root.path().join("usb")).is_err());
    }
    assert!(stage.is_untouched());
}

#[test]
fn an_entry_that_unpacks_to_more_than_it_says_is_cut_off() {
    let stage = Stage::new();
    let honest = zip(&[("first.onnx", &vec![0; 100_000])]);
    // both headers claim the size of the first model
    let claim = (FIRST.len() as u32).to_le_bytes();
    let size = 100_000_u32.to_le_bytes();
    let mut lying = honest;
    for at in 0..lying.len() - 4 {
        if lying[at..at + 4] == size {
            lying[at..at + 4].copy_from_slice(&claim);
        }
    }
    let path = stage.put("bomb.zip", &lying);
    let failure = stage.import(&path).unwrap_err();
    assert_eq!(failure.code, ErrorCode::ImportRefused);
    let left = fs::read_dir(stage.depot.folder()).map_or(0, Iterator::count);
    assert_eq!(left, 0, "nothing stays of it");
}

#[test]
fn a_truncated_or_tampered_model_is_refused_and_named() {
    let stage = Stage::new();
    let short = stage.put("first.onnx", &FIRST[..5]);
    let failure = stage.import(&short).unwrap_err();
    assert_eq!(failure.code, ErrorCode::ImportRefused);
    assert!(failure.message.contains("first.onnx") && failure.message.contains("5 bytes"));
    let mut bytes = FIRST.to_vec();
    bytes[0] ^= 1;
    let tampered = stage.put("first.onnx", &bytes);
    let failure = stage.import(&tampered).unwrap_err();
    assert!(failure.message.contains("SHA-256"), "{}", failure.message);
    assert!(!stage.has("first"));
}

#[test]
fn what_is_nothing_at_all_is_refused_with_words() {
    let stage = Stage::new();
    for (name, bytes) in [
        ("empty.zip", &b""[..]),
        ("cut.tar.gz", &gzip(&tar(&[("a", FIRST)]))[..20]),
        ("text.tar", b"hello"),
        ("picture.png", b"no model"),
    ] {
        let path = stage.put(name, bytes);
        let failure = stage.import(&path).unwrap_err();
        assert_eq!(failure.code, ErrorCode::ImportRefused, "{name}");
        assert!(failure.message.contains(name) && failure.hint.is_some());
    }
    let gone = stage.import(&stage.root.path().join("gone")).unwrap_err();
    assert_eq!(gone.code, ErrorCode::ImportRefused);
    assert!(stage.is_untouched());
}

#[test]
fn a_model_without_a_published_hash_is_taken_by_its_makers_names_only() {
    let stage = Stage::new();
    let stray = stage.put("any.zip", &zip(&[("x/end2end.onnx", b"pose")]));
    assert!(
        stage.import(&stray).is_err(),
        "many archives hold such a name"
    );
    let official = stage.put("official.zip", &zip(&[("x/end2end.onnx", b"pose")]));
    let imported = stage.import(&official).unwrap();
    assert_eq!(ids(&imported.installed), ["unpublished"]);
    let shelf = Shelf::new(vec![stage.depot.folder().to_owned()]);
    assert!(!shelf.locate_model(&stage.models[2]).unwrap().verified);
}

#[test]
fn a_stopped_import_says_so() {
    let stage = Stage::new();
    let path = stage.put("first.onnx", FIRST);
    let stop = Stop::default();
    stop.stop();
    let shelf = Shelf::new(Vec::new());
    let stopped = import(
        &stage.depot,
        &shelf,
        &stage.models,
        &path,
        &stop,
        &mut |_| {},
    );
    assert_eq!(stopped.unwrap_err().failure().code, ErrorCode::Cancelled);
}

#[test]
fn the_models_of_this_project_are_all_recognised() {
    let shared = std::env::var_os("VIDEOANNOTATOR_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("models");
    if !folder.is_dir() {
        let required = std::env::var_os("VIDEOANNOTATOR_REQUIRE_SHARED").is_some_and(|v| v == "1");
        assert!(!required, "`{}` is not there", folder.display());
        eprintln!("SKIPPED: `{}` is not there", folder.display());
        return;
    }
    let stage = Stage::new();
    let shelf = Shelf::new(vec![stage.depot.folder().to_owned()]);
    let catalog = va_models::catalog().unwrap();
    let stop = Stop::default();
    let imported = import(&stage.depot, &shelf, catalog, &folder, &stop, &mut |_| {}).unwrap();
    let missing: Vec<_> = catalog
        .iter()
        .filter(|m| shelf.locate_model(m).is_err())
        .map(|m| &*m.id)
        .collect();
    assert_eq!(
        missing,
        ["yolox-s", "rtmpose-m", "youtureid"],
        "{imported:?}"
    );
}
