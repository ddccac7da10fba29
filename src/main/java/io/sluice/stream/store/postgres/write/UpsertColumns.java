package io.sluice.stream.store.postgres.write;

import io.sluice.stream.column.ColumnType;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SinkSpec;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** What must hold of the columns by which rows are found and ordered. */
final class UpsertColumns {

    private final SinkSpec sink;
    private final int[] key;
    /** The version column if its values can be NaN, or -1. */
    private final int floatingVersion;

    private final boolean isDouble;

    UpsertColumns(SinkSpec sink, StructType rows) {
        this.sink = sink;
        key = sink.key().stream().mapToInt(rows::fieldIndex).toArray();
        ColumnType version = sink.version() == null
                ? null
                : ColumnType.of(rows.apply(sink.version()).dataType());
        isDouble = version == ColumnType.DOUBLE;
        floatingVersion = isDouble || version == ColumnType.FLOAT ? rows.fieldIndex(sink.version()) : -1;
    }

    void check(InternalRow row) throws RejectedException {
        for (int i = 0; i < key.length; i++) {
            if (row.isNullAt(key[i])) {
                throw new RejectedException("column " + sink.key().get(i) + ": it is part of the key and null");
            }
        }
        checkVersion(row);
    }

    /** Rejects NaN, which is newer than all numbers to Postgres: nothing would ever replace its row. */
    private void checkVersion(InternalRow row) throws RejectedException {
        int i = floatingVersion;
        if (i >= 0 && !row.isNullAt(i) && Double.isNaN(isDouble ? row.getDouble(i) : row.getFloat(i))) {
            throw new RejectedException("column " + sink.version()
                    + ": the version is NaN, which is neither older nor newer than any other");
        }
    }
}
