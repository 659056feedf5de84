-- The feature flag that must be on for runs in it, and halts them when it goes off.
ALTER TABLE environments ADD COLUMN flag TEXT NOT NULL DEFAULT ''; -- JSON; empty without
