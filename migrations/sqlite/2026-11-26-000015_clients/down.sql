DROP TABLE client_rows;
DROP TABLE client_assertions;
DROP TABLE client_keys;
DROP TABLE client_secrets;
DROP TABLE clients;
-- Their accounts stay, since the journal names them; nobody can sign in with one.
UPDATE accounts SET is_active = 0 WHERE kind = 'client';
ALTER TABLE accounts DROP COLUMN kind;
DELETE FROM roles WHERE name = 'machine' AND NOT EXISTS (SELECT 1 FROM accounts WHERE role = 'machine');
