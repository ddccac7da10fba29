package io.sluice.results.query;

import io.sluice.results.query.Filter.Operator;
import io.sluice.stream.column.SourceColumns;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.StoreType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of pipelines in one kind of store. A bean of this type is all that the operations over REST need to
 * serve the store. Thread-safe.
 */
public interface StoreReader {

    /** The kind of store, whose label is its name in the address of the operations. */
    StoreType store();

    /** What the API document says of the store. */
    Description description();

    /** What a caller can filter and sort by. */
    Columns columns(StructType output);

    /**
     * Reads one page of a sink's rows; an empty one if the sink has no table or collection yet.
     *
     * @throws io.sluice.web.ProblemException QUERY_TIMEOUT if the store takes too long; INVALID_PARAMETER if the cursor
     *     belongs to another list
     */
    Slice<Map<String, @Nullable Object>> page(Source source, ResultQuery query);

    /**
     * Finds the row of a source position, or the first of them if no ordinal is given.
     *
     * @throws io.sluice.web.ProblemException QUERY_TIMEOUT if the store takes too long
     */
    Optional<Map<String, @Nullable Object>> find(Source source, RowPosition position);

    /**
     * What the API document says of a store.
     *
     * @param columns which columns its rows have beside the output and the position, as a sentence
     * @param example a row as the operations answer it, in JSON
     */
    record Description(String columns, String example) {}

    /**
     * Where the rows of a pipeline are.
     *
     * @param output the columns that they have beside those that the store adds
     */
    record Source(SinkSpec sink, StructType output) {}

    /**
     * The source position of a row.
     *
     * @param ordinal counts the rows of one record from 0; null for the first
     */
    record RowPosition(
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

        /** The position as it stands in addresses and in the {@code _id} of a document. */
        @Override
        public String toString() {
            return topic + "/" + partition + "/" + offset + (ordinal == null ? "" : "/" + ordinal);
        }
    }
}
