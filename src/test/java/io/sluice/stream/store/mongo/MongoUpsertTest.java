package io.sluice.stream.store.mongo;

import static io.sluice.stream.store.mongo.MongoSink.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.sluice.stream.store.Store.IncompatibleTargetException;
import io.sluice.stream.store.mongo.write.DocumentEncoder;
import java.sql.Timestamp;
import java.time.Instant;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MongoUpsertTest {

    @Test
    @DisplayName("A text version is ordered by its bytes, in a batch and after, also beyond the 16 bits of a character")
    void textVersions() {
        MongoSink sink = MongoSink.upsert("id INT, v STRING", "v", "id");
        String halfWidth = "\uFF5E";
        String emoji = "\uD83D\uDE00";
        sink.write(line(0, 1, halfWidth), line(1, 2, emoji), line(2, 2, halfWidth), line(3, 3, "\uD7FF"));
        sink.write(line(4, 1, emoji), line(5, 2, halfWidth), line(6, 3, "\uD7FE"), line(7, 3, "\uD7FF"));
        assertThat(sink.document(1)).containsEntry("v", emoji);
        assertThat(sink.document(2)).containsEntry("v", emoji);
        assertThat(sink.document(3).get("_source", Document.class)).containsEntry("offset", 7L);
    }

    @Test
    @DisplayName("0.0 and -0.0 are one key, and so is every NaN")
    void floatingKeys() {
        MongoSink sink = MongoSink.upsert("k DOUBLE, f FLOAT, s STRING", null, "k", "f");
        double otherNan = Double.longBitsToDouble(0x7ff8000000000123L);
        sink.write(line(0, 0.0, -0.0f, "a"), line(1, -0.0, 0.0f, "b"));
        sink.write(line(2, -0.0, -0.0f, "c"), line(3, Double.NaN, Float.NaN, "d"), line(4, otherNan, Float.NaN, "e"));
        assertThat(sink.refusals).isEmpty();
        assertThat(sink.documents()).extracting(d -> d.getString("s")).containsExactlyInAnyOrder("c", "e");
    }

    @Test
    @DisplayName("Versions that differ in microseconds only are told apart")
    void microsecondVersions() {
        MongoSink sink = MongoSink.upsert("k INT, at TIMESTAMP, s STRING", "at", "k");
        Instant time = Instant.parse("2024-05-05T05:05:05.000002Z");

        sink.write(line(1, 1, Timestamp.from(time), "newer"));
        sink.write(line(2, 1, Timestamp.from(time.minusNanos(1000)), "older"));

        assertThat(sink.document(1)).containsEntry("s", "newer");
    }

    @Test
    @DisplayName("Several key columns are a sub-document in their order, and a null in one is refused")
    void compoundKey() {
        MongoSink sink = MongoSink.upsert("b INT, a STRING, s STRING", null, "a", "b");

        sink.write(line(0, 1, "x", "old"), line(1, 1, "x", "new"), line(2, 2, "x", "other"), line(3, null, "x", "bad"));
        sink.write(line(4, 2, "x", "newest"));

        assertThat(sink.refusals).containsExactly("t/0/3/0: The key column b is null");
        assertThat(sink.documents())
                .extracting(d -> d.get("_id"), d -> d.get("s"))
                .containsExactly(
                        tuple(new Document("a", "x").append("b", 1), "new"),
                        tuple(new Document("a", "x").append("b", 2), "newest"));
    }

    @Test
    @DisplayName("If the newest of a batch is refused, the next one of its key is stored")
    void nextAfterRefusal() {
        MongoSink sink = MongoSink.upsert("k INT, name STRING", null, "k");
        sink.collection().createIndex(Indexes.ascending("name"), new IndexOptions().unique(true));
        sink.write(line(0, 1, "taken"));

        sink.write(line(1, 2, "first"), line(2, 2, "second"), line(3, 2, "taken"));

        assertThat(sink.refusals).singleElement().asString().startsWith("t/0/3/0: Mongo refused");
        assertThat(sink.document(2)).containsEntry("name", "second");
    }

    @Test
    @DisplayName("A document that Sluice did not write is older than any")
    void foreignDocument() {
        MongoSink sink = MongoSink.upsert("k INT, s STRING", null, "k");
        sink.collection().insertOne(new Document("_id", 1).append("s", "foreign"));

        sink.write(line(0, 1, "ours"));

        assertThat(sink.document(1)).containsEntry("s", "ours");
    }

    @Test
    @DisplayName("A key finer than a millisecond is refused")
    void keysThatMongoWouldConfuse() {
        MongoSink keys = MongoSink.upsert("at TIMESTAMP", null, "at");

        keys.write(line(0, Timestamp.from(Instant.parse("2024-05-05T05:05:05.000002Z"))));

        assertThat(keys.refusals).singleElement().asString().contains("exact to the millisecond");
    }

    @Test
    @DisplayName("A replacement that would pass 16 MB with its own filter is refused, not tried for ever")
    void oversizeReplacement() {
        MongoSink sink = MongoSink.upsert("k STRING, s STRING", null, "k");
        String key = "k".repeat(1000);
        String large = "x".repeat(DocumentEncoder.MAX_BYTES - 10_000);

        sink.write(line(0, key, large));
        sink.write(line(1, key, large));
        sink.write(line(2, key, large + "x".repeat(5_000)));

        assertThat(sink.refusals).singleElement().asString().startsWith("t/0/2/0: The document is too large");
    }

    @Test
    @DisplayName("A key or version of a type that cannot serve is incompatible before the start")
    void unsuitableColumns() {
        assertThatThrownBy(() -> MongoSink.upsert("k ARRAY<INT>, v BOOLEAN", "v", "k"))
                .isInstanceOf(IncompatibleTargetException.class)
                .hasMessageContainingAll("key column k", "version column v");
    }
}
