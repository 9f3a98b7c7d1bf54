CREATE TABLE events (
    id BLOB PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('publicity', 'lecture', 'training', 'meeting', 'clue', 'crop_survey', 'enforcement')),
    held_on TEXT NOT NULL,
    title TEXT NOT NULL,
    settings TEXT NOT NULL,
    theme TEXT CHECK (theme IN ('june26', 'awareness_month', 'rural_return', 'school_opening', 'other')),
    division_code TEXT NOT NULL,
    town_code TEXT NOT NULL GENERATED ALWAYS AS (substr(division_code, 1, 9)) STORED,
    co_organisers TEXT,
    leaflets INTEGER,
    booklets INTEGER,
    posters INTEGER,
    banners INTEGER,
    panels INTEGER,
    reach INTEGER,
    consultations INTEGER,
    staff INTEGER,
    broadcasts INTEGER,
    posts INTEGER,
    data_key BLOB NOT NULL,
    sealed BLOB NOT NULL,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_town ON events (town_code, held_on, id);
CREATE INDEX events_by_division ON events (division_code, held_on);
