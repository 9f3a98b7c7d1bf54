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
