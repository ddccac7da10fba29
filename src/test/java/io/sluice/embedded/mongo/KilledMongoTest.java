package io.sluice.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The embedded Mongo server, killed while several write")
class KilledMongoTest {

    private static final int KILLS = 8;
    private static final int BULK = 200;

    @TempDir
    Path home;

    @Test
    @DisplayName("comes back with whole documents, each with its place in the index, and all that it acknowledged")
    void comesBack() throws Exception {
        List<Path> killed = new ArrayList<>();
        int port = freePort();
        MongoWireServer server = new MongoWireServer(Files.createDirectory(home.resolve("alive")), port);
        server.start();
        int written;
        try (MongoClient client = MongoClients.create(server.uri())) {
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Integer> bulks = CompletableFuture.supplyAsync(() -> writeBulks(client, enough));
            for (int kill = 0; kill < KILLS; kill++) {
                collection(client, "small").insertOne(new Document("_id", kill));
                killed.add(asAfterKill(kill));
            }
            enough.set(true);
            written = bulks.get();
        } finally {
            server.stop();
        }
        for (int kill = 0; kill < KILLS; kill++) {
            assertWhole(killed.get(kill), port, kill + 1, written);
        }
    }

    private static int writeBulks(MongoClient client, AtomicBoolean enough) {
        int next = 0;
        while (!enough.get()) {
            collection(client, "bulk").insertMany(documents(next, next + BULK));
            next += BULK;
        }
        return next;
    }

    /** The file as it stands at this moment. */
    private Path asAfterKill(int number) throws IOException {
        Path copy = Files.createDirectory(home.resolve("killed" + number));
        Files.copy(home.resolve("alive/mongo.mv"), copy.resolve("mongo.mv"));
        return copy;
    }

    /** What was not there can be written again, and what was there cannot. */
    private static void assertWhole(Path home, int port, int acknowledged, int written) {
        MongoWireServer server = new MongoWireServer(home, port);
        server.start();
        try (MongoClient client = MongoClients.create(server.uri())) {
            assertThat(collection(client, "small").countDocuments()).isGreaterThanOrEqualTo(acknowledged);
            Set<Integer> found = new HashSet<>();
            collection(client, "bulk").find().forEach(document -> found.add(document.getInteger("_id")));
            Set<Integer> refused = new HashSet<>();
            try {
                collection(client, "bulk").insertMany(documents(0, written), new InsertManyOptions().ordered(false));
            } catch (MongoBulkWriteException e) {
                assertThat(e.getWriteErrors())
                        .extracting(BulkWriteError::getCode)
                        .containsOnly(11000);
                e.getWriteErrors().forEach(error -> refused.add(error.getIndex()));
            }
            assertThat(refused).isEqualTo(found);
            assertThat(collection(client, "bulk").countDocuments()).isEqualTo(written);
        } finally {
            server.stop();
        }
    }

    private static MongoCollection<Document> collection(MongoClient client, String name) {
        return client.getDatabase("sluice").getCollection(name);
    }

    private static List<Document> documents(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(id -> new Document("_id", id).append("text", "x".repeat(300)))
                .toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
