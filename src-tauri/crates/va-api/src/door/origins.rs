//! Web pages of other addresses that may use the API (CORS). A short list of exact origins: there is no
//! pattern and no "everybody", because a token in a page of somebody else would be theirs as well.

use std::fmt;

use va_core::{ErrorCode, Failure};

/// The origins of the existing viewer and of this server's own pages.
pub const DEFAULT_ORIGINS: &str =
    "http://localhost:19011,http://127.0.0.1:19011,http://localhost:18011,http://127.0.0.1:18011";

/// Origins that may ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins(Vec<String>);

impl Origins {
    /// Reads a list with commas between; nothing means none. An entry that is no origin, or the sign for
    /// every origin, is an error that names it.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let entries = text.split(',').map(str::trim).filter(|e| !e.is_empty());
        entries.map(origin).collect::<Result<_, _>>().map(Self)
    }

    /// Whether pages of this origin may ask. Compared as browsers send it: whole, in small letters.
    pub fn allows(&self, origin: &str) -> bool {
        self.0.iter().any(|known| known == origin)
    }

    /// The origins, in the order in which they were given.
    pub fn list(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for Origins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        f.write_str(&self.0.join(", "))
    }
}

/// One entry: a scheme and a host, maybe a port, and nothing behind.
fn origin(entry: &str) -> Result<String, Failure> {
    let refused = |why: &str| {
        Failure::new(
            ErrorCode::InvalidConfig,
            format!("the origin `{entry}` can't be used: {why}"),
        )
        .hint("list origins with commas between, for example http://localhost:19011")
    };
    if entry.contains('*') {
        return Err(refused("each origin is named; there is no sign for all"));
    }
    let Some((scheme, authority)) = entry.split_once("://") else {
        return Err(refused("it has no http:// or https:// in front"));
    };
    if !matches!(scheme, "http" | "https" | "tauri") {
        return Err(refused("it is neither http:// nor https://"));
    }
    let authority = authority.strip_suffix('/').unwrap_or(authority);
    if authority.contains(['/', '?', '#', '@', '\\']) {
        return Err(refused("an origin ends after the host and the port"));
    }
    let known: Result<http::uri::Authority, _> = authority.parse();
    let Ok(known) = known else {
        return Err(refused("its host is not understood"));
    };
    let bare = known.as_str().rsplit_once(':');
    let wrong_port = known.port().is_some() && known.port_u16().is_none_or(|port| port == 0);
    if known.host().is_empty() || wrong_port || bare.is_some_and(|(_, port)| port.is_empty()) {
        return Err(refused("its host or port is not understood"));
    }
    let default = match scheme {
        "http" => ":80",
        "https" => ":443",
        _ => "",
    };
    // browsers leave the usual port out
    let authority = authority
        .strip_suffix(default)
        .unwrap_or(authority)
        .to_ascii_lowercase();
    Ok(format!("{scheme}://{authority}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_origins_is_read_as_browsers_send_them() {
        let known = Origins::parse(" http://Localhost:19011/, https://lab.example:443 ,").unwrap();
        assert_eq!(
            known.list(),
            ["http://localhost:19011", "https://lab.example"]
        );
        assert!(known.allows("http://localhost:19011"));
        assert!(!known.allows("http://localhost:19012"));
        assert!(!known.allows("http://localhost:19011.evil.example"));
        assert!(!known.allows("null"));
        assert!(Origins::parse(DEFAULT_ORIGINS).unwrap().list().len() == 4);
        assert!(
            Origins::parse("tauri://localhost")
                .unwrap()
                .allows("tauri://localhost")
        );
    }

    #[test]
    fn nothing_means_none() {
        for text in ["", " ", ",", " , "] {
            assert!(Origins::parse(text).unwrap().list().is_empty(), "`{text}`");
        }
        assert_eq!(Origins::default().to_string(), "none");
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
        ] {
            let all = format!("http://localhost:1,{entry}");
            let failure = Origins::parse(&all).unwrap_err();
            assert!(
                failure.message.contains(&format!("`{entry}`")),
                "{}",
                failure.message
            );
            assert!(failure.hint.is_some());
        }
    }
}
