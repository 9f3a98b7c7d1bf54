-- A machine client acts under an account of its own kind: journal, access lines and stored answers name it like a person. Its
-- rights are not those of a role; the one it refers to has none.
ALTER TABLE accounts ADD COLUMN kind TEXT NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'client'));
INSERT INTO roles (name, title_zh, title_en, capabilities, sees) VALUES ('machine', '机器接入', 'Machine client', '[]', '[]')
ON CONFLICT (name) DO NOTHING;
UPDATE accounts SET kind = 'client' WHERE role = 'machine';

CREATE TABLE clients (
    id UUID PRIMARY KEY NOT NULL,
    account_id UUID NOT NULL UNIQUE REFERENCES accounts (id),
    kind TEXT NOT NULL CHECK (kind IN ('reader', 'importer', 'statistics')),
    capabilities TEXT NOT NULL,
    sees TEXT NOT NULL,
    networks TEXT NOT NULL,
    rows_a_day BIGINT NOT NULL CHECK (rows_a_day >= 0),
    expires_on DATE NOT NULL,
    revoked_at TIMESTAMP,
    last_used_at TIMESTAMP,
    sealed BYTEA NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

-- What is stored of a secret is its hash: 256 random bits are not guessed from it.
CREATE TABLE client_secrets (
    id UUID PRIMARY KEY NOT NULL,
    client_id UUID NOT NULL REFERENCES clients (id),
    hash BYTEA NOT NULL CHECK (octet_length(hash) = 32),
    created_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX client_secrets_by_client ON client_secrets (client_id, created_at);

CREATE TABLE client_keys (
    id UUID PRIMARY KEY NOT NULL,
    client_id UUID NOT NULL REFERENCES clients (id),
    thumbprint TEXT NOT NULL,
    public_key TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX client_keys_by_client ON client_keys (client_id, created_at);

-- Assertions that were accepted, until they run out: each is accepted once.
CREATE TABLE client_assertions (
    client_id UUID NOT NULL REFERENCES clients (id),
    jti_hash BYTEA NOT NULL CHECK (octet_length(jti_hash) = 32),
    expires_at TIMESTAMP NOT NULL,
    PRIMARY KEY (client_id, jti_hash)
);
CREATE INDEX client_assertions_by_end ON client_assertions (expires_at);

-- Rows about persons that a client was shown, by day.
CREATE TABLE client_rows (
    client_id UUID NOT NULL REFERENCES clients (id),
    day DATE NOT NULL,
    shown BIGINT NOT NULL,
    PRIMARY KEY (client_id, day)
);
