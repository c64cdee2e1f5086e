-- Tokens of the API. A token itself is never stored: only its SHA-256, which can't be turned back.
CREATE TABLE token (
    id           INTEGER PRIMARY KEY,
    name         TEXT    NOT NULL CHECK (name <> ''),
    sha256       BLOB    NOT NULL UNIQUE CHECK (length(sha256) = 32),
    prefix       TEXT    NOT NULL CHECK (prefix <> ''),
    scope        TEXT    NOT NULL CHECK (scope IN ('read', 'submit', 'admin')),
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    last_used_at INTEGER,
    revoked_at   INTEGER
) STRICT;

-- A name can be given again once its token is revoked.
CREATE UNIQUE INDEX token_name ON token (name COLLATE NOCASE) WHERE revoked_at IS NULL;
