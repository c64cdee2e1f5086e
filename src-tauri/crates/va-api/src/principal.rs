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
    /// A client with a token, through TCP.
    Token {
        /// The token's name, for the log.
        name: String,
        /// What it is good for.
        scope: Scope,
    },
}
