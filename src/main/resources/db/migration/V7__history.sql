-- How pipelines were: a row has the points of a stretch of time, a minute's seconds (level 0), an hour's minutes (1) or a
-- day's hours (2). Each level has a fixed number of slots that are written again and again, so that the table does not
-- grow and nothing has to be deleted; the room in the pages is for new versions of rows beside the old ones.
CREATE TABLE sluice.history (
    pipeline_id bigint   NOT NULL REFERENCES sluice.pipelines ON DELETE CASCADE,
    level       smallint NOT NULL,
    slot        int      NOT NULL,
    begins      bigint   NOT NULL, -- seconds since 1970
    points      bytea    NOT NULL, -- as pipeline.history.Chunk writes them
    PRIMARY KEY (pipeline_id, level, slot)
) WITH (fillfactor = 60);

-- Beside the row, versions of which go away by themselves, and not in a table of their own, where they would not.
ALTER TABLE sluice.history ALTER COLUMN points SET STORAGE MAIN;

-- What happened to pipelines.
CREATE TABLE sluice.history_marks (
    pipeline_id bigint      NOT NULL REFERENCES sluice.pipelines ON DELETE CASCADE,
    at          timestamptz NOT NULL,
    number      bigint GENERATED ALWAYS AS IDENTITY,
    kind        text        NOT NULL,
    text        text        NOT NULL,
    PRIMARY KEY (pipeline_id, at, number)
);
