-- One row a signature, made once and never changed. It is sealed under a key of its own, so that an inspection that moves to
-- another place leaves it as it is.
CREATE TABLE inspection_signatures (
    id BLOB PRIMARY KEY NOT NULL,
    inspection_id BLOB NOT NULL REFERENCES inspections (id),
    inspection_version INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('inspector', 'village_head', 'town_office')),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    signed_at TEXT NOT NULL,
    device_time TEXT NOT NULL,
    content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
    data_key BLOB NOT NULL,
    sealed BLOB NOT NULL,
    sealed_content BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX inspection_signatures_once ON inspection_signatures (inspection_id, role);
CREATE INDEX inspection_signatures_by_account ON inspection_signatures (account_id, signed_at);

-- What looks hasty about a signature: shown to who reviews, and nothing follows from it.
CREATE TABLE haste_signs (
    id BLOB PRIMARY KEY NOT NULL,
    inspection_id BLOB NOT NULL REFERENCES inspections (id),
    signature_id BLOB NOT NULL REFERENCES inspection_signatures (id),
    code TEXT NOT NULL CHECK (code IN ('five_in_a_minute', 'after_round_closed', 'clocks_apart')),
    noted_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX haste_signs_once ON haste_signs (inspection_id, code);

CREATE TRIGGER inspection_signatures_stay BEFORE UPDATE ON inspection_signatures BEGIN
    SELECT RAISE(ABORT, 'a signature does not change');
END;
CREATE TRIGGER inspection_signatures_remain BEFORE DELETE ON inspection_signatures BEGIN
    SELECT RAISE(ABORT, 'a signature is not deleted');
END;
-- What INSERT OR REPLACE deletes is deleted without asking the trigger above.
CREATE TRIGGER inspection_signatures_replaced BEFORE INSERT ON inspection_signatures
WHEN EXISTS (
    SELECT 1 FROM inspection_signatures
    WHERE id = NEW.id OR (inspection_id = NEW.inspection_id AND role = NEW.role)
) BEGIN
    SELECT RAISE(ABORT, 'a signature does not change');
END;

-- A signed inspection may move to the place that its own was merged into (premises_id, sealed), gets further signatures
-- (version, updated_at) and is withdrawn once, in favour of the one that corrects it. Nothing else of it changes.
CREATE TRIGGER inspections_signed_stay BEFORE UPDATE ON inspections
WHEN OLD.signed_at IS NOT NULL AND (
    NEW.id IS NOT OLD.id
    OR NEW.campaign_id IS NOT OLD.campaign_id
    OR NEW.inspected_on IS NOT OLD.inspected_on
    OR NEW.inspector_id IS NOT OLD.inspector_id
    OR NEW.outcome IS NOT OLD.outcome
    OR NEW.is_signed IS NOT OLD.is_signed
    OR NEW.checklist IS NOT OLD.checklist
    OR NEW.signed_at IS NOT OLD.signed_at
    OR NEW.content_hash IS NOT OLD.content_hash
    OR NEW.corrects_id IS NOT OLD.corrects_id
    OR NEW.created_at IS NOT OLD.created_at
    OR (NEW.sealed IS NOT OLD.sealed AND NEW.premises_id IS OLD.premises_id)
    OR (OLD.corrected_by_id IS NOT NULL AND NEW.corrected_by_id IS NOT OLD.corrected_by_id)
    OR (NEW.withdrawn_at IS NOT OLD.withdrawn_at AND (OLD.corrected_by_id IS NOT NULL OR NEW.corrected_by_id IS NULL))
) BEGIN
    SELECT RAISE(ABORT, 'a signed inspection does not change');
END;
CREATE TRIGGER inspections_signed_remain BEFORE DELETE ON inspections WHEN OLD.signed_at IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'a signed inspection is not deleted');
END;
CREATE TRIGGER inspections_signed_replaced BEFORE INSERT ON inspections
WHEN EXISTS (SELECT 1 FROM inspections WHERE id = NEW.id AND signed_at IS NOT NULL) BEGIN
    SELECT RAISE(ABORT, 'a signed inspection does not change');
END;
