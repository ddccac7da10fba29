-- Who changed what, and whom Sluice refused a change. An entry is written in the transaction of its change where that is one
-- of this database, and else within a second or so.
CREATE TABLE sluice.audit (
    id          uuid PRIMARY KEY,
    at          timestamptz NOT NULL,
    kind        text    NOT NULL, -- user, token, open, stranger, sluice
    name        text COLLATE "C",
    token_id    uuid,
    address     text,
    action      text    NOT NULL, -- as the API document names the operation
    target      text COLLATE "C",
    details     text, -- parameters of the request
    pipeline_id bigint, -- no reference: an entry outlives its pipeline
    version     bigint, -- of sluice.versions, which has the definition and what it changed, as long as the pipeline is there
    before      json, -- of what is kept nowhere else
    after       json,
    outcome     text    NOT NULL, -- done, refused, failed
    status      int, -- of HTTP; null: no request, or Sluice ended before it had answered
    times       int     NOT NULL, -- how many alike ones it stands for
    is_frequent boolean NOT NULL -- refused, failed, or an append: counted by themselves when the number is held down
);

CREATE INDEX audit_newest ON sluice.audit (at, id);
CREATE INDEX audit_kept ON sluice.audit (is_frequent, at, id);
CREATE INDEX audit_pipelines ON sluice.audit (pipeline_id) WHERE pipeline_id IS NOT NULL;
