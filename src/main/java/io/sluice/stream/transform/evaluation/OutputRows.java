package io.sluice.stream.transform.evaluation;

import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;

/** The end of the way: gathers the rows of one record. */
final class OutputRows implements RowConsumer {

    /** A record of 1 MiB whose array is exploded beside another large column could yield gigabytes. */
    static final long MAX_BYTES = 64L << 20;

    private final StructType columns;
    private final boolean copy;
    private final int[] required;
    private final int[] made;
    private final ValueCheck[] checks;
    private final List<InternalRow> rows = new ArrayList<>();
    private long bytes;

    /**
     * @param copy whether a record may yield several rows; a single one is valid until the next record as it is
     * @param made the columns that expressions made; what was decoded is known to be sound
     */
    OutputRows(StructType columns, boolean copy, BitSet made) {
        this.columns = columns;
        this.copy = copy;
        this.required = IntStream.range(0, columns.length())
                .filter(i -> !columns.apply(i).nullable())
                .toArray();
        Utf8 utf8 = new Utf8();
        this.made = made.stream()
                .filter(i -> ValueCheck.of(columns.apply(i).dataType(), utf8) != null)
                .toArray();
        this.checks = Arrays.stream(this.made)
                .mapToObj(i -> ValueCheck.of(columns.apply(i).dataType(), utf8))
                .toArray(ValueCheck[]::new);
    }

    @Override
    public void accept(InternalRow row) throws RejectedException {
        for (int ordinal : required) {
            if (row.isNullAt(ordinal)) {
                throw new RejectedException(
                        "the column " + columns.apply(ordinal).name() + " is NULL, which it must not be",
                        columns.apply(ordinal).name());
            }
        }
        for (int i = 0; i < made.length; i++) {
            check(checks[i], row, made[i]);
        }
        rows.add(copy ? limited(row).copy() : row);
    }

    private void check(ValueCheck check, InternalRow row, int ordinal) throws RejectedException {
        try {
            check.check(row, ordinal);
        } catch (RejectedException e) {
            String column = columns.apply(ordinal).name();
            throw new RejectedException("the column " + column + ": " + e.reason(), column);
        }
    }

    private InternalRow limited(InternalRow row) throws RejectedException {
        bytes += row instanceof UnsafeRow unsafe ? unsafe.getSizeInBytes() : 0;
        if (bytes > MAX_BYTES) {
            throw new RejectedException("the record yields more than " + (MAX_BYTES >> 20) + " MiB of rows");
        }
        return row;
    }

    List<InternalRow> list() {
        return rows;
    }

    void clear() {
        rows.clear();
        bytes = 0;
    }
}
