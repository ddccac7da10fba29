package io.sluice.engine;

import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Position;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Asks Kafka about the topics of flows; changes nothing. Thread-safe; blocks for seconds at most. */
public interface FlowSources {

    /**
     * Compares what a flow is to read with what its topics hold: which of them are missing, which columns none of the
     * newest records has, and which fields the schema does not name.
     *
     * @param spec a valid one
     * @throws RuntimeException if Kafka cannot be reached
     */
    SourceLook look(FlowSpec spec) throws InterruptedException;

    /**
     * The offset after the newest record of each partition, of those topics that exist, in one question to Kafka.
     *
     * @throws RuntimeException if Kafka cannot be reached
     */
    Offsets endOffsets(Collection<String> topics) throws InterruptedException;

    /**
     * The times that the first records at or behind these positions have: those of their producers, or of Kafka, as each
     * topic is set up. Left out is what has none, what is not there, and what would take too long.
     *
     * @throws RuntimeException if Kafka cannot be reached
     */
    Map<Position, Instant> times(Collection<Position> positions) throws InterruptedException;

    /**
     * What was seen when the topics of a flow were looked at.
     *
     * @param missing topics that do not exist
     * @param records how many of the newest records were JSON objects, and so could be compared with the schema; 50 at most
     * @param neverSeen columns of the schema that none of these records has; empty if there was no record
     * @param unread fields of these records, at the outermost level, that the schema does not name; a hundred at most
     */
    record SourceLook(List<MissingTopic> missing, int records, List<String> neverSeen, List<String> unread) {

        /** @param near existing topics of similar names, the nearest first */
        public record MissingTopic(String name, List<String> near) {}
    }
}
