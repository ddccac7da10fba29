package io.sluice.results;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.StoreType;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Reads the rows of pipelines in one kind of store. Thread-safe. */
interface StoredRows {

    StoreType store();

    /** What a caller can filter and sort by. */
    Columns columns(StructType output);

    /** An empty page if the sink has no table or collection yet. */
    ResultPage page(Source source, ResultQuery query);

    /** The row of a source position; the first of them if no ordinal is given. */
    Optional<Map<String, @Nullable Object>> find(Source source, Position position);

    /** Where the rows of a pipeline are, and what columns they have. */
    record Source(SinkSpec sink, StructType output) {}

    /** @param ordinal null for the first row of the record */
    record Position(
            String topic,
            int partition,
            long offset,
            @Nullable Integer ordinal) {

        @Override
        public String toString() {
            return topic + "/" + partition + "/" + offset + (ordinal == null ? "" : "/" + ordinal);
        }
    }
}
