ALTER TABLE journal DROP COLUMN shared_with;
ALTER TABLE journal DROP COLUMN about_id;
