CREATE TABLE leaves (
    id BLOB PRIMARY KEY NOT NULL,
    person_id BLOB NOT NULL REFERENCES personnel (id),
    state TEXT NOT NULL CHECK (state IN ('applied', 'approved', 'refused', 'unauthorised')),
    left_on TEXT NOT NULL,
    due_back_on TEXT,
    back_on TEXT,
    sealed BLOB NOT NULL,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX leaves_by_person ON leaves (person_id, left_on);

CREATE TABLE handovers (
    id BLOB PRIMARY KEY NOT NULL,
    person_id BLOB NOT NULL REFERENCES personnel (id),
    reported_on TEXT NOT NULL,
    receipt_on TEXT,
    sealed BLOB NOT NULL,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX handovers_by_person ON handovers (person_id, reported_on);

CREATE TABLE tasks (
    id BLOB PRIMARY KEY NOT NULL,
    subject_type TEXT NOT NULL CHECK (subject_type IN ('person', 'premises')),
    subject_id BLOB NOT NULL,
    division_code TEXT NOT NULL,
    town_code TEXT NOT NULL GENERATED ALWAYS AS (substr(division_code, 1, 9)) STORED,
    kind TEXT NOT NULL CHECK (kind IN ('report_in', 'agreement', 'team', 'test', 'visit', 'contact', 'notice', 'handover', 'leave_return', 'file_transfer', 'expiry_check', 'release_notice', 'clean_three_years', 'manual', 'inspection')),
    rule_id TEXT NOT NULL,
    pack TEXT NOT NULL,
    pack_version INTEGER NOT NULL,
    episode_id BLOB REFERENCES treatments (id),
    campaign_id BLOB REFERENCES campaigns (id),
    ordinal INTEGER NOT NULL,
    starts_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'late', 'missed', 'excused', 'void')),
    void_because TEXT CHECK (void_because IN ('episode_ended', 'suspended', 'returned', 'restarted', 'sealed', 'superseded', 'settled', 'left_out', 'corrected')),
    done_by_type TEXT CHECK (done_by_type IN ('test', 'treatment', 'team_member', 'visit', 'notice', 'leave', 'handover', 'transfer', 'inspection', 'confirmation')),
    done_by_id BLOB,
    done_on TEXT,
    has_violation INTEGER NOT NULL,
    confirmed_on TEXT,
    assignee_id BLOB REFERENCES staff (id),
    accepted_at TEXT,
    was_returned INTEGER NOT NULL DEFAULT 0,
    sealed BLOB,
    put_away_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX tasks_once ON tasks (subject_id, coalesce(episode_id, campaign_id, subject_id), rule_id, pack, pack_version, ordinal);
CREATE INDEX tasks_by_town ON tasks (town_code, state, due_on, id) WHERE put_away_at IS NULL;
CREATE INDEX tasks_by_division ON tasks (division_code, state, due_on, id) WHERE put_away_at IS NULL;
CREATE INDEX tasks_by_assignee ON tasks (assignee_id, state, due_on, id) WHERE put_away_at IS NULL;

CREATE TABLE rule_packs (
    id BLOB PRIMARY KEY NOT NULL,
    pack TEXT NOT NULL,
    pack_version INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    text TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX rule_packs_once ON rule_packs (pack, pack_version);
