-- Who was shown which persons: one row for all answers that were recorded together. Lines name ids, never values.
CREATE TABLE access_groups (
    id UUID PRIMARY KEY NOT NULL,
    at TIMESTAMP NOT NULL,
    lines TEXT NOT NULL,
    mac BYTEA NOT NULL CHECK (octet_length(mac) = 16),
    transaction_id BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint)
);
CREATE INDEX access_groups_by_time ON access_groups (at, id);
CREATE INDEX access_groups_by_transaction ON access_groups (transaction_id, id);
-- The sealer and whoever asks how far the journal has come read in this order.
DROP INDEX journal_by_transaction;
CREATE INDEX journal_by_transaction ON journal (transaction_id, id);

-- The order in which entries and groups of access lines were sealed, each with its leaf of the tree.
CREATE TABLE journal_order (
    position BIGINT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('entry', 'access')),
    record_id UUID NOT NULL,
    -- The transaction that wrote it.
    record_key BIGINT NOT NULL,
    leaf BYTEA NOT NULL CHECK (octet_length(leaf) = 32),
    mac BYTEA NOT NULL CHECK (octet_length(mac) = 16)
);

-- Signed heads of the tree; the newest says how far the sealer has come.
CREATE TABLE journal_heads (
    size BIGINT PRIMARY KEY NOT NULL,
    number BIGINT NOT NULL UNIQUE,
    root BYTEA NOT NULL CHECK (octet_length(root) = 32),
    frontier BYTEA NOT NULL,
    last_mac BYTEA NOT NULL CHECK (octet_length(last_mac) = 16),
    entries BIGINT NOT NULL,
    entry_key BIGINT NOT NULL,
    entry_id UUID NOT NULL,
    access_key BIGINT NOT NULL,
    access_id UUID NOT NULL,
    signed_at TIMESTAMP NOT NULL,
    note TEXT NOT NULL
);

-- The program never does this; whoever does it by hand is stopped here, and found by `jindu verify` where not.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER journal_kept BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER access_groups_kept BEFORE UPDATE OR DELETE ON access_groups FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_order_kept BEFORE UPDATE OR DELETE ON journal_order FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_heads_kept BEFORE UPDATE OR DELETE ON journal_heads FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_untruncated BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER access_groups_untruncated BEFORE TRUNCATE ON access_groups FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_order_untruncated BEFORE TRUNCATE ON journal_order FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_heads_untruncated BEFORE TRUNCATE ON journal_heads FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
