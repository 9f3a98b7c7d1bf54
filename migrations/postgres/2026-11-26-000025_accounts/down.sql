DROP TABLE account_requests;
ALTER TABLE accounts DROP COLUMN set_up_until;
ALTER TABLE accounts DROP COLUMN set_up_hash;
ALTER TABLE accounts DROP COLUMN last_signed_in_at;
ALTER TABLE accounts DROP COLUMN closed_at;
ALTER TABLE accounts DROP COLUMN made_by_id;
-- Accounts that never had a role stay, since the journal names them, and nobody can sign in with one.
UPDATE accounts SET is_active = FALSE WHERE role = 'unassigned';
DELETE FROM roles WHERE name = 'unassigned' AND NOT EXISTS (SELECT 1 FROM accounts WHERE role = 'unassigned');
