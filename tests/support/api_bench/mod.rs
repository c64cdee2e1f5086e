//! The API's own numbers, with many clients at once on the same computer: uploads, validation, lists and states,
//! cancels, and a steady load for as long as is asked for. Measured from outside, over the TCP door; beside each
//! number stands what this computer allows. Called by `cargo xtask bench api`.

mod cancel;
mod crowd;
mod floor;
pub mod steady;
mod upload;

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::campaign::outcome::percentile;
use crate::client::Client;
use crate::sandbox::Sandbox;
use crate::server::Server;
use floor::Floors;

/// How much of everything there is.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Clients at the same time.
    pub clients: usize,
    /// Uploads of each of them.
    pub uploads: usize,
    /// Other requests of each of them.
    pub requests: usize,
    /// Jobs that are cancelled while they run.
    pub cancels: usize,
    /// How long the steady load lasts.
    pub steady: Duration,
}

impl Load {
    /// What is promised, with the steady load of this length.
    pub fn full(steady: Duration) -> Self {
        Self {
            clients: 20,
            uploads: 10,
            requests: 200,
            cancels: 100,
            steady,
        }
    }
}

/// Requests a second of the steady load.
const RATE: usize = 1_000;
/// Time between the uploads of one client, when they are not sent without a pause.
const UPLOAD_EVERY: Duration = Duration::from_secs(5);

/// Time between the requests of one client, when they are not sent without a pause.
const ASK_EVERY: Duration = Duration::from_millis(100);

/// A line of the table: what, its times, what is wanted, and what the computer allows.
struct Row {
    what: String,
    times: Vec<Duration>,
    wanted: &'static str,
    /// In words and as a median; the ratio of the two medians is printed.
    floor: Option<(String, Duration)>,
}

impl Row {
    fn new(what: impl Into<String>, times: Vec<Duration>, wanted: &'static str) -> Self {
        Self {
            what: what.into(),
            times,
            wanted,
            floor: None,
        }
    }

    /// The same with what the computer allows.
    fn beside(self, words: impl Into<String>, least: Duration) -> Self {
        Self {
            floor: Some((words.into(), least)),
            ..self
        }
    }
}

/// Measures everything and writes the section of docs/benchmarks.md.
pub fn section(load: Load, sandbox: &Sandbox) -> Result<String> {
    let file = upload::recording(&sandbox.join("upload.mp4"))?;
    let floors = floor::measure(sandbox, &file, load.clients)?;
    let log = sandbox.join("api.log");
    let held = [("MAX_CONCURRENT_JOBS", "0"), ("VIDEOANNOTATOR_LOG", "info")];
    let mut server = Server::start_with(sandbox, &held, &log)?;
    let mut rows = uploads(&server, load, &upload::Form::of(&file)?, &floors)?;
    let jobs = jobs(&server)?;
    rows.extend(asks(&server, load, &jobs, &floors)?);
    let steady = steady::hold(&server, load.clients, RATE, load.steady, &jobs)?;
    server.terminate()?;
    rows.extend(cancels(sandbox, load)?);
    let look = format!(
        "An upload is answered when the recording is on the disk and its form, configuration and pipelines were \
         checked; ffprobe ({} ms here) looks at it afterwards.\n\n",
        ms(floors.looked_at)
    );
    Ok(page(&rows, load, &format!("{look}{steady}")))
}

fn uploads(server: &Server, load: Load, form: &upload::Form, floors: &Floors) -> Result<Vec<Row>> {
    let (clients, each) = (load.clients, load.uploads);
    let send = |client: &Client, _: usize| form.send(client);
    let alone = crowd::at_once(server, 1, 20, &send)?;
    let without_pause = crowd::at_once(server, clients, each, &send)?;
    let paced = crowd::paced(server, clients, each, UPLOAD_EVERY, &send)?;
    let row = |what: &str, times| Row::new(format!("upload of 10 MB, {what}"), times, "200 ms");
    let one = "a write and fsync of 10 MB";
    Ok(vec![
        row("one client", alone).beside(one, floors.written),
        row(&format!("{clients} clients, one each 5 s"), paced).beside(one, floors.written),
        row(&format!("{clients} clients without a pause"), without_pause)
            .beside("the same write by as many at once", floors.crowded),
    ])
}

fn asks(server: &Server, load: Load, jobs: &[String], floors: &Floors) -> Result<Vec<Row>> {
    let validate = |client: &Client, _: usize| {
        let config = json!({ "motion_energy": { "regions": true } });
        let body = json!({ "config": config, "selected_pipelines": ["motion_energy"] });
        Ok(client
            .timed("POST", "/api/v1/config/validate", Some(&body), 200)?
            .1)
    };
    let list = |client: &Client, _: usize| client.read_only("/api/v1/jobs?per_page=20");
    let state = |client: &Client, n: usize| {
        client.read_only(&format!("/api/v1/jobs/{}", jobs[n % jobs.len()]))
    };
    let asks: [(&str, &str, crowd::Ask<'_>, Duration); 3] = [
        (
            "validation of a configuration",
            "5 ms",
            &validate,
            floors.small,
        ),
        ("list of jobs, a page of 20", "10 ms", &list, floors.large),
        ("state of a job", "10 ms", &state, floors.small),
    ];
    let mut rows = Vec::new();
    for (what, wanted, ask, least) in asks {
        let times = crowd::paced(server, load.clients, load.requests, ASK_EVERY, ask)?;
        let what_paced = format!("{what}, each client 10 a second");
        rows.push(Row::new(what_paced, times, wanted));
        let times = crowd::at_once(server, load.clients, load.requests, ask)?;
        rows.push(
            Row::new(format!("{what}, without a pause"), times, wanted)
                .beside("a bare answer of as many bytes, without a pause", least),
        );
    }
    Ok(rows)
}

fn cancels(sandbox: &Sandbox, load: Load) -> Result<[Row; 2]> {
    let times = cancel::times(sandbox, load.cancels)?;
    let written = format!(
        "a small write and fsync beside the running job (p99 {} ms)",
        ms(percentile(&times.written, 0.99))
    );
    let answered = Row::new("cancel, until it is answered", times.answered, "20 ms");
    let gone = "cancel, until the last process is gone";
    Ok([
        answered.beside(written, percentile(&times.written, 0.5)),
        Row::new(gone, times.gone, "2 s"),
    ])
}

/// The ids of some jobs.
fn jobs(server: &Server) -> Result<Vec<String>> {
    let (list, _) = Client::of(server).timed("GET", "/api/v1/jobs?per_page=100", None, 200)?;
    let jobs = list["jobs"].as_array().context("a list")?;
    let id = |job: &Value| job["id"].as_str().map(str::to_owned).context("an id");
    jobs.iter().map(id).collect()
}

fn ms(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}

fn page(rows: &[Row], load: Load, rest: &str) -> String {
    let line = |row: &Row| {
        let share = |share| percentile(&row.times, share);
        let floor = row
            .floor
            .as_ref()
            .map_or_else(String::new, |(words, least)| {
                let ratio = share(0.5).as_secs_f64() / least.as_secs_f64();
                format!("{words}: {} ms, {ratio:.1} times", ms(*least))
            });
        format!(
            "| {} | {} | {} | {} | {} | {floor} |\n",
            row.what,
            ms(share(0.5)),
            ms(share(0.99)),
            ms(share(1.0)),
            row.wanted,
        )
    };
    format!(
        "## API\n\n`videoannotator serve` over TCP with {} clients on the same computer, which share its cores; {} requests each.\n\n\
         | what | p50, ms | p99, ms | longest, ms | wanted: p99 under | what this computer allows, and the ratio of the medians |\n\
         |---|---:|---:|---:|---:|---|\n{}\n{rest}",
        load.clients,
        load.requests,
        rows.iter().map(line).collect::<String>(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_its_bound_and_its_floor_beside_it() {
        let times = vec![Duration::from_millis(3); 4];
        let rows = [Row::new("list", times, "10 ms").beside("bare", Duration::from_millis(2))];
        let text = page(&rows, Load::full(Duration::ZERO), "");
        assert!(
            text.contains("| list | 3.0 | 3.0 | 3.0 | 10 ms | bare: 2.0 ms, 1.5 times |\n"),
            "{text}"
        );
    }
}
