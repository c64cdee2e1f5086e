//! The names under which the server is asked. A web page that makes its own name point at 127.0.0.1 (DNS
//! rebinding) would be this server's own page to a browser; its requests still carry its own name.

use std::net::{IpAddr, Ipv6Addr};

use axum::extract::Request;
use axum::http::header;
use va_core::{ErrorCode, Failure};

/// Names that are ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hosts {
    /// Names beside this computer's own, in small letters.
    names: Vec<String>,
    /// Whether every address in numbers is ours. A browser asks such an address only for a page that came
    /// from it, so no name can be bent to it.
    any_address: bool,
}

impl Hosts {
    /// Only this computer's own names: `127.0.0.1`, `localhost` and `[::1]`.
    pub fn loopback() -> Self {
        Self::default()
    }

    /// For a server that other computers reach: addresses in numbers, and the names given.
    pub fn beyond(names: &[String]) -> Result<Self, Failure> {
        let named = names
            .iter()
            .map(|name| named(name))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            names: named,
            any_address: true,
        })
    }

    /// Adds names to this computer's own ones (a name in the hosts file, a tunnel).
    pub fn with(mut self, names: &[String]) -> Result<Self, Failure> {
        for name in names {
            self.names.push(named(name)?);
        }
        Ok(self)
    }

    /// Whether the request was sent to one of the names: its one `Host`, and the host of its address if that
    /// has one.
    pub(crate) fn accept(&self, request: &Request) -> bool {
        let mut given = request.headers().get_all(header::HOST).iter();
        let (Some(host), None) = (given.next(), given.next()) else {
            return false;
        };
        let in_address = request.uri().authority().map(http::uri::Authority::as_str);
        host.to_str().is_ok_and(|host| self.knows(host)) && in_address.is_none_or(|a| self.knows(a))
    }

    fn knows(&self, host: &str) -> bool {
        let Some(name) = without_port(host) else {
            return false;
        };
        let name = name.to_ascii_lowercase();
        if matches!(name.as_str(), "127.0.0.1" | "localhost" | "[::1]") {
            return true;
        }
        let number = name.parse::<IpAddr>().is_ok_and(|a| a.is_ipv4())
            || inside_brackets(&name).is_some_and(|a| a.parse::<Ipv6Addr>().is_ok());
        (self.any_address && number) || self.names.contains(&name)
    }
}

/// The name without `:port`; `None` when what follows is no port.
fn without_port(host: &str) -> Option<&str> {
    let end = host.find(']').map_or(0, |at| at + 1);
    match host.get(end..)?.find(':') {
        None => Some(host),
        Some(at) => {
            let (name, port) = host.split_at(end + at);
            let port = port.get(1..)?;
            (!port.is_empty() && port.bytes().all(|b| b.is_ascii_digit())).then_some(name)
        }
    }
}

fn inside_brackets(name: &str) -> Option<&str> {
    name.strip_prefix('[')?.strip_suffix(']')
}

fn named(name: &str) -> Result<String, Failure> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    if name.is_empty() || name.len() > 253 || !name.chars().all(fits) {
        let message = format!("the host name `{name}` can't be used");
        return Err(Failure::new(ErrorCode::InvalidConfig, message)
            .hint("give a name without scheme and port, for example lab-pc.local"));
    }
    Ok(name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn ask(uri: &str, hosts: &[&str]) -> Request {
        let mut request = Request::builder().uri(uri);
        for host in hosts {
            request = request.header("host", *host);
        }
        request.body(Body::empty()).unwrap()
    }

    #[test]
    fn only_own_names_are_accepted_on_loopback() {
        let hosts = Hosts::loopback();
        for host in [
            "127.0.0.1:18011",
            "localhost",
            "LOCALHOST:1",
            "[::1]:18011",
            "[::1]",
        ] {
            assert!(hosts.accept(&ask("/", &[host])), "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:18011",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "192.168.0.7:18011",
            "",
            "127.0.0.1:x",
            "127.0.0.1:",
            "[::1",
            "localhost@evil.example",
            "::1",
        ] {
            assert!(!hosts.accept(&ask("/", &[host])), "{host}");
        }
        assert!(!hosts.accept(&ask("/", &[])), "a request says whom it asks");
        assert!(!hosts.accept(&ask("/", &["localhost", "evil.example"])));
        assert!(!hosts.accept(&ask("http://evil.example/", &["localhost"])));
        assert!(hosts.accept(&ask("http://127.0.0.1:18011/", &["127.0.0.1:18011"])));
    }

    #[test]
    fn a_server_for_others_accepts_numbers_and_the_names_it_was_given() {
        let hosts = Hosts::beyond(&["Lab-PC.local".to_owned()]).unwrap();
        for host in [
            "192.168.0.7:18011",
            "lab-pc.local:18011",
            "[fe80::1]:18011",
            "localhost",
        ] {
            assert!(hosts.accept(&ask("/", &[host])), "{host}");
        }
        assert!(!hosts.accept(&ask("/", &["evil.example"])));
        for name in ["", "http://lab", "lab:80", "a b", "lab/", "[::1]"] {
            assert!(Hosts::beyond(&[name.to_owned()]).is_err(), "{name}");
        }
        let tunnel = Hosts::loopback().with(&["tunnel".to_owned()]).unwrap();
        assert!(tunnel.accept(&ask("/", &["tunnel:9000"])));
        assert!(!tunnel.accept(&ask("/", &["192.168.0.7"])));
    }
}
