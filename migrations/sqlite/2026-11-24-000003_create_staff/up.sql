CREATE TABLE staff (
    id BLOB PRIMARY KEY NOT NULL,
    division_code TEXT NOT NULL,
    post TEXT NOT NULL CHECK (post IN ('security_director', 'grid_worker', 'case_worker', 'police_officer', 'office_head', 'leader', 'inspector', 'information_officer', 'other')),
    title TEXT,
    is_active INTEGER NOT NULL,
    data_key BLOB NOT NULL,
    sealed BLOB NOT NULL,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX staff_by_division ON staff (division_code, post);

CREATE TABLE grids (
    id BLOB PRIMARY KEY NOT NULL,
    division_code TEXT NOT NULL,
    name TEXT NOT NULL,
    worker_id BLOB REFERENCES staff (id),
    data_key BLOB,
    sealed BLOB,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
-- A withdrawn grid gives its name free.
CREATE UNIQUE INDEX grids_by_name ON grids (division_code, name) WHERE withdrawn_at IS NULL;

CREATE TABLE group_posts (
    id BLOB PRIMARY KEY NOT NULL,
    division_code TEXT NOT NULL,
    group_role TEXT NOT NULL CHECK (group_role IN ('head', 'deputy', 'member')),
    title TEXT NOT NULL,
    held_from TEXT NOT NULL,
    held_to TEXT,
    data_key BLOB NOT NULL,
    sealed BLOB NOT NULL,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CHECK (held_to IS NULL OR held_to >= held_from)
) STRICT;
CREATE INDEX group_posts_by_division ON group_posts (division_code, held_from);

CREATE TABLE documents (
    id BLOB PRIMARY KEY NOT NULL,
    division_code TEXT NOT NULL,
    title TEXT NOT NULL,
    document_no TEXT,
    issued_on TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('plan', 'notice', 'report', 'minutes', 'other')),
    data_key BLOB,
    sealed BLOB,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX documents_by_division ON documents (division_code, issued_on);
