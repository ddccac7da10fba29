package io.sluice.stream.transform.evaluation;

import io.sluice.stream.flow.RecordTransform;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.transform.fault.SparkMessage;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A program at work, for one task. */
final class SqlTransform implements RecordTransform {

    private final Allowance allowance;
    private final OutputRows rows;
    private final RowConsumer first;
    private final @Nullable MetadataRow metadata;
    private final JoinedRow input = new JoinedRow();
    private final boolean isDiscreet;

    SqlTransform(Program program, StructType output, boolean isDiscreet) {
        this.isDiscreet = isDiscreet;
        this.allowance = program.allowance();
        this.rows = new OutputRows(output, program.yieldsMany(), program.made());
        this.first = program.open(rows);
        this.metadata = program.metadata().isEmpty() ? null : new MetadataRow(program.metadata());
    }

    /**
     * {@inheritDoc}
     *
     * <p>Expressions do no I/O and keep nothing, so whatever one throws is due to the record, also that a regular
     * expression ran out of stack. Only that the memory is exhausted is not: what one record may need of it is bounded by
     * the {@link Allowance}, and whoever has filled it, the process cannot go on.
     */
    @Override
    public List<InternalRow> apply(SourceRecord record, InternalRow decoded) throws RejectedException {
        rows.clear();
        allowance.renew(record.value());
        try {
            first.accept(metadata == null ? decoded : input.apply(decoded, metadata.of(record)));
            return rows.list();
        } catch (RejectedException e) {
            rows.clear();
            throw e;
        } catch (Exception | StackOverflowError e) {
            rows.clear();
            throw new RejectedException(isDiscreet ? SparkMessage.withoutValues(e) : SparkMessage.of(e));
        }
    }
}
