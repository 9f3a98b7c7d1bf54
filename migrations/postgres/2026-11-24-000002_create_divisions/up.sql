CREATE TABLE divisions (
    id UUID PRIMARY KEY NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('province', 'city', 'county', 'town', 'residents_committee', 'villagers_committee', 'other')),
    parent_code TEXT COLLATE "C",
    valid_from DATE NOT NULL,
    valid_to DATE,
    households BIGINT,
    population BIGINT,
    groups BIGINT,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (code, valid_from),
    CHECK (valid_to IS NULL OR valid_to > valid_from)
);
-- A code names one open area at a time.
CREATE UNIQUE INDEX divisions_open ON divisions (code) WHERE valid_to IS NULL;

CREATE TABLE division_profiles (
    id UUID PRIMARY KEY NOT NULL,
    division_code TEXT COLLATE "C" NOT NULL,
    year INTEGER NOT NULL,
    town_name TEXT,
    city_name TEXT,
    bearing TEXT,
    distance_km DOUBLE PRECISION,
    expressway_distance_km DOUBLE PRECISION,
    area_km2 DOUBLE PRECISION,
    farmland_mu DOUBLE PRECISION,
    mountain_wan_mu DOUBLE PRECISION,
    fiscal_revenue_yi DOUBLE PRECISION,
    fixed_investment_yi DOUBLE PRECISION,
    villages BIGINT,
    groups BIGINT,
    population BIGINT,
    households BIGINT,
    texts TEXT NOT NULL,
    sources TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (division_code, year)
);
