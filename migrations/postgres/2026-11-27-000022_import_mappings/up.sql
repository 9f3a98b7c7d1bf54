-- What stands under the headings of a sheet, as somebody said by hand. Headings and names of fields, nothing of any row.
CREATE TABLE import_mappings (
    id UUID PRIMARY KEY NOT NULL,
    division_code TEXT COLLATE "C" NOT NULL,
    resource TEXT NOT NULL,
    line_hash TEXT NOT NULL,
    headings TEXT NOT NULL,
    mapped TEXT NOT NULL,
    withdrawn_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX import_mappings_once ON import_mappings (division_code, resource, line_hash) WHERE withdrawn_at IS NULL;
CREATE INDEX import_mappings_by_line ON import_mappings (line_hash);
