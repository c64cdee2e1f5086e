//! Lists of web origins (CORS): exact ones with commas between. There is no pattern and no "everybody",
//! because a token in a page of somebody else would be theirs as well. Read by the check of the settings and by
//! the door; no I/O.

/// The origins of the existing viewer and of this server's own pages.
pub const DEFAULT_ORIGINS: &str =
    "http://localhost:19011,http://127.0.0.1:19011,http://localhost:18011,http://127.0.0.1:18011";

/// What to write instead of something that is refused.
pub const ORIGINS_HINT: &str =
    "list origins with commas between, for example http://localhost:19011";

/// Longest list, in bytes.
const LONGEST: usize = 4096;

/// An entry that is no origin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the origin `{entry}` can't be used: {why}")]
pub struct NoOrigin {
    /// The entry as it was given.
    pub entry: String,
    /// What is wrong with it.
    pub why: &'static str,
}

/// Reads a list; nothing means none. Each origin is returned as browsers send it: in small letters, without
/// a slash at the end and without the usual port.
pub fn parse(text: &str) -> Result<Vec<String>, NoOrigin> {
    if text.len() > LONGEST {
        let entry = text.chars().take(40).collect();
        return Err(NoOrigin {
            entry,
            why: "the list is longer than 4096 characters",
        });
    }
    let entries = text
        .split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty());
    entries.map(origin).collect()
}

/// One entry: a scheme and a host, maybe a port, and nothing behind.
fn origin(entry: &str) -> Result<String, NoOrigin> {
    let refused = |why| {
        Err(NoOrigin {
            entry: entry.to_owned(),
            why,
        })
    };
    if entry.contains('*') {
        return refused("each origin is named; there is no sign for all");
    }
    let Some((scheme, authority)) = entry.split_once("://") else {
        return refused("it has no http:// or https:// in front");
    };
    let usual = match scheme {
        "http" => ":80",
        "https" => ":443",
        "tauri" => "",
        _ => return refused("it is neither http:// nor https://"),
    };
    let authority = authority.strip_suffix('/').unwrap_or(authority);
    if authority.contains(['/', '?', '#', '@', '\\']) {
        return refused("an origin ends after the host and the port");
    }
    let (host, port) = parts(authority);
    if !is_host(host) || port.is_some_and(|port| !is_port(port)) {
        return refused("its host or port is not understood");
    }
    let authority = authority.to_ascii_lowercase();
    // browsers leave the usual port out
    let authority = authority.strip_suffix(usual).unwrap_or(&authority);
    Ok(format!("{scheme}://{authority}"))
}

/// Host and port. The colons of an address in brackets are not before a port.
fn parts(authority: &str) -> (&str, Option<&str>) {
    let end = authority.rfind(']').map_or(0, |at| at + 1);
    match authority[end..].find(':') {
        Some(at) => (&authority[..end + at], Some(&authority[end + at + 1..])),
        None => (authority, None),
    }
}

fn is_host(host: &str) -> bool {
    if let Some(inside) = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')) {
        return inside.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    !host.is_empty() && host.chars().all(good)
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|c| c.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_origins_is_read_as_browsers_send_them() {
        let known = parse(" http://Localhost:19011/, https://lab.example:443 ,").unwrap();
        assert_eq!(known, ["http://localhost:19011", "https://lab.example"]);
        assert_eq!(parse("http://[::1]:80").unwrap(), ["http://[::1]"]);
        assert_eq!(parse("tauri://localhost").unwrap(), ["tauri://localhost"]);
        assert_eq!(parse(DEFAULT_ORIGINS).unwrap().join(","), DEFAULT_ORIGINS);
        for text in ["", " ", ",", " , "] {
            assert!(parse(text).unwrap().is_empty(), "`{text}` means none");
        }
    }

    #[test]
    fn an_entry_that_is_no_origin_is_named() {
        for entry in [
            "*",
            "http://*",
            "localhost",
            "localhost:19011",
            "ftp://here",
            "http://",
            "http://a/b",
            "http://user@here",
            "http://a?b",
            "http://a:",
            "http://a:0",
            "http://a:99999",
            "null",
            "http://a b",
            "http://a\\b",
            "https://*.example",
            "http://[x]",
            "http://a:+1",
            "http://é",
        ] {
            let error = parse(&format!("http://localhost:1,{entry}")).unwrap_err();
            assert_eq!(error.entry, entry);
            assert!(error.to_string().contains(entry));
        }
        assert!(
            parse(&"http://a,".repeat(600)).is_err(),
            "no list without end"
        );
    }
}
