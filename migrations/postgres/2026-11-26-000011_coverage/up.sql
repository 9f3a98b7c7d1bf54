-- The list of a round, frozen once: what coverage is reckoned against from then on.
CREATE TABLE campaign_freezes (
    id UUID PRIMARY KEY NOT NULL,
    campaign_id UUID NOT NULL REFERENCES campaigns (id),
    division_code TEXT COLLATE "C" NOT NULL,
    kinds TEXT NOT NULL,
    frozen_on DATE NOT NULL,
    source TEXT NOT NULL,
    units BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX campaign_freezes_once ON campaign_freezes (campaign_id);

-- A place on the list, as it was called and where it lay on that day. counted_id is the place whose inspections count for it:
-- itself, or the one it was merged into.
CREATE TABLE campaign_units (
    id UUID PRIMARY KEY NOT NULL,
    campaign_id UUID NOT NULL REFERENCES campaigns (id),
    premises_id UUID NOT NULL REFERENCES premises (id),
    counted_id UUID NOT NULL REFERENCES premises (id),
    row_no BIGINT NOT NULL CHECK (row_no > 0),
    division_code TEXT COLLATE "C" NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    assignee_id UUID REFERENCES staff (id),
    excluded_at TIMESTAMP,
    sealed BYTEA,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX campaign_units_by_row ON campaign_units (campaign_id, row_no);
CREATE UNIQUE INDEX campaign_units_once ON campaign_units (campaign_id, premises_id);
CREATE INDEX campaign_units_by_division ON campaign_units (campaign_id, division_code, row_no);
CREATE INDEX campaign_units_by_premises ON campaign_units (premises_id);
CREATE INDEX campaign_units_by_counted ON campaign_units (counted_id);
CREATE INDEX tasks_by_campaign ON tasks (campaign_id, state, due_on) WHERE campaign_id IS NOT NULL;
