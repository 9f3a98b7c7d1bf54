CREATE TABLE rectifications (
    id UUID PRIMARY KEY NOT NULL,
    premises_id UUID NOT NULL REFERENCES premises (id),
    inspection_id UUID NOT NULL REFERENCES inspections (id),
    severity TEXT NOT NULL CHECK (severity IN ('minor', 'ordinary', 'serious')),
    ordered_on DATE NOT NULL,
    due_on DATE NOT NULL,
    referred_on DATE,
    closed_on DATE,
    reinspection_id UUID REFERENCES inspections (id),
    sealed BYTEA NOT NULL,
    withdrawn_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
-- One order an inspection; a withdrawn one makes room.
CREATE UNIQUE INDEX rectifications_by_inspection ON rectifications (inspection_id) WHERE withdrawn_at IS NULL;
CREATE INDEX rectifications_by_premises ON rectifications (premises_id, ordered_on);
CREATE INDEX rectifications_by_due ON rectifications (closed_on, due_on);

CREATE TABLE leads (
    id UUID PRIMARY KEY NOT NULL,
    premises_id UUID NOT NULL REFERENCES premises (id),
    inspection_id UUID NOT NULL REFERENCES inspections (id),
    raised_on DATE NOT NULL,
    received_on DATE,
    sealed BYTEA NOT NULL,
    withdrawn_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
-- One lead an inspection; a withdrawn one makes room.
CREATE UNIQUE INDEX leads_by_inspection ON leads (inspection_id) WHERE withdrawn_at IS NULL;
CREATE INDEX leads_by_premises ON leads (premises_id, raised_on);
CREATE INDEX leads_by_receipt ON leads (received_on, raised_on);
