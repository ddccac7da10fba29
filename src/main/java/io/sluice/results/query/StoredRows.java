package io.sluice.results.query;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SourceColumns;
import io.sluice.stream.flow.StoreType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Reads the rows of pipelines in one kind of store. Thread-safe. */
public interface StoredRows {

    StoreType store();

    /** What a caller can filter and sort by. */
    Columns columns(StructType output);

    /** An empty page if the sink has no table or collection yet. */
    Slice<Map<String, @Nullable Object>> page(Source source, ResultQuery query);

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

        /** The conditions that the rows of this position meet. */
        public List<Filter> filters() {
            List<Filter> filters = new ArrayList<>(List.of(
                    equal(SourceColumns.TOPIC, DataTypes.StringType, topic),
                    equal(SourceColumns.PARTITION, DataTypes.LongType, (long) partition),
                    equal(SourceColumns.OFFSET, DataTypes.LongType, offset)));
            if (ordinal != null) {
                filters.add(equal(SourceColumns.ORDINAL, DataTypes.LongType, ordinal.longValue()));
            }
            return filters;
        }

        private static Filter equal(String column, DataType type, Object value) {
            return new Filter(new Column(column, type), Operator.EQ, List.of(value));
        }

        @Override
        public String toString() {
            return topic + "/" + partition + "/" + offset + (ordinal == null ? "" : "/" + ordinal);
        }
    }
}
