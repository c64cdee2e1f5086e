//! How `serve` is kept: whether tokens are needed, where it listens, which web pages may ask. Read from the
//! flags and the environment, and refused where it would let strangers in.

use std::net::IpAddr;

use va_api::door::{DEFAULT_ORIGINS, Hosts, OPEN_WARNING, Origins};
use va_core::{ErrorCode, Failure};

use crate::args::ServeArguments;

/// Variables that switch the tokens off; the first one that is there counts.
const AUTH_VARIABLES: [&str; 2] = ["VIDEOANNOTATOR_REQUIRE_AUTH", "AUTH_REQUIRED"];
/// Variables with the origins of web pages; the first one that is there counts.
const ORIGIN_VARIABLES: [&str; 2] = ["ALLOWED_ORIGINS", "CORS_ORIGINS"];

/// How the server is kept.
#[derive(Debug, PartialEq, Eq)]
pub struct Security {
    /// Whether a request needs a token.
    pub auth_required: bool,
    /// Where it listens.
    pub address: IpAddr,
    /// Web pages of other addresses that may ask.
    pub origins: Origins,
    /// Whether the environment named them; the settings name them otherwise.
    origins_fixed: bool,
    /// Names under which it is asked.
    pub hosts: Hosts,
}

impl Security {
    /// Reads flags and environment. Without loopback a token is needed, whatever the environment says.
    pub fn read(
        arguments: &ServeArguments,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Failure> {
        let first = |names: [&'static str; 2]| {
            names
                .into_iter()
                .find_map(|name| Some((name, variable(name)?)))
        };
        let auth_required = match first(AUTH_VARIABLES) {
            Some((name, value)) => truth(name, &value)?,
            None => true,
        };
        let named = first(ORIGIN_VARIABLES);
        let origins_fixed = named.is_some();
        let origins = match named {
            Some((name, value)) => Origins::parse(&value).map_err(|mut failure| {
                failure.message = format!("{name}: {}", failure.message);
                failure
            })?,
            None => Origins::parse(DEFAULT_ORIGINS)?,
        };
        let address = arguments.host;
        if !auth_required && !address.is_loopback() {
            let message = format!(
                "authentication can't be off when listening on {address}: everybody in the network could use this computer"
            );
            return Err(Failure::new(ErrorCode::Unauthorized, message)
                .hint("leave VIDEOANNOTATOR_REQUIRE_AUTH out, or leave --host out"));
        }
        let hosts = if address.is_loopback() {
            Hosts::loopback().with(&arguments.allow_host)?
        } else {
            Hosts::beyond(&arguments.allow_host)?
        };
        Ok(Self {
            auth_required,
            address,
            origins,
            origins_fixed,
            hosts,
        })
    }

    /// Takes the origins of the settings, unless the environment named some, or none.
    pub fn settle_origins(&mut self, stored: &str) -> Result<(), Failure> {
        if !self.origins_fixed {
            self.origins = Origins::parse(stored)?;
        }
        Ok(())
    }

    /// Whether somebody can come in and nobody comes in by mistake. `own` is whether there is a token of this
    /// run, `stored` whether one of the library is in use.
    pub fn permit(&self, own: bool, stored: bool) -> Result<(), Failure> {
        if !self.address.is_loopback() && !stored {
            let message = format!(
                "listening on {} needs a stored token, which can be revoked; there is none in use",
                self.address
            );
            return Err(Failure::new(ErrorCode::Unauthorized, message)
                .hint("make one: videoannotator token create --name lab"));
        }
        if self.auth_required && !own && !stored {
            let message = "the API is off: it needs a token, so that no other program can use it";
            return Err(Failure::new(ErrorCode::Unauthorized, message).hint(
                "make one: videoannotator token create --name lab; or, for this run only, add --session-token",
            ));
        }
        Ok(())
    }

    /// Tells the log who can come in. No token is in it.
    pub fn tell(&self, port: u16, token: &str) {
        let (address, origins) = (self.address, &self.origins);
        let authentication = if self.auth_required { "on" } else { "off" };
        tracing::info!(%address, port, authentication, token, %origins, "the API is open");
        if !self.auth_required {
            tracing::warn!("{OPEN_WARNING}");
        }
        if !address.is_loopback() {
            tracing::warn!(%address, "other computers can reach the API; what is sent is not encrypted");
        }
    }
}

fn truth(name: &str, value: &str) -> Result<bool, Failure> {
    match value.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" | "" => Ok(true),
        "false" | "0" | "no" | "off" => Ok(false),
        _ => Err(Failure::new(
            ErrorCode::InvalidConfig,
            format!("`{value}` in {name} is neither true nor false"),
        )
        .hint("use true, or false for a server that needs no token on this computer")),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        serve: ServeArguments,
    }

    fn read(host: &str, environment: &[(&str, &str)]) -> Result<Security, Failure> {
        let find = |name: &str| {
            let found = environment.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Security::read(&Line::parse_from(["serve", "--host", host]).serve, find)
    }

    #[test]
    fn tokens_are_needed_unless_the_environment_says_otherwise_on_loopback() {
        assert!(read("127.0.0.1", &[]).unwrap().auth_required);
        for word in ["false", "0", "No", " off "] {
            let off = read("127.0.0.1", &[("VIDEOANNOTATOR_REQUIRE_AUTH", word)]).unwrap();
            assert!(!off.auth_required, "{word}");
            off.permit(false, false).unwrap();
        }
        assert!(
            !read("::1", &[("AUTH_REQUIRED", "false")])
                .unwrap()
                .auth_required
        );
        let both = [
            ("AUTH_REQUIRED", "false"),
            ("VIDEOANNOTATOR_REQUIRE_AUTH", "true"),
        ];
        assert!(
            read("127.0.0.1", &both).unwrap().auth_required,
            "the new name wins"
        );
        assert!(read("127.0.0.1", &[("AUTH_REQUIRED", "perhaps")]).is_err());
        let open = read("0.0.0.0", &[("AUTH_REQUIRED", "false")]).unwrap_err();
        assert!(open.message.contains("0.0.0.0"), "{}", open.message);
    }

    #[test]
    fn another_address_needs_a_stored_token() {
        let here = read("127.0.0.1", &[]).unwrap();
        assert!(here.permit(false, false).is_err());
        here.permit(true, false).unwrap();
        here.permit(false, true).unwrap();
        let beyond = read("192.168.0.7", &[]).unwrap();
        let refused = beyond.permit(true, false).unwrap_err();
        assert!(
            refused
                .hint
                .is_some_and(|hint| hint.contains("token create"))
        );
        beyond.permit(false, true).unwrap();
    }

    #[test]
    fn origins_come_from_the_environment_and_a_wrong_one_is_named() {
        assert!(
            read("127.0.0.1", &[])
                .unwrap()
                .origins
                .allows("http://localhost:19011")
        );
        let two = [
            ("ALLOWED_ORIGINS", "http://a.example"),
            ("CORS_ORIGINS", "http://b.example"),
        ];
        let origins = read("127.0.0.1", &two).unwrap().origins;
        assert_eq!(origins.list(), ["http://a.example"]);
        let mut none = read("127.0.0.1", &[("ALLOWED_ORIGINS", "")]).unwrap();
        none.settle_origins("http://stored.example").unwrap();
        assert!(none.origins.list().is_empty(), "empty means none");
        let mut stored = read("127.0.0.1", &[]).unwrap();
        stored.settle_origins("http://stored.example").unwrap();
        assert_eq!(stored.origins.list(), ["http://stored.example"]);
        assert!(
            read("127.0.0.1", &[("ALLOWED_ORIGINS", "")])
                .unwrap()
                .origins
                .list()
                .is_empty()
        );
        let wrong = read("127.0.0.1", &[("CORS_ORIGINS", "http://a.example,*")]).unwrap_err();
        assert!(wrong.message.contains("CORS_ORIGINS") && wrong.message.contains("`*`"));
    }
}
