package io.sluice.stream.store.postgres.write;

import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.store.StoreWriter.Refusals;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Remembers by number which record each pending row came from, for the refusals. */
final class RowLog {

    private SourceRecord[] records = new SourceRecord[1024];
    private int[] ordinals = new int[1024];
    private int size;
    private long bytes;

    void add(SourceRecord record, int ordinal) {
        if (size == records.length) {
            records = Arrays.copyOf(records, 2 * size);
            ordinals = Arrays.copyOf(ordinals, 2 * size);
        }
        boolean sameRecord = size > 0 && records[size - 1] == record;
        bytes += sameRecord ? 0 : length(record.key()) + length(record.value());
        records[size] = record;
        ordinals[size++] = ordinal;
    }

    int size() {
        return size;
    }

    /** How many bytes the keys and values of the records have that it keeps alive. */
    long bytes() {
        return bytes;
    }

    void refuse(int row, String reason, Refusals refusals) {
        refusals.refused(records[row], ordinals[row], reason);
    }

    void clear() {
        Arrays.fill(records, 0, size, null);
        size = 0;
        bytes = 0;
    }

    private static int length(byte @Nullable [] array) {
        return array == null ? 0 : array.length;
    }
}
