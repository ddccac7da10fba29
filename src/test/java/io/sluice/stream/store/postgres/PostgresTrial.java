package io.sluice.stream.store.postgres;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.StoreWriter;
import io.sluice.testing.RememberedNotes;
import io.sluice.testing.TestPostgres;
import io.sluice.testing.TestStores;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** A table in a database of its own, written as a task would. */
public final class PostgresTrial {

    public final LedgerAccess access = TestPostgres.freshDatabase();
    final PostgresStore store = new PostgresStore(access);
    final RememberedNotes notes = new RememberedNotes("a");
    final SinkSpec sink;
    final StructType rows;
    /** Of the last preparing. */
    Store.Fit fit = Store.Fit.MADE;

    /** Whether no reason may quote a value. */
    public boolean isDiscreet;

    /** Reasons by {@code offset/ordinal}, of the last task. */
    public final TreeMap<String, String> refused = new TreeMap<>();

    private PostgresTrial(SinkSpec sink, String ddl) {
        this.sink = sink;
        this.rows = StructType.fromDDL(ddl);
    }

    public static PostgresTrial append(String ddl) {
        return new PostgresTrial(SinkSpec.append(PostgresStore.TYPE, "t"), ddl);
    }

    public static PostgresTrial upsert(String ddl, List<String> key, @Nullable String version) {
        return new PostgresTrial(new SinkSpec(PostgresStore.TYPE, "t", WriteMode.UPSERT, key, version), ddl);
    }

    public PostgresTrial prepared() throws Exception {
        fit = store.prepare(sink, rows, notes);
        return this;
    }

    /** One row of the topic {@code a}, partition 0; strings are turned into Spark's. */
    public record Row(long offset, int ordinal, Object... values) {

        public static Row of(long offset, Object... values) {
            return new Row(offset, 0, values);
        }
    }

    /** Writes the rows in one task and commits. */
    public void write(List<Row> batch) throws Exception {
        refused.clear();
        try (Connection ledger = TestPostgres.connect(access)) {
            ledger.setAutoCommit(false);
            write(ledger, batch);
            ledger.commit();
        }
    }

    public void write(Row... batch) throws Exception {
        write(List.of(batch));
    }

    public void write(Connection ledger, List<Row> batch) throws Exception {
        try (StoreWriter writer = TestStores.open(store.writers(sink, rows), ledger, refusals())) {
            for (Row row : batch) {
                writer.write(record(row.offset()), row.ordinal(), internal(row.values()));
            }
            writer.flush();
        }
    }

    private StoreWriter.Refusals refusals() {
        return new StoreWriter.Refusals() {
            @Override
            public void refused(SourceRecord record, int ordinal, String reason) {
                refuse(record, ordinal, reason);
            }

            @Override
            public boolean isDiscreet() {
                return isDiscreet;
            }
        };
    }

    private void refuse(SourceRecord record, int ordinal, String reason) {
        if (refused.put(record.offset() + "/" + ordinal, reason) != null) {
            throw new AssertionError(record.position() + " is refused twice: " + reason);
        }
    }

    static SourceRecord record(long offset) {
        return new SourceRecord("a", 0, offset, 0L, null, new byte[0], List.of());
    }

    private static GenericInternalRow internal(Object... values) {
        Object[] converted = values.clone();
        for (int i = 0; i < converted.length; i++) {
            if (converted[i] instanceof String text) {
                converted[i] = UTF8String.fromString(text);
            }
        }
        return new GenericInternalRow(converted);
    }

    public void execute(String sql) throws Exception {
        try (Connection connection = TestPostgres.connect(access);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rows of a query, their columns as text and joined by bars. */
    public List<String> query(String sql) throws Exception {
        try (Connection connection = TestPostgres.connect(access);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (result.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    line.append(i == 1 ? "" : "|").append(result.getString(i));
                }
                found.add(line.toString());
            }
            return found;
        }
    }

    public long count() throws Exception {
        return Long.parseLong(query("SELECT count(*) FROM t").get(0));
    }
}
