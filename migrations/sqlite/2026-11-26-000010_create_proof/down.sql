DROP TRIGGER journal_undeleted;
DROP TRIGGER journal_kept;
DROP TABLE journal_heads;
DROP TABLE journal_order;
DROP TABLE access_groups;
