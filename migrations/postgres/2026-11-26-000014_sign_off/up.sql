-- One row a signature, made once and never changed. It is sealed under a key of its own, so that an inspection that moves to
-- another place leaves it as it is.
CREATE TABLE inspection_signatures (
    id UUID PRIMARY KEY NOT NULL,
    inspection_id UUID NOT NULL REFERENCES inspections (id),
    inspection_version BIGINT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('inspector', 'village_head', 'town_office')),
    account_id UUID NOT NULL REFERENCES accounts (id),
    signed_at TIMESTAMP NOT NULL,
    device_time TIMESTAMP NOT NULL,
    content_hash BYTEA NOT NULL CHECK (octet_length(content_hash) = 32),
    data_key BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    sealed_content BYTEA NOT NULL
);
CREATE UNIQUE INDEX inspection_signatures_once ON inspection_signatures (inspection_id, role);
CREATE INDEX inspection_signatures_by_account ON inspection_signatures (account_id, signed_at);

-- What looks hasty about a signature: shown to who reviews, and nothing follows from it.
CREATE TABLE haste_signs (
    id UUID PRIMARY KEY NOT NULL,
    inspection_id UUID NOT NULL REFERENCES inspections (id),
    signature_id UUID NOT NULL REFERENCES inspection_signatures (id),
    code TEXT NOT NULL CHECK (code IN ('five_in_a_minute', 'after_round_closed', 'clocks_apart')),
    noted_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX haste_signs_once ON haste_signs (inspection_id, code);

CREATE FUNCTION refuse_change_of_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is signed does not change: % of %', TG_OP, TG_TABLE_NAME;
END
$$;

CREATE TRIGGER inspection_signatures_stay BEFORE UPDATE OR DELETE ON inspection_signatures
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_signed();
CREATE TRIGGER inspection_signatures_remain BEFORE TRUNCATE ON inspection_signatures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_signed();

-- A signed inspection may move to the place that its own was merged into (premises_id, sealed), gets further signatures
-- (version, updated_at) and is withdrawn once, in favour of the one that corrects it. Nothing else of it changes.
CREATE TRIGGER inspections_signed_stay BEFORE UPDATE ON inspections
    FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL AND (
        NEW.id IS DISTINCT FROM OLD.id
        OR NEW.campaign_id IS DISTINCT FROM OLD.campaign_id
        OR NEW.inspected_on IS DISTINCT FROM OLD.inspected_on
        OR NEW.inspector_id IS DISTINCT FROM OLD.inspector_id
        OR NEW.outcome IS DISTINCT FROM OLD.outcome
        OR NEW.is_signed IS DISTINCT FROM OLD.is_signed
        OR NEW.checklist IS DISTINCT FROM OLD.checklist
        OR NEW.signed_at IS DISTINCT FROM OLD.signed_at
        OR NEW.content_hash IS DISTINCT FROM OLD.content_hash
        OR NEW.corrects_id IS DISTINCT FROM OLD.corrects_id
        OR NEW.created_at IS DISTINCT FROM OLD.created_at
        OR (NEW.sealed IS DISTINCT FROM OLD.sealed AND NEW.premises_id IS NOT DISTINCT FROM OLD.premises_id)
        OR (OLD.corrected_by_id IS NOT NULL AND NEW.corrected_by_id IS DISTINCT FROM OLD.corrected_by_id)
        OR (NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at
            AND (OLD.corrected_by_id IS NOT NULL OR NEW.corrected_by_id IS NULL))
    )) EXECUTE FUNCTION refuse_change_of_signed();
CREATE TRIGGER inspections_signed_remain BEFORE DELETE ON inspections
    FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION refuse_change_of_signed();
