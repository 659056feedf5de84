-- Understood by SQLite and PostgreSQL alike. Moments are milliseconds since 1970 in UTC, as both sort and compare these.
-- What is changed by a later release gets a file of its own: one that was released is never edited.

CREATE TABLE environments (
    name TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL,
    policy TEXT NOT NULL, -- a policy file; empty without
    version BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE experiments (
    name TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    version BIGINT NOT NULL, -- the newest
    changed_at BIGINT NOT NULL
);

CREATE TABLE experiment_versions (
    experiment TEXT NOT NULL REFERENCES experiments (name),
    version BIGINT NOT NULL,
    title TEXT NOT NULL,
    definition TEXT NOT NULL, -- JSON
    author TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (experiment, version)
);

CREATE TABLE runs (
    id TEXT NOT NULL PRIMARY KEY,
    experiment TEXT NOT NULL,
    experiment_version BIGINT NOT NULL,
    environment TEXT NOT NULL REFERENCES environments (name),
    labels TEXT NOT NULL, -- JSON
    state TEXT NOT NULL,
    verdict TEXT, -- null until it has one
    reasons TEXT NOT NULL, -- JSON
    server TEXT NOT NULL, -- who carries it out
    halt BIGINT NOT NULL, -- 1 once somebody asked for it
    requested_by TEXT NOT NULL,
    idempotency_key TEXT,
    requested_at BIGINT NOT NULL,
    ended_at BIGINT,
    FOREIGN KEY (experiment, experiment_version) REFERENCES experiment_versions (experiment, version)
);
CREATE UNIQUE INDEX runs_by_key ON runs (requested_by, idempotency_key);
CREATE INDEX runs_by_time ON runs (requested_at, id);
CREATE INDEX runs_by_environment ON runs (environment, requested_at, id);
CREATE INDEX runs_by_experiment ON runs (experiment, requested_at, id);
CREATE INDEX runs_by_state ON runs (state, server);

CREATE TABLE run_events (
    run TEXT NOT NULL REFERENCES runs (id),
    seq BIGINT NOT NULL, -- 1, 2, 3 …
    at BIGINT NOT NULL,
    level TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (run, seq)
);

CREATE TABLE journals (
    run TEXT NOT NULL PRIMARY KEY REFERENCES runs (id),
    journal TEXT NOT NULL -- JSON
);

-- What a run says to a gate, so that no journal is read for an answer.
CREATE TABLE evidence (
    run TEXT NOT NULL PRIMARY KEY REFERENCES runs (id),
    title TEXT NOT NULL,
    verdict TEXT NOT NULL,
    why TEXT NOT NULL,
    tried BIGINT NOT NULL, -- 1 when something was done, and watched meanwhile
    started_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    environment TEXT NOT NULL, -- its label; empty without
    version TEXT NOT NULL, -- its label; empty without
    about TEXT NOT NULL, -- JSON: names of services, sorted
    labels TEXT NOT NULL -- JSON
);
CREATE INDEX evidence_by_environment ON evidence (environment, version, title, about, ended_at);

CREATE TABLE findings (
    run TEXT NOT NULL REFERENCES runs (id),
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    place TEXT NOT NULL,
    evidence TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    faults TEXT NOT NULL, -- JSON
    runbook TEXT NOT NULL, -- JSON
    PRIMARY KEY (run, number)
);

CREATE TABLE tokens (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE, -- SHA-256 of the token; itself it is nowhere
    role TEXT NOT NULL,
    environment TEXT NOT NULL, -- empty for all of them
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT
);

-- Each entry holds the hash of the one before, so that none can be changed or taken out unseen.
CREATE TABLE audit (
    seq BIGINT NOT NULL PRIMARY KEY, -- 1, 2, 3 …
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    details TEXT NOT NULL, -- JSON
    hash TEXT NOT NULL
);

-- The last entry, in one row: whoever appends holds it until the end of his transaction, so the chain never forks.
CREATE TABLE audit_head (
    id BIGINT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '');
