//! The real window under a display of its own, driven through `WebDriver`.
//!
//! It clicks and reads like a person and looks at nothing behind the page. Used by `it/window.rs` and `it/listener.rs`.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use crate::places;
use crate::processes;
use crate::sandbox::Sandbox;

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_mins(1);

/// A child that ends with its scope.
#[derive(Debug)]
pub struct Ending(pub Child);

impl Drop for Ending {
    fn drop(&mut self) {
        // it may be gone already
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// The desktop program on a display, without a driver, once it has said this.
pub fn started(sandbox: &Sandbox, display: &str, said: &str) -> Result<Ending> {
    let mut window = Ending(
        sandbox
            .command("videoannotator-desktop")?
            .env("DISPLAY", display)
            .stderr(Stdio::piped())
            .spawn()?,
    );
    let mut lines = BufReader::new(window.0.stderr.take().context("what it says")?).lines();
    let mut heard = String::new();
    while !heard.contains(said) {
        let line = lines
            .next()
            .with_context(|| format!("it only said {heard}"))?;
        heard.push_str(&line?);
    }
    // nobody must be told that the pipe is closed
    std::thread::Builder::new()
        .name("stderr".into())
        .spawn(move || lines.count())?;
    Ok(window)
}

/// The window, ended with the test; fields end in this order.
#[derive(Debug)]
pub struct Window {
    session: String,
    driver: Ending,
    _screen: Ending,
}

impl Window {
    /// Opens the window on the sandbox's data folder.
    pub fn open(sandbox: &Sandbox, arguments: &[&str]) -> Result<Self> {
        let (screen, display) = screen()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        // The driver starts the program, which gets the sandbox's surroundings from it.
        let surroundings = sandbox.command("videoannotator-desktop")?;
        let mut command = Command::new("WebKitWebDriver");
        for (name, value) in surroundings.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let driver = command
            .arg(format!("--port={port}"))
            .env("DISPLAY", display)
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .current_dir(sandbox.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("start WebKitWebDriver")?;
        let mut window = Self {
            session: format!("http://127.0.0.1:{port}/session"),
            driver: Ending(driver),
            _screen: screen,
        };
        let program = places::program("videoannotator-desktop")?;
        let options = json!({ "binary": program, "args": arguments });
        let wanted =
            json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": options } } });
        let deadline = Instant::now() + PATIENCE;
        let made = loop {
            match post(&window.session, &wanted) {
                Ok(made) => break made,
                Err(error) if Instant::now() > deadline => return Err(error),
                // The driver has not bound its port yet.
                Err(_) => std::thread::park_timeout(Duration::from_millis(50)),
            }
        };
        let id = made["sessionId"]
            .as_str()
            .context("the driver gave no session")?;
        window.session = format!("{}/{id}", window.session);
        Ok(window)
    }

    /// The window's process and everything that it started, workers included.
    pub fn processes(&self) -> Result<Vec<u32>> {
        processes::below(self.driver.0.id())
    }

    /// The window's own process.
    pub fn process(&self) -> Result<u32> {
        let program = places::program("videoannotator-desktop")?.canonicalize()?;
        let found = self.processes()?.into_iter().find(|id| {
            std::fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|exe| exe == program)
        });
        found.context("the window's process is gone")
    }

    /// Keeps what the window shows, for a person to look at: `e2e/NAME.png` in the target folder.
    pub fn picture(&self, name: &str) -> Result<()> {
        let address = format!("{}/screenshot", self.session);
        let take = || -> Result<Value> {
            value(&agent().get(&address).call()?.body_mut().read_to_string()?)
        };
        // The first one may still show what was painted before the last change.
        take()?;
        let picture = take()?;
        let bytes = BASE64.decode(picture.as_str().context("the driver gave no picture")?)?;
        let folder = places::programs()?.join("../e2e");
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(format!("{name}.png")), bytes).context("keep the picture")
    }

    /// What a piece of JavaScript returns.
    pub fn run(&self, script: &str) -> Result<Value> {
        let body = json!({ "script": script, "args": [] });
        post(&format!("{}/execute/sync", self.session), &body)
    }

    /// Waits until a JavaScript expression is true; tells what the page showed when it never was.
    pub fn wait_until(&self, expression: &str) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if self.run(&format!("return Boolean({expression});"))? == Value::Bool(true) {
                return Ok(());
            }
            if Instant::now() > deadline {
                let text = self.run("return document.body.innerText;")?;
                bail!("`{expression}` was never true; the page showed {text}");
            }
            std::thread::park_timeout(Duration::from_millis(50));
        }
    }

    /// Waits until the page shows a text.
    pub fn wait_for_text(&self, text: &str) -> Result<()> {
        let text = serde_json::to_string(text)?;
        self.wait_until(&format!("document.body.innerText.includes({text})"))
    }

    /// Clicks what a CSS selector finds, as soon as it is there.
    pub fn click(&self, selector: &str) -> Result<()> {
        let selector = serde_json::to_string(selector)?;
        let element = format!("document.querySelector({selector})");
        self.wait_until(&element)?;
        self.run(&format!("{element}.click();"))?;
        Ok(())
    }

    /// Clicks the button with a text, as soon as it is there.
    pub fn click_button(&self, text: &str) -> Result<()> {
        let text = serde_json::to_string(text)?;
        let button = format!(
            "[...document.querySelectorAll('button')].find((b) => b.textContent.includes({text}))"
        );
        self.wait_until(&button)?;
        self.run(&format!("{button}.click();"))?;
        Ok(())
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // Ending the session ends the program; the driver is killed in any case.
        drop(agent().delete(&self.session).call());
    }
}

/// A display of its own and its name.
pub fn screen() -> Result<(Ending, String)> {
    let mut child = Command::new("Xvfb")
        .args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1280x800x24",
            "-nolisten",
            "tcp",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("start Xvfb")?;
    let mut number = String::new();
    let output = child.stdout.take().context("the output of Xvfb")?;
    BufReader::new(output).read_line(&mut number)?;
    Ok((Ending(child), format!(":{}", number.trim())))
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .build()
        .into()
}

fn post(address: &str, body: &Value) -> Result<Value> {
    let text = agent()
        .post(address)
        .header("content-type", "application/json")
        .send(serde_json::to_vec(body)?)?
        .body_mut()
        .read_to_string()?;
    value(&text)
}

/// The value of a `WebDriver` answer, or its error.
fn value(text: &str) -> Result<Value> {
    let mut answer: Value = serde_json::from_str(text).context("read the driver's answer")?;
    let value = answer["value"].take();
    if let Some(error) = value.get("error").filter(|error| error.is_string()) {
        bail!("the driver says {error}: {}", value["message"]);
    }
    Ok(value)
}
