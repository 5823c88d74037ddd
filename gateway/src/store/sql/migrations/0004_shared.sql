-- What gateways share that keep sessions elsewhere. Only adds, but for an index in place of another that only one database can have.

DROP INDEX users_by_factor;
CREATE INDEX users_by_factor ON users ((account_id || CAST(has_factor AS TEXT)), id);

-- Sessions that ended, each by itself, until they would be over anyway: a store of sessions that went back in time brings none of them
-- back.
CREATE TABLE session_ends (
    handle TEXT NOT NULL PRIMARY KEY,
    ended_at BIGINT NOT NULL,
    reason TEXT NOT NULL
);

CREATE INDEX session_ends_by_age ON session_ends (ended_at);

-- The era in which sessions count that are kept elsewhere, and the latest time that was seen there.
INSERT INTO counters (name, value) VALUES ('era', 1), ('pulse', 0);
