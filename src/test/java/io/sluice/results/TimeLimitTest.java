package io.sluice.results;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.testing.TestMongo;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A query that takes longer than its limit")
class TimeLimitTest {

    private static final Duration LIMIT = Duration.ofMillis(250);

    @Test
    @DisplayName("is ended by Postgres, and the problem says what would make it fast")
    void postgresEndsASlowQueryAndTheProblemHelps() throws Exception {
        Shelf shelf = new Shelf(
                TestMongo.freshDatabase(),
                LIMIT,
                "s STRING, n INT",
                SinkSpec.append(PostgresStore.TYPE, "Odd \"table\""));
        shelf.createTable("s text, n integer");
        shelf.storeInPostgres("'a', 1", 0, 0);
        try (Connection other = shelf.dataSource.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE \"Odd \"\"table\"\"\", sluice.dead_letters IN ACCESS EXCLUSIVE MODE");

            Shelf.Answer sorted = shelf.get("p/results/postgres", "sort", "s,desc", "sort", "n");
            assertThat(sorted.status()).isEqualTo(503);
            assertThat(sorted.body().path("type").asString()).isEqualTo("QUERY_TIMEOUT");
            assertThat(sorted.body().path("detail").asString())
                    .startsWith("Postgres did not answer this query within 250 ms (sluice.results.query-timeout)")
                    .contains("another session holds a lock, repeat the request later")
                    .endsWith("CREATE INDEX CONCURRENTLY ON \"public\".\"Odd \"\"table\"\"\" (\"s\" COLLATE \"C\" DESC"
                            + " NULLS LAST, \"n\" NULLS FIRST, \"_partition\", \"_offset\", \"_ordinal\","
                            + " \"_topic\" COLLATE \"C\")");
            for (String path : List.of("p/results/postgres/t/0/0", "p/dead-letters")) {
                assertThat(shelf.get(path).body().path("type").asString()).isEqualTo("QUERY_TIMEOUT");
            }
        }
        // The limit is short for a busy machine.
        assertThat(Awaitility.await()
                        .until(() -> shelf.get("p/results/postgres"), answer -> answer.status() == 200)
                        .items())
                .hasSize(1);
        shelf.postgres.sql(sortedAdvice(shelf)).update();
    }

    /** What the problem advises is a statement that Postgres takes. */
    private static String sortedAdvice(Shelf shelf) throws Exception {
        try (Connection other = shelf.dataSource.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE \"Odd \"\"table\"\"\" IN ACCESS EXCLUSIVE MODE");
            String detail = shelf.get("p/results/postgres", "sort", "s,desc")
                    .body()
                    .path("detail")
                    .asString();
            return detail.substring(detail.indexOf("CREATE INDEX"));
        }
    }

    @Test
    @DisplayName("is ended by Mongo, which is told the limit with every query")
    void mongoIsToldTheLimitWithEveryQuery() {
        SlowMongo backend = new SlowMongo();
        MongoServer server = new MongoServer(backend);
        try {
            MongoAccess access =
                    new MongoAccess("mongodb://127.0.0.1:" + server.bind().getPort(), "slow");
            Shelf shelf = new Shelf(access, LIMIT, "s STRING", SinkSpec.append(MongoStore.TYPE, "it's \"odd\""));

            for (String path : List.of("p/results/mongo", "p/results/mongo/t/0/0")) {
                Shelf.Answer answer = shelf.get(path);
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.body().path("type").asString()).isEqualTo("QUERY_TIMEOUT");
            }
            assertThat(shelf.get("p/results/mongo", "sort", "s,desc")
                            .body()
                            .path("detail")
                            .asString())
                    .startsWith("Mongo did not answer this query within 250 ms")
                    .endsWith("db.getCollection(\"it's \\\"odd\\\"\").createIndex({\"s\": -1, \"_source.partition\": 1,"
                            + " \"_source.offset\": 1, \"_source.ordinal\": 1, \"_source.topic\": 1, \"_id\": 1})");
            backend.slow = "aggregate";
            assertThat(shelf.get("p/results/mongo", "page", "1").status()).isEqualTo(503);
            backend.slow = "count";
            assertThat(shelf.get("p/results/mongo", "page", "1", "count", "estimate")
                            .status())
                    .isEqualTo(503);
        } finally {
            server.shutdownNow();
        }
    }

    /** Takes for ever over one command, and ends it as Mongo does when the time is over that it was given. */
    private static final class SlowMongo extends MemoryBackend {

        private static final int MAX_TIME_EXPIRED = 50;

        private final CountDownLatch never = new CountDownLatch(1);
        private volatile String slow = "find";

        @Override
        public Document handleCommand(Channel channel, String database, String command, Document query) {
            if (!command.equals(slow)) {
                return super.handleCommand(channel, database, command, query);
            }
            try {
                long millis = ((Number) query.getOrMissing("maxTimeMS")).longValue();
                never.await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Document("ok", 0)
                    .append("code", MAX_TIME_EXPIRED)
                    .append("codeName", "MaxTimeMSExpired")
                    .append("errmsg", "operation exceeded time limit");
        }
    }
}
