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

-- Whether all for which a run deviated stands in its findings: only then can somebody accept them for a gate.
ALTER TABLE evidence ADD COLUMN explained BIGINT NOT NULL DEFAULT 0;

-- One weakness, however many runs have found it; and what people made of it.
CREATE TABLE known_findings (
    id TEXT NOT NULL PRIMARY KEY,
    experiment TEXT NOT NULL,
    environment TEXT NOT NULL REFERENCES environments (name),
    title TEXT NOT NULL,
    place TEXT NOT NULL,
    evidence TEXT NOT NULL, -- of the last time
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    last_run TEXT NOT NULL, -- it may be forgotten
    times BIGINT NOT NULL, -- in how many runs
    opened_at BIGINT NOT NULL, -- when it was found first, or again after it was said to be fixed
    status TEXT NOT NULL,
    owner TEXT NOT NULL,
    ticket TEXT NOT NULL,
    reason TEXT NOT NULL,
    accepted_until BIGINT,
    changed_by TEXT, -- id of the token; null when no person has
    changed_at BIGINT NOT NULL,
    passed_run TEXT, -- the last whole run since it was found that passed without it
    passed_at BIGINT,
    UNIQUE (experiment, environment, title, place)
);
CREATE INDEX known_findings_by_time ON known_findings (last_seen, id);

INSERT INTO known_findings
    SELECT 'finding-' || ROW_NUMBER() OVER (ORDER BY MIN(f.seen_at), MIN(f.run), f.title, f.place), r.experiment, r.environment,
        f.title, f.place, MAX(f.evidence), MIN(f.seen_at), MAX(f.seen_at), MAX(f.run), COUNT(DISTINCT f.run), MIN(f.seen_at),
        'open', '', '', '', NULL, NULL, MAX(f.seen_at), NULL, NULL
    FROM findings f JOIN runs r ON r.id = f.run
    GROUP BY r.experiment, r.environment, f.title, f.place;
