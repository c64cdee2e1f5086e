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
        /// Number of a stored token; `None` for that of this run.
        id: Option<i64>,
        /// The token's name.
        name: String,
        /// What it is good for.
        scope: Scope,
    },
}

impl Principal {
    /// Who it is, for the log: a token's number, never the token, nor a name that somebody chose.
    pub(crate) fn word(&self) -> String {
        match self {
            Self::Window => "window".to_owned(),
            Self::Anyone => "anyone".to_owned(),
            Self::Open => "none needed".to_owned(),
            Self::Token { id: Some(id), .. } => id.to_string(),
            // one of two words of ours
            Self::Token { id: None, name, .. } => name.clone(),
        }
    }
}
