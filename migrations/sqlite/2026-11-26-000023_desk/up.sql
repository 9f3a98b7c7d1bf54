-- How an account likes its pages: no fact about anybody, and not in the journal.
CREATE TABLE preferences (
    account_id BLOB PRIMARY KEY NOT NULL REFERENCES accounts (id),
    chosen TEXT NOT NULL,
    version INTEGER NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

-- Searches to come back to. Names are sealed; of a deleted one nothing is left but that it was.
CREATE TABLE views (
    id BLOB PRIMARY KEY NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    division_code TEXT NOT NULL,
    list TEXT NOT NULL,
    query TEXT NOT NULL,
    shown_columns TEXT,
    is_shared INTEGER NOT NULL,
    data_key BLOB NOT NULL,
    sealed BLOB NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    withdrawn_at TEXT
) STRICT;
CREATE INDEX views_by_account ON views (account_id);
CREATE INDEX views_by_division ON views (division_code, is_shared);
