package io.sluice.faults;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A pipeline under test, and what it is to make of a record: worked out without any of the product's code. */
interface Trial {

    String name();

    String topic();

    /** As it is sent over REST. Table and collection have the pipeline's name. */
    String definition();

    List<String> columns();

    /** The columns that identify a row; none if it is the record's position. */
    List<String> key();

    /** Values of the columns as the texts that the stores are read as. */
    record Row(Map<String, @Nullable String> values, boolean refusedByPostgres) {}

    /**
     * The rows of a record; none if it is filtered out.
     *
     * @throws Rejection if it is to be rejected before any store
     */
    List<Row> rows(ConsumerRecord<byte[], byte[]> record) throws Rejection;

    /** Positive if the first is the newer row, by all but its position; only where there is a key. */
    default int compareVersions(Row one, Row other) {
        return 0;
    }

    final class Rejection extends Exception {

        private static final long serialVersionUID = 1L;

        private final String stage;

        Rejection(String stage) {
            super(stage, null, false, false);
            this.stage = stage;
        }

        String stage() {
            return stage;
        }
    }
}
