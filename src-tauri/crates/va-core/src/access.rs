//! What the holder of a token may do. The doors ask; no I/O, and no secret is ever kept here.

use serde::{Deserialize, Serialize};

/// What a token is good for. Each holds everything that the ones before it hold.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// See jobs and results.
    #[default]
    Read,
    /// Make jobs from uploads, cancel and repeat them.
    Submit,
    /// Everything else: files of this computer by their path, settings, models, tokens.
    Admin,
}

impl Scope {
    /// Every scope, the smallest first.
    pub const ALL: [Self; 3] = [Self::Read, Self::Submit, Self::Admin];

    /// The word on the command line and on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Submit => "submit",
            Self::Admin => "admin",
        }
    }

    /// The scope with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }

    /// Whether what needs `needed` is allowed.
    pub fn allows(self, needed: Self) -> bool {
        self >= needed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_scope_holds_the_smaller_ones_and_has_one_word() {
        for (place, scope) in Scope::ALL.into_iter().enumerate() {
            for (other, needed) in Scope::ALL.into_iter().enumerate() {
                assert_eq!(scope.allows(needed), other <= place);
            }
            assert_eq!(Scope::from_word(scope.word()), Some(scope));
            let json = serde_json::to_value(scope).unwrap();
            assert_eq!(json, scope.word());
        }
        assert_eq!(Scope::from_word("root"), None);
    }
}
