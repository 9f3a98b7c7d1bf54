CREATE TABLE personnel (
    id UUID PRIMARY KEY NOT NULL,
    file_no TEXT NOT NULL,
    division_code TEXT COLLATE "C" NOT NULL,
    town_code TEXT COLLATE "C" NOT NULL GENERATED ALWAYS AS (substr(division_code, 1, 9)) STORED,
    gender TEXT NOT NULL CHECK (gender IN ('male', 'female', 'unknown')),
    status TEXT NOT NULL CHECK (status IN ('community_treatment', 'community_rehabilitation', 'compulsory_isolation', 'voluntary_treatment', 'maintenance', 'in_community', 'imprisoned', 'detained', 'abroad', 'clean_three_years', 'deceased')),
    control TEXT NOT NULL CHECK (control IN ('in_contact', 'out_of_contact', 'not_applicable')),
    risk_level TEXT NOT NULL CHECK (risk_level IN ('high', 'medium', 'low', 'unrated')),
    substances TEXT NOT NULL,
    first_found_on DATE,
    is_migrant BOOLEAN NOT NULL,
    migrant_since DATE,
    contact_every_days INTEGER,
    case_worker_id UUID REFERENCES staff (id),
    grid_id UUID REFERENCES grids (id),
    platform_entered_on DATE,
    external_refs TEXT NOT NULL,
    id_index BYTEA,
    phone_index BYTEA,
    data_key BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    sealed_at TIMESTAMP,
    withdrawn_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX personnel_id_number ON personnel (id_index) WHERE withdrawn_at IS NULL;
CREATE UNIQUE INDEX personnel_file_no ON personnel (town_code, file_no) WHERE withdrawn_at IS NULL;
CREATE INDEX personnel_by_phone ON personnel (phone_index);
CREATE INDEX personnel_by_town_status ON personnel (town_code, status, updated_at, id);
CREATE INDEX personnel_by_town ON personnel (town_code, updated_at, id);
CREATE INDEX personnel_by_division ON personnel (division_code, updated_at, id);

CREATE TABLE treatments (
    id UUID PRIMARY KEY NOT NULL,
    person_id UUID NOT NULL REFERENCES personnel (id),
    kind TEXT NOT NULL CHECK (kind IN ('community_treatment', 'community_rehabilitation', 'compulsory_isolation', 'voluntary', 'maintenance')),
    state TEXT NOT NULL CHECK (state IN ('ordered', 'reported_in', 'executing', 'suspended', 'overdue_not_reported', 'violated', 'handed_over', 'transferred_out', 'converted', 'terminated', 'expired', 'released')),
    decided_on DATE,
    received_on DATE,
    reported_in_on DATE,
    agreement_signed_on DATE,
    term_ends_on DATE,
    sealed BYTEA NOT NULL,
    withdrawn_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX treatments_by_person ON treatments (person_id, decided_on);

CREATE TABLE tests (
    id UUID PRIMARY KEY NOT NULL,
    person_id UUID NOT NULL REFERENCES personnel (id),
    tested_on DATE NOT NULL,
    method TEXT NOT NULL CHECK (method IN ('urine', 'hair', 'saliva', 'blood', 'other')),
    sealed BYTEA NOT NULL,
    withdrawn_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX tests_by_person ON tests (person_id, tested_on);

CREATE TABLE visits (
    id UUID PRIMARY KEY NOT NULL,
    person_id UUID NOT NULL REFERENCES personnel (id),
    visited_on DATE NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('home_visit', 'phone', 'video', 'interview', 'other')),
    sealed BYTEA NOT NULL,
    withdrawn_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX visits_by_person ON visits (person_id, visited_on);
