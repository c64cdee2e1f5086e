//! The real window, driven like a person drives it: from the empty library to a playing result, a job
//! cancelled half-way, and an end that leaves nothing behind.
#![cfg(target_os = "linux")]

use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use va_tests::media;
use va_tests::places;
use va_tests::processes::{self, Listening};
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;
use va_tests::window::{Window, screen, started};

/// Canvases of the timeline that hold at least two colours, as `painted of all`.
const PAINTED: &str = "
    const canvases = [...document.querySelectorAll('.tl canvas')];
    const painted = canvases.filter((canvas) => {
        if (canvas.width === 0 || canvas.height === 0) return false;
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const pixels = new Uint32Array(data.buffer);
        return pixels.some((pixel) => pixel !== pixels[0]);
    });
    return `${painted.length} of ${canvases.length}`;";

/// The field of the number of jobs at once.
const JOBS_AT_ONCE: &str = "[...document.querySelectorAll('.setting')].find((s) => s.innerText.startsWith('Jobs at once')).querySelector('input')";

/// Whether a window can be driven here.
pub(crate) fn can_drive() -> Result<bool> {
    let found = |program: &str| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    };
    if found("Xvfb") && found("WebKitWebDriver") {
        return Ok(true);
    }
    let why = "driving the window needs Xvfb and WebKitWebDriver";
    Ok(places::missing::<()>("VIDEOANNOTATOR_REQUIRE_BROWSER", why)?.is_some())
}

/// Leaves a job of ten minutes of video half-done in the data folder, as a crash would.
fn interrupted_job(sandbox: &Sandbox) -> Result<()> {
    let video = sandbox.join("long visit.mp4");
    media::clip(600, &video)?;
    let server = Server::start(sandbox)?;
    let made = server.ask("POST", "/api/v1/jobs", Some(&json!({ "path": video })))?;
    ensure!(made.status == 201, "{}", made.body);
    let workers = processes::below(server.pid())?;
    server.kill()?;
    processes::wait_until_gone(&workers)
}

/// The video of the viewer plays, and the timeline below it is painted.
fn assert_viewer_shows_the_result(window: &Window) -> Result<()> {
    window.wait_until("document.querySelector('video')?.readyState >= 2")?;
    window.run("const v = document.querySelector('video'); v.muted = true; v.play();")?;
    window.wait_until("document.querySelector('video').currentTime > 0.5")?;
    // the flag reads `0:00.640`
    let off = "Math.abs(document.querySelector('video').currentTime
        - Number(document.querySelector('.flag').textContent.split(':').pop()))";
    window.run("document.querySelector('video').pause();")?;
    window
        .wait_until(&format!("{off} < 0.05"))
        .context("the playhead stands where the video does")?;
    let all_painted =
        format!("((painted) => /^([3-9]) of \\1$/.test(painted))((() => {{ {PAINTED} }})())");
    window
        .wait_until(&all_painted)
        .with_context(|| format!("painted: {:?}", window.run(PAINTED)))
}

#[test]
fn the_demo_clip_goes_from_the_empty_library_to_playing_in_the_viewer() -> Result<()> {
    if !can_drive()? {
        return Ok(());
    }
    let sandbox = Sandbox::new()?;
    let window = Window::open(&sandbox, &[])?;
    window.wait_for_text("Try the demo clip")?;
    window.picture("1-empty-library")?;
    window.click_button("Try the demo clip")?;
    window.wait_until("/demo\\.mp4[^]*Done/.test(document.body.innerText)")?;
    window.picture("2-library-done")?;
    window.click("a[href='/queue']")?;
    window.wait_until("/Finished[^]*demo\\.mp4/.test(document.body.innerText)")?;
    window.picture("3-queue-finished")?;
    window.click("a[href^='/viewer/']")?;
    assert_viewer_shows_the_result(&window)?;
    window.picture("4-viewer")?;
    let ports = processes::listening(&window.processes()?)?;
    assert_eq!(ports.others, 0, "the video is served to this computer only");
    Ok(())
}

#[test]
fn a_job_is_checked_as_one_types_and_started_from_the_sheet() -> Result<()> {
    if !can_drive()? {
        return Ok(());
    }
    let sandbox = Sandbox::new()?;
    let window = Window::open(&sandbox, &[])?;
    window.click_button("Try the demo clip")?;
    window.wait_until("/demo\\.mp4[^]*Done/.test(document.body.innerText)")?;
    window.click("[role=row][data-video]")?;
    window.click_button("New job")?;
    window.wait_for_text("Start 1 video")?;
    window.picture("7-new-job")?;
    type_threshold(&window, "-5")?;
    window.wait_for_text("1 setting stops this job")?;
    window.picture("8-new-job-error")?;
    let stopped = "[...document.querySelectorAll('.nj-foot button')].pop().disabled";
    window.wait_until(stopped)?;
    type_threshold(&window, "31")?;
    window.wait_until(&format!("!{stopped}"))?;
    window.click_button("Start 1 video")?;
    window.wait_until("!document.querySelector('.sheet')")?;
    window.click("a[href='/queue']")?;
    let both = "document.body.innerText.split('Finished').pop().match(/demo\\.mp4/g)?.length === 2";
    window.wait_until(both)
}

/// Types into the sheet's field for the change that makes a cut, as React hears it.
fn type_threshold(window: &Window, text: &str) -> Result<()> {
    let script = format!(
        "const field = document.getElementById('nj-scene_detection-threshold');
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, '{text}');
        field.dispatchEvent(new Event('input', {{ bubbles: true }}));"
    );
    window.run(&script).map(|_| ())
}

#[test]
fn a_setting_that_is_changed_in_the_window_is_stored_and_in_force() -> Result<()> {
    if !can_drive()? {
        return Ok(());
    }
    let sandbox = Sandbox::new()?;
    let window = Window::open(&sandbox, &[])?;
    window.click("a[href='/settings']")?;
    window.wait_for_text("Jobs at once")?;
    window.picture("9-settings")?;
    let field = JOBS_AT_ONCE;
    window.wait_until(&format!("{field}.value === '2'"))?;
    type_setting(&window, "65")?;
    window.wait_for_text("takes 0 to 64")?;
    window.picture("10-settings-error")?;
    type_setting(&window, "3")?;
    window.run(&format!(
        "{field}.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Enter', bubbles: true }}));"
    ))?;
    // the button that puts the default back is there as soon as the engine has it
    window.wait_until(&format!("{field}.closest('.input.changed')"))?;
    window.wait_until(&format!(
        "{field}.value === '3' && {field}.ariaInvalid === 'false'"
    ))?;
    window.picture("11-settings-changed")?;
    drop(window);
    let server = Server::start(&sandbox)?;
    let kept = server.ask("GET", "/api/v1/settings", None)?.body;
    let settings = kept["settings"].as_array().context("settings")?;
    let jobs = settings.iter().find(|s| s["key"] == "max_concurrent_jobs");
    let jobs = jobs.context("the number of jobs at once")?;
    assert_eq!(
        (&jobs["value"], &jobs["source"]),
        (&json!(3), &json!("stored"))
    );
    Ok(())
}

/// Types into the setting, as React hears it.
fn type_setting(window: &Window, text: &str) -> Result<()> {
    let script = format!(
        "const field = {JOBS_AT_ONCE};
        field.focus();
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, '{text}');
        field.dispatchEvent(new Event('input', {{ bubbles: true }}));"
    );
    window.run(&script).map(|_| ())
}

#[test]
fn a_job_folder_given_at_the_start_is_shown_with_its_video_playing() -> Result<()> {
    if !can_drive()? {
        return Ok(());
    }
    let sandbox = Sandbox::new()?;
    let done = sandbox
        .command("videoannotator")?
        .arg("annotate")
        .arg(places::demo())
        .args(["--out", "results"])
        .output()?;
    let words = String::from_utf8_lossy(&done.stderr).into_owned();
    ensure!(done.status.success(), "{words}");
    let window = Window::open(&sandbox, &["--open", "results/demo"])?;
    assert_viewer_shows_the_result(&window)
}

#[test]
fn a_job_cancelled_in_the_window_stops_at_once_and_leaves_no_process() -> Result<()> {
    if !can_drive()? {
        return Ok(());
    }
    let sandbox = Sandbox::new()?;
    interrupted_job(&sandbox)?;
    let window = Window::open(&sandbox, &[])?;
    window.click("a[href='/queue']")?;
    let cancel = "[aria-label='Cancel long visit.mp4']";
    window.wait_until("/Running[^]*long visit\\.mp4[^]*frames/.test(document.body.innerText)")?;
    window.picture("5-queue-running")?;
    let own = window.process()?;
    let workers = processes::below(own)?;
    let workers: Vec<u32> = workers
        .into_iter()
        .filter(|id| ["videoannotator", "ffmpeg"].contains(&processes::name(*id).as_str()))
        .collect();
    assert!(workers.len() >= 2, "a worker and its ffmpeg: {workers:?}");
    window.click(cancel)?;
    window.wait_until("/Cancelled[^]*long visit\\.mp4/.test(document.body.innerText)")?;
    window.picture("6-queue-cancelled")?;
    processes::wait_until_gone(&workers)
}

#[test]
fn an_ended_window_takes_its_worker_along() -> Result<()> {
    if !can_drive()? {
        return Ok(());
    }
    let sandbox = Sandbox::new()?;
    interrupted_job(&sandbox)?;
    let window = Window::open(&sandbox, &[])?;
    window.click("a[href='/queue']")?;
    window.wait_until("/Running[^]*long visit\\.mp4[^]*frames/.test(document.body.innerText)")?;
    let own = window.process()?;
    let mut all = processes::below(own)?;
    assert!(
        all.iter().any(|id| processes::name(*id) == "ffmpeg"),
        "there is something to end: {all:?}"
    );
    all.push(own);
    let told = Command::new("kill")
        .args(["-TERM", &own.to_string()])
        .status()?;
    ensure!(told.success(), "the window was gone already");
    processes::wait_until_gone(&all)
}

#[test]
fn the_window_opens_no_port_and_a_second_one_is_told_who_has_the_data_folder() -> Result<()> {
    if !can_drive()? {
        return Ok(());
    }
    let sandbox = Sandbox::new()?;
    let (_screen, display) = screen()?;
    let first = started(&sandbox, &display, "the page is there")?;
    let mut all = processes::below(first.0.id())?;
    all.push(first.0.id());
    assert_eq!(processes::listening(&all)?, Listening::default());
    let _second = started(&sandbox, &display, &format!("process {}", first.0.id()))?;
    Ok(())
}
