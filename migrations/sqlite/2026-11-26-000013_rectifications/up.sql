CREATE TABLE rectifications (
    id BLOB PRIMARY KEY NOT NULL,
    premises_id BLOB NOT NULL REFERENCES premises (id),
    inspection_id BLOB NOT NULL REFERENCES inspections (id),
    severity TEXT NOT NULL CHECK (severity IN ('minor', 'ordinary', 'serious')),
    ordered_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    referred_on TEXT,
    closed_on TEXT,
    reinspection_id BLOB REFERENCES inspections (id),
    sealed BLOB NOT NULL,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
-- One order an inspection; a withdrawn one makes room.
CREATE UNIQUE INDEX rectifications_by_inspection ON rectifications (inspection_id) WHERE withdrawn_at IS NULL;
CREATE INDEX rectifications_by_premises ON rectifications (premises_id, ordered_on);
CREATE INDEX rectifications_by_due ON rectifications (closed_on, due_on);

CREATE TABLE leads (
    id BLOB PRIMARY KEY NOT NULL,
    premises_id BLOB NOT NULL REFERENCES premises (id),
    inspection_id BLOB NOT NULL REFERENCES inspections (id),
    raised_on TEXT NOT NULL,
    received_on TEXT,
    sealed BLOB NOT NULL,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
-- One lead an inspection; a withdrawn one makes room.
CREATE UNIQUE INDEX leads_by_inspection ON leads (inspection_id) WHERE withdrawn_at IS NULL;
CREATE INDEX leads_by_premises ON leads (premises_id, raised_on);
CREATE INDEX leads_by_receipt ON leads (received_on, raised_on);
