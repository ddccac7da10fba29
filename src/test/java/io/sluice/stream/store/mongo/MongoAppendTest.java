package io.sluice.stream.store.mongo;

import static io.sluice.stream.store.mongo.MongoSink.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testing.TestStores;
import com.mongodb.MongoException;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.Store.IncompatibleTargetException;
import io.sluice.testing.RememberedNotes;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MongoAppendTest {

    @Test
    @DisplayName("Writing a batch again changes nothing and refuses nothing")
    void replay() {
        MongoSink sink = new MongoSink("n BIGINT");
        List<MongoSink.Line> lines = lines(0, 2 * MongoWriter.MAX_DOCUMENTS + 1);

        sink.write(lines);
        List<Document> before = sink.documents();
        sink.write(lines);

        assertThat(before).hasSize(lines.size());
        assertThat(sink.documents()).isEqualTo(before);
        assertThat(sink.refusals).isEmpty();
    }

    @Test
    @DisplayName("A batch that overlaps what is stored adds only what is missing")
    void overlap() {
        MongoSink sink = new MongoSink("n BIGINT");

        sink.write(lines(3, 6));
        sink.write(lines(0, 10));

        assertThat(sink.documents())
                .extracting(d -> d.getLong("n"))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(sink.refusals).isEmpty();
    }

    @Test
    @DisplayName("A record that yields several rows has a document for each")
    void ordinals() {
        MongoSink sink = new MongoSink("n BIGINT");

        sink.write(
                new MongoSink.Line(MongoSink.record("t", 1, 5), 0, 10L),
                new MongoSink.Line(MongoSink.record("t", 1, 5), 1, 11L));

        assertThat(sink.documents()).extracting(d -> d.get("_id")).containsExactly("t/1/5/0", "t/1/5/1");
    }

    @Test
    @DisplayName("What another unique index refuses is named, and its neighbours land")
    void otherUniqueIndex() {
        MongoSink sink = new MongoSink("name STRING");
        sink.collection().createIndex(Indexes.ascending("name"), new IndexOptions().unique(true));

        sink.write(line(0, "a index: _id_ dup key"), line(1, "b"), line(2, "a index: _id_ dup key"), line(3, "c"));

        assertThat(sink.refusals).singleElement().asString().startsWith("t/0/2/0: Mongo refused the document: E11000");
        assertThat(sink.documents()).extracting(d -> d.get("_id")).containsExactly("t/0/0/0", "t/0/1/0", "t/0/3/0");
    }

    @Test
    @DisplayName("A document over 16 MB is refused with its size, one just under it is stored")
    void oversize() {
        MongoSink sink = new MongoSink("s STRING");
        int overhead = 200;

        sink.write(
                line(0, "x".repeat(DocumentEncoder.MAX_BYTES)),
                line(1, "x".repeat(DocumentEncoder.MAX_BYTES - overhead)),
                line(2, "small"));

        assertThat(sink.refusals).singleElement().asString().contains("t/0/0/0: The document is too large for Mongo");
        assertThat(sink.collection().countDocuments()).isEqualTo(2);
    }

    @Test
    @DisplayName("Nothing is written before flush once the writer is closed")
    void closeForgets() throws Exception {
        MongoSink sink = new MongoSink("n BIGINT");
        var writer = TestStores.open(sink.store.writers(sink.spec, sink.columns), null, (r, o, reason) -> {});

        writer.write(MongoSink.record("t", 0, 0), 0, new GenericInternalRow(new Object[] {1L}));
        writer.close();

        assertThat(sink.documents()).isEmpty();
    }

    @Test
    @DisplayName("Preparing is idempotent, dropping too, and a dropped collection can be prepared again")
    void prepareAndDrop() throws Exception {
        MongoSink sink = new MongoSink("n BIGINT");
        sink.write(line(0, 1L));

        sink.prepare();
        assertThat(sink.documents()).hasSize(1);

        sink.store.drop(sink.spec, sink.notes);
        sink.store.drop(sink.spec, sink.notes);
        sink.prepare();
        assertThat(sink.documents()).isEmpty();
    }

    @Test
    @DisplayName("A collection name that Mongo keeps for itself is incompatible")
    void systemCollection() {
        MongoSink sink = new MongoSink("n BIGINT");

        assertThatThrownBy(() ->
                        sink.store.prepare(SinkSpec.append(MongoStore.TYPE, "system.users"), sink.columns, sink.notes))
                .isInstanceOf(IncompatibleTargetException.class)
                .hasMessageContaining("system.users");
    }

    @Test
    @DisplayName("A server that is away is a failure, not a refusal")
    void serverAway() {
        MongoStore away =
                new MongoStore(new MongoAccess("mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100", "nowhere"));

        assertThatThrownBy(() -> away.prepare(
                        SinkSpec.append(MongoStore.TYPE, "x"), StructType.fromDDL("n INT"), new RememberedNotes("t")))
                .isInstanceOf(MongoException.class);
    }

    private static List<MongoSink.Line> lines(long from, long to) {
        return LongStream.range(from, to).mapToObj(n -> line(n, n)).toList();
    }
}
