-- Columns are BIGINT, TEXT or BLOB: sqlx's Any driver knows nothing else on SQLite. Times are milliseconds since the Unix epoch.

CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    account_key TEXT NOT NULL,
    key_folded TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    username TEXT NOT NULL,
    username_folded TEXT NOT NULL,
    email TEXT,
    email_folded TEXT,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    -- Names with a space between them: a role has none in its name.
    roles TEXT NOT NULL,
    state TEXT NOT NULL,
    sessions_valid_from BIGINT NOT NULL,
    sessions_ended_for TEXT,
    created_at BIGINT NOT NULL,
    UNIQUE (account_id, username_folded)
);

CREATE INDEX users_by_username ON users (username_folded);
CREATE INDEX users_by_email ON users (email_folded);

CREATE TABLE passwords (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    record TEXT NOT NULL,
    -- Memory in KiB times iterations.
    cost BIGINT NOT NULL
);

CREATE INDEX passwords_by_cost ON passwords (cost);

CREATE TABLE signing_keys (
    id TEXT NOT NULL PRIMARY KEY,
    public BLOB NOT NULL,
    sealed BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    signs_from BIGINT NOT NULL,
    signs_until BIGINT
);

-- Counted up in the transaction that uses the number, so that numbers are in the order of commits and none is left out.
CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

INSERT INTO counters (name, value) VALUES ('revocations', 0);

CREATE TABLE revocations (
    sequence BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT
);

CREATE TABLE audit (
    -- SQLite numbers it by itself; nothing but the order of one moment's events depends on it.
    id INTEGER NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    what TEXT NOT NULL,
    actor TEXT NOT NULL,
    actor_user_id TEXT,
    account_id TEXT,
    user_id TEXT,
    portal TEXT,
    network TEXT,
    -- A JSON object of texts.
    detail TEXT NOT NULL
);

CREATE INDEX audit_by_time ON audit (at, id);

-- Sessions and attempts may live in another store, so nothing here refers to people.
CREATE TABLE sessions (
    handle TEXT NOT NULL PRIMARY KEY,
    session_key BLOB NOT NULL UNIQUE,
    secret BLOB NOT NULL,
    retired_key BLOB,
    retired_secret BLOB,
    retired_at BIGINT,
    user_id TEXT NOT NULL,
    portal TEXT NOT NULL,
    keep TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    issued_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    network TEXT NOT NULL,
    device TEXT NOT NULL,
    ended_at BIGINT,
    ended_for TEXT
);

CREATE INDEX sessions_by_retired_key ON sessions (retired_key);
CREATE INDEX sessions_by_user ON sessions (user_id, began_at);
CREATE INDEX sessions_by_age ON sessions (began_at);

CREATE TABLE attempts (
    attempt_key BLOB NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    window_ends BIGINT NOT NULL,
    paused_until BIGINT
);
