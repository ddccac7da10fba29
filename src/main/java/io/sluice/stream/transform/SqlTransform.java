package io.sluice.stream.transform;

import io.sluice.stream.flow.RecordTransform;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A program at work, for one task. */
final class SqlTransform implements RecordTransform {

    private final OutputRows rows;
    private final RowConsumer first;
    private final @Nullable MetadataRow metadata;
    private final JoinedRow input = new JoinedRow();

    SqlTransform(Program program, StructType output) {
        this.rows = new OutputRows(output, program.yieldsMany(), program.made());
        this.first = program.open(rows);
        this.metadata = program.metadata().isEmpty() ? null : new MetadataRow(program.metadata());
    }

    /**
     * {@inheritDoc}
     *
     * <p>Expressions do no I/O and keep nothing, so whatever one throws is due to the record, also that its result
     * does not fit the memory or that a regular expression ran out of stack.
     */
    @Override
    public List<InternalRow> apply(SourceRecord record, InternalRow decoded) throws RejectedException {
        rows.clear();
        try {
            first.accept(metadata == null ? decoded : input.apply(decoded, metadata.of(record)));
            return rows.list();
        } catch (RejectedException e) {
            rows.clear();
            throw e;
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            rows.clear();
            throw new RejectedException(SparkMessage.of(e));
        }
    }
}
