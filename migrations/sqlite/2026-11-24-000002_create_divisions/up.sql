CREATE TABLE divisions (
    id BLOB PRIMARY KEY NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('province', 'city', 'county', 'town', 'residents_committee', 'villagers_committee', 'other')),
    parent_code TEXT,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    households INTEGER,
    population INTEGER,
    groups INTEGER,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (code, valid_from),
    CHECK (valid_to IS NULL OR valid_to > valid_from)
) STRICT;
-- A code names one open area at a time.
CREATE UNIQUE INDEX divisions_open ON divisions (code) WHERE valid_to IS NULL;

CREATE TABLE division_profiles (
    id BLOB PRIMARY KEY NOT NULL,
    division_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    town_name TEXT,
    city_name TEXT,
    bearing TEXT,
    distance_km REAL,
    expressway_distance_km REAL,
    area_km2 REAL,
    farmland_mu REAL,
    mountain_wan_mu REAL,
    fiscal_revenue_yi REAL,
    fixed_investment_yi REAL,
    villages INTEGER,
    groups INTEGER,
    population INTEGER,
    households INTEGER,
    texts TEXT NOT NULL,
    sources TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (division_code, year)
) STRICT;
