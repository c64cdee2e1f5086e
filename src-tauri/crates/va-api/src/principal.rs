//! Who is asking. Only a door puts a principal on a request; one without is refused, so that a route can
//! never be reached round a door.

use va_core::access::Scope;

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    /// The program's own window, through the in-process door.
    Window,
    /// Somebody without a token, at the one address that needs none.
    Anyone,
    /// A program on this computer, through TCP, while no token is needed.
    Open,
    /// A client with a token, through TCP.
    Token {
        /// The token's name, for the log.
        name: String,
        /// What it is good for.
        scope: Scope,
    },
}

impl Principal {
    /// Who it is, for the log: a token's name, never the token.
    pub(crate) fn word(&self) -> String {
        match self {
            Self::Window => "window".to_owned(),
            Self::Anyone => "anyone".to_owned(),
            Self::Open => "none needed".to_owned(),
            Self::Token { name, .. } => name.clone(),
        }
    }
}
