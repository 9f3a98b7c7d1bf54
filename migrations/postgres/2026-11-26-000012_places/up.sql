-- A duplicate and the place it became one with: who decided so, why (sealed), and which records moved, so that the same go back.
CREATE TABLE premises_merges (
    id UUID PRIMARY KEY NOT NULL,
    premises_id UUID NOT NULL REFERENCES premises (id),
    into_id UUID NOT NULL REFERENCES premises (id),
    moved TEXT NOT NULL,
    merged_by UUID,
    undone_at TIMESTAMP,
    undone_by UUID,
    sealed BYTEA NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX premises_merges_open ON premises_merges (premises_id) WHERE undone_at IS NULL;
