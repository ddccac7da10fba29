-- Sluice's own tables, in the schema "sluice"; the tables of pipelines are in the user's default schema.

-- Which instance runs the pipelines, until when: at most one row, and only Postgres' own clock counts. The instance is
-- unique so that changing it, unlike renewing, waits for those who hold the row FOR KEY SHARE while they write.
CREATE TABLE sluice.owner (
    singleton  boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    instance   uuid        NOT NULL UNIQUE,
    name       text        NOT NULL, -- for people
    held_until timestamptz NOT NULL
);

CREATE TABLE sluice.pipelines (
    -- Microseconds, so that no other database beside the same checkpoints has the same id.
    id            bigint PRIMARY KEY DEFAULT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
    name          text        NOT NULL UNIQUE,
    definition    jsonb       NOT NULL,
    output        jsonb       NOT NULL,
    version       bigint      NOT NULL,
    desired_state text        NOT NULL,
    state         text        NOT NULL,
    state_since   timestamptz NOT NULL,
    error_type    text,
    error_message text,
    error_at      timestamptz,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL
);

-- Whose writes count: every start of a pipeline raises its generation, and every write transaction checks it.
CREATE TABLE sluice.fences (
    pipeline_id bigint PRIMARY KEY REFERENCES sluice.pipelines ON DELETE CASCADE,
    generation  bigint NOT NULL
);

-- Which topic of a name the positions in a target belong to: Kafka gives a topic that is created again another id, and
-- its offsets begin anew. Without a reference to the pipeline: the target may outlive it.
CREATE TABLE sluice.origins (
    store    text NOT NULL,
    target   text COLLATE "C" NOT NULL,
    topic    text COLLATE "C" NOT NULL,
    topic_id text NOT NULL,
    PRIMARY KEY (store, target, topic)
);

-- How far a pipeline got in a partition, and what became of the records: changed in the transaction that writes them.
CREATE TABLE sluice.progress (
    pipeline_id bigint NOT NULL REFERENCES sluice.pipelines ON DELETE CASCADE,
    topic       text COLLATE "C" NOT NULL,
    partition   int    NOT NULL,
    next_offset bigint NOT NULL,
    consumed    bigint NOT NULL DEFAULT 0,
    filtered    bigint NOT NULL DEFAULT 0,
    rejected    bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (pipeline_id, topic, partition)
);

CREATE TABLE sluice.sink_progress (
    pipeline_id bigint NOT NULL REFERENCES sluice.pipelines ON DELETE CASCADE,
    topic       text COLLATE "C" NOT NULL,
    partition   int    NOT NULL,
    sink        text   NOT NULL,
    stored      bigint NOT NULL DEFAULT 0,
    rejected    bigint NOT NULL DEFAULT 0,
    rows        bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (pipeline_id, topic, partition, sink)
);

-- By the pipeline's name and without a reference to it: they stay when it is deleted without a purge.
CREATE TABLE sluice.dead_letters (
    pipeline    text COLLATE "C" NOT NULL,
    topic       text COLLATE "C" NOT NULL,
    partition   int         NOT NULL,
    "offset"    bigint      NOT NULL,
    stage       text        NOT NULL,
    "timestamp" timestamptz NOT NULL,
    reason      text        NOT NULL,
    key         bytea,
    value       bytea,
    headers     json        NOT NULL, -- not jsonb: a header name may hold what jsonb refuses
    refused_rows int         NOT NULL DEFAULT 0, -- how many of the record's rows the store refused
    rejected_at timestamptz NOT NULL DEFAULT now(),
    counted     boolean     NOT NULL DEFAULT true, -- false once its counters began anew
    PRIMARY KEY (pipeline, partition, "offset", topic, stage)
);

CREATE INDEX uncounted_dead_letters ON sluice.dead_letters (pipeline, partition, "offset") WHERE NOT counted;

-- Newest first, as they are listed.
CREATE INDEX newest_dead_letters
    ON sluice.dead_letters (pipeline, rejected_at DESC, partition, "offset", topic, stage);
