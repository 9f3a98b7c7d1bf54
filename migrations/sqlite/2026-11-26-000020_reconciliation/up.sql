-- A list of the committee above, compared with the roster of a division. What it says of persons lies in the findings.
CREATE TABLE reconciliations (
    id BLOB PRIMARY KEY NOT NULL,
    account_id BLOB REFERENCES accounts (id),
    division_code TEXT NOT NULL,
    source_sha256 TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    registered_count INTEGER NOT NULL,
    not_raised_count INTEGER NOT NULL,
    data_key BLOB NOT NULL,
    sealed BLOB NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX reconciliations_by_division ON reconciliations (division_code, created_at);

-- How list and roster differ, sealed under the key of the list. Who decided, and when, stands with every decision.
CREATE TABLE reconciliation_findings (
    id BLOB PRIMARY KEY NOT NULL,
    reconciliation_id BLOB NOT NULL REFERENCES reconciliations (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('only_in_town', 'only_in_list', 'status_differs', 'id_typo', 'duplicate_in_list')),
    person_id BLOB REFERENCES personnel (id),
    fingerprint BLOB NOT NULL,
    sealed BLOB NOT NULL,
    decision TEXT CHECK (decision IN ('accept', 'reject', 'defer')),
    decided_by_id BLOB REFERENCES accounts (id),
    decided_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CHECK ((decision IS NULL) = (decided_by_id IS NULL) AND (decision IS NULL) = (decided_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX reconciliation_findings_in_order ON reconciliation_findings (reconciliation_id, position);
CREATE INDEX reconciliation_findings_by_fingerprint ON reconciliation_findings (fingerprint, decision);
