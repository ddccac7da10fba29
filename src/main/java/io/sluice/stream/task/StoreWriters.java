package io.sluice.stream.task;

import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.store.StoreWriter;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;

/** The writers of a task, one for each store. One thread. */
final class StoreWriters implements AutoCloseable {

    /** This is a list because each record goes through it. */
    private final List<StoreWriter> writers = new ArrayList<>();

    private final Map<StoreType, StoreWriter> byStore = new HashMap<>();

    private StoreWriters() {}

    /** Hears of a row that a store refuses. */
    interface Refusals {
        void refused(StoreType store, SourceRecord record, int ordinal, String reason);
    }

    /** @param isDiscreet whether no reason may quote a value of a row */
    static StoreWriters open(
            Map<StoreType, StoreWriter.Factory> stores, Connection ledger, boolean isDiscreet, Refusals refusals)
            throws Exception {
        StoreWriters opened = new StoreWriters();
        try {
            for (Map.Entry<StoreType, StoreWriter.Factory> store : stores.entrySet()) {
                StoreType type = store.getKey();
                StoreWriter writer = open(store.getValue(), ledger, new Named(type, isDiscreet, refusals));
                opened.writers.add(writer);
                opened.byStore.put(type, writer);
            }
            return opened;
        } catch (Exception e) {
            opened.close();
            throw e;
        }
    }

    private record Named(StoreType type, boolean isDiscreet, Refusals refusals) implements StoreWriter.Refusals {

        @Override
        public void refused(SourceRecord record, int ordinal, String reason) {
            refusals.refused(type, record, ordinal, reason);
        }
    }

    private static StoreWriter open(StoreWriter.Factory factory, Connection ledger, StoreWriter.Refusals refusals)
            throws Exception {
        // Factory is sealed; Java 17 has no exhaustive switch over its two kinds yet.
        return factory instanceof StoreWriter.InLedger within
                ? within.open(ledger, refusals)
                : ((StoreWriter.Alone) factory).open(refusals);
    }

    void write(SourceRecord record, List<InternalRow> rows) throws Exception {
        for (int i = 0; i < writers.size(); i++) {
            StoreWriter writer = writers.get(i);
            for (int ordinal = 0; ordinal < rows.size(); ordinal++) {
                writer.write(record, ordinal, rows.get(ordinal));
            }
        }
    }

    /** Writes the rows into that store alone, if the task has it. */
    void write(StoreType only, SourceRecord record, List<InternalRow> rows) throws Exception {
        StoreWriter writer = byStore.get(only);
        for (int ordinal = 0; writer != null && ordinal < rows.size(); ordinal++) {
            writer.write(record, ordinal, rows.get(ordinal));
        }
    }

    void flush() throws Exception {
        for (StoreWriter writer : writers) {
            writer.push();
        }
        for (StoreWriter writer : writers) {
            writer.flush();
        }
    }

    @Override
    public void close() {
        writers.forEach(StoreWriter::close);
    }
}
