package io.sluice.faults;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.sluice.embedded.KillableServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bson.Document;

/** What the stores hold, read past Sluice: every row as a text, by its key or position. */
final class Stores implements AutoCloseable {

    private static final String PATIENCE = "/?serverSelectionTimeoutMS=5000&socketTimeoutMS=180000";

    private final KillableServers servers;
    private final MongoClient mongo;

    Stores(KillableServers servers) {
        this.servers = servers;
        this.mongo = MongoClients.create(servers.address("spring.mongodb.uri") + PATIENCE);
    }

    /** A connection of its own, in a transaction that sees one state. */
    Connection postgres() throws SQLException {
        Connection connection = DriverManager.getConnection(
                servers.address("spring.datasource.url"),
                servers.address("spring.datasource.username"),
                servers.address("spring.datasource.password"));
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return connection;
    }

    MongoDatabase mongo() {
        return mongo.getDatabase("sluice");
    }

    /** Makes Postgres refuse some rows by a rule of its own. */
    void forbid(Trial trial) throws SQLException {
        try (Connection connection = postgres();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE " + trial.name() + " ADD CHECK (text <> 'refuse')");
            connection.commit();
        }
    }

    boolean hasTable(String name) throws SQLException {
        try (Connection connection = postgres();
                Statement statement = connection.createStatement()) {
            ResultSet there = statement.executeQuery("SELECT to_regclass('" + name + "') IS NOT NULL");
            there.next();
            return there.getBoolean(1);
        }
    }

    /** The numbers of the pipelines' marks in Mongo, as Postgres knows them, in the order of the pipelines. */
    List<Long> marks() throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (Connection connection = postgres();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT number FROM sluice.marks ORDER BY pipeline_id")) {
            while (row.next()) {
                numbers.add(row.getLong(1));
            }
        }
        return numbers;
    }

    Map<String, List<String>> postgresRows(Connection connection, Trial trial) throws SQLException {
        String columns = trial.columns().stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        String sql = "SELECT concat_ws('/', _topic, _partition, _offset, _ordinal) AS _at, " + columns + " FROM \""
                + trial.name() + '"';
        Map<String, List<String>> rows = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(1000);
            ResultSet row = statement.executeQuery(sql);
            while (row.next()) {
                List<String> values = new ArrayList<>(List.of(row.getString("_at")));
                for (String column : trial.columns()) {
                    values.add(row.getString(column));
                }
                add(rows, trial, values);
            }
        }
        return rows;
    }

    Map<String, List<String>> mongoRows(Trial trial) {
        Map<String, List<String>> rows = new HashMap<>();
        for (Document document : mongo().getCollection(trial.name()).find().batchSize(5000)) {
            Document source = document.get("_source", Document.class);
            List<String> values = new ArrayList<>(List.of(source.get("topic") + "/" + source.get("partition") + "/"
                    + source.get("offset") + "/" + source.get("ordinal")));
            for (String column : trial.columns()) {
                Object value = document.get(column);
                values.add(value == null ? null : value.toString());
            }
            values.add(Long.toString(source.getDate("timestamp").getTime()));
            add(rows, trial, values);
        }
        return rows;
    }

    private static void add(Map<String, List<String>> rows, Trial trial, List<String> values) {
        String id = trial.key().isEmpty()
                ? values.get(0)
                : Texts.row(trial.key().stream()
                        .map(name -> values.get(1 + trial.columns().indexOf(name)))
                        .toList());
        rows.computeIfAbsent(id, key -> new ArrayList<>(1)).add(Texts.row(values));
    }

    @Override
    public void close() {
        mongo.close();
    }
}
