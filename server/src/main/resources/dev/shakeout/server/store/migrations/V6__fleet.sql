-- By each of these one agent may join the fleet, once.
CREATE TABLE enrolments (
    id TEXT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE, -- SHA-256 of the token; itself it is nowhere
    environment TEXT NOT NULL REFERENCES environments (name), -- the only one that the agent is for
    labels TEXT NOT NULL, -- JSON: those that the agent gets; * stands for what it says itself
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    used_at BIGINT,
    used_by TEXT, -- id of the agent
    replays BIGINT NOT NULL -- how often somebody else tried to use it again; counted up to those that are in the audit log
);

CREATE TABLE agents (
    id TEXT NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE, -- SHA-256 of its public key, by which it is known
    enrolment TEXT NOT NULL UNIQUE REFERENCES enrolments (id),
    environment TEXT NOT NULL REFERENCES environments (name),
    name TEXT NOT NULL, -- of its host, as it says
    labels TEXT NOT NULL, -- JSON
    facts TEXT NOT NULL, -- JSON, as it says
    rungs TEXT NOT NULL, -- JSON, as it says
    version TEXT NOT NULL,
    enrolled_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    connection TEXT NOT NULL, -- the one that counts, whichever server has it; empty without
    revoked_at BIGINT
);
CREATE INDEX agents_by_environment ON agents (environment, enrolled_at, id);
CREATE INDEX agents_by_connection ON agents (connection);
