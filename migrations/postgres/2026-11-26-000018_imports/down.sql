DROP TABLE import_pieces;
ALTER TABLE imports DROP COLUMN report_erased_at;
ALTER TABLE imports DROP COLUMN values_erased_at;
ALTER TABLE imports DROP COLUMN reverted_at;
ALTER TABLE imports DROP COLUMN done_through;
UPDATE imports SET state = 'refused' WHERE state IN ('committing', 'stopped');
UPDATE imports SET state = 'committed' WHERE state = 'reverted';
ALTER TABLE imports DROP CONSTRAINT imports_state_check;
ALTER TABLE imports ADD CONSTRAINT imports_state_check CHECK (state IN ('planned', 'committed', 'refused', 'set_aside', 'discarded'));
