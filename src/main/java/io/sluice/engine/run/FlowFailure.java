package io.sluice.engine.run;

import io.sluice.stream.flow.Causes;
import io.sluice.stream.kafka.KafkaReason;
import io.sluice.stream.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.spark.SparkException;
import org.apache.spark.sql.streaming.StreamingQueryException;

/** Finds what went wrong in what Spark says of it: Spark wraps it several times, and begins with ids of its own. */
final class FlowFailure {

    private static final Pattern TOPIC = Pattern.compile("\"([a-zA-Z0-9._-]+)\":\\{");

    private FlowFailure() {}

    /** The failure itself; one of the way to a store as an exception that names the step. */
    static Exception told(Exception failure, Stores stores) {
        return stores.fault(failure)
                .<Exception>map(fault -> fault.because(failure))
                .orElse(failure);
    }

    static Throwable reason(StreamingQueryException failure, Stores stores) {
        Throwable reason = Causes.unwrap(failure, FlowFailure::isWrapper);
        if (reason instanceof UnknownTopicOrPartitionException) {
            return new IOException(
                    "Reading from Kafka failed: a topic or a partition was deleted; the flow reads " + topics(failure)
                            + " (" + reason.getMessage() + ")",
                    reason);
        }
        // Kafka's messages ("Timed out waiting for a node assignment") do not say whose they are.
        return reason instanceof KafkaException
                ? new IOException("Reading from Kafka failed: " + KafkaReason.of(reason), reason)
                : reason instanceof Exception failed ? told(failed, stores) : reason;
    }

    /** Kafka does not say which topic is gone; the query's start offsets name all of them. */
    private static String topics(StreamingQueryException failure) {
        String topics = TOPIC.matcher(String.valueOf(failure.startOffset()))
                .results()
                .map(topic -> "\"" + topic.group(1) + "\"")
                .distinct()
                .collect(Collectors.joining(", "));
        return topics.isEmpty() ? "topics that it had not begun to read" : topics;
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof StreamingQueryException
                || failure instanceof SparkException
                || failure instanceof UncheckedIOException
                || failure instanceof ExecutionException;
    }
}
