package io.sluice.stream.store.mongo;

import static io.sluice.stream.store.mongo.MongoSink.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.store.Store.IncompatibleTargetException;
import io.sluice.stream.store.mongo.write.DocumentEncoder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MongoAppendTest {

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
    void documentOver16MbIsRefusedWithItsSize() {
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
    @DisplayName("A collection name that Mongo keeps for itself is incompatible")
    void systemCollection() {
        MongoSink sink = new MongoSink("n BIGINT");

        assertThatThrownBy(() ->
                        sink.store.prepare(SinkSpec.append(MongoStore.TYPE, "system.users"), sink.columns, sink.notes))
                .isInstanceOf(IncompatibleTargetException.class)
                .hasMessageContaining("system.users");
    }
}
