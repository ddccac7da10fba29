package io.sluice.engine;

import io.sluice.kafka.KafkaReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.spark.SparkException;
import org.apache.spark.sql.streaming.StreamingQueryException;

/** Finds what went wrong in what Spark says of it: Spark wraps it several times, and begins with ids of its own. */
final class FlowFailure {

    private FlowFailure() {}

    static Throwable reason(StreamingQueryException failure) {
        Throwable reason = failure;
        while (isWrapper(reason) && reason.getCause() != null) {
            reason = reason.getCause();
        }
        // Kafka's messages ("Timed out waiting for a node assignment") do not say whose they are.
        return reason instanceof KafkaException
                ? new IOException("Reading from Kafka failed: " + KafkaReason.of(reason), reason)
                : reason;
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof StreamingQueryException
                || failure instanceof SparkException
                || failure instanceof UncheckedIOException
                || failure instanceof ExecutionException;
    }
}
