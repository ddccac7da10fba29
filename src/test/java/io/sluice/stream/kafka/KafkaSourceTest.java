package io.sluice.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.testing.TestSpark;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.kafka010.JsonUtils;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the options of a Kafka source")
class KafkaSourceTest {

    private static final Offsets POSITIONS =
            new Offsets(Map.of("a", Map.of(0, 7L, 1, 9_000_000_000L), "b", Map.of(0, 0L)));

    private final KafkaSource source = new KafkaSource("broker:9092", Map.of("security.protocol", "SSL"));

    private static SourceSpec spec(String... topics) {
        return new SourceSpec(
                List.of(topics),
                "id INT",
                new FormatSpec("json", Map.of(), false),
                new StartingOffsets.Earliest(),
                null);
    }

    @Test
    @DisplayName("read all topics from every position, committed records only, with headers, in large polls")
    void areComplete() {
        SourceSpec spec = new SourceSpec(
                List.of("a", "b"),
                "id INT",
                new FormatSpec("json", Map.of(), false),
                new StartingOffsets.Earliest(),
                5000L);
        assertThat(source.options(spec, POSITIONS))
                .isEqualTo(Map.ofEntries(
                        Map.entry("kafka.bootstrap.servers", "broker:9092"),
                        Map.entry("kafka.security.protocol", "SSL"),
                        Map.entry("kafka.isolation.level", "read_committed"),
                        Map.entry("kafka.max.poll.records", "10000"),
                        Map.entry("kafka.max.partition.fetch.bytes", "8388608"),
                        Map.entry("kafka.default.api.timeout.ms", "10000"),
                        Map.entry("kafka.request.timeout.ms", "8000"),
                        Map.entry("kafkaConsumer.pollTimeoutMs", "30000"),
                        Map.entry("subscribe", "a,b"),
                        Map.entry("startingOffsets", "{\"a\":{\"0\":7,\"1\":9000000000},\"b\":{\"0\":0}}"),
                        Map.entry("maxOffsetsPerTrigger", "5000"),
                        Map.entry("includeHeaders", "true"),
                        Map.entry("failOnDataLoss", "true")));
    }

    @Test
    @DisplayName("leave both timeouts to an operator who sets one, because a client refuses some pairs of them")
    void keepTimeoutsTogether() {
        Map<String, String> options =
                new KafkaSource("broker:9092", Map.of("request.timeout.ms", "20000")).options(spec("a"), POSITIONS);
        assertThat(options)
                .containsEntry("kafka.request.timeout.ms", "20000")
                .doesNotContainKey("kafka.default.api.timeout.ms");
    }

    @Test
    @DisplayName("let the operator tune the client, but not read what was aborted")
    void keepWhatExactnessNeeds() {
        Map<String, String> options = new KafkaSource(
                        "broker:9092",
                        Map.of(
                                "isolation.level", "read_uncommitted",
                                "bootstrap.servers", "other:1",
                                "fetch.max.wait.ms", "20"))
                .options(spec("a"), POSITIONS);
        assertThat(options)
                .containsEntry("kafka.isolation.level", "read_committed")
                .containsEntry("kafka.bootstrap.servers", "broker:9092")
                .containsEntry("kafka.fetch.max.wait.ms", "20")
                .containsEntry("maxOffsetsPerTrigger", "500000");
    }

    @ParameterizedTest
    @DisplayName("take only names that Kafka allows, so that no second topic slips in")
    @ValueSource(strings = {"a,b", "", " a", ".", "..", "a/b", "ü", "a\n", "{}"})
    void validateTopics(String topic) {
        assertThatThrownBy(() -> source.options(spec(topic), Offsets.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a topic name");
    }

    @Test
    @DisplayName("name at least one topic, and each once")
    void needTopics() {
        assertThatThrownBy(() -> source.validate(spec())).hasMessageContaining("at least one topic");
        assertThatThrownBy(() -> source.validate(spec("a", "a"))).hasMessageContaining("each topic once");
    }

    @Test
    @DisplayName("are understood by Spark")
    void suitSpark() {
        Map<String, String> options = source.options(spec("a", "b"), POSITIONS);
        assertThat(TestSpark.session()
                        .readStream()
                        .format("kafka")
                        .options(options)
                        .load()
                        .columns())
                .containsExactly(
                        "key", "value", "topic", "partition", "offset", "timestamp", "timestampType", "headers");
        var offsets = JsonUtils.partitionOffsets(options.get("startingOffsets"));
        assertThat(offsets.size()).isEqualTo(3);
        assertThat(offsets.apply(new TopicPartition("a", 1))).isEqualTo(9_000_000_000L);
    }
}
