package io.sluice.stream.store.postgres;

import io.sluice.stream.connection.Fault;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.jdbc.LedgerFault;
import io.sluice.stream.jdbc.LedgerOutage;
import io.sluice.stream.jdbc.Sql;
import io.sluice.stream.store.OwnRows;
import io.sluice.stream.store.RowCheck;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.StoreAudit;
import io.sluice.stream.store.StoreWriter;
import io.sluice.stream.store.TargetNote;
import io.sluice.stream.store.TargetNotes;
import io.sluice.stream.store.postgres.layout.ColumnRules;
import io.sluice.stream.store.postgres.layout.ExistingTable;
import io.sluice.stream.store.postgres.layout.PostgresTypes;
import io.sluice.stream.store.postgres.layout.TableAccess;
import io.sluice.stream.store.postgres.layout.TableLayout;
import io.sluice.stream.store.postgres.layout.TablePreparation;
import io.sluice.stream.store.postgres.layout.TableRemoval;
import io.sluice.stream.store.postgres.write.PostgresWriters;
import io.sluice.stream.store.postgres.write.TableAudit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Postgres as a store: each sink is a table in the schema {@code public}. Thread-safe. */
public final class PostgresStore implements Store {

    public static final StoreType TYPE = new StoreType("postgres");

    private static final Naming TABLE = new Naming("table", "[a-z_][a-z0-9_]{0,62}", Set.of());

    private final TableAccess tables;

    public PostgresStore(LedgerAccess access) {
        this.tables = new TableAccess(access);
    }

    @Override
    public StoreType type() {
        return TYPE;
    }

    @Override
    public String name() {
        return "Postgres";
    }

    @Override
    public Naming naming() {
        return TABLE;
    }

    @Override
    public Optional<String> columnType(DataType type) {
        return PostgresTypes.of(type);
    }

    @Override
    public Optional<String> creation(SinkSpec sink, StructType rows) {
        return Optional.of(String.join(";\n", TableLayout.of(sink, rows).create()));
    }

    /** What took too long, such as a lock on a table, does not mean that the server is away. */
    @Override
    public boolean isOutage(Throwable failure) {
        return LedgerOutage.is(failure) && !LedgerOutage.isOutOfTime(failure);
    }

    @Override
    public Optional<Fault> fault(Throwable failure) {
        return LedgerFault.in(failure);
    }

    @Override
    public boolean isRefusal(Throwable failure) {
        return failure instanceof SQLException && !LedgerOutage.is(failure);
    }

    @Override
    public Optional<String> objection(StructType rows) {
        return ColumnRules.objection(rows);
    }

    @Override
    public Optional<String> objection(StructField column) {
        return ColumnRules.objection(column);
    }

    /**
     * {@inheritDoc}
     *
     * @throws SQLException if Postgres cannot be reached, or a lock is not free within ten seconds
     */
    @Override
    public Fit prepare(SinkSpec sink, StructType rows, TargetNotes notes) throws SQLException {
        TableLayout layout = TableLayout.of(sink, rows);
        return tables.inTransaction(sink.target(), connection -> {
            TargetNotes noted = notes.in(connection);
            Optional<ExistingTable> existing = ExistingTable.read(connection, layout.name());
            if (existing.isEmpty()) {
                change(connection, layout.name(), layout.create());
                noted.write(TargetNote.made(oid(connection, layout.name()), layout.noted()));
                return Fit.MADE;
            }
            TablePreparation preparation = TablePreparation.of(layout, existing.get(), noted.read());
            change(connection, layout.name(), preparation.statements());
            if (preparation.isToBeNoted()) {
                noted.write(preparation.next());
            }
            return preparation.fit();
        });
    }

    private static String oid(Connection connection, String table) throws SQLException {
        return ExistingTable.read(connection, table)
                .map(ExistingTable::oid)
                .orElseThrow(() -> new SQLException("Table " + table + " was made, and is not there"));
    }

    /**
     * {@inheritDoc}
     *
     * @throws SQLException if Postgres cannot be reached, or the table is being made or changed for ten seconds
     */
    @Override
    public Fit check(SinkSpec sink, StructType rows, TargetNotes notes) throws SQLException {
        TableLayout layout = TableLayout.of(sink, rows);
        return tables.inTransaction(sink.target(), connection -> {
            Optional<ExistingTable> existing = ExistingTable.read(connection, layout.name());
            return existing.isEmpty()
                    ? Fit.MADE
                    : TablePreparation.of(
                                    layout, existing.get(), notes.in(connection).read())
                            .fit();
        });
    }

    @Override
    public Optional<Found> find(SinkSpec sink) throws SQLException {
        return removal(sink).find();
    }

    @Override
    public OptionalLong count(SinkSpec sink, @Nullable OwnRows own) throws SQLException {
        return removal(sink).count(own);
    }

    @Override
    public boolean mayHold(SinkSpec sink, List<String> topics) throws SQLException {
        return removal(sink).mayHold(topics);
    }

    /** Always: each row has the time at which it was stored. */
    @Override
    public boolean tellsApart(SinkSpec sink, TargetNotes notes, TargetNote note) {
        return true;
    }

    @Override
    public void drop(SinkSpec sink, TargetNotes notes) throws SQLException {
        removal(sink).drop(notes);
    }

    @Override
    public void setAside(SinkSpec sink, String name, TargetNotes notes) throws SQLException {
        removal(sink).setAside(name, notes);
    }

    @Override
    public void remove(SinkSpec sink, OwnRows own, TargetNotes notes) throws SQLException {
        removal(sink).remove(own, notes);
    }

    private TableRemoval removal(SinkSpec sink) {
        return new TableRemoval(tables, sink.target());
    }

    @Override
    public Optional<StoreAudit.Factory> audit(SinkSpec sink, StructType rows) {
        return Optional.of(new TableAudit.Factory(sink, rows, false));
    }

    @Override
    public RowCheck rowCheck(SinkSpec sink, StructType rows) {
        return PostgresWriters.check(sink, rows);
    }

    @Override
    public StoreWriter.Factory writers(SinkSpec sink, StructType rows) {
        return new PostgresWriters(sink, rows);
    }

    private static void change(Connection connection, String table, List<String> statements) throws SQLException {
        try {
            if (!statements.isEmpty()) {
                TableAccess.patiently(connection, patient -> {
                    Sql.execute(patient, String.join("; ", statements));
                    return true;
                });
            }
        } catch (SQLException e) {
            if (isFinal(e)) {
                throw refusal(table, e);
            }
            throw e;
        }
    }

    /** Whether trying again cannot help: not supported, depended on, not allowed, not there, or over a limit. */
    private static boolean isFinal(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return List.of("0A", "2B", "3F", "42", "54").contains(state.substring(0, 2));
    }

    private static IncompatibleTargetException refusal(String table, SQLException e) {
        return IncompatibleTargetException.of(
                "Table " + table,
                List.of("Postgres refuses to make or widen it: " + e.getMessage(), "change that, then start again"));
    }
}
