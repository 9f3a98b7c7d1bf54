-- How an account likes its pages: no fact about anybody, and not in the journal.
CREATE TABLE preferences (
    account_id UUID PRIMARY KEY NOT NULL REFERENCES accounts (id),
    chosen TEXT NOT NULL,
    version BIGINT NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

-- Searches to come back to. Names are sealed; of a deleted one nothing is left but that it was.
CREATE TABLE views (
    id UUID PRIMARY KEY NOT NULL,
    account_id UUID NOT NULL REFERENCES accounts (id),
    division_code TEXT COLLATE "C" NOT NULL,
    list TEXT NOT NULL,
    query TEXT NOT NULL,
    shown_columns TEXT,
    is_shared BOOLEAN NOT NULL,
    data_key BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP
);
CREATE INDEX views_by_account ON views (account_id);
CREATE INDEX views_by_division ON views (division_code, is_shared);
