package io.sluice.stream.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.SourceRecord;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a row of Spark's Kafka source")
class SourceRecordsTest {

    private static final StructType KAFKA = StructType.fromDDL(
            "key BINARY, value BINARY, topic STRING, partition INT,"
                    + "offset BIGINT, timestamp TIMESTAMP, timestampType INT, headers ARRAY<STRUCT<key: STRING, value: BINARY>>");

    private final SourceRecords records = new SourceRecords();
    private final UnsafeProjection reused = UnsafeProjection.create(KAFKA);

    private SourceRecord read(byte[] key, byte[] value, String topic, long offset, GenericArrayData headers) {
        InternalRow row = new GenericInternalRow(
                new Object[] {key, value, UTF8String.fromString(topic), 3, offset, 1_000_001L, 0, headers});
        return records.read(reused.apply(row));
    }

    private static Object header(String key, byte[] value) {
        return new GenericInternalRow(new Object[] {UTF8String.fromString(key), value});
    }

    @Test
    @DisplayName("becomes a record that outlives the reused row")
    void recordOutlivesTheReusedRow() {
        GenericArrayData headers = new GenericArrayData(
                new Object[] {header("h", new byte[] {1}), header("h", null), header("", new byte[0])});
        SourceRecord first = read(new byte[] {1}, new byte[] {2, 3}, "topic-a", 7, headers);
        SourceRecord second = read(null, null, "topic-b", 8, null);
        assertThat(first.position()).isEqualTo("topic-a/3/7");
        assertThat(first.timestampMillis()).isEqualTo(1_000);
        assertThat(first.key()).containsExactly(1);
        assertThat(first.value()).containsExactly(2, 3);
        assertThat(first.headers()).extracting(SourceRecord.Header::key).containsExactly("h", "h", "");
        assertThat(first.headers().get(0).value()).containsExactly(1);
        assertThat(first.headers().get(1).value()).isNull();
        assertThat(first.headers().get(2).value()).isEmpty();
        assertThat(second.position()).isEqualTo("topic-b/3/8");
        assertThat(second.key()).isNull();
        assertThat(second.value()).isNull();
        assertThat(second.headers()).isEmpty();
    }

    @Test
    @DisplayName("has the record itself in a micro-batch, and the same columns for who asks")
    void carriesRecord() {
        ConsumerRecord<byte[], byte[]> read = new ConsumerRecord<>(
                "topic-a",
                3,
                7,
                1_001,
                TimestampType.CREATE_TIME,
                1,
                2,
                new byte[] {1},
                new byte[] {2, 3},
                new RecordHeaders().add("h", new byte[] {1}).add("h", null).add("", new byte[0]),
                Optional.empty());
        ConsumerRecord<byte[], byte[]> bare = new ConsumerRecord<>("topic-b", 3, 8, null, null);
        RecordRow row = new RecordRow();
        for (ConsumerRecord<byte[], byte[]> record : List.of(read, bare)) {
            row.set(record);
            SourceRecord direct = records.read(row);
            SourceRecord byColumns = records.read(reused.apply(row));
            assertThat(direct).usingRecursiveComparison().isEqualTo(byColumns);
            assertThat(direct.value()).isSameAs(record.value());
        }
        row.set(read);
        assertThat(records.read(row).timestampMillis()).isEqualTo(1_001);
        assertThat(row.getInt(SourceRecords.TIMESTAMP_TYPE)).isZero();
    }

    @Test
    @DisplayName("shares the name of its topic with the record before")
    void keepsTopicName() {
        String first = read(null, null, "topic", 1, null).topic();
        assertThat(read(null, null, "topic", 2, null).topic()).isSameAs(first);
        assertThat(read(null, null, "other", 3, null).topic()).isEqualTo("other");
    }
}
