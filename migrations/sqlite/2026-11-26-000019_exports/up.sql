-- The ledger of what left: it stays when the file is gone. Nobody lets go what they asked for, and two who do are two.
CREATE TABLE exports (
    id BLOB PRIMARY KEY NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    division_code TEXT NOT NULL,
    resource TEXT NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('xlsx', 'csv', 'ndjson')),
    state TEXT NOT NULL CHECK (state IN ('awaiting_approval', 'queued', 'ready', 'rejected', 'failed', 'expired')),
    failure TEXT CHECK (failure IN ('standing', 'more_rows', 'filter', 'fault')),
    classes TEXT NOT NULL,
    approvals_needed INTEGER NOT NULL,
    approved_by_id BLOB REFERENCES accounts (id) CHECK (approved_by_id <> account_id),
    approved_also_by_id BLOB REFERENCES accounts (id) CHECK (approved_also_by_id <> account_id AND approved_also_by_id <> approved_by_id),
    rejected_by_id BLOB REFERENCES accounts (id) CHECK (rejected_by_id <> account_id),
    row_count INTEGER,
    file_size INTEGER,
    file_sha256 TEXT,
    link_hash BLOB,
    link_expires_at TEXT,
    expires_at TEXT,
    downloaded_at TEXT,
    data_key BLOB NOT NULL,
    sealed BLOB NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX exports_by_division ON exports (division_code, created_at);
CREATE INDEX exports_by_state ON exports (state, expires_at);

-- Files to be written, and which attempt is at it: `id` is that of the export.
CREATE TABLE export_jobs (
    id BLOB PRIMARY KEY NOT NULL REFERENCES exports (id),
    claim_id BLOB,
    leased_until TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    is_done INTEGER NOT NULL
) STRICT;
CREATE INDEX export_jobs_waiting ON export_jobs (is_done, leased_until);
