//! Tokens on the wire. The secret itself is in one answer only, [`MadeToken`], whose `Debug` hides it.

use std::fmt;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use va_core::access::Scope;
use va_engine::tokens::{Secret, TokenRequest, state};
use va_store::WallTime;
use va_store::catalogue::TokenRow;

use super::time::rfc3339;

/// Every token, also those that are revoked or have ended, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenList {
    /// The tokens.
    pub tokens: Vec<Token>,
}

/// What is known of a token: never the token itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct Token {
    /// Its number.
    pub id: i64,
    /// What its owner calls it.
    pub name: String,
    /// Its first characters, to recognise it by.
    pub prefix: String,
    /// What it is good for.
    pub scope: TokenScope,
    /// Whether it is good now.
    pub state: TokenState,
    /// When it was made.
    pub created_at: String,
    /// When it was last used, to the minute.
    #[schema(required = true)]
    pub last_used_at: Option<String>,
    /// When it ends; `null` for never.
    #[schema(required = true)]
    pub expires_at: Option<String>,
    /// When it was revoked.
    #[schema(required = true)]
    pub revoked_at: Option<String>,
}

/// What a token is good for; each holds what the ones before it hold.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum TokenScope {
    /// See jobs and results.
    Read,
    /// Make jobs from uploads, cancel and repeat them.
    Submit,
    /// Everything else: files of this computer by their path, settings, models, tokens.
    Admin,
}

/// Whether a token is good.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum TokenState {
    /// It is.
    Active,
    /// Its days are over.
    Expired,
    /// Somebody took it out of use.
    Revoked,
}

/// A token that somebody wants.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewToken {
    /// Who or which program will use it: 1 to 64 characters, no other token in use has it.
    pub name: String,
    /// What it will be good for.
    pub scope: TokenScope,
    /// Days until it ends, 1 to 36,500; `null` for never.
    #[schema(minimum = 1, maximum = 36_500)]
    pub days: Option<u32>,
}

/// A token that was just made.
#[derive(Serialize, ToSchema)]
pub struct MadeToken {
    /// The token. This is the only time that it is shown; the program keeps its hash only.
    pub token: String,
    /// What is kept of it.
    pub info: Token,
}

impl fmt::Debug for MadeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MadeToken")
            .field("info", &self.info)
            .finish_non_exhaustive()
    }
}

impl MadeToken {
    /// The answer to whoever made it.
    pub fn new(row: &TokenRow, secret: &Secret) -> Self {
        Self {
            token: secret.reveal().to_owned(),
            info: Token::from(row),
        }
    }
}

impl From<&TokenRow> for Token {
    fn from(row: &TokenRow) -> Self {
        let now = WallTime::from(SystemTime::now());
        Self {
            id: row.id,
            name: row.token.name.clone(),
            prefix: row.token.prefix.clone(),
            scope: row.token.scope.into(),
            state: match state(row, now) {
                "revoked" => TokenState::Revoked,
                "expired" => TokenState::Expired,
                _ => TokenState::Active,
            },
            created_at: rfc3339(row.created_at),
            last_used_at: row.last_used_at.map(rfc3339),
            expires_at: row.token.expires_at.map(rfc3339),
            revoked_at: row.revoked_at.map(rfc3339),
        }
    }
}

impl From<NewToken> for TokenRequest {
    fn from(wanted: NewToken) -> Self {
        Self {
            name: wanted.name,
            scope: wanted.scope.into(),
            days: wanted.days,
        }
    }
}

impl From<Scope> for TokenScope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Read => Self::Read,
            Scope::Submit => Self::Submit,
            Scope::Admin => Self::Admin,
        }
    }
}

impl From<TokenScope> for Scope {
    fn from(scope: TokenScope) -> Self {
        match scope {
            TokenScope::Read => Self::Read,
            TokenScope::Submit => Self::Submit,
            TokenScope::Admin => Self::Admin,
        }
    }
}
