-- The second factor. Only adds: the release before still runs on what this makes.

ALTER TABLE accounts ADD COLUMN mfa TEXT NOT NULL DEFAULT 'available';
-- GROUP=DEMAND, with a space between two.
ALTER TABLE accounts ADD COLUMN mfa_demands TEXT NOT NULL DEFAULT '';

ALTER TABLE sessions ADD COLUMN second_factor TEXT;

ALTER TABLE pending_sign_ins ADD COLUMN proved_with TEXT NOT NULL DEFAULT 'password';
ALTER TABLE pending_sign_ins ADD COLUMN second_factor TEXT;
ALTER TABLE pending_sign_ins ADD COLUMN is_known_device BIGINT NOT NULL DEFAULT 1;
ALTER TABLE pending_sign_ins ADD COLUMN is_again BIGINT NOT NULL DEFAULT 0;
ALTER TABLE pending_sign_ins ADD COLUMN proved_at BIGINT NOT NULL DEFAULT 0;

ALTER TABLE users ADD COLUMN must_register BIGINT NOT NULL DEFAULT 0;

CREATE TABLE totp_factors (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    id TEXT NOT NULL,
    -- The secret, sealed under the master key for this person and id.
    sealed BLOB NOT NULL,
    last_step BIGINT NOT NULL,
    registered_at BIGINT NOT NULL
);

CREATE TABLE passkeys (
    -- As the authenticator named it.
    credential_id BLOB NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    -- The host it was registered for, and can be used at.
    relying_party TEXT NOT NULL,
    -- COSE.
    public_key BLOB NOT NULL,
    sign_count BIGINT NOT NULL,
    backup_eligible BIGINT NOT NULL,
    backed_up BIGINT NOT NULL,
    user_verified BIGINT NOT NULL,
    -- Nothing where the browser did not tell.
    discoverable BIGINT,
    transports TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);

CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- Questions to browsers about passkeys that wait for their answer.
CREATE TABLE ceremonies (
    -- The digest of what an answer has to come from.
    bond BLOB NOT NULL PRIMARY KEY,
    state BLOB NOT NULL,
    began_at BIGINT NOT NULL
);

CREATE INDEX ceremonies_by_age ON ceremonies (began_at);

CREATE TABLE recovery_codes (
    user_id TEXT NOT NULL REFERENCES users (id),
    record TEXT NOT NULL,
    is_used BIGINT NOT NULL,
    PRIMARY KEY (user_id, record)
);

CREATE TABLE enrolments (
    -- The digest of the sign-in on its way, or the session, in which it was begun.
    owner BLOB NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    id TEXT NOT NULL,
    sealed BLOB NOT NULL,
    began_at BIGINT NOT NULL,
    -- The recovery codes, sealed, until the person has them.
    codes BLOB
);

CREATE INDEX enrolments_by_user ON enrolments (user_id);
CREATE INDEX enrolments_by_age ON enrolments (began_at);
