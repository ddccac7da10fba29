-- What a reconciliation has to know of a partition. carried: from where on everything up to next_offset has been carried,
-- with nothing passed over by an order; null where that is from before this column, and then the later of began and altered
-- stands for it. counted: from where on the counters count; null if there is a gap in that, or if it is not known.
ALTER TABLE sluice.progress ADD COLUMN carried bigint, ADD COLUMN counted bigint;
UPDATE sluice.progress SET counted = began WHERE altered IS NULL;

-- Letters that were deleted by an order: how many of a partition and a stage, and between which offsets, both included. A
-- letter that is missing beyond these was not deleted by Sluice.
CREATE TABLE sluice.forgotten_letters (
    pipeline  text COLLATE "C" NOT NULL,
    topic     text COLLATE "C" NOT NULL,
    partition int    NOT NULL,
    stage     text   NOT NULL,
    lowest    bigint NOT NULL,
    highest   bigint NOT NULL,
    letters   bigint NOT NULL,
    PRIMARY KEY (pipeline, topic, partition, stage)
);
