-- What people put in place of rejected records' values, and what the values were: kept after the letters are gone. By the
-- pipeline's name and without a reference to it, as the letters are. The newest of a position is the one that counts.
CREATE TABLE sluice.edits (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    pipeline   text COLLATE "C" NOT NULL,
    topic      text COLLATE "C" NOT NULL,
    partition  int         NOT NULL,
    "offset"   bigint      NOT NULL,
    original   bytea, -- null: a tombstone
    value      bytea       NOT NULL,
    edited_at  timestamptz NOT NULL DEFAULT now(),
    edited_by  text        NOT NULL,
    carried_at timestamptz -- when a replay has carried it into the stores; null: not yet
);

CREATE INDEX edits_of_positions ON sluice.edits (pipeline, partition, "offset", topic, id);
CREATE UNIQUE INDEX waiting_edits ON sluice.edits (pipeline, partition, "offset", topic) WHERE carried_at IS NULL;

-- How many letters a pipeline had that were deleted because of their age or number.
CREATE TABLE sluice.expired_letters (
    pipeline text COLLATE "C" PRIMARY KEY,
    letters  bigint      NOT NULL,
    last_at  timestamptz NOT NULL
);
