-- Who was shown which persons: one row for all answers that were recorded together. Lines name ids, never values.
CREATE TABLE access_groups (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    at TEXT NOT NULL,
    lines TEXT NOT NULL,
    mac BLOB NOT NULL CHECK (length(mac) = 16),
    transaction_id INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX access_groups_by_time ON access_groups (at, seq);
-- PostgreSQL's; here the rows are numbered in the order of their commits anyway.
CREATE INDEX access_groups_by_transaction ON access_groups (transaction_id, id) WHERE transaction_id > 0;

-- The order in which entries and groups of access lines were sealed, each with its leaf of the tree.
CREATE TABLE journal_order (
    position INTEGER PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('entry', 'access')),
    record_id BLOB NOT NULL,
    -- The number of the row in its table.
    record_key INTEGER NOT NULL,
    leaf BLOB NOT NULL CHECK (length(leaf) = 32),
    mac BLOB NOT NULL CHECK (length(mac) = 16)
) STRICT;

-- Signed heads of the tree; the newest says how far the sealer has come.
CREATE TABLE journal_heads (
    size INTEGER PRIMARY KEY NOT NULL,
    number INTEGER NOT NULL UNIQUE,
    root BLOB NOT NULL CHECK (length(root) = 32),
    frontier BLOB NOT NULL,
    last_mac BLOB NOT NULL CHECK (length(last_mac) = 16),
    entries INTEGER NOT NULL,
    entry_key INTEGER NOT NULL,
    entry_id BLOB NOT NULL,
    access_key INTEGER NOT NULL,
    access_id BLOB NOT NULL,
    signed_at TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;

-- The program never does this; whoever does it by hand is stopped here, and found by `jindu verify` where not.
CREATE TRIGGER journal_kept BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_undeleted BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER access_groups_kept BEFORE UPDATE ON access_groups BEGIN SELECT RAISE(ABORT, 'access lines are append-only'); END;
CREATE TRIGGER access_groups_undeleted BEFORE DELETE ON access_groups BEGIN SELECT RAISE(ABORT, 'access lines are append-only'); END;
CREATE TRIGGER journal_order_kept BEFORE UPDATE ON journal_order BEGIN SELECT RAISE(ABORT, 'the sealed order is append-only'); END;
CREATE TRIGGER journal_order_undeleted BEFORE DELETE ON journal_order BEGIN SELECT RAISE(ABORT, 'the sealed order is append-only'); END;
CREATE TRIGGER journal_heads_kept BEFORE UPDATE ON journal_heads BEGIN SELECT RAISE(ABORT, 'heads are append-only'); END;
CREATE TRIGGER journal_heads_undeleted BEFORE DELETE ON journal_heads BEGIN SELECT RAISE(ABORT, 'heads are append-only'); END;
