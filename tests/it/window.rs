//! The real window, driven like a person drives it: the demo clip from the empty library to the viewer.

use va_tests::places;
use va_tests::sandbox::Sandbox;
use va_tests::window::Window;

/// Whether a window can be driven here.
fn can_drive() -> bool {
    let found = |program: &str| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    };
    if found("Xvfb") && found("WebKitWebDriver") {
        return true;
    }
    let why = "driving the window needs Xvfb and WebKitWebDriver";
    places::missing::<()>("VIDEOANNOTATOR_REQUIRE_BROWSER", why)
        .expect("what drives the window")
        .is_some()
}

#[test]
fn the_demo_clip_goes_from_the_empty_library_to_playing_in_the_viewer() {
    if !can_drive() {
        return;
    }
    let sandbox = Sandbox::new().expect("a sandbox");
    let window = Window::open(&sandbox, &[]).expect("the window opens");
    window
        .click_button("Try the demo clip")
        .expect("the empty library offers the demo clip");
    window
        .wait_until("/demo\\.mp4[^]*Done/.test(document.body.innerText)")
        .expect("the demo clip is measured");
}

#[test]
fn a_job_folder_given_at_the_start_is_shown_with_its_video_playing() {
    if !can_drive() {
        return;
    }
    let sandbox = Sandbox::new().expect("a sandbox");
    let done = sandbox
        .command("videoannotator")
        .expect("the program is built")
        .arg("annotate")
        .arg(places::demo())
        .args(["--out", "results"])
        .output()
        .expect("it starts");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let folder = sandbox.join("results/demo");
    let window =
        Window::open(&sandbox, &["--open", &folder.to_string_lossy()]).expect("the window opens");
    window
        .wait_until("document.querySelector('video')?.readyState >= 2")
        .expect("the video of the result is loaded");
    window
        .run(
            "document.querySelector('video').muted = true; document.querySelector('video').play();",
        )
        .expect("it is told to play");
    window
        .wait_until("document.querySelector('video').currentTime > 0.5")
        .expect("the video plays");
}
