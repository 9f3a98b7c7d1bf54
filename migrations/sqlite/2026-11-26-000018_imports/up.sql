-- SQLite cannot change what a CHECK allows: the table is made anew.
CREATE TABLE imports_new (
    id BLOB PRIMARY KEY NOT NULL,
    account_id BLOB,
    division_code TEXT NOT NULL,
    resource TEXT NOT NULL,
    strategy TEXT NOT NULL CHECK (strategy IN ('create', 'update', 'upsert')),
    on_error TEXT NOT NULL CHECK (on_error IN ('abort', 'skip')),
    state TEXT NOT NULL CHECK (state IN ('planned', 'committing', 'stopped', 'committed', 'reverted', 'refused', 'set_aside', 'discarded')),
    counts TEXT NOT NULL,
    source_size INTEGER NOT NULL,
    source_sha256 TEXT NOT NULL,
    source_encoding TEXT NOT NULL,
    committed_at TEXT,
    done_through INTEGER NOT NULL,
    reverted_at TEXT,
    values_erased_at TEXT,
    report_erased_at TEXT,
    data_key BLOB NOT NULL,
    sealed BLOB NOT NULL,
    sealed_file BLOB,
    sealed_rows BLOB NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
INSERT INTO imports_new (id, account_id, division_code, resource, strategy, on_error, state, counts, source_size, source_sha256, source_encoding, committed_at, done_through, values_erased_at, data_key, sealed, sealed_file, sealed_rows, version, created_at, updated_at)
SELECT id, account_id, division_code, resource, strategy, on_error, state, counts, source_size, source_sha256, source_encoding, committed_at, 0, CASE WHEN committed_at IS NOT NULL AND updated_at <> committed_at THEN updated_at END, data_key, sealed, sealed_file, sealed_rows, version, created_at, updated_at FROM imports;
DROP TABLE imports;
ALTER TABLE imports_new RENAME TO imports;
CREATE INDEX imports_by_division ON imports (division_code, created_at);

-- What a piece of an import touched and how it stood before, under the import's key: to take it back, and for as long as that
-- may be asked.
CREATE TABLE import_pieces (
    id BLOB PRIMARY KEY NOT NULL,
    import_id BLOB NOT NULL REFERENCES imports (id),
    last_row INTEGER NOT NULL,
    sealed BLOB
) STRICT;
CREATE UNIQUE INDEX import_pieces_once ON import_pieces (import_id, last_row);
