CREATE TABLE personnel (
    id BLOB PRIMARY KEY NOT NULL,
    file_no TEXT NOT NULL,
    division_code TEXT NOT NULL,
    town_code TEXT NOT NULL GENERATED ALWAYS AS (substr(division_code, 1, 9)) STORED,
    gender TEXT NOT NULL CHECK (gender IN ('male', 'female', 'unknown')),
    status TEXT NOT NULL CHECK (status IN ('community_treatment', 'community_rehabilitation', 'compulsory_isolation', 'voluntary_treatment', 'maintenance', 'in_community', 'imprisoned', 'detained', 'abroad', 'clean_three_years', 'deceased')),
    control TEXT NOT NULL CHECK (control IN ('in_contact', 'out_of_contact', 'not_applicable')),
    risk_level TEXT NOT NULL CHECK (risk_level IN ('high', 'medium', 'low', 'unrated')),
    substances TEXT NOT NULL,
    first_found_on TEXT,
    is_migrant INTEGER NOT NULL,
    migrant_since TEXT,
    contact_every_days INTEGER,
    case_worker_id BLOB REFERENCES staff (id),
    grid_id BLOB REFERENCES grids (id),
    platform_entered_on TEXT,
    external_refs TEXT NOT NULL,
    id_index BLOB,
    phone_index BLOB,
    data_key BLOB NOT NULL,
    sealed BLOB NOT NULL,
    sealed_at TEXT,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX personnel_id_number ON personnel (id_index) WHERE withdrawn_at IS NULL;
CREATE UNIQUE INDEX personnel_file_no ON personnel (town_code, file_no) WHERE withdrawn_at IS NULL;
CREATE INDEX personnel_by_phone ON personnel (phone_index);
CREATE INDEX personnel_by_town_status ON personnel (town_code, status, updated_at, id);
CREATE INDEX personnel_by_town ON personnel (town_code, updated_at, id);
CREATE INDEX personnel_by_division ON personnel (division_code, updated_at, id);

CREATE TABLE treatments (
    id BLOB PRIMARY KEY NOT NULL,
    person_id BLOB NOT NULL REFERENCES personnel (id),
    kind TEXT NOT NULL CHECK (kind IN ('community_treatment', 'community_rehabilitation', 'compulsory_isolation', 'voluntary', 'maintenance')),
    state TEXT NOT NULL CHECK (state IN ('ordered', 'reported_in', 'executing', 'suspended', 'overdue_not_reported', 'violated', 'handed_over', 'transferred_out', 'converted', 'terminated', 'expired', 'released')),
    decided_on TEXT,
    received_on TEXT,
    reported_in_on TEXT,
    agreement_signed_on TEXT,
    term_ends_on TEXT,
    sealed BLOB NOT NULL,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX treatments_by_person ON treatments (person_id, decided_on);

CREATE TABLE tests (
    id BLOB PRIMARY KEY NOT NULL,
    person_id BLOB NOT NULL REFERENCES personnel (id),
    tested_on TEXT NOT NULL,
    method TEXT NOT NULL CHECK (method IN ('urine', 'hair', 'saliva', 'blood', 'other')),
    sealed BLOB NOT NULL,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX tests_by_person ON tests (person_id, tested_on);

CREATE TABLE visits (
    id BLOB PRIMARY KEY NOT NULL,
    person_id BLOB NOT NULL REFERENCES personnel (id),
    visited_on TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('home_visit', 'phone', 'video', 'interview', 'other')),
    sealed BLOB NOT NULL,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX visits_by_person ON visits (person_id, visited_on);
