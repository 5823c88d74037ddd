-- Every way back in, what is mailed, and the audit log as a chain. Only adds: the release before still runs on what this makes.

ALTER TABLE accounts ADD COLUMN recovery TEXT;
ALTER TABLE accounts ADD COLUMN contact_person TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN contact_phone TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN contact_address TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN billing_email TEXT NOT NULL DEFAULT '';

ALTER TABLE users ADD COLUMN language TEXT;
ALTER TABLE users ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE users ADD COLUMN must_change_password BIGINT NOT NULL DEFAULT 0;
-- 0: never, so that those come as the earliest.
ALTER TABLE users ADD COLUMN last_sign_in_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN undeliverable_since BIGINT;
-- Whether they have registered a second factor: known here as well, so that a search reads it from its index.
ALTER TABLE users ADD COLUMN has_factor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN wants_mfa BIGINT NOT NULL DEFAULT 0;
-- These two are without a value where the release before wrote the row: they are filled in when the directory is opened.
ALTER TABLE users ADD COLUMN name_folded TEXT;
-- What a search finds them by, each word after a line feed, which is in none of them: whoever has a row can tell whether it is meant.
ALTER TABLE users ADD COLUMN words TEXT;

-- Each order of people, with what is asked of them beside it: a search that walks along one reads nothing else of those it passes.
CREATE INDEX users_by_name ON users (account_id, name_folded, id, words, state, undeliverable_since, has_factor);
CREATE INDEX users_by_last_sign_in ON users (account_id, last_sign_in_at, id, words, state, undeliverable_since, has_factor);
-- Where SQLite would take another index with the same beginning, an expression makes the beginning another: a query that says the same
-- can take no other. Here that is the index which keeps usernames unique, below the ones above.
CREATE INDEX users_by_username_in_account ON users (account_id, (username_folded || ''), words, state, undeliverable_since, has_factor);
CREATE INDEX users_in_trouble ON users ((account_id || ''), state, id) WHERE state <> 'active';
CREATE INDEX users_undeliverable ON users ((account_id || ''), id) WHERE undeliverable_since IS NOT NULL;
CREATE INDEX users_by_factor ON users ((account_id || has_factor), id);
CREATE INDEX users_by_roles ON users (account_id, roles);
CREATE INDEX users_unfolded ON users (id) WHERE name_folded IS NULL;

-- The same words, one a row, so that a search among many is one look into an index. Of a million people it is the largest table, so it
-- is its own index, and there is no other: which rows are somebody's, users.words says.
CREATE TABLE user_words (
    account_id TEXT NOT NULL,
    word TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    PRIMARY KEY (account_id, word, user_id)
) WITHOUT ROWID;

ALTER TABLE sessions ADD COLUMN proved_at BIGINT;
ALTER TABLE sessions ADD COLUMN proved_with TEXT NOT NULL DEFAULT 'password';

CREATE TABLE pending_sign_ins (
    pending_key BLOB NOT NULL PRIMARY KEY,
    secret BLOB NOT NULL,
    user_id TEXT NOT NULL,
    portal TEXT NOT NULL,
    owes TEXT NOT NULL,
    keep TEXT NOT NULL,
    replaces TEXT,
    began_at BIGINT NOT NULL,
    network TEXT NOT NULL,
    device TEXT NOT NULL
);

CREATE INDEX pending_sign_ins_by_age ON pending_sign_ins (began_at);

CREATE TABLE recoveries (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    portal TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    network TEXT NOT NULL,
    device TEXT NOT NULL,
    browser BLOB,
    email TEXT,
    decided_by TEXT,
    decided_at BIGINT,
    is_for_operators BIGINT NOT NULL,
    sendings BIGINT NOT NULL,
    ended_at BIGINT,
    ended_for TEXT
);

CREATE INDEX recoveries_by_user ON recoveries (user_id, asked_at);
CREATE INDEX recoveries_by_account ON recoveries (account_id, asked_at) WHERE kind = 'approval' AND ended_at IS NULL;
CREATE INDEX recoveries_by_expiry ON recoveries (expires_at);

-- Digests of what was mailed; several of one recovery where a letter was tried more than once.
CREATE TABLE recovery_secrets (
    digest BLOB NOT NULL PRIMARY KEY,
    recovery_id TEXT NOT NULL REFERENCES recoveries (id),
    kind TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX recovery_secrets_by_recovery ON recovery_secrets (recovery_id);

-- The outbox. A purpose is JSON and holds no secret.
CREATE TABLE letters (
    id TEXT NOT NULL PRIMARY KEY,
    portal TEXT NOT NULL,
    queued_at BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    claimed_until BIGINT NOT NULL,
    tries BIGINT NOT NULL
);

CREATE INDEX letters_by_due ON letters (due_at, queued_at);

ALTER TABLE audit ADD COLUMN chain_number BIGINT;
ALTER TABLE audit ADD COLUMN chain_key BIGINT;
ALTER TABLE audit ADD COLUMN chain_mac BLOB;

CREATE INDEX audit_unchained ON audit (id) WHERE chain_number IS NULL;
CREATE UNIQUE INDEX audit_by_chain_number ON audit (chain_number);
CREATE INDEX audit_by_account ON audit (account_id, at, id);
CREATE INDEX audit_by_user ON audit (user_id, at, id);
CREATE INDEX audit_by_actor ON audit (actor_user_id, at, id);

-- Two rows: the link before the oldest event that is left, and the last link.
CREATE TABLE audit_links (
    name TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL,
    master_key BIGINT NOT NULL,
    mac BLOB NOT NULL
);

INSERT INTO audit_links (name, number, master_key, mac) VALUES
    ('anchor', 0, 0, x'0000000000000000000000000000000000000000000000000000000000000000'),
    ('head', 0, 0, x'0000000000000000000000000000000000000000000000000000000000000000');
