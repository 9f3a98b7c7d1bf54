CREATE TABLE events (
    id UUID PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('publicity', 'lecture', 'training', 'meeting', 'clue', 'crop_survey', 'enforcement')),
    held_on DATE NOT NULL,
    title TEXT NOT NULL,
    settings TEXT NOT NULL,
    theme TEXT CHECK (theme IN ('june26', 'awareness_month', 'rural_return', 'school_opening', 'other')),
    division_code TEXT COLLATE "C" NOT NULL,
    town_code TEXT COLLATE "C" NOT NULL GENERATED ALWAYS AS (substr(division_code, 1, 9)) STORED,
    co_organisers TEXT,
    leaflets BIGINT,
    booklets BIGINT,
    posters BIGINT,
    banners BIGINT,
    panels BIGINT,
    reach BIGINT,
    consultations BIGINT,
    staff BIGINT,
    broadcasts BIGINT,
    posts BIGINT,
    data_key BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    withdrawn_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX events_by_town ON events (town_code, held_on, id);
CREATE INDEX events_by_division ON events (division_code, held_on);
