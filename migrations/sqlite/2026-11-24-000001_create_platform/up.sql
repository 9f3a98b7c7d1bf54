CREATE TABLE settings (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE roles (
    name TEXT PRIMARY KEY NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    capabilities TEXT NOT NULL,
    sees TEXT NOT NULL
) STRICT;

CREATE TABLE accounts (
    id BLOB PRIMARY KEY NOT NULL,
    username TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL REFERENCES roles (name),
    division_code TEXT NOT NULL,
    is_active INTEGER NOT NULL,
    data_key BLOB NOT NULL,
    sealed BLOB NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE sessions (
    id BLOB PRIMARY KEY NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    refresh_hash BLOB NOT NULL UNIQUE,
    previous_hash BLOB UNIQUE,
    rotated_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_by_account ON sessions (account_id, revoked_at);

CREATE TABLE idempotency_keys (
    principal_id BLOB NOT NULL,
    operation TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    status INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (principal_id, operation, key)
) STRICT;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE journal (
    -- The order of commits, which VACUUM would not keep of a rowid without a name.
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    at TEXT NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('account', 'command_line', 'system')),
    actor_id BLOB,
    action TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    division_code TEXT NOT NULL,
    changed TEXT NOT NULL,
    request_id TEXT NOT NULL,
    -- SHA-256 of the record as it was signed, where something was signed.
    digest BLOB CHECK (length(digest) = 32),
    -- Under a key that is not in the database: an entry made without it is found.
    mac BLOB NOT NULL CHECK (length(mac) = 16),
    -- PostgreSQL's; here the rows are numbered in the order of their commits anyway.
    transaction_id INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX journal_by_subject ON journal (subject_id, version);
CREATE INDEX journal_by_transaction ON journal (transaction_id) WHERE transaction_id > 0;
