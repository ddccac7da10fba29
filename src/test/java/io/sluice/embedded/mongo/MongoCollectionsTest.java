package io.sluice.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.Filters;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A collection of the embedded Mongo server")
class MongoCollectionsTest {

    @TempDir
    Path home;

    @Test
    @DisplayName(
            "keeps its documents and its key when it is renamed, and leaves nothing behind for a new one of its name")
    void renamesWithDocumentsAndKey() throws Exception {
        served(database -> {
            database.collection("a").insertMany(List.of(document("x", 1), document("y", 1)));
            database.rename("a", "aside");
            database.collection("a").insertMany(List.of(document("x", 2), document("z", 2)));
            assertCollections(database);
        });
        served(MongoCollectionsTest::assertCollections);
    }

    @Test
    @DisplayName("has a uuid that outlives the server, and one that is made anew under its name has another")
    void hasUuid() throws Exception {
        List<Object> uuids = new ArrayList<>();
        served(database -> {
            database.collection("a").insertOne(document("x", 1));
            uuids.add(database.uuid("a"));
        });
        served(database -> {
            uuids.add(database.uuid("a"));
            database.collection("a").drop();
            database.collection("a").insertOne(document("x", 1));
            uuids.add(database.uuid("a"));
        });
        assertThat(uuids).doesNotContainNull();
        assertThat(uuids.get(1)).isEqualTo(uuids.get(0)).isNotEqualTo(uuids.get(2));
    }

    /** One that kept what it had found would need the memory for all of a large collection. */
    @Test
    @DisplayName("is walked over by a cursor that reads on where it is, and misses nothing that is there all the time")
    void cursorReadsOn() throws Exception {
        served(database -> {
            MongoCollection<Document> collection = database.collection("a");
            for (int n = 10; n < 40; n++) {
                collection.insertOne(document("k" + n, n % 3));
            }
            List<Object> seen = new ArrayList<>();
            for (Document found : collection.find(Filters.ne("n", 0)).batchSize(4)) {
                if (seen.isEmpty()) {
                    collection.deleteOne(Filters.eq("_id", "k17"));
                    collection.deleteOne(Filters.eq("_id", "k20"));
                    collection.insertOne(document("k355", 1));
                }
                seen.add(found.get("_id"));
            }
            List<Object> expected = new ArrayList<>();
            for (int n = 10; n < 40; n++) {
                if (n % 3 != 0 && n != 17 && n != 20) {
                    expected.add("k" + n);
                }
                if (n == 35) {
                    expected.add("k355");
                }
            }
            assertThat(seen).isEqualTo(expected);
            assertThat(collection.find().batchSize(29)).hasSize(29);
            assertThat(collection.find().batchSize(1).limit(3)).hasSize(3);
        });
    }

    @Test
    @DisplayName("counts its documents, all and by filters, as many as it finds")
    void counts() throws Exception {
        served(database -> {
            MongoCollection<Document> collection = database.collection("a");
            assertThat(collection.countDocuments()).isZero();
            List<Document> documents = new ArrayList<>();
            for (int n = 1000; n < 3500; n++) {
                documents.add(document("k" + n, n % 3));
            }
            collection.insertMany(documents);
            assertThat(collection.countDocuments()).isEqualTo(2500);
            assertThat(collection.countDocuments(Filters.eq("n", 7))).isZero();
            assertThat(collection.countDocuments(Filters.ne("n", 0))).isEqualTo(1667);
            assertThat(collection.countDocuments(Filters.gte("_id", "k3000"))).isEqualTo(500);
            assertThat(collection.countDocuments(Filters.eq("_id", "k3000"))).isEqualTo(1);
            assertThat(collection.countDocuments(Filters.in("_id", "k3000", "k3001", "k9")))
                    .isEqualTo(2);
            assertThat(collection.countDocuments(new Document(), new CountOptions().limit(5)))
                    .isEqualTo(5);
            assertThat(collection.countDocuments(Filters.ne("n", 0), new CountOptions().skip(1660)))
                    .isEqualTo(7);
        });
    }

    private static void assertCollections(Database database) {
        assertThat(database.collection("aside").find()).containsExactlyInAnyOrder(document("x", 1), document("y", 1));
        assertThat(database.collection("a").find()).containsExactlyInAnyOrder(document("x", 2), document("z", 2));
        assertThat(database.collection("aside").find(Filters.eq("_id", "x"))).containsExactly(document("x", 1));
        for (String name : List.of("a", "aside")) {
            assertThatThrownBy(() -> database.collection(name).insertOne(document("x", 3)))
                    .hasMessageContaining("E11000");
        }
    }

    private record Database(MongoClient client) {

        MongoCollection<Document> collection(String name) {
            return client.getDatabase("sluice").getCollection(name);
        }

        Object uuid(String name) {
            return client.getDatabase("sluice").listCollections().into(new ArrayList<>()).stream()
                    .filter(collection -> collection.getString("name").equals(name))
                    .findFirst()
                    .orElseThrow()
                    .get("info", Document.class)
                    .get("uuid");
        }

        void rename(String from, String to) {
            collection(from).renameCollection(new MongoNamespace("sluice", to));
        }
    }

    private static Document document(String id, int n) {
        return new Document("_id", id).append("n", n);
    }

    private void served(Consumer<Database> work) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        MongoWireServer server = new MongoWireServer(home, port);
        server.start();
        try (MongoClient client = MongoClients.create(server.uri())) {
            work.accept(new Database(client));
        } finally {
            server.stop();
        }
    }
}
