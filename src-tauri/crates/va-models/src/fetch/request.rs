//! One request for a file or for the rest of one, over HTTP with TLS from the system's certificates and
//! proxies from the environment. Says whether trying again can help; never tries again itself.

use std::io::Read;
use std::time::Duration;

use ureq::http::{Response, StatusCode, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Proxy};

use super::Patience;

/// The longest time that a server may ask to be left alone.
const LONGEST_REST: Duration = Duration::from_mins(2);

/// Why a request or a transfer did not get through.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// Trying again can help, not before this time if the server named one.
    Passing(String, Option<Duration>),
    /// Trying again is of no use at this address.
    Lasting(String),
}

/// What a server answers.
pub(crate) enum Reply {
    /// The whole file.
    Whole(Bytes),
    /// The file from the byte that was asked for.
    Rest(Bytes),
    /// There is nothing after the byte that was asked for, or the file has become shorter.
    NothingLeft,
}

/// A file on its way.
pub(crate) struct Bytes {
    /// Its bytes, in order.
    pub(crate) body: Box<dyn Read>,
    /// Size of the whole file, if the server says.
    pub(crate) total: Option<u64>,
    /// What the server calls this version of it.
    pub(crate) tag: Option<String>,
}

/// A client for one download: its connections end with it.
pub(crate) fn agent(url: &str, patience: &Patience) -> Agent {
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::PlatformVerifier)
        .build();
    // a proxy is for what lies outside this computer
    let proxy = Proxy::try_from_env().filter(|_| !is_loopback(url));
    Agent::config_builder()
        .http_status_as_error(false)
        .https_only(url.starts_with("https://"))
        .proxy(proxy)
        .tls_config(tls)
        .user_agent("VideoAnnotator")
        .timeout_connect(Some(patience.connect))
        .timeout_per_read(Some(patience.silence))
        .timeout_recv_response(Some(patience.silence))
        .build()
        .into()
}

/// Asks for a file from this byte on. `tag` is the version of which the first bytes are here: another one
/// comes whole.
pub(crate) fn get(
    agent: &Agent,
    url: &str,
    from: u64,
    tag: Option<&str>,
) -> Result<Reply, Trouble> {
    let mut request = agent.get(url).header(header::ACCEPT_ENCODING, "identity");
    if from > 0 {
        request = request.header(header::RANGE, format!("bytes={from}-"));
        if let Some(tag) = tag {
            request = request.header(header::IF_RANGE, tag);
        }
    }
    let response = request.call().map_err(|error| trouble(&error))?;
    let status = response.status();
    match status {
        StatusCode::OK => Ok(Reply::Whole(bytes(response, None))),
        StatusCode::PARTIAL_CONTENT => {
            let range = word(&response, &header::CONTENT_RANGE);
            match range.as_deref().and_then(parse_range) {
                Some((start, total)) if start == from => Ok(Reply::Rest(bytes(response, total))),
                Some(_) | None => Err(Trouble::Lasting(format!(
                    "asked for the bytes from {from}, it sent `{}`",
                    range.unwrap_or_default()
                ))),
            }
        }
        StatusCode::RANGE_NOT_SATISFIABLE if from > 0 => Ok(Reply::NothingLeft),
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => Err(later(&response)),
        status if status.is_server_error() => Err(later(&response)),
        status => Err(Trouble::Lasting(format!("it answered {status}"))),
    }
}

fn later(response: &Response<Body>) -> Trouble {
    let said = format!("it answered {}", response.status());
    let seconds = word(response, &header::RETRY_AFTER).and_then(|text| text.trim().parse().ok());
    match seconds.map(Duration::from_secs) {
        Some(rest) if rest > LONGEST_REST => {
            let seconds = rest.as_secs();
            Trouble::Lasting(format!("{said} and asks to come back in {seconds} seconds"))
        }
        rest => Trouble::Passing(said, rest),
    }
}

fn bytes(response: Response<Body>, total: Option<u64>) -> Bytes {
    let length = || word(&response, &header::CONTENT_LENGTH).and_then(|text| text.parse().ok());
    let strong = |tag: &String| !tag.starts_with("W/");
    let total = total.or_else(length);
    let tag = word(&response, &header::ETAG)
        .filter(strong)
        .or_else(|| word(&response, &header::LAST_MODIFIED));
    let body = Box::new(response.into_body().into_reader());
    Bytes { body, total, tag }
}

fn word(response: &Response<Body>, name: &header::HeaderName) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?;
    Some(value.to_owned())
}

/// First byte and size of the whole in `bytes 5-9/10`; `*` is an unknown size.
fn parse_range(text: &str) -> Option<(u64, Option<u64>)> {
    let (range, total) = text.strip_prefix("bytes ")?.split_once('/')?;
    let (start, _) = range.split_once('-')?;
    Some((start.parse().ok()?, total.parse().ok()))
}

/// What went wrong on the way, in words; most of it can pass.
fn trouble(error: &ureq::Error) -> Trouble {
    use ureq::Error as E;
    let said = error.to_string();
    match error {
        E::BadUri(_)
        | E::InvalidProxyUrl
        | E::ConnectProxyFailed(_)
        | E::RedirectFailed
        | E::TooManyRedirects
        | E::RequireHttpsOnly(_)
        | E::Tls(_)
        | E::Rustls(_) => Trouble::Lasting(said),
        _ => Trouble::Passing(said, None),
    }
}

/// The name of the host in an address.
pub(crate) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let name = authority.rsplit('@').next().unwrap_or(authority);
    name.rsplit_once(':').map_or(name, |(name, _)| name)
}

fn is_loopback(url: &str) -> bool {
    matches!(host(url), "127.0.0.1" | "localhost" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_hosts_are_read_as_the_standards_write_them() {
        assert_eq!(parse_range("bytes 5-9/10"), Some((5, Some(10))));
        assert_eq!(parse_range("bytes 0-0/*"), Some((0, None)));
        assert_eq!(parse_range("items 5-9/10"), None);
        assert_eq!(parse_range("bytes */10"), None);
        for (url, name) in [
            ("https://huggingface.co/a/b", "huggingface.co"),
            ("http://127.0.0.1:8080/x?y", "127.0.0.1"),
            ("http://me@localhost:80", "localhost"),
        ] {
            assert_eq!(host(url), name);
        }
        assert!(is_loopback("http://127.0.0.1:1/") && !is_loopback("https://127.0.0.1.example/"));
    }
}
