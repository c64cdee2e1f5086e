//! How the API can be reached over TCP, on the wire.

use std::net::Ipv4Addr;

use serde::Serialize;
use utoipa::ToSchema;

use crate::access::{AccessState, OpenedBy};
use crate::door::OPEN_WARNING;

use super::job::FailureBody;

/// Whether and how programs reach the API over TCP.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessBody {
    /// Whether a listener stands.
    pub listening: bool,
    /// Where it listens.
    #[schema(required = true, example = "127.0.0.1:18011")]
    pub address: Option<String>,
    /// What a client is given.
    #[schema(required = true, example = "http://127.0.0.1:18011")]
    pub url: Option<String>,
    /// Its port, or the one that it will have.
    #[schema(example = 18_011)]
    pub port: u16,
    /// Web pages of other addresses that may use it.
    pub origins: Vec<String>,
    /// Whether a request needs a token.
    pub auth_required: bool,
    /// Tokens that are good now.
    pub tokens_in_use: u32,
    /// Who opened it.
    #[schema(required = true)]
    pub opened_by: Option<AccessOpenedBy>,
    /// Why it could not be opened, and the one thing to do.
    #[schema(required = true)]
    pub failure: Option<FailureBody>,
    /// What whoever reads this has to know.
    pub warnings: Vec<String>,
}

/// Who opened the listener.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AccessOpenedBy {
    /// The window, because of its settings.
    Setting,
    /// The command `videoannotator serve`.
    Serve,
}

impl AccessBody {
    /// The state as it is sent; `port` and `origins` are those of the settings, for when nobody listens.
    pub fn of(state: AccessState, port: u16, origins: &str, tokens_in_use: u32) -> Self {
        let origins = origins.split(',').filter(|origin| !origin.is_empty());
        let closed = Self {
            listening: false,
            address: None,
            url: None,
            port,
            origins: origins.map(str::to_owned).collect(),
            auth_required: true,
            tokens_in_use,
            opened_by: None,
            failure: None,
            warnings: Vec::new(),
        };
        match state {
            AccessState::Closed => closed,
            AccessState::Failed(failure) => Self {
                failure: Some(FailureBody::from(&failure)),
                ..closed
            },
            AccessState::Open(standing) => {
                let address = standing.address;
                let mut here = address;
                if here.ip().is_unspecified() {
                    // every address of this computer, of which clients here take this one
                    here.set_ip(Ipv4Addr::LOCALHOST.into());
                }
                let mut warnings = Vec::new();
                if !standing.auth_required {
                    warnings.push(OPEN_WARNING.to_owned());
                }
                if !address.ip().is_loopback() {
                    let words =
                        "Other computers can reach the API, and what is sent is not encrypted.";
                    warnings.push(words.to_owned());
                }
                Self {
                    listening: true,
                    address: Some(address.to_string()),
                    url: Some(format!("http://{here}")),
                    port: address.port(),
                    origins: standing.origins,
                    auth_required: standing.auth_required,
                    opened_by: Some(match standing.by {
                        OpenedBy::Setting => AccessOpenedBy::Setting,
                        OpenedBy::Serve => AccessOpenedBy::Serve,
                    }),
                    warnings,
                    ..closed
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Standing;

    fn open(address: &str, auth_required: bool) -> AccessBody {
        let standing = Standing {
            address: address.parse().unwrap(),
            by: OpenedBy::Serve,
            auth_required,
            origins: Vec::new(),
        };
        AccessBody::of(AccessState::Open(standing), 18_011, "http://a", 1)
    }

    #[test]
    fn a_door_that_is_open_to_more_than_holders_of_tokens_here_is_warned_of() {
        assert!(open("127.0.0.1:1", true).warnings.is_empty());
        assert_eq!(open("127.0.0.1:1", false).warnings, [OPEN_WARNING]);
        assert_eq!(open("[::1]:1", false).warnings.len(), 1);
        let wide = open("0.0.0.0:7", true);
        assert!(wide.warnings[0].contains("Other computers"));
        assert_eq!(wide.address.as_deref(), Some("0.0.0.0:7"));
        assert_eq!(wide.url.as_deref(), Some("http://127.0.0.1:7"));
        let closed = AccessBody::of(AccessState::Closed, 18_011, "http://a,http://b", 0);
        assert!(!closed.listening && closed.url.is_none() && closed.auth_required);
        assert_eq!((closed.port, closed.origins.len()), (18_011, 2));
    }
}
