-- Where nothing may be run until somebody lets it: a row for each environment that is halted.
CREATE TABLE halts (
    environment TEXT NOT NULL PRIMARY KEY, -- empty for all of them
    reason TEXT NOT NULL,
    halted_by TEXT NOT NULL, -- id of the token
    halted_at BIGINT NOT NULL
);

-- One row: whoever starts a run, halts or releases holds it until the end of his transaction. So a run that is being stored
-- either sees the halt or is seen by it.
CREATE TABLE halt_turn (
    id BIGINT NOT NULL PRIMARY KEY,
    turn BIGINT NOT NULL
);
INSERT INTO halt_turn (id, turn) VALUES (1, 0);

-- Why somebody asked for its end; empty without.
ALTER TABLE runs ADD COLUMN halt_reason TEXT NOT NULL DEFAULT '';
