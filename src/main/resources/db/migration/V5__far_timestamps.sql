-- Kafka takes any number for a record's time. One that is in none of the years 0001 to 9999 is kept as the number.
ALTER TABLE sluice.dead_letters
    ALTER COLUMN "timestamp" DROP NOT NULL,
    ADD COLUMN timestamp_millis bigint,
    ADD CHECK (("timestamp" IS NULL) <> (timestamp_millis IS NULL));
