-- The users that were made by the configuration: each once, so that one who was deleted is not made again.
CREATE TABLE sluice.first_users (
    name    text COLLATE "C" PRIMARY KEY,
    made_at timestamptz NOT NULL DEFAULT now()
);
