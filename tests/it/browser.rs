//! The same page in a real browser against the real server: the scripts in `ui/e2e`, each on an empty
//! data folder.

use std::process::Command;

use va_tests::places;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;

const REQUIRE: &str = "VIDEOANNOTATOR_REQUIRE_BROWSER";

#[test]
fn the_page_does_in_a_browser_what_its_scripts_say() {
    let browser = [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ]
    .into_iter()
    .find(|file| std::path::Path::new(file).is_file());
    let Some(browser) = browser else {
        places::missing::<()>(REQUIRE, "no Chromium is installed").expect("a browser");
        return;
    };
    if !places::root().join("ui/node_modules").is_dir() {
        places::missing::<()>(REQUIRE, "the page's packages are not installed").expect("them");
        return;
    }
    let mut scripts: Vec<_> = std::fs::read_dir(places::root().join("ui/e2e"))
        .expect("ui/e2e is there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".e2e.mjs"))
        .collect();
    scripts.sort();
    assert!(!scripts.is_empty(), "ui/e2e holds no script");
    for script in scripts {
        let sandbox = Sandbox::new().expect("a sandbox");
        let server = Server::start(&sandbox).expect("the server starts");
        let done = Command::new("node")
            .arg(&script)
            .env(
                "BASE_URL",
                format!("{}/#token={}", server.base, server.token),
            )
            .env("CHROMIUM", browser)
            // for what the environment decides: such a script starts programs of its own
            .env(
                "PROGRAM",
                places::program("videoannotator").expect("it is built"),
            )
            .env(
                "VIDEOANNOTATOR_RUNTIME_DIR",
                places::runtime().expect("it is filled"),
            )
            .current_dir(places::root().join("ui"))
            .output()
            .expect("node starts");
        assert!(
            done.status.success(),
            "{}\n{}\n{}",
            script.display(),
            String::from_utf8_lossy(&done.stdout),
            String::from_utf8_lossy(&done.stderr)
        );
    }
}
