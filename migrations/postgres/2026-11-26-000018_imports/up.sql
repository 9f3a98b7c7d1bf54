ALTER TABLE imports DROP CONSTRAINT imports_state_check;
ALTER TABLE imports ADD CONSTRAINT imports_state_check CHECK (state IN ('planned', 'committing', 'stopped', 'committed', 'reverted', 'refused', 'set_aside', 'discarded'));
ALTER TABLE imports ADD COLUMN done_through BIGINT NOT NULL DEFAULT 0;
ALTER TABLE imports ALTER COLUMN done_through DROP DEFAULT;
ALTER TABLE imports ADD COLUMN reverted_at TIMESTAMP;
ALTER TABLE imports ADD COLUMN values_erased_at TIMESTAMP;
ALTER TABLE imports ADD COLUMN report_erased_at TIMESTAMP;
UPDATE imports SET values_erased_at = updated_at WHERE committed_at IS NOT NULL AND updated_at <> committed_at;

-- What a piece of an import touched and how it stood before, under the import's key: to take it back, and for as long as that
-- may be asked.
CREATE TABLE import_pieces (
    id UUID PRIMARY KEY NOT NULL,
    import_id UUID NOT NULL REFERENCES imports (id),
    last_row BIGINT NOT NULL,
    sealed BYTEA
);
CREATE UNIQUE INDEX import_pieces_once ON import_pieces (import_id, last_row);
