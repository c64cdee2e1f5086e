//! Tokens of the API: made here, shown once, known afterwards only by their hash. The owner's thread keeps
//! them in the catalogue; the doors ask this list, which is in memory, on every request.

use std::fmt;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use va_core::access::Scope;
use va_core::{ErrorCode, Failure};
use va_store::WallTime;
use va_store::catalogue::{NewToken, TokenRow};

use crate::error::EngineError;
use crate::events::EventKind;
use crate::message::Reply;
use crate::owner::{Owner, answer, now};

/// Bytes of a secret: 256 bits.
const BYTES: usize = 32;
/// Characters of a secret that are kept, to recognise it by: 30 of its 256 bits.
const SHOWN: usize = 8;
/// Longest name.
const LONGEST_NAME: usize = 64;
/// Longest life in days: a hundred years.
const LONGEST_LIFE: u32 = 36_500;
const DAY_MS: i64 = 86_400_000;
/// A use is noted when the last one that was noted is older.
const NOTED_MS: i64 = 60_000;

/// A secret, for the moment in which it is shown. Its value never gets into a log by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new one, from the system's random numbers: `va_` and 43 characters of base64url.
    pub fn random() -> Result<Self, Failure> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes).map_err(|e| {
            let message = format!("the system gives no random numbers: {e}");
            Failure::new(ErrorCode::Internal, message).hint("try again; restart the computer")
        })?;
        Ok(Self(format!("va_{}", URL_SAFE_NO_PAD.encode(bytes))))
    }

    /// The characters.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// A token that somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRequest {
    /// What its owner calls it.
    pub name: String,
    /// What it is good for.
    pub scope: Scope,
    /// After how many days it ends; `None` for never.
    pub days: Option<u32>,
}

impl TokenRequest {
    /// What is kept of it, or what is wrong with it.
    pub fn check(&self, secret: &Secret, now: WallTime) -> Result<NewToken, Failure> {
        let wrong = |message: String| {
            Failure::new(ErrorCode::InvalidRequest, message).hint("for example: lab, for 365 days")
        };
        let name = self.name.trim();
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            let message = format!("the name of a token has 1 to {LONGEST_NAME} characters");
            return Err(wrong(message));
        }
        if name.chars().any(char::is_control) {
            return Err(wrong(
                "the name of a token has no control characters".into(),
            ));
        }
        if self
            .days
            .is_some_and(|days| !(1..=LONGEST_LIFE).contains(&days))
        {
            return Err(wrong(format!(
                "a token ends after 1 to {LONGEST_LIFE} days"
            )));
        }
        Ok(NewToken {
            name: name.to_owned(),
            sha256: hash(secret.reveal()),
            prefix: secret.reveal().chars().take(SHOWN).collect(),
            scope: self.scope,
            expires_at: self
                .days
                .map(|days| WallTime(now.0 + i64::from(days) * DAY_MS)),
        })
    }
}

/// Who holds a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The token's number.
    pub id: i64,
    /// The token's name.
    pub name: String,
    /// What it is good for.
    pub scope: Scope,
}

/// The tokens in use.
#[derive(Debug, Default)]
pub struct Tokens {
    known: RwLock<Vec<TokenRow>>,
}

impl Tokens {
    /// Takes the list as the catalogue has it.
    pub(crate) fn set(&self, rows: Vec<TokenRow>) {
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = rows;
    }

    /// Takes a token out of the list until it is read again.
    fn forget(&self, id: i64) {
        let mut rows = self.known.write().unwrap_or_else(PoisonError::into_inner);
        rows.retain(|row| row.id != id);
    }

    /// Every token, also those that are revoked or have ended, the newest first.
    pub fn all(&self) -> Vec<TokenRow> {
        self.rows().clone()
    }

    /// Whether any token is good now.
    pub fn any_in_use(&self, now: WallTime) -> bool {
        self.rows().iter().any(|row| is_good(row, now))
    }

    /// How many are good now.
    pub fn in_use(&self, now: WallTime) -> u32 {
        self.rows().iter().filter(|row| is_good(row, now)).count() as u32
    }

    /// Whether one with this name is good now.
    pub fn has(&self, name: &str, now: WallTime) -> bool {
        self.rows()
            .iter()
            .any(|row| row.token.name == name && is_good(row, now))
    }

    /// When the next one that is good now ends.
    pub fn next_end(&self, now: WallTime) -> Option<WallTime> {
        let rows = self.rows();
        let good = rows.iter().filter(|row| is_good(row, now));
        good.filter_map(|row| row.token.expires_at)
            .min_by_key(|end| end.0)
    }

    /// Who holds this secret, if it is good now. Takes the same time whether the secret is nearly right or
    /// not at all: hashes are compared, each with every byte, and all of them.
    pub fn holder(&self, secret: &str, now: WallTime) -> Option<Holder> {
        let given = hash(secret);
        let rows = self.rows();
        let mut found = None;
        for row in rows.iter() {
            let same = bool::from(row.token.sha256.ct_eq(&given));
            if same && is_good(row, now) {
                found = Some(row);
            }
        }
        found.map(|row| Holder {
            id: row.id,
            name: row.token.name.clone(),
            scope: row.token.scope,
        })
    }

    /// Notes that a token was used; whether that is worth writing down.
    pub(crate) fn used(&self, id: i64, now: WallTime) -> bool {
        let mut rows = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let Some(row) = rows.iter_mut().find(|row| row.id == id) else {
            return false;
        };
        let worth = row.last_used_at.is_none_or(|at| now.0 - at.0 > NOTED_MS);
        if worth {
            row.last_used_at = Some(now);
        }
        worth
    }

    fn rows(&self) -> RwLockReadGuard<'_, Vec<TokenRow>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the owner does with tokens.
#[derive(Debug)]
pub(crate) enum TokenMessage {
    Create(Box<NewToken>, Reply<TokenRow>),
    Revoke(i64, Reply<TokenRow>),
    /// It was used then.
    Used(i64, WallTime),
}

impl Owner {
    pub(crate) fn about_tokens(&mut self, message: TokenMessage) {
        match message {
            TokenMessage::Create(token, reply) => {
                let made = self.catalogue.add_token(&token, now());
                self.told_tokens(made, reply);
            }
            TokenMessage::Revoke(id, reply) => {
                // first of all: whatever fails below, it is good for nothing any more
                self.tokens.forget(id);
                let revoked = self.catalogue.revoke_token(id, now());
                self.told_tokens(revoked, reply);
            }
            TokenMessage::Used(id, at) => {
                if let Err(error) = self.catalogue.tokens_used(&[(id, at)]) {
                    tracing::warn!(token = id, %error, "its use can't be noted");
                }
            }
        }
    }

    /// Takes over what the command line did beside this engine ([`beside`]): a token that got out is good for
    /// nothing a second later.
    pub(crate) fn look_at_tokens(&mut self) {
        let read = self.catalogue.read();
        let found = read.changes_by_others().and_then(|changes| {
            let news = changes != self.others;
            Ok((changes, news.then(|| read.tokens()).transpose()?))
        });
        match found {
            Ok((_, None)) => {}
            Ok((changes, Some(rows))) => {
                self.others = changes;
                if rows != self.tokens.all() {
                    self.tokens.set(rows);
                    self.hub.publish(EventKind::Tokens);
                }
            }
            // a disk that is away is told elsewhere
            Err(error) => tracing::debug!(%error, "the tokens can't be read again"),
        }
    }

    /// Answers when the doors know: a token that was just made works, one that was revoked does not.
    fn told_tokens(&self, done: va_store::Result<TokenRow>, reply: Reply<TokenRow>) {
        match self.catalogue.read().tokens() {
            Ok(rows) => {
                self.tokens.set(rows);
                self.hub.publish(EventKind::Tokens);
            }
            Err(error) => tracing::error!(%error, "the tokens can't be read"),
        }
        answer(reply, done.map_err(EngineError::from));
    }
}

/// Changes tokens in the catalogue of a data folder that another program has open; it takes them over within a
/// second or two.
pub mod beside {
    use std::path::Path;

    use va_store::catalogue::Catalogue;

    use super::{EngineError, Secret, TokenRequest, TokenRow, now};
    use crate::data_folder::names;

    fn catalogue(root: &Path) -> Result<Catalogue, EngineError> {
        Ok(Catalogue::open_beside(&root.join(names::CATALOGUE))?)
    }

    /// Makes a token.
    pub fn create(root: &Path, request: &TokenRequest) -> Result<(TokenRow, Secret), EngineError> {
        let secret = Secret::random().map_err(EngineError::Token)?;
        let token = request.check(&secret, now()).map_err(EngineError::Token)?;
        let row = catalogue(root)?.add_token(&token, now())?;
        Ok((row, secret))
    }

    /// Takes a token out of use.
    pub fn revoke(root: &Path, id: i64) -> Result<TokenRow, EngineError> {
        Ok(catalogue(root)?.revoke_token(id, now())?)
    }
}

/// How a token stands: `active`, `expired` or `revoked`.
pub fn state(row: &TokenRow, now: WallTime) -> &'static str {
    if row.revoked_at.is_some() {
        "revoked"
    } else if is_good(row, now) {
        "active"
    } else {
        "expired"
    }
}

fn is_good(row: &TokenRow, now: WallTime) -> bool {
    row.revoked_at.is_none() && row.token.expires_at.is_none_or(|end| now.0 < end.0)
}

fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: i64, secret: &Secret, days: Option<u32>) -> TokenRow {
        let request = TokenRequest {
            name: format!("lab {id}"),
            scope: Scope::Submit,
            days,
        };
        TokenRow {
            id,
            token: request.check(secret, WallTime(0)).unwrap(),
            created_at: WallTime(0),
            last_used_at: None,
            revoked_at: None,
        }
    }

    #[test]
    fn a_secret_is_256_random_bits_and_stays_out_of_logs() {
        let (one, other) = (Secret::random().unwrap(), Secret::random().unwrap());
        assert_ne!(one, other);
        let text = one.reveal().strip_prefix("va_").unwrap();
        assert_eq!(URL_SAFE_NO_PAD.decode(text).unwrap().len(), BYTES);
        assert_eq!(format!("{one:?}"), "Secret(..)");
        let kept = format!("{:?}", row(1, &one, None));
        assert!(!kept.contains(one.reveal()), "{kept}");
    }

    #[test]
    fn a_token_is_good_until_it_ends_or_is_revoked() {
        let secrets: Vec<_> = (0..3).map(|_| Secret::random().unwrap()).collect();
        let mut revoked = row(3, &secrets[2], None);
        revoked.revoked_at = Some(WallTime(5));
        let tokens = Tokens::default();
        assert!(!tokens.any_in_use(WallTime(0)));
        tokens.set(vec![
            row(1, &secrets[0], None),
            row(2, &secrets[1], Some(1)),
            revoked,
        ]);
        let counts: Vec<_> = [0, DAY_MS].map(|now| tokens.in_use(WallTime(now))).into();
        assert_eq!(counts, [2, 1]);
        assert!(tokens.has("lab 2", WallTime(0)) && !tokens.has("lab 2", WallTime(DAY_MS)));
        assert_eq!(tokens.next_end(WallTime(0)), Some(WallTime(DAY_MS)));
        assert_eq!(tokens.next_end(WallTime(DAY_MS)), None);
        let holder = |secret: &Secret, now| tokens.holder(secret.reveal(), WallTime(now));
        assert_eq!(holder(&secrets[0], DAY_MS * 400).map(|h| h.id), Some(1));
        assert_eq!(holder(&secrets[1], DAY_MS - 1).map(|h| h.id), Some(2));
        assert_eq!(holder(&secrets[1], DAY_MS), None, "it has ended");
        assert_eq!(holder(&secrets[2], 0), None, "it is revoked");
        assert_eq!(holder(&Secret("va_".into()), 0), None);
        assert_eq!(
            tokens.holder("dev-token", WallTime(0)),
            None,
            "nothing is built in"
        );
    }

    #[test]
    fn a_use_is_noted_once_a_minute() {
        let tokens = Tokens::default();
        tokens.set(vec![row(1, &Secret::random().unwrap(), None)]);
        assert!(tokens.used(1, WallTime(1_000)));
        assert!(!tokens.used(1, WallTime(30_000)));
        assert!(tokens.used(1, WallTime(62_000)));
        assert!(!tokens.used(9, WallTime(62_000)), "nobody");
        assert_eq!(tokens.all()[0].last_used_at, Some(WallTime(62_000)));
    }

    #[test]
    fn a_request_without_sense_is_refused_with_an_example() {
        let secret = Secret::random().unwrap();
        let check = |name: &str, days| {
            let request = TokenRequest {
                name: name.into(),
                scope: Scope::Read,
                days,
            };
            request.check(&secret, WallTime(7))
        };
        assert_eq!(
            check(" lab ", Some(1)).unwrap().expires_at,
            Some(WallTime(DAY_MS + 7))
        );
        assert_eq!(check(" lab ", None).unwrap().name, "lab");
        let long = "x".repeat(LONGEST_NAME + 1);
        for (name, days) in [
            ("", None),
            (" ", None),
            (&*long, None),
            ("a\nb", None),
            ("a", Some(0)),
            ("a", Some(40_000)),
        ] {
            let failure = check(name, days).unwrap_err();
            assert_eq!(failure.code, ErrorCode::InvalidRequest, "{name:?} {days:?}");
            assert!(failure.hint.is_some());
        }
    }
}
