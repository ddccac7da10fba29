package io.sluice.stream.store.postgres;

import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.StoreContract;
import io.sluice.stream.store.Trial.Stored;
import io.sluice.stream.store.postgres.layout.PostgresNames;
import io.sluice.testing.TcpGate;
import io.sluice.testing.TestPostgres;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;

@DisplayName("Postgres as a store")
class PostgresContractTest extends StoreContract {

    private final LedgerAccess direct = TestPostgres.freshDatabase();
    private TcpGate gate;
    private LedgerAccess access;
    private PostgresStore store;

    @BeforeAll
    void open() throws Exception {
        int port = URI.create(direct.url().substring("jdbc:".length())).getPort();
        gate = new TcpGate(port);
        gate.open();
        access = new LedgerAccess(
                direct.url().replace(":" + port + "/", ":" + gate.port() + "/"), direct.user(), direct.password());
        store = new PostgresStore(access);
    }

    @AfterAll
    void close() {
        gate.close();
    }

    @Override
    protected Store store() {
        return store;
    }

    @Override
    protected Connection ledger() throws Exception {
        Connection ledger = TestPostgres.connect(access);
        ledger.setAutoCommit(false);
        return ledger;
    }

    @Override
    protected List<Stored> rows(SinkSpec sink, StructType columns) throws Exception {
        String sql = "SELECT concat_ws('/', _topic, _partition, _offset, _ordinal), "
                + PostgresNames.list(List.of(columns.fieldNames())) + " FROM " + PostgresNames.table(sink.target());
        try (Connection connection = TestPostgres.connect(direct);
                Statement select = connection.createStatement();
                ResultSet found = select.executeQuery(sql)) {
            List<Stored> rows = new ArrayList<>();
            while (found.next()) {
                Object[] values = new Object[columns.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = found.getObject(i + 2);
                }
                rows.add(new Stored(found.getString(1), values));
            }
            return rows;
        }
    }

    @Override
    protected void refuse(SinkSpec sink, String text) throws Exception {
        try (Connection connection = TestPostgres.connect(direct);
                Statement alter = connection.createStatement()) {
            alter.execute("ALTER TABLE " + sink.target() + " ADD CHECK (text <> '" + text + "')");
        }
    }

    @Override
    protected void cut() throws Exception {
        gate.shut();
    }

    @Override
    protected void mend() throws Exception {
        gate.open();
    }
}
