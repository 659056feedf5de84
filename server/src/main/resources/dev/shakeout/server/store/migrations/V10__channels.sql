-- Understood by SQLite and PostgreSQL alike.

CREATE TABLE channels (
    name TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    environment TEXT NOT NULL, -- empty for all of them
    kind TEXT NOT NULL,
    target TEXT NOT NULL, -- JSON: what of it is no secret
    place TEXT NOT NULL, -- where it leads, for people
    sealed TEXT NOT NULL, -- its secrets: id of the key, a colon, and base64 of what is encrypted; empty without
    occasions TEXT NOT NULL, -- JSON
    verdicts TEXT NOT NULL, -- JSON; all of them when empty
    lead BIGINT NOT NULL, -- milliseconds
    must BIGINT NOT NULL, -- 1 when a run that it cannot be told of does not begin
    privately BIGINT NOT NULL, -- 1 when it may be at an address that only this network knows
    author TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- What somebody is to be told, written with what it is about in one transaction, and what became of that.
CREATE TABLE messages (
    id TEXT NOT NULL PRIMARY KEY, -- the same for all tries, so that a receiver can drop doubles
    channel TEXT NOT NULL, -- it may be gone
    run TEXT REFERENCES runs (id), -- null for what is about no run
    line TEXT NOT NULL, -- the run, or what else it has in common with those that go before it
    place BIGINT NOT NULL, -- 1, 2, 3 … in its line to the channel: they are sent in this order
    occasion TEXT NOT NULL,
    facts TEXT NOT NULL, -- JSON
    lead BIGINT NOT NULL, -- of an announcement, milliseconds, as the channel had it then
    must BIGINT NOT NULL, -- of an announcement
    created_at BIGINT NOT NULL,
    state TEXT NOT NULL, -- waiting, sent, given-up
    tries BIGINT NOT NULL,
    due_at BIGINT NOT NULL, -- when it is tried next
    claim TEXT NOT NULL, -- of whoever sends it now
    claimed_until BIGINT NOT NULL, -- then somebody else may send it
    result TEXT NOT NULL, -- what came back last
    reference TEXT, -- by which the receiver knows it
    settled_at BIGINT
);
CREATE INDEX messages_by_due ON messages (state, due_at);
CREATE INDEX messages_by_channel ON messages (channel, created_at, id);
CREATE INDEX messages_by_line ON messages (channel, line, place);
CREATE INDEX messages_by_run ON messages (run);
