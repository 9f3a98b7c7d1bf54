CREATE TABLE premises (
    id UUID PRIMARY KEY NOT NULL,
    code TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('rental', 'abandoned_factory', 'vacant_factory', 'vacant_school', 'hotel', 'internet_cafe', 'entertainment', 'logistics', 'farm_breeding', 'metal_recycling', 'precursor_enterprise', 'chemical', 'bath_massage', 'pharmacy_clinic', 'school', 'transport_hub', 'market_catering', 'farmland_forest', 'household', 'quarry_kiln', 'greenhouse', 'hydropower', 'beauty_fitness', 'other')),
    name TEXT NOT NULL,
    division_code TEXT COLLATE "C" NOT NULL,
    town_code TEXT COLLATE "C" NOT NULL GENERATED ALWAYS AS (substr(division_code, 1, 9)) STORED,
    longitude DOUBLE PRECISION,
    latitude DOUBLE PRECISION,
    risk_level TEXT NOT NULL CHECK (risk_level IN ('high', 'medium', 'low', 'unrated')),
    colour TEXT NOT NULL CHECK (colour IN ('red', 'yellow', 'blue', 'green')),
    registered_on DATE NOT NULL,
    rooms INTEGER CHECK (rooms >= 0),
    tenants INTEGER CHECK (tenants >= 0),
    migrants INTEGER CHECK (migrants >= 0),
    precursor_classes TEXT NOT NULL,
    last_inspected_on DATE,
    data_key BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    withdrawn_at TIMESTAMP,
    proposed_at TIMESTAMP,
    merged_into_id UUID REFERENCES premises (id),
    is_on_register BOOLEAN NOT NULL GENERATED ALWAYS AS (withdrawn_at IS NULL AND proposed_at IS NULL AND merged_into_id IS NULL) STORED,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX premises_code ON premises (town_code, code);
CREATE INDEX premises_by_town_kind ON premises (town_code, kind, updated_at, id);
CREATE INDEX premises_by_town ON premises (town_code, updated_at, id);
CREATE INDEX premises_by_division ON premises (division_code, last_inspected_on);
CREATE INDEX premises_proposed ON premises (town_code, updated_at, id) WHERE proposed_at IS NOT NULL;
CREATE INDEX premises_merged ON premises (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE TABLE campaigns (
    id UUID PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('lab_screening', 'awareness_month', 'crop_survey', 'rental_check', 'routine', 'other')),
    title TEXT NOT NULL,
    division_code TEXT COLLATE "C" NOT NULL,
    starts_on DATE,
    ends_on DATE,
    data_key BYTEA,
    sealed BYTEA,
    withdrawn_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
-- A withdrawn campaign gives its title free.
CREATE UNIQUE INDEX campaigns_by_title ON campaigns (division_code, title) WHERE withdrawn_at IS NULL;

CREATE TABLE inspections (
    id UUID PRIMARY KEY NOT NULL,
    premises_id UUID NOT NULL REFERENCES premises (id),
    campaign_id UUID REFERENCES campaigns (id),
    inspected_on DATE NOT NULL,
    inspector_id UUID REFERENCES staff (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('normal', 'defect', 'locked', 'nobody_home', 'refused', 'demolished', 'excluded')),
    is_signed BOOLEAN NOT NULL,
    checklist TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    withdrawn_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX inspections_by_premises ON inspections (premises_id, inspected_on);
CREATE INDEX inspections_by_campaign ON inspections (campaign_id, inspected_on);
