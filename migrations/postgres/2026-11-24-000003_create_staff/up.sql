CREATE TABLE staff (
    id UUID PRIMARY KEY NOT NULL,
    division_code TEXT COLLATE "C" NOT NULL,
    post TEXT NOT NULL CHECK (post IN ('security_director', 'grid_worker', 'case_worker', 'police_officer', 'office_head', 'leader', 'inspector', 'information_officer', 'other')),
    title TEXT,
    is_active BOOLEAN NOT NULL,
    data_key BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    withdrawn_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX staff_by_division ON staff (division_code, post);

CREATE TABLE grids (
    id UUID PRIMARY KEY NOT NULL,
    division_code TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    worker_id UUID REFERENCES staff (id),
    data_key BYTEA,
    sealed BYTEA,
    withdrawn_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
-- A withdrawn grid gives its name free.
CREATE UNIQUE INDEX grids_by_name ON grids (division_code, name) WHERE withdrawn_at IS NULL;

CREATE TABLE group_posts (
    id UUID PRIMARY KEY NOT NULL,
    division_code TEXT COLLATE "C" NOT NULL,
    group_role TEXT NOT NULL CHECK (group_role IN ('head', 'deputy', 'member')),
    title TEXT NOT NULL,
    held_from DATE NOT NULL,
    held_to DATE,
    data_key BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    withdrawn_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CHECK (held_to IS NULL OR held_to >= held_from)
);
CREATE INDEX group_posts_by_division ON group_posts (division_code, held_from);

CREATE TABLE documents (
    id UUID PRIMARY KEY NOT NULL,
    division_code TEXT COLLATE "C" NOT NULL,
    title TEXT NOT NULL,
    document_no TEXT,
    issued_on DATE NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('plan', 'notice', 'report', 'minutes', 'other')),
    data_key BYTEA,
    sealed BYTEA,
    withdrawn_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX documents_by_division ON documents (division_code, issued_on);
