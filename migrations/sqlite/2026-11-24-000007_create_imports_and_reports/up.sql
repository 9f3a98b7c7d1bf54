CREATE TABLE imports (
    id BLOB PRIMARY KEY NOT NULL,
    account_id BLOB,
    division_code TEXT NOT NULL,
    resource TEXT NOT NULL,
    strategy TEXT NOT NULL CHECK (strategy IN ('create', 'update', 'upsert')),
    on_error TEXT NOT NULL CHECK (on_error IN ('abort', 'skip')),
    state TEXT NOT NULL CHECK (state IN ('planned', 'committed', 'refused', 'set_aside', 'discarded')),
    counts TEXT NOT NULL,
    source_size INTEGER NOT NULL,
    source_sha256 TEXT NOT NULL,
    source_encoding TEXT NOT NULL,
    committed_at TEXT,
    data_key BLOB NOT NULL,
    sealed BLOB NOT NULL,
    sealed_file BLOB,
    sealed_rows BLOB NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX imports_by_division ON imports (division_code, created_at);

CREATE TABLE reports (
    id BLOB PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('annual_summary')),
    division_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    as_of TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'frozen')),
    frozen_at TEXT,
    frozen_by BLOB,
    data_key BLOB NOT NULL,
    sealed BLOB NOT NULL,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX reports_by_division ON reports (division_code, year, created_at);
