DROP TRIGGER journal_untruncated ON journal;
DROP TRIGGER journal_kept ON journal;
DROP TABLE journal_heads;
DROP TABLE journal_order;
DROP TABLE access_groups;
DROP INDEX journal_by_transaction;
CREATE INDEX journal_by_transaction ON journal (transaction_id);
DROP FUNCTION refuse_change();
