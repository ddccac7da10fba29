-- What the definitions of pipelines have been: a row is added in the transaction that changes one.
CREATE TABLE sluice.versions (
    pipeline_id  bigint      NOT NULL REFERENCES sluice.pipelines ON DELETE CASCADE,
    version      bigint      NOT NULL, -- from 1; not that of sluice.pipelines, which counts what changes nothing here, too
    at           timestamptz NOT NULL,
    made_by      text, -- null: not known
    definition   json        NOT NULL, -- not jsonb, which keeps no order
    changes      json        NOT NULL, -- since the version before, by pointer
    more_changes int         NOT NULL, -- how many there are beyond those
    PRIMARY KEY (pipeline_id, version)
);

INSERT INTO sluice.versions (pipeline_id, version, at, definition, changes, more_changes)
SELECT id, 1, updated_at, definition::json, '[]', 0 FROM sluice.pipelines;
