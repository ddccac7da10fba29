package io.sluice.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.ObjectDataType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Documents of the embedded Mongo server on disk")
class StoredDocumentsTest {

    private static final Document EVERY_TYPE = new Document("_id", "t/0/1/0")
            .append("int", 1)
            .append("long", 1L << 40)
            .append("double", -0.0)
            .append("decimal", new Decimal128(new BigDecimal("1.10")))
            .append("text", "ünïcödé \0 \ud83d\ude00")
            .append("boolean", true)
            .append("time", Instant.ofEpochMilli(-1))
            .append("bytes", new BinData(new byte[] {0, -1}))
            .append("id", new ObjectId())
            .append("nothing", null)
            .append("list", Arrays.asList(1, null, new Document("x", List.of())))
            .append("_source", new Document("topic", "t").append("offset", 1L));

    private static ByteBuffer written(ObjectDataType by, Object... values) {
        WriteBuffer out = new WriteBuffer();
        for (Object value : values) {
            by.write(out, value);
        }
        ByteBuffer written = out.getBuffer();
        written.flip();
        return written;
    }

    @Test
    @DisplayName("are read as they were written, one after the other")
    void readAsWritten() {
        ObjectDataType type = new StoredDocuments();
        ByteBuffer written = written(type, EVERY_TYPE, new Document(), EVERY_TYPE);
        assertThat(type.read(written)).isEqualTo(EVERY_TYPE);
        assertThat(type.read(written)).isEqualTo(new Document());
        assertThat(type.read(written)).isEqualTo(EVERY_TYPE);
        assertThat(written.hasRemaining()).isFalse();
    }

    @Test
    @DisplayName("are read if an earlier version wrote them")
    void readFromEarlierVersions() {
        ByteBuffer written = written(new ObjectDataType(), EVERY_TYPE, "text", EVERY_TYPE);
        ObjectDataType type = new StoredDocuments();
        assertThat(type.read(written)).isEqualTo(EVERY_TYPE);
        assertThat(type.read(written)).isEqualTo("text");
        assertThat(type.read(written)).isEqualTo(EVERY_TYPE);
    }
}
