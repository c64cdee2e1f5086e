//! What the shelf promises: whole files, nothing outside its folder, and words on what is no preset.

use serde_json::json;

use super::*;

fn preset(name: &str, threshold: f64) -> Preset {
    let config = json!({ "scene_detection": { "threshold": threshold } });
    Preset::new(name, Some("Ours"), Some("For us."), &[], &config).unwrap()
}

#[test]
fn presets_are_saved_listed_changed_and_deleted() {
    let root = tempfile::tempdir().unwrap();
    let shelf = PresetShelf::new(root.path());
    assert_eq!(shelf.list().unwrap().0.len(), built_in().len());
    assert!(!root.path().join(FOLDER).exists(), "looking makes nothing");
    assert!(!shelf.save(&preset("ours", 20.0)).unwrap());
    assert!(shelf.save(&preset("ours", 21.0)).unwrap(), "replaced");
    assert_eq!(shelf.get("ours").unwrap(), preset("ours", 21.0));
    let listed = shelf.list().unwrap().0;
    assert_eq!(listed.last().unwrap().name, "ours");
    let files: Vec<_> = fs::read_dir(root.path().join(FOLDER)).unwrap().collect();
    assert_eq!(files.len(), 1, "no part file stays");
    shelf.delete("ours").unwrap();
    let gone = shelf.delete("ours").unwrap_err().failure();
    assert_eq!(gone.code, ErrorCode::PresetNotFound);
    assert!(gone.hint.unwrap().contains("quick"));
}

#[test]
fn presets_that_ship_stay_as_they_are() {
    let root = tempfile::tempdir().unwrap();
    let shelf = PresetShelf::new(root.path());
    let errors = [
        shelf.save(&preset("quick", 20.0)).unwrap_err(),
        shelf.delete("default").unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.failure().code, ErrorCode::PresetBuiltIn);
    }
    let folder = root.path().join(FOLDER);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("quick.yaml"), "scene_detection: {}").unwrap();
    assert!(
        shelf.get("quick").unwrap().built_in,
        "a file can't pose as one"
    );
}

#[test]
fn names_that_leave_the_folder_are_refused_everywhere() {
    let root = tempfile::tempdir().unwrap();
    let shelf = PresetShelf::new(root.path());
    fs::write(root.path().join("x.yaml"), "scene_detection: {}").unwrap();
    for name in ["../x", "..", "/etc/passwd", "a/../../x"] {
        let mut outside = preset("ours", 20.0);
        name.clone_into(&mut outside.name);
        assert!(shelf.save(&outside).is_err(), "{name}");
        assert!(shelf.get(name).is_err(), "{name}");
        assert!(shelf.delete(name).is_err(), "{name}");
    }
    assert!(root.path().join("x.yaml").exists());
}

#[test]
fn a_file_that_is_no_preset_is_named_with_its_line_and_the_others_are_listed() {
    let root = tempfile::tempdir().unwrap();
    let shelf = PresetShelf::new(root.path());
    shelf.save(&preset("good", 20.0)).unwrap();
    let folder = root.path().join(FOLDER);
    fs::write(folder.join("bad.yaml"), "scene_detection:\n  treshold: 3\n").unwrap();
    fs::write(folder.join("cut.yaml"), "scene_detection: {thresh").unwrap();
    fs::write(folder.join("Notes.txt"), "mine").unwrap();
    let (presets, unreadable) = shelf.list().unwrap();
    assert_eq!(presets.last().unwrap().name, "good");
    let names: Vec<_> = unreadable.iter().map(|u| u.name.as_str()).collect();
    assert_eq!(names, ["bad", "cut"]);
    let place = unreadable[0].issues[0].place.unwrap();
    assert_eq!((place.line, place.column), (2, 3));
    shelf.delete("cut").unwrap();
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let root = tempfile::tempdir().unwrap();
    let shelf = PresetShelf::new(root.path());
    let folder = root.path().join(FOLDER);
    fs::create_dir_all(&folder).unwrap();
    let elsewhere = root.path().join("elsewhere.yaml");
    fs::write(&elsewhere, "scene_detection: {threshold: 5}").unwrap();
    std::os::unix::fs::symlink(&elsewhere, folder.join("linked.yaml")).unwrap();
    assert!(shelf.get("linked").is_err());
    shelf.save(&preset("linked", 20.0)).unwrap();
    let text = fs::read_to_string(&elsewhere).unwrap();
    assert!(
        text.contains("threshold: 5"),
        "the link was replaced, not followed"
    );
}
