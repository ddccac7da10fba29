package io.sluice.embedded.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Updates.inc;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.stream.store.mongo.MongoMarks;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The embedded Mongo server")
class MongoVersionTest {

    /** What MongoDB's Node driver 7 and its shell ask for at least. */
    private static final int TODAY = 9;

    @TempDir
    Path home;

    private MongoWireServer server;
    private MongoClient client;

    @BeforeEach
    void start() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = new MongoWireServer(home, port);
        server.start();
        client = MongoClients.create(server.uri());
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop();
    }

    @Test
    @DisplayName("answers both greetings with a wire version that today's drivers take, and promises no sessions")
    void greetsWithAWireVersionDriversTake() {
        for (String greeting : List.of("hello", "isMaster")) {
            Document answer = client.getDatabase("admin").runCommand(new Document(greeting, 1));
            assertThat(answer.getInteger("maxWireVersion")).as(greeting).isGreaterThanOrEqualTo(TODAY);
            assertThat(answer).doesNotContainKeys("logicalSessionTimeoutMinutes", "setName");
        }
        assertThat(client.getDatabase("admin").runCommand(new Document("hello", 1)))
                .containsEntry("isWritablePrimary", true);
        assertThat(client.getDatabase("admin").runCommand(new Document("buildInfo", 1)))
                .containsEntry("version", "5.0.0");
    }

    @Test
    @DisplayName("says in its answer to a client, which asks for it, whether it is still the same process")
    void namesItsProcessToClientsThatAsk() {
        MongoMarks marks = new MongoMarks(new MongoAccess(server.uri(), "sluice"));
        String first = marks.server();
        assertThat(marks.server()).isEqualTo(first).isNotEmpty();
        server.start();
        assertThat(marks.server()).isNotEqualTo(first).isNotEmpty();
        assertThat(client.getDatabase("admin").runCommand(new Document("isMaster", 1)))
                .as("what drivers greet with, who would then ask for more than it knows")
                .doesNotContainKey("topologyVersion");
    }

    @Test
    @DisplayName("answers each command that a driver sends to a server of that version")
    void answersEveryCommandOfItsVersion() {
        MongoCollection<Document> rows = client.getDatabase("sluice").getCollection("rows");
        rows.createIndex(Indexes.ascending("n"));
        rows.insertMany(IntStream.range(0, 300)
                .mapToObj(i -> new Document("_id", i).append("n", i % 7))
                .toList());
        assertThat(rows.countDocuments(eq("n", 3))).isEqualTo(43);
        assertThat(rows.estimatedDocumentCount()).isEqualTo(300);
        assertThat(rows.distinct("n", Integer.class)).hasSize(7);
        assertThat(rows.find(gt("_id", 9)).sort(Sorts.descending("_id")).batchSize(50))
                .hasSize(290);
        assertThat(rows.aggregate(
                        List.of(Aggregates.match(eq("n", 1)), Aggregates.group("$n"), Aggregates.count("groups"))))
                .containsExactly(new Document("groups", 1));
        assertThat(rows.findOneAndUpdate(eq("_id", 1), inc("n", 5), new FindOneAndUpdateOptions().upsert(true)))
                .containsEntry("n", 1);
        assertThat(rows.updateMany(gt("_id", 289), inc("n", 1)).getModifiedCount())
                .isEqualTo(10);
        assertThat(rows.updateOne(eq("_id", 900), inc("n", 1), new UpdateOptions().upsert(true))
                        .getUpsertedId())
                .isNotNull();
        rows.replaceOne(eq("_id", 901), new Document("n", 9), new ReplaceOptions().upsert(true));
        assertThat(rows.deleteMany(gt("_id", 899)).getDeletedCount()).isEqualTo(2);
        assertThat(rows.listIndexes()).hasSize(2);
        assertThat(client.listDatabaseNames()).contains("sluice");
        assertThat(client.getDatabase("sluice").listCollectionNames()).contains("rows");
        rows.drop();
        assertThat(rows.estimatedDocumentCount()).isZero();
    }
}
