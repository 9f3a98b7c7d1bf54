-- Up to which number, and on which day, an account has seen a topic.
CREATE TABLE notification_marks (
    account_id UUID NOT NULL REFERENCES accounts (id),
    topic TEXT NOT NULL,
    seen_on DATE NOT NULL,
    seen_count BIGINT NOT NULL,
    PRIMARY KEY (account_id, topic)
);

-- How a day stood when an account first asked. Numbers by topic, and no record.
CREATE TABLE digests (
    account_id UUID NOT NULL REFERENCES accounts (id),
    day DATE NOT NULL,
    lines TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (account_id, day)
);
