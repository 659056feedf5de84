-- Understood by SQLite and PostgreSQL alike.

-- A run that is pending waits for these; what for, in words, and until when. Empty and null for all others.
ALTER TABLE runs ADD COLUMN waits_for TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN waits_until BIGINT;

-- Somebody's word that a version of an experiment may be run in an environment: one run, or each that begins in time.
CREATE TABLE approvals (
    id TEXT NOT NULL PRIMARY KEY,
    experiment TEXT NOT NULL,
    experiment_version BIGINT NOT NULL,
    sha256 TEXT NOT NULL, -- of what is run then
    environment TEXT NOT NULL REFERENCES environments (name),
    run TEXT, -- the only one that it is for; null when it was given ahead of time
    approver TEXT NOT NULL, -- id of the token
    given_at BIGINT NOT NULL,
    expires_at BIGINT, -- of one that was given ahead of time
    revoked_at BIGINT,
    revoked_by TEXT, -- id of the token
    FOREIGN KEY (experiment, experiment_version) REFERENCES experiment_versions (experiment, version)
);
CREATE INDEX approvals_by_run ON approvals (run);
CREATE INDEX approvals_by_experiment ON approvals (experiment, environment, given_at, id);
