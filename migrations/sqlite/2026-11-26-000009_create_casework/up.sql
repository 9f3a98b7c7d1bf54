CREATE TABLE assessments (
    id BLOB PRIMARY KEY NOT NULL,
    person_id BLOB NOT NULL REFERENCES personnel (id),
    assessed_on TEXT NOT NULL,
    sealed BLOB NOT NULL,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX assessments_by_person ON assessments (person_id, assessed_on);

CREATE TABLE stays (
    id BLOB PRIMARY KEY NOT NULL,
    person_id BLOB NOT NULL REFERENCES personnel (id),
    left_on TEXT NOT NULL,
    back_on TEXT,
    contact_every_days INTEGER,
    sealed BLOB NOT NULL,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX stays_by_person ON stays (person_id, left_on);

CREATE TABLE notices (
    id BLOB PRIMARY KEY NOT NULL,
    person_id BLOB NOT NULL REFERENCES personnel (id),
    kind TEXT NOT NULL CHECK (kind IN ('admonition', 'warning')),
    issued_on TEXT NOT NULL,
    sealed BLOB NOT NULL,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX notices_by_person ON notices (person_id, issued_on);

CREATE TABLE team_members (
    id BLOB PRIMARY KEY NOT NULL,
    person_id BLOB NOT NULL REFERENCES personnel (id),
    role TEXT NOT NULL CHECK (role IN ('case_worker', 'police', 'medic', 'family', 'volunteer')),
    since TEXT NOT NULL,
    until TEXT,
    sealed BLOB NOT NULL,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX team_members_by_person ON team_members (person_id, since);

CREATE TABLE special_groups (
    id BLOB PRIMARY KEY NOT NULL,
    person_id BLOB NOT NULL REFERENCES personnel (id),
    since TEXT NOT NULL,
    until TEXT,
    sealed BLOB NOT NULL,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX special_groups_by_person ON special_groups (person_id, since);

CREATE TABLE transfers (
    id BLOB PRIMARY KEY NOT NULL,
    person_id BLOB NOT NULL REFERENCES personnel (id),
    treatment_id BLOB NOT NULL REFERENCES treatments (id),
    from_division TEXT NOT NULL,
    to_division TEXT,
    state TEXT NOT NULL CHECK (state IN ('requested', 'accepted', 'declined', 'cancelled')),
    decided_on TEXT NOT NULL,
    sent_on TEXT,
    changed_on TEXT,
    reported_in_on TEXT,
    agreement_signed_on TEXT,
    sealed BLOB NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX transfers_one_open ON transfers (person_id) WHERE state = 'requested';
CREATE INDEX transfers_by_person ON transfers (person_id, decided_on);
CREATE INDEX transfers_by_sender ON transfers (from_division, state, decided_on, id);
CREATE INDEX transfers_by_receiver ON transfers (to_division, state, decided_on, id);

-- A number whose file is sealed may be registered again: relapse opens a new file, and the sealed one stays sealed.
DROP INDEX personnel_id_number;
CREATE UNIQUE INDEX personnel_id_number ON personnel (id_index) WHERE withdrawn_at IS NULL AND sealed_at IS NULL;
CREATE INDEX personnel_sealed_number ON personnel (id_index) WHERE sealed_at IS NOT NULL;
