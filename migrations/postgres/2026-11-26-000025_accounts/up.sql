-- Accounts are made without a role: one administrator makes them, another asks for a role, a third person confirms it.
INSERT INTO roles (name, title_zh, title_en, capabilities, sees)
VALUES ('unassigned', '未授权', 'No role yet', '["session:use"]', '[]') ON CONFLICT (name) DO NOTHING;

-- Who made it; nobody where it was the console.
ALTER TABLE accounts ADD COLUMN made_by_id UUID;
ALTER TABLE accounts ADD COLUMN closed_at TIMESTAMP;
ALTER TABLE accounts ADD COLUMN last_signed_in_at TIMESTAMP;
-- What is stored of a set-up code is its hash: 80 random bits are not guessed from it in the day it is good for.
ALTER TABLE accounts ADD COLUMN set_up_hash BYTEA CHECK (octet_length(set_up_hash) = 32);
ALTER TABLE accounts ADD COLUMN set_up_until TIMESTAMP;

CREATE TABLE account_requests (
    id UUID PRIMARY KEY NOT NULL,
    account_id UUID NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL CHECK (kind IN ('role', 'set_up')),
    role TEXT REFERENCES roles (name),
    -- The area it concerns: who confirms it answers for that.
    division_code TEXT NOT NULL,
    -- Of a set-up code that is good for nothing until somebody confirms it.
    code_hash BYTEA CHECK (octet_length(code_hash) = 32),
    state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'declined', 'withdrawn')),
    asked_by_id UUID NOT NULL REFERENCES accounts (id),
    decided_by_id UUID REFERENCES accounts (id),
    decided_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CHECK ((kind = 'role') = (role IS NOT NULL)),
    CHECK (state IN ('open', 'withdrawn') OR (decided_by_id IS NOT NULL AND decided_at IS NOT NULL)),
    CHECK (decided_by_id IS NULL OR decided_by_id <> asked_by_id),
    CHECK (decided_by_id IS NULL OR decided_by_id <> account_id),
    CHECK (asked_by_id <> account_id),
    CHECK (state = 'open' OR code_hash IS NULL)
);
CREATE UNIQUE INDEX account_requests_open ON account_requests (account_id, kind) WHERE state = 'open';
CREATE INDEX account_requests_by_area ON account_requests (division_code, created_at);
