-- Understood by SQLite and PostgreSQL alike.

-- How many of the targets that each selector finds may be hit; empty when the experiment alone decides.
ALTER TABLE runs ADD COLUMN at_most TEXT NOT NULL DEFAULT '';

CREATE TABLE rollouts (
    id TEXT NOT NULL PRIMARY KEY,
    experiment TEXT NOT NULL,
    experiment_version BIGINT NOT NULL,
    labels TEXT NOT NULL, -- JSON
    state TEXT NOT NULL,
    reason TEXT NOT NULL, -- why it was stopped; empty otherwise
    author TEXT NOT NULL,
    idempotency_key TEXT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    FOREIGN KEY (experiment, experiment_version) REFERENCES experiment_versions (experiment, version)
);
CREATE UNIQUE INDEX rollouts_by_key ON rollouts (author, idempotency_key);
CREATE INDEX rollouts_by_time ON rollouts (created_at, id);

CREATE TABLE rollout_stages (
    rollout TEXT NOT NULL REFERENCES rollouts (id),
    number BIGINT NOT NULL, -- 1, 2, 3 …
    environment TEXT NOT NULL REFERENCES environments (name),
    at_most TEXT NOT NULL, -- empty without
    bake BIGINT NOT NULL, -- milliseconds
    approval BIGINT NOT NULL, -- 1 when somebody else has to approve of it first
    approved_by TEXT, -- id of the token
    run TEXT REFERENCES runs (id),
    passed_at BIGINT,
    PRIMARY KEY (rollout, number)
);
