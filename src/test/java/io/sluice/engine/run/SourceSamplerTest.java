package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.FlowSources.SourceLook;
import io.sluice.engine.FlowSources.SourceLook.MissingTopic;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.flow.TriggerSpec;
import io.sluice.stream.kafka.Topics;
import io.sluice.stream.kafka.records.NewestRecords;
import io.sluice.stream.kafka.records.RecordTimes;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.testing.TestFormats;
import io.sluice.testing.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A look at the source")
class SourceSamplerTest {

    Topics topics = new Topics(TestKafka.bootstrapServers(), Map.of());
    SourceSampler sampler = new SourceSampler(
            TestFormats.json(),
            topics,
            new NewestRecords(TestKafka.bootstrapServers(), Map.of()),
            new RecordTimes(TestKafka.bootstrapServers(), Map.of()));

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    @DisplayName("names the columns that no record has, and the fields that the schema does not name")
    void namesColumnsThatNoRecordHasAndFieldsThatTheSchemaLacks() throws Exception {
        String topic = TestKafka.freshTopic(2);
        append(topic, "{\"quote\":\"q\",\"character\":null,\"characterDirection\":{\"quote\":1}}", 30);
        append(topic, "{\"quote\":\"q\",\"\u202edlo\":1}", 1);
        append(topic, "not JSON", 2);

        SourceLook look = look(topic, "quote STRING, charakter STRING", 31);

        assertThat(look.neverSeen()).containsExactly("charakter");
        assertThat(look.unread()).containsExactlyInAnyOrder("character", "characterDirection", "?dlo");
        assertThat(look.missing()).isEmpty();
    }

    @Test
    @DisplayName("takes fifty of the newest records, and names a hundred fields of a bounded length")
    void takesFiftyRecordsAndNamesAHundredFields() throws Exception {
        String topic = TestKafka.freshTopic(1);
        append(topic, "{\"old\":1}", 30);
        String wide = IntStream.range(0, 300)
                .mapToObj(i -> "\"" + "f".repeat(200) + i + "\":1")
                .reduce("\"a\":1", (one, other) -> one + "," + other);
        append(topic, "{" + wide + "}", 60);

        SourceLook look = look(topic, "a INT, old INT", 50);

        assertThat(look.neverSeen()).containsExactly("old");
        assertThat(look.unread()).hasSize(100).allMatch(name -> name.length() <= 101);
    }

    @Test
    @DisplayName("says nothing of columns while there is no record")
    void saysNothingOfColumnsWithoutARecord() throws Exception {
        SourceLook look = look(TestKafka.freshTopic(1), "a INT");
        assertThat(look).isEqualTo(new SourceLook(List.of(), 0, List.of(), List.of()));
    }

    @Test
    @DisplayName("names a missing topic, and those that it may have been meant for")
    void namesAMissingTopicAndThoseOfSimilarNames() throws Exception {
        String topic = TestKafka.freshTopic(1) + "_events";
        TestKafka.createTopic(topic, 1);
        String slip = topic.substring(0, topic.length() - 1);

        SourceLook look = look(slip, "a INT");

        assertThat(look.missing()).hasSize(1);
        MissingTopic missing = look.missing().get(0);
        assertThat(missing.name()).isEqualTo(slip);
        assertThat(missing.near()).startsWith(topic).hasSizeLessThanOrEqualTo(3);
        assertThat(topics.names()).doesNotContain(slip);
    }

    /** At so many records: on a busy machine the time for a look may be over before all are read. */
    private SourceLook look(String topic, String schema, int records) {
        return Awaitility.await().until(() -> look(topic, schema), look -> look.records() == records);
    }

    private SourceLook look(String topic, String schema) throws InterruptedException {
        return sampler.look(new FlowSpec(
                new SourceSpec(
                        List.of(topic),
                        schema,
                        new FormatSpec("json", Map.of(), false),
                        new StartingOffsets.Earliest(),
                        null),
                null,
                List.of(SinkSpec.append(PostgresStore.TYPE, "t")),
                new TriggerSpec(TriggerSpec.Mode.PROCESSING_TIME, Duration.ZERO)));
    }

    private static void append(String topic, String value, int times) throws Exception {
        try (Producer<byte[], byte[]> producer = TestKafka.producer()) {
            for (int i = 0; i < times; i++) {
                producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8)));
            }
            producer.flush();
        }
    }
}
