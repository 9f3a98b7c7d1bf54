-- Backups that were taken, so that their age is known. The copies lie elsewhere, and the key files apart from them.
CREATE TABLE backups (
    id BLOB PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('copy', 'recorded')),
    taken_at TEXT NOT NULL,
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    checked_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX backups_by_time ON backups (taken_at);
