-- A duplicate and the place it became one with: who decided so, why (sealed), and which records moved, so that the same go back.
CREATE TABLE premises_merges (
    id BLOB PRIMARY KEY NOT NULL,
    premises_id BLOB NOT NULL REFERENCES premises (id),
    into_id BLOB NOT NULL REFERENCES premises (id),
    moved TEXT NOT NULL,
    merged_by BLOB,
    undone_at TEXT,
    undone_by BLOB,
    sealed BLOB NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX premises_merges_open ON premises_merges (premises_id) WHERE undone_at IS NULL;
