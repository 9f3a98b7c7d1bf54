-- Backups that were taken, so that their age is known. The copies lie elsewhere, and the key files apart from them.
CREATE TABLE backups (
    id UUID PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('copy', 'recorded')),
    taken_at TIMESTAMP NOT NULL,
    bytes BIGINT NOT NULL CHECK (bytes > 0),
    sha256 BYTEA NOT NULL CHECK (octet_length(sha256) = 32),
    checked_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX backups_by_time ON backups (taken_at);
