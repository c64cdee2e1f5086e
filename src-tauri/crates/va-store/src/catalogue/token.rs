//! Tokens of the API: names, hashes, scopes and times. The secret itself never comes here.

use rusqlite::{OptionalExtension, Row, params};
use va_core::access::Scope;

use super::{Catalogue, CatalogueReader};
use crate::WallTime;
use crate::columns::word;
use crate::error::{Doing, Result, StoreError};

const COLUMNS: &str =
    "id, name, sha256, prefix, scope, created_at, expires_at, last_used_at, revoked_at";

/// A token to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// What its owner calls it. No two tokens that are in use share a name, whatever the case.
    pub name: String,
    /// SHA-256 of the secret.
    pub sha256: [u8; 32],
    /// First characters of the secret, to recognise it by.
    pub prefix: String,
    /// What it is good for.
    pub scope: Scope,
    /// When it ends; `None` for never.
    pub expires_at: Option<WallTime>,
}

/// A token as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    /// Its number.
    pub id: i64,
    /// What was given.
    pub token: NewToken,
    /// When it was made.
    pub created_at: WallTime,
    /// When it was last used, to the minute or so.
    pub last_used_at: Option<WallTime>,
    /// When it was revoked.
    pub revoked_at: Option<WallTime>,
}

impl Catalogue {
    /// Keeps a token. Fails with [`StoreError::TokenExists`] while another one has its name.
    pub fn add_token(&mut self, token: &NewToken, at: WallTime) -> Result<TokenRow> {
        let path = self.reader.path.clone();
        let doing = "add a token";
        self.write(|t| {
            let taken =
                "SELECT name FROM token WHERE revoked_at IS NULL AND name = ?1 COLLATE NOCASE";
            let taken: Option<String> = t
                .query_row(taken, [&token.name], |row| row.get(0))
                .optional()
                .doing(&path, doing)?;
            if let Some(name) = taken {
                return Err(StoreError::TokenExists(name));
            }
            let sql = "INSERT INTO token (name, sha256, prefix, scope, created_at, expires_at) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let row = params![
                token.name,
                token.sha256,
                token.prefix,
                token.scope.word(),
                at.0,
                token.expires_at.map(|at| at.0)
            ];
            t.execute(sql, row).doing(&path, doing)?;
            Ok(TokenRow {
                id: t.last_insert_rowid(),
                token: token.clone(),
                created_at: at,
                last_used_at: None,
                revoked_at: None,
            })
        })
    }

    /// Takes a token out of use. One that was revoked before keeps that time.
    pub fn revoke_token(&mut self, id: i64, at: WallTime) -> Result<TokenRow> {
        let path = self.reader.path.clone();
        self.write(|t| {
            let sql = "UPDATE token SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1";
            t.execute(sql, params![id, at.0])
                .doing(&path, "revoke a token")?;
            Ok(())
        })?;
        let row = self.reader.tokens()?.into_iter().find(|row| row.id == id);
        row.ok_or(StoreError::TokenNotFound(id))
    }

    /// Takes every token out of use.
    pub fn revoke_tokens(&mut self, at: WallTime) -> Result<()> {
        let path = self.reader.path.clone();
        self.write(|t| {
            let sql = "UPDATE token SET revoked_at = ?1 WHERE revoked_at IS NULL";
            t.execute(sql, [at.0])
                .doing(&path, "revoke the tokens")
                .map(drop)
        })
    }

    /// Notes when tokens were last used; a time before the one that is known changes nothing.
    pub fn tokens_used(&mut self, used: &[(i64, WallTime)]) -> Result<()> {
        let path = self.reader.path.clone();
        self.write(|t| {
            for (id, at) in used {
                let sql = "UPDATE token SET last_used_at = max(coalesce(last_used_at, ?2), ?2) WHERE id = ?1";
                t.execute(sql, params![id, at.0])
                    .doing(&path, "note the use of a token")?;
            }
            Ok(())
        })
    }
}

impl CatalogueReader {
    /// Every token, also those that are revoked or have ended, the newest first.
    pub fn tokens(&self) -> Result<Vec<TokenRow>> {
        let doing = "read the tokens";
        let sql = format!("SELECT {COLUMNS} FROM token ORDER BY id DESC");
        let mut select = self
            .connection
            .prepare_cached(&sql)
            .doing(&self.path, doing)?;
        let rows = select.query_map([], row).doing(&self.path, doing)?;
        rows.collect::<rusqlite::Result<_>>()
            .doing(&self.path, doing)
    }
}

fn row(row: &Row<'_>) -> rusqlite::Result<TokenRow> {
    let time =
        |index| -> rusqlite::Result<_> { Ok(row.get::<_, Option<i64>>(index)?.map(WallTime)) };
    Ok(TokenRow {
        id: row.get(0)?,
        token: NewToken {
            name: row.get(1)?,
            sha256: row.get(2)?,
            prefix: row.get(3)?,
            scope: word(row, 4)?,
            expires_at: time(6)?,
        },
        created_at: WallTime(row.get(5)?),
        last_used_at: time(7)?,
        revoked_at: time(8)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(name: &str, byte: u8) -> NewToken {
        NewToken {
            name: name.into(),
            sha256: [byte; 32],
            prefix: "va_abcde".into(),
            scope: Scope::Submit,
            expires_at: Some(WallTime(9_000)),
        }
    }

    #[test]
    fn a_name_is_in_use_until_its_token_is_revoked() {
        let root = tempfile::tempdir().unwrap();
        let mut catalogue = Catalogue::open(&root.path().join("c.sqlite")).unwrap();
        let first = catalogue
            .add_token(&token("Lab", 1), WallTime(1_000))
            .unwrap();
        let refused = catalogue.add_token(&token("lab", 2), WallTime(2_000));
        assert!(matches!(refused, Err(StoreError::TokenExists(name)) if name == "Lab"));
        let revoked = catalogue.revoke_token(first.id, WallTime(3_000)).unwrap();
        assert_eq!(revoked.revoked_at, Some(WallTime(3_000)));
        let again = catalogue.revoke_token(first.id, WallTime(4_000)).unwrap();
        assert_eq!(
            again.revoked_at,
            Some(WallTime(3_000)),
            "the first time stays"
        );
        let second = catalogue
            .add_token(&token("lab", 2), WallTime(5_000))
            .unwrap();
        let all = catalogue.read().tokens().unwrap();
        assert_eq!(all, [second, again]);
        assert!(matches!(
            catalogue.revoke_token(99, WallTime(0)),
            Err(StoreError::TokenNotFound(99))
        ));
    }

    #[test]
    fn the_last_use_never_goes_back() {
        let root = tempfile::tempdir().unwrap();
        let mut catalogue = Catalogue::open(&root.path().join("c.sqlite")).unwrap();
        let row = catalogue.add_token(&token("lab", 1), WallTime(0)).unwrap();
        assert_eq!(row.last_used_at, None);
        let used = [
            (row.id, WallTime(50)),
            (row.id, WallTime(20)),
            (77, WallTime(1)),
        ];
        catalogue.tokens_used(&used).unwrap();
        let used = catalogue.read().tokens().unwrap()[0].last_used_at;
        assert_eq!(used, Some(WallTime(50)));
    }
}
