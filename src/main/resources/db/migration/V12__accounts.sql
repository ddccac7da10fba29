-- Who may log in. stamp: another one after each change of the password or the role, and for each new user of an old name:
-- what was begun under the one before ends.
CREATE TABLE sluice.users (
    name          text COLLATE "C" PRIMARY KEY,
    role          text        NOT NULL,
    password_hash text        NOT NULL,
    stamp         uuid        NOT NULL DEFAULT gen_random_uuid(),
    created_at    timestamptz NOT NULL DEFAULT now(),
    changed_at    timestamptz NOT NULL DEFAULT now()
);

-- With what programs show who they are. hash: SHA-256 of the token, which has 256 random bits; the token is kept nowhere.
CREATE TABLE sluice.tokens (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name         text COLLATE "C" NOT NULL,
    role         text        NOT NULL,
    hash         bytea       NOT NULL UNIQUE,
    created_by   text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    last_used_at timestamptz
);
