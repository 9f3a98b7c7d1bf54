CREATE TABLE settings (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);

CREATE TABLE roles (
    name TEXT PRIMARY KEY NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    capabilities TEXT NOT NULL,
    sees TEXT NOT NULL
);

CREATE TABLE accounts (
    id UUID PRIMARY KEY NOT NULL,
    username TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL REFERENCES roles (name),
    division_code TEXT COLLATE "C" NOT NULL,
    is_active BOOLEAN NOT NULL,
    data_key BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE sessions (
    id UUID PRIMARY KEY NOT NULL,
    account_id UUID NOT NULL REFERENCES accounts (id),
    refresh_hash BYTEA NOT NULL UNIQUE,
    previous_hash BYTEA UNIQUE,
    rotated_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account_id, revoked_at);

CREATE TABLE idempotency_keys (
    principal_id UUID NOT NULL,
    operation TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint BYTEA NOT NULL,
    status INTEGER NOT NULL,
    sealed BYTEA NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (principal_id, operation, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE journal (
    id UUID PRIMARY KEY NOT NULL,
    at TIMESTAMP NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('account', 'command_line', 'system')),
    actor_id UUID,
    action TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id UUID NOT NULL,
    version BIGINT NOT NULL,
    division_code TEXT COLLATE "C" NOT NULL,
    changed TEXT NOT NULL,
    request_id TEXT NOT NULL,
    -- SHA-256 of the record as it was signed, where something was signed.
    digest BYTEA CHECK (octet_length(digest) = 32),
    -- Under a key that is not in the database: an entry made without it is found.
    mac BYTEA NOT NULL CHECK (octet_length(mac) = 16),
    -- Who follows the journal asks for what was not yet committed when it last looked.
    transaction_id BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint)
);
CREATE INDEX journal_by_subject ON journal (subject_id, version);
CREATE INDEX journal_by_transaction ON journal (transaction_id);
