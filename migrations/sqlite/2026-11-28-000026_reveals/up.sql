-- What was masked and shown in full, to whom and for what; and when a session last gave its password beside signing in.
CREATE TABLE reveals (
    id BLOB PRIMARY KEY NOT NULL,
    person_id BLOB NOT NULL REFERENCES personnel (id),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    division_code TEXT NOT NULL,
    fields TEXT NOT NULL,
    purpose TEXT NOT NULL,
    sealed BLOB NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX reveals_by_person ON reveals (person_id, at);
CREATE INDEX reveals_by_account ON reveals (account_id, at);
CREATE INDEX reveals_by_time ON reveals (at);
ALTER TABLE sessions ADD COLUMN proved_at TEXT;

CREATE TRIGGER reveals_stay BEFORE UPDATE ON reveals BEGIN
    SELECT RAISE(ABORT, 'what was revealed does not change');
END;
CREATE TRIGGER reveals_remain BEFORE DELETE ON reveals BEGIN
    SELECT RAISE(ABORT, 'what was revealed is not deleted');
END;
-- What INSERT OR REPLACE deletes is deleted without asking the trigger above.
CREATE TRIGGER reveals_replaced BEFORE INSERT ON reveals
WHEN EXISTS (SELECT 1 FROM reveals WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'what was revealed does not change');
END;
