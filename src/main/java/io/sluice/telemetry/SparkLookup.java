package io.sluice.telemetry;

import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Finds Spark's session without waiting for it. Thread-safe. */
@FunctionalInterface
public interface SparkLookup {

    /** Empty while Spark is starting, and if it could not start. */
    Optional<SparkSession> session();
}
