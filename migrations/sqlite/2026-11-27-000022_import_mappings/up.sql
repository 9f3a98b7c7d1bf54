-- What stands under the headings of a sheet, as somebody said by hand. Headings and names of fields, nothing of any row.
CREATE TABLE import_mappings (
    id BLOB PRIMARY KEY NOT NULL,
    division_code TEXT NOT NULL,
    resource TEXT NOT NULL,
    line_hash TEXT NOT NULL,
    headings TEXT NOT NULL,
    mapped TEXT NOT NULL,
    withdrawn_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX import_mappings_once ON import_mappings (division_code, resource, line_hash) WHERE withdrawn_at IS NULL;
CREATE INDEX import_mappings_by_line ON import_mappings (line_hash);
