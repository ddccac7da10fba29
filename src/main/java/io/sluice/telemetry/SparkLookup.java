package io.sluice.telemetry;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.SparkSession;

/** What there is of Spark, told without waiting for it. Thread-safe. */
public interface SparkLookup {

    /** The address of the master, as it is configured. */
    String master();

    /** The session; empty while Spark is starting, and if it could not start. */
    Optional<SparkSession> session();

    /** How many executors a cluster has given; empty where Spark computes in this process. */
    OptionalInt executors();

    /** Why nothing can run now; empty if it can, and while Spark is starting. */
    Optional<Trouble> trouble();

    /**
     * Why nothing can run.
     *
     * @param reason what is wrong, and what the operator can do
     */
    record Trouble(String reason, Instant since) {}
}
