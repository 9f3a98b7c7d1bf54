-- Whose record the entry tells of, where it is not its own subject, and another division that sees it while it stands so.
ALTER TABLE journal ADD COLUMN about_id UUID;
ALTER TABLE journal ADD COLUMN shared_with TEXT COLLATE "C";
