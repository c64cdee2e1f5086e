//! Web pages of other addresses that may use the API (CORS). A short list of exact origins: there is no
//! pattern and no "everybody", because a token in a page of somebody else would be theirs as well.

use std::fmt;

use va_core::origins;
use va_core::{ErrorCode, Failure};

pub use va_core::origins::DEFAULT_ORIGINS;

/// Origins that may ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins(Vec<String>);

impl Origins {
    /// Reads a list with commas between; nothing means none. An entry that is no origin, or the sign for
    /// every origin, is an error that names it.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        origins::parse(text).map(Self).map_err(|error| {
            Failure::new(ErrorCode::InvalidConfig, error.to_string()).hint(origins::ORIGINS_HINT)
        })
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
