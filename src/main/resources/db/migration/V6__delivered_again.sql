-- Where an order has put a pipeline's position last; null if none has. What is before that is never delivered to Mongo once
-- more: an order may have passed over it.
ALTER TABLE sluice.progress ADD COLUMN altered bigint;

-- What replays of dead letters have stored in Mongo: the lowest offset, by the number of the newest mark that Mongo had
-- acknowledged then. A Mongo that goes back to that mark or to one before it may lack the documents.
CREATE TABLE sluice.replays (
    pipeline_id bigint NOT NULL REFERENCES sluice.pipelines ON DELETE CASCADE,
    topic       text COLLATE "C" NOT NULL,
    partition   int    NOT NULL,
    number      bigint NOT NULL,
    lowest      bigint NOT NULL,
    PRIMARY KEY (pipeline_id, topic, partition, number)
);
