-- Where a pipeline's first start began in a partition; null if that was before this column.
ALTER TABLE sluice.progress ADD COLUMN began bigint;

-- The newest mark that Mongo has acknowledged of a pipeline: a Mongo whose mark has a smaller number has gone back.
CREATE TABLE sluice.marks (
    pipeline_id bigint PRIMARY KEY REFERENCES sluice.pipelines ON DELETE CASCADE,
    number      bigint NOT NULL
);

-- Drawn anew at each renewal of the lease: a holder that finds another one than it has left knows that Postgres went back.
ALTER TABLE sluice.owner ADD COLUMN beat bigint NOT NULL DEFAULT 0;
