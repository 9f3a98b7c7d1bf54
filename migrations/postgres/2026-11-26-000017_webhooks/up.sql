-- Addresses that are told of changes. The address and the keys that sign are sealed under a key of the row's own.
CREATE TABLE webhooks (
    id UUID PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    division_code TEXT COLLATE "C" NOT NULL,
    event_types TEXT NOT NULL,
    signing TEXT NOT NULL CHECK (signing IN ('v1', 'v1a')),
    description TEXT,
    data_key BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    verified_at TIMESTAMP,
    paused_at TIMESTAMP,
    disabled_at TIMESTAMP,
    withdrawn_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX webhooks_by_division ON webhooks (division_code, created_at);

-- Where they may lead: what is not in here is not connected to.
CREATE TABLE webhook_hosts (
    id UUID PRIMARY KEY NOT NULL,
    division_code TEXT COLLATE "C" NOT NULL,
    host TEXT NOT NULL,
    port INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535),
    networks TEXT NOT NULL,
    allows_plain_http BOOLEAN NOT NULL,
    withdrawn_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX webhook_hosts_once ON webhook_hosts (division_code, host, port) WHERE withdrawn_at IS NULL;

-- How far each has been told, and how its host stands. Working papers: the journal does not tell of them.
CREATE TABLE webhook_cursors (
    webhook_id UUID PRIMARY KEY NOT NULL REFERENCES webhooks (id),
    after_seq BIGINT NOT NULL,
    failures_in_row INTEGER NOT NULL,
    probe_at TIMESTAMP,
    last_delivered_at TIMESTAMP
);

-- One row for each change an address is told of; a challenge has no place in the order of changes and stands at 0.
CREATE TABLE webhook_deliveries (
    id UUID PRIMARY KEY NOT NULL,
    webhook_id UUID NOT NULL REFERENCES webhooks (id),
    seq BIGINT NOT NULL,
    event_type TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id UUID NOT NULL,
    subject_version BIGINT NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed', 'parked')),
    started_attempts INTEGER NOT NULL,
    finished_attempts INTEGER NOT NULL,
    leased_until TIMESTAMP,
    next_attempt_at TIMESTAMP NOT NULL,
    last_status INTEGER,
    last_error TEXT,
    delivered_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX webhook_deliveries_in_order ON webhook_deliveries (webhook_id, state, seq);
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (state, created_at);
