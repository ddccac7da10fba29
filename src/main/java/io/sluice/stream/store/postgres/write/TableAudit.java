package io.sluice.stream.store.postgres.write;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.jdbc.Sql;
import io.sluice.stream.store.StoreAudit;
import io.sluice.stream.store.postgres.encode.RowEncoder;
import io.sluice.stream.store.postgres.write.AuditSql.State;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Compares a table on the server itself: the rows that it should have are copied beside it, as a writer would copy them, and
 * joined by the table's key. What the server refuses to hold it refuses here, too.
 */
public final class TableAudit implements StoreAudit {

    /** Makes audits of one sink, on executors. */
    public record Factory(SinkSpec sink, StructType rows, boolean isDiscreet) implements StoreAudit.Factory {

        private static final long serialVersionUID = 1L;

        @Override
        public StoreAudit.Factory discreet() {
            return new Factory(sink, rows, true);
        }

        @Override
        public boolean isInLedger() {
            return true;
        }

        @Override
        public WriteMode mode() {
            return sink.mode();
        }

        @Override
        public StoreAudit open(Connection ledger) throws SQLException {
            return new TableAudit(ledger, sink, rows, isDiscreet);
        }

        /** A comparison by keys does not see what has another key. */
        @Override
        public Optional<StoreAudit.Walk> walk() {
            return sink.mode() == WriteMode.UPSERT ? Optional.of(new TableWalk(sink)) : Optional.empty();
        }
    }

    private final Connection ledger;
    private final MergeSql merge;
    private final AuditSql sql;
    private final Chunk chunk;
    private final Savepoint savepoint;
    private final Isolation loading;
    /** The rows of the chunk, by the numbers that they have in the staging table. */
    private final List<RowAt> expected = new ArrayList<>();

    private final Map<RowAt, String> refused = new HashMap<>();
    /** The numbers of the rows that were found missing or different, and what was found. */
    private final Map<RowAt, Repair> repairs = new HashMap<>();
    /** What a row in upsert mode needs; null in append mode. */
    private final @Nullable UpsertColumns check;

    private final UpsertLock lock;

    private Staging staging;

    private record Repair(int number, State state) {}

    private TableAudit(Connection ledger, SinkSpec sink, StructType rows, boolean isDiscreet) throws SQLException {
        this.ledger = ledger;
        this.merge = new MergeSql(sink, rows);
        this.sql = new AuditSql(sink, merge);
        this.chunk = new Chunk(new RowEncoder(rows));
        this.check = sink.mode() == WriteMode.UPSERT ? new UpsertColumns(sink, rows) : null;
        this.lock = new UpsertLock(ledger, sink.target());
        this.savepoint = new Savepoint(ledger);
        this.staging = new Staging(ledger, merge);
        this.loading = new Isolation(
                savepoint,
                (from, to) -> staging.load(chunk, from, to, first()),
                fault -> false,
                isDiscreet,
                (reason, row) -> refused.put(expected.get(first() + row), reason));
    }

    /** The number of the chunk's first row: those before it are loaded. */
    private int first() {
        return expected.size() - chunk.rows();
    }

    @Override
    public void expect(SourceRecord record, int ordinal, InternalRow row) throws Exception {
        if (check != null) {
            check.check(row);
        }
        chunk.add(record, ordinal, row);
        expected.add(new RowAt(record.offset(), ordinal));
        if (chunk.isFull()) {
            load();
        }
    }

    private void load() throws SQLException {
        staging.open();
        loading.run(0, chunk.rows());
        chunk.clear();
    }

    @Override
    public void compare(Span span, Differences differences) throws SQLException {
        load();
        refused.forEach(differences::refused);
        Sql.each(ledger, sql.differences(staging.table()), row -> tell(row, differences), sql.parameters(span));
    }

    private void tell(ResultSet row, Differences differences) throws SQLException {
        RowAt at = new RowAt(row.getLong(1), row.getInt(2));
        int number = row.getInt(3);
        if (row.wasNull()) {
            if (!refused.containsKey(at)) {
                differences.unexpected(at);
            }
            return;
        }
        State state = State.valueOf(row.getString(4));
        List<String> key = List.copyOf(Arrays.asList((String[]) row.getArray(6).getArray()));
        if (check != null && (state == State.HELD || state == State.DIFFERENT)) {
            differences.held(at);
        }
        switch (state) {
            case MISSING -> differences.missing(at, key);
            case DIFFERENT, OUTDATED ->
                differences.different(at, key, sql.columns().get(row.getInt(5)));
            case HELD -> {
                return;
            }
        }
        repairs.put(at, new Repair(number, state));
    }

    @Override
    public int repair(List<RowAt> rows) throws SQLException {
        if (check != null) {
            lock.exclusive();
        }
        return write(sql.merge(staging.table()), numbers(rows, EnumSet.of(State.MISSING, State.OUTDATED)))
                + write(sql.overwrite(staging.table()), numbers(rows, EnumSet.of(State.DIFFERENT)));
    }

    private Integer[] numbers(List<RowAt> rows, Set<State> states) {
        return rows.stream()
                .map(repairs::get)
                .filter(repair -> repair != null && states.contains(repair.state()))
                .map(Repair::number)
                .toArray(Integer[]::new);
    }

    /** Where the table refuses one of the rows, each is tried by itself. */
    private int write(String statement, Integer[] numbers) throws SQLException {
        if (numbers.length == 0) {
            return 0;
        }
        int[] written = new int[1];
        if (savepoint.attempt(() -> written[0] = Sql.update(ledger, statement, (Object) numbers)) == null) {
            // In upsert mode a row that is newer by now is as good.
            return check == null ? written[0] : numbers.length;
        }
        int sum = 0;
        for (int i = 0; numbers.length > 1 && i < numbers.length; i++) {
            sum += write(statement, new Integer[] {numbers[i]});
        }
        return sum;
    }

    /** The staging table went with the transaction. */
    @Override
    public void forget() throws SQLException {
        close();
        staging = new Staging(ledger, merge);
    }

    @Override
    public void close() {
        chunk.clear();
        expected.clear();
        refused.clear();
        repairs.clear();
    }
}
