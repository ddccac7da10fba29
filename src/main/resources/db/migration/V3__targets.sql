-- The tables and collections that pipelines write, and who made them. What Sluice made for a pipeline goes with it, what
-- it found stays: a row is written in the transaction that makes or changes a table, and for a collection first as an
-- intention without an identity. Targets from before this table count as found.
CREATE TABLE sluice.targets (
    store       text NOT NULL,
    target      text COLLATE "C" NOT NULL,
    -- The table's oid, or the collection's uuid: what somebody makes anew under the name is another one.
    identity    text COLLATE "C",
    pipeline_id bigint REFERENCES sluice.pipelines ON DELETE SET NULL, -- null: left behind, nobody's
    made        boolean     NOT NULL, -- by Sluice, for that pipeline
    mixed       boolean     NOT NULL, -- found with rows that cannot be told from the pipeline's own
    since       timestamptz NOT NULL DEFAULT clock_timestamp(), -- when that pipeline made or found it
    columns     jsonb       NOT NULL, -- as Sluice itself made or changed them last: type by name
    PRIMARY KEY (store, target)
);

CREATE INDEX targets_of_pipelines ON sluice.targets (pipeline_id);
