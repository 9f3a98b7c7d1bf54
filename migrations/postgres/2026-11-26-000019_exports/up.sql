-- The ledger of what left: it stays when the file is gone. Nobody lets go what they asked for, and two who do are two.
CREATE TABLE exports (
    id UUID PRIMARY KEY NOT NULL,
    account_id UUID NOT NULL REFERENCES accounts (id),
    division_code TEXT COLLATE "C" NOT NULL,
    resource TEXT NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('xlsx', 'csv', 'ndjson')),
    state TEXT NOT NULL CHECK (state IN ('awaiting_approval', 'queued', 'ready', 'rejected', 'failed', 'expired')),
    failure TEXT CHECK (failure IN ('standing', 'more_rows', 'filter', 'fault')),
    classes TEXT NOT NULL,
    approvals_needed BIGINT NOT NULL,
    approved_by_id UUID REFERENCES accounts (id) CHECK (approved_by_id <> account_id),
    approved_also_by_id UUID REFERENCES accounts (id) CHECK (approved_also_by_id <> account_id AND approved_also_by_id <> approved_by_id),
    rejected_by_id UUID REFERENCES accounts (id) CHECK (rejected_by_id <> account_id),
    row_count BIGINT,
    file_size BIGINT,
    file_sha256 TEXT,
    link_hash BYTEA,
    link_expires_at TIMESTAMP,
    expires_at TIMESTAMP,
    downloaded_at TIMESTAMP,
    data_key BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX exports_by_division ON exports (division_code, created_at);
CREATE INDEX exports_by_state ON exports (state, expires_at);

-- Files to be written, and which attempt is at it: `id` is that of the export.
CREATE TABLE export_jobs (
    id UUID PRIMARY KEY NOT NULL REFERENCES exports (id),
    claim_id UUID,
    leased_until TIMESTAMP NOT NULL,
    attempts BIGINT NOT NULL,
    is_done BOOLEAN NOT NULL
);
CREATE INDEX export_jobs_waiting ON export_jobs (is_done, leased_until);
