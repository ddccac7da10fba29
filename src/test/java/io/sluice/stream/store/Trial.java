package io.sluice.stream.store;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.testing.RememberedNotes;
import io.sluice.testing.TestStores;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/** One sink of a store, written as tasks write it. */
public final class Trial {

    public final SinkSpec sink;
    public final StructType columns;
    public final RememberedNotes notes;
    /** Of the last task: position, ordinal and reason of each refused row, sorted. */
    public final List<String> refused = new ArrayList<>();

    private final StoreCase store;

    Trial(StoreCase store, SinkSpec sink, StructType columns, RememberedNotes notes) {
        this.store = store;
        this.sink = sink;
        this.columns = columns;
        this.notes = notes;
    }

    /** The same sink after its pipeline's columns have changed. */
    Trial with(String ddl) {
        return new Trial(store, sink, StructType.fromDDL(ddl), notes);
    }

    /** The same target as another pipeline sees it. */
    Trial by(RememberedNotes others) {
        return new Trial(store, sink, columns, others);
    }

    /** One row to write; the topic is {@code t} and the partition 0, if they are not given. */
    public record Line(
            SourceRecord record, int ordinal, @Nullable Object... values) {

        public Line(long offset, int ordinal, @Nullable Object... values) {
            this("t", 0, offset, ordinal, values);
        }

        Line(String topic, int partition, long offset, int ordinal, @Nullable Object... values) {
            this(
                    new SourceRecord(topic, partition, offset, 1_700_000_000_123L, null, new byte[0], List.of()),
                    ordinal,
                    values);
        }

        String position() {
            return record.position() + "/" + ordinal;
        }
    }

    /**
     * A row as the store has it.
     *
     * @param position topic, partition, offset and ordinal, with slashes between them
     * @param values of the columns, in their order
     */
    public record Stored(String position, List<@Nullable Object> values) {

        public Stored(String position, @Nullable Object... values) {
            this(position, Arrays.asList(values));
        }
    }

    Store.Fit prepare() throws Exception {
        return store.store().prepare(sink, columns, notes);
    }

    List<Stored> rows() throws Exception {
        return store.rows(sink, columns);
    }

    void write(Line... lines) throws Exception {
        write(List.of(lines));
    }

    /** One task: writes the lines and makes them durable. */
    void write(List<Line> lines) throws Exception {
        try (Task task = begin()) {
            for (Line line : lines) {
                task.write(line);
            }
            task.commit();
        }
    }

    Task begin() throws Exception {
        refused.clear();
        return new Task();
    }

    /** A task whose rows are durable once it is committed; closing takes back what is not. */
    final class Task implements AutoCloseable {

        private final @Nullable Connection ledger;
        private final StoreWriter writer;
        private final Function1<Object, Object> toCatalyst = CatalystTypeConverters.createToCatalystConverter(columns);

        private Task() throws Exception {
            StoreWriter.Factory factory = sent(store.store().writers(sink, columns));
            ledger = factory instanceof StoreWriter.InLedger ? store.ledger() : null;
            writer = TestStores.open(factory, ledger, this::refuse);
        }

        private void refuse(SourceRecord record, int ordinal, String reason) {
            refused.add(record.position() + "/" + ordinal + ": " + reason);
        }

        void write(Line line) throws Exception {
            InternalRow row = (InternalRow) toCatalyst.apply(RowFactory.create(line.values()));
            writer.write(line.record(), line.ordinal(), row);
        }

        void commit() throws Exception {
            writer.push();
            writer.flush();
            if (ledger != null) {
                ledger.commit();
            }
        }

        @Override
        public void close() throws Exception {
            writer.close();
            if (ledger != null) {
                ledger.close();
            }
        }
    }

    /** As Spark sends it to an executor. */
    private static StoreWriter.Factory sent(StoreWriter.Factory factory) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(factory);
        }
        return (StoreWriter.Factory) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    }
}
