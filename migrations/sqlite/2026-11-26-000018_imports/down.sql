DROP TABLE import_pieces;
-- SQLite cannot change what a CHECK allows: the table is made anew.
CREATE TABLE imports_new (
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
INSERT INTO imports_new (id, account_id, division_code, resource, strategy, on_error, state, counts, source_size, source_sha256, source_encoding, committed_at, data_key, sealed, sealed_file, sealed_rows, version, created_at, updated_at)
SELECT id, account_id, division_code, resource, strategy, on_error,
    CASE state WHEN 'committing' THEN 'refused' WHEN 'stopped' THEN 'refused' WHEN 'reverted' THEN 'committed' ELSE state END,
    counts, source_size, source_sha256, source_encoding, committed_at, data_key, sealed, sealed_file, sealed_rows, version, created_at, updated_at
FROM imports;
DROP TABLE imports;
ALTER TABLE imports_new RENAME TO imports;
CREATE INDEX imports_by_division ON imports (division_code, created_at);
