CREATE TABLE premises (
    id BLOB PRIMARY KEY NOT NULL,
    code TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('rental', 'abandoned_factory', 'vacant_factory', 'vacant_school', 'hotel', 'internet_cafe', 'entertainment', 'logistics', 'farm_breeding', 'metal_recycling', 'precursor_enterprise', 'chemical', 'bath_massage', 'pharmacy_clinic', 'school', 'transport_hub', 'market_catering', 'farmland_forest', 'household', 'quarry_kiln', 'greenhouse', 'hydropower', 'beauty_fitness', 'other')),
    name TEXT NOT NULL,
    division_code TEXT NOT NULL,
    town_code TEXT NOT NULL GENERATED ALWAYS AS (substr(division_code, 1, 9)) STORED,
    longitude REAL,
    latitude REAL,
    risk_level TEXT NOT NULL CHECK (risk_level IN ('high', 'medium', 'low', 'unrated')),
    colour TEXT NOT NULL CHECK (colour IN ('red', 'yellow', 'blue', 'green')),
    registered_on TEXT NOT NULL,
    rooms INTEGER CHECK (rooms >= 0),
    tenants INTEGER CHECK (tenants >= 0),
    migrants INTEGER CHECK (migrants >= 0),
    precursor_classes TEXT NOT NULL,
    last_inspected_on TEXT,
    data_key BLOB NOT NULL,
    sealed BLOB NOT NULL,
    withdrawn_at TEXT,
    proposed_at TEXT,
    merged_into_id BLOB REFERENCES premises (id),
    is_on_register INTEGER NOT NULL GENERATED ALWAYS AS (withdrawn_at IS NULL AND proposed_at IS NULL AND merged_into_id IS NULL) STORED,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX premises_code ON premises (town_code, code);
CREATE INDEX premises_by_town_kind ON premises (town_code, kind, updated_at, id);
CREATE INDEX premises_by_town ON premises (town_code, updated_at, id);
CREATE INDEX premises_by_division ON premises (division_code, last_inspected_on);
CREATE INDEX premises_proposed ON premises (town_code, updated_at, id) WHERE proposed_at IS NOT NULL;
CREATE INDEX premises_merged ON premises (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE TABLE campaigns (
    id BLOB PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('lab_screening', 'awareness_month', 'crop_survey', 'rental_check', 'routine', 'other')),
    title TEXT NOT NULL,
    division_code TEXT NOT NULL,
    starts_on TEXT,
    ends_on TEXT,
    data_key BLOB,
    sealed BLOB,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
-- A withdrawn campaign gives its title free.
CREATE UNIQUE INDEX campaigns_by_title ON campaigns (division_code, title) WHERE withdrawn_at IS NULL;

CREATE TABLE inspections (
    id BLOB PRIMARY KEY NOT NULL,
    premises_id BLOB NOT NULL REFERENCES premises (id),
    campaign_id BLOB REFERENCES campaigns (id),
    inspected_on TEXT NOT NULL,
    inspector_id BLOB REFERENCES staff (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('normal', 'defect', 'locked', 'nobody_home', 'refused', 'demolished', 'excluded')),
    is_signed INTEGER NOT NULL,
    checklist TEXT NOT NULL,
    sealed BLOB NOT NULL,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX inspections_by_premises ON inspections (premises_id, inspected_on);
CREATE INDEX inspections_by_campaign ON inspections (campaign_id, inspected_on);
