-- Up to which number, and on which day, an account has seen a topic.
CREATE TABLE notification_marks (
    account_id BLOB NOT NULL REFERENCES accounts (id),
    topic TEXT NOT NULL,
    seen_on TEXT NOT NULL,
    seen_count INTEGER NOT NULL,
    PRIMARY KEY (account_id, topic)
) STRICT;

-- How a day stood when an account first asked. Numbers by topic, and no record.
CREATE TABLE digests (
    account_id BLOB NOT NULL REFERENCES accounts (id),
    day TEXT NOT NULL,
    lines TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (account_id, day)
) STRICT;
