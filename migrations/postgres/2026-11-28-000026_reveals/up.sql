-- What was masked and shown in full, to whom and for what; and when a session last gave its password beside signing in.
CREATE TABLE reveals (
    id UUID PRIMARY KEY NOT NULL,
    person_id UUID NOT NULL REFERENCES personnel (id),
    account_id UUID NOT NULL REFERENCES accounts (id),
    division_code TEXT COLLATE "C" NOT NULL,
    fields TEXT NOT NULL,
    purpose TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX reveals_by_person ON reveals (person_id, at);
CREATE INDEX reveals_by_account ON reveals (account_id, at);
CREATE INDEX reveals_by_time ON reveals (at);
ALTER TABLE sessions ADD COLUMN proved_at TIMESTAMP;

CREATE TRIGGER reveals_stay BEFORE UPDATE OR DELETE ON reveals
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed();
CREATE TRIGGER reveals_remain BEFORE TRUNCATE ON reveals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_signed();
