-- A list of the committee above, compared with the roster of a division. What it says of persons lies in the findings.
CREATE TABLE reconciliations (
    id UUID PRIMARY KEY NOT NULL,
    account_id UUID REFERENCES accounts (id),
    division_code TEXT COLLATE "C" NOT NULL,
    source_sha256 TEXT NOT NULL,
    row_count BIGINT NOT NULL,
    registered_count BIGINT NOT NULL,
    not_raised_count BIGINT NOT NULL,
    data_key BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX reconciliations_by_division ON reconciliations (division_code, created_at);

-- How list and roster differ, sealed under the key of the list. Who decided, and when, stands with every decision.
CREATE TABLE reconciliation_findings (
    id UUID PRIMARY KEY NOT NULL,
    reconciliation_id UUID NOT NULL REFERENCES reconciliations (id),
    position BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('only_in_town', 'only_in_list', 'status_differs', 'id_typo', 'duplicate_in_list')),
    person_id UUID REFERENCES personnel (id),
    fingerprint BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    decision TEXT CHECK (decision IN ('accept', 'reject', 'defer')),
    decided_by_id UUID REFERENCES accounts (id),
    decided_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CHECK ((decision IS NULL) = (decided_by_id IS NULL) AND (decision IS NULL) = (decided_at IS NULL))
);
CREATE UNIQUE INDEX reconciliation_findings_in_order ON reconciliation_findings (reconciliation_id, position);
CREATE INDEX reconciliation_findings_by_fingerprint ON reconciliation_findings (fingerprint, decision);
