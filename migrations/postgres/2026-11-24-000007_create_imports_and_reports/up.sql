CREATE TABLE imports (
    id UUID PRIMARY KEY NOT NULL,
    account_id UUID,
    division_code TEXT COLLATE "C" NOT NULL,
    resource TEXT NOT NULL,
    strategy TEXT NOT NULL CHECK (strategy IN ('create', 'update', 'upsert')),
    on_error TEXT NOT NULL CHECK (on_error IN ('abort', 'skip')),
    state TEXT NOT NULL CHECK (state IN ('planned', 'committed', 'refused', 'set_aside', 'discarded')),
    counts TEXT NOT NULL,
    source_size BIGINT NOT NULL,
    source_sha256 TEXT NOT NULL,
    source_encoding TEXT NOT NULL,
    committed_at TIMESTAMP,
    data_key BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    sealed_file BYTEA,
    sealed_rows BYTEA NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX imports_by_division ON imports (division_code, created_at);

CREATE TABLE reports (
    id UUID PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('annual_summary')),
    division_code TEXT COLLATE "C" NOT NULL,
    year INTEGER NOT NULL,
    as_of DATE NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'frozen')),
    frozen_at TIMESTAMP,
    frozen_by UUID,
    data_key BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    withdrawn_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX reports_by_division ON reports (division_code, year, created_at);
