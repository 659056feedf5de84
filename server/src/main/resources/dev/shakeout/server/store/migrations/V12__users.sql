-- Understood by SQLite and PostgreSQL alike.

-- People. Without a password: they come by the single sign-on, or by tokens that an admin has made for them.
CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL, -- empty without; nobody is found by it
    issuer TEXT, -- with the subject: as a provider knows them; null for one who comes by tokens alone
    subject TEXT,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    UNIQUE (issuer, subject)
);

CREATE TABLE grants (
    owner TEXT NOT NULL REFERENCES users (id),
    environment TEXT NOT NULL, -- empty for all of them
    of_group TEXT NOT NULL, -- a group of the provider, with which it goes away; empty when an admin gave it
    role TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (owner, environment, of_group)
);

-- Of a user's token the role and the environment are the most that counts of what the user may. Null for a token of nobody.
ALTER TABLE tokens ADD COLUMN owner TEXT REFERENCES users (id);
CREATE INDEX tokens_by_owner ON tokens (owner);

-- ID tokens by which somebody has come: each is good once.
CREATE TABLE used_id_tokens (
    hash TEXT NOT NULL PRIMARY KEY, -- SHA-256
    forget_at BIGINT NOT NULL -- from when on it would be refused anyway
);
