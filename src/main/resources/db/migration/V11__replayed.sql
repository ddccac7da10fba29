-- Which rows of a record a store refused, so that a replay under another definition, or with an edit, counts each row that
-- the store has once: how many rows the record had, and the ordinals of the refused ones as runs, each by its first and the
-- one behind its last. Of letters from before this column all rows are taken to be refused, as is the rule.
ALTER TABLE sluice.dead_letters
    ADD COLUMN yielded_rows int NOT NULL DEFAULT 0,
    ADD COLUMN refused_ordinals int[] NOT NULL DEFAULT '{}';
UPDATE sluice.dead_letters SET yielded_rows = refused_rows, refused_ordinals = ARRAY[0, refused_rows] WHERE refused_rows > 0;

-- Which records the last replays of a pipeline carried and what became of them: a row for each step of a replay, which
-- carries some hundred letters of a partition, with their offsets. store: to which it carried them; null: to every store.
CREATE TABLE sluice.replayed_letters (
    pipeline    text COLLATE "C" NOT NULL,
    topic       text COLLATE "C" NOT NULL,
    partition   int         NOT NULL,
    replay      uuid        NOT NULL,
    replayed_at timestamptz NOT NULL DEFAULT now(),
    store       text,
    lowest      bigint      NOT NULL,
    highest     bigint      NOT NULL,
    stored      bigint[]    NOT NULL,
    filtered    bigint[]    NOT NULL,
    rejected    bigint[]    NOT NULL
);

CREATE INDEX replayed_positions ON sluice.replayed_letters (pipeline, topic, partition, lowest, highest);
CREATE INDEX replays_of_letters ON sluice.replayed_letters (pipeline, replay, replayed_at);
