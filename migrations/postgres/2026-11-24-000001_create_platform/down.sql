DROP TABLE journal;
DROP TABLE idempotency_keys;
DROP TABLE sessions;
DROP TABLE accounts;
DROP TABLE roles;
DROP TABLE settings;
