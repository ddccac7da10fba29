package io.sluice.embedded;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.sluice.embedded.kafka.KafkaBroker;
import io.sluice.embedded.mongo.MongoWireServer;
import io.sluice.embedded.postgres.PostgresPassword;
import io.sluice.embedded.postgres.PostgresServer;
import io.sluice.testing.TestKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.bson.Document;

/** All three servers on one directory, as the application runs them; also a program, to be killed hard. */
final class StackUnderTest implements AutoCloseable {

    static final String READY = "all is written";

    private final PostgresServer postgres;
    private final KafkaBroker kafka;
    private final MongoWireServer mongo;
    private final EmbeddedStack stack;

    StackUnderTest(Path directory) throws IOException, InterruptedException {
        Ports ports = new Ports(new DataDirectory(directory));
        Path postgresHome = directory.resolve("postgres");
        PostgresServer.endStale(postgresHome);
        KafkaBroker.endStale(directory.resolve("kafka"));
        postgres = new PostgresServer(postgresHome, ports.port("p", 0), PostgresPassword.in(postgresHome));
        kafka = new KafkaBroker(directory.resolve("kafka"), ports.port("k", 0), ports.port("c", 0));
        mongo = new MongoWireServer(directory.resolve("mongo"), ports.port("m", 0));
        stack = new EmbeddedStack(List.of(postgres, kafka, mongo)).start();
    }

    /** Writes one row, one topic and one document, says so, and waits to be killed. */
    public static void main(String[] args) throws Exception {
        StackUnderTest stack = new StackUnderTest(Path.of(args[0])).awaitReady();
        stack.write(args[1]);
        System.out.println(READY);
        Thread.currentThread().join();
    }

    StackUnderTest awaitReady() throws Exception {
        CompletableFuture.allOf(stack.keepers().values().stream()
                        .map(ServerKeeper::ready)
                        .toArray(CompletableFuture<?>[]::new))
                .get(2, TimeUnit.MINUTES);
        return this;
    }

    Connection connect() throws SQLException {
        var details = postgres.connectionDetails();
        return DriverManager.getConnection(details.getJdbcUrl(), details.getUsername(), details.getPassword());
    }

    /** Leaves the same word in each of the three; nothing is closed or flushed after the last answer. */
    void write(String word) throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS words (word text PRIMARY KEY)");
            statement.execute("INSERT INTO words VALUES ('" + word + "')");
        }
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(word, 1, (short) 1))).all().get();
            TestKafka.awaitTopic(admin, word, 1);
        }
        try (MongoClient client = MongoClients.create(mongo.uri())) {
            words(client).insertOne(new Document("_id", word));
        }
    }

    List<String> rows() throws SQLException {
        try (Connection connection = connect();
                ResultSet words = connection.createStatement().executeQuery("SELECT word FROM words")) {
            List<String> found = new ArrayList<>();
            while (words.next()) {
                found.add(words.getString(1));
            }
            return found;
        }
    }

    Set<String> topics() throws Exception {
        try (Admin admin = admin()) {
            return admin.listTopics().names().get();
        }
    }

    List<String> documents() {
        try (MongoClient client = MongoClients.create(mongo.uri())) {
            return words(client).find().map(word -> word.getString("_id")).into(new ArrayList<>());
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    private static MongoCollection<Document> words(MongoClient client) {
        return client.getDatabase("sluice").getCollection("words");
    }

    @Override
    public void close() {
        stack.close();
    }
}
