package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.flow.SourceSpec;
import io.sluice.flow.StartingOffsets;
import io.sluice.testing.TestSpark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.kafka010.JsonUtils;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the options of a Kafka source")
class KafkaSourceTest {

    private static final Map<String, Integer> PARTITIONS = Map.of("a", 3, "b", 1);
    private static final StartingOffsets EARLIEST = new StartingOffsets.Earliest();
    private static final StartingOffsets LATEST = new StartingOffsets.Latest();

    private final KafkaSource source = new KafkaSource("broker:9092", Map.of("security.protocol", "SSL"));

    private static SourceSpec spec(StartingOffsets start, String... topics) {
        return new SourceSpec(List.of(topics), "id INT", false, start, null);
    }

    private static StartingOffsets exact(Map<String, Map<Integer, Long>> offsets) {
        return new StartingOffsets.Exact(offsets);
    }

    private String startingOffsets(StartingOffsets start, Map<String, Map<Integer, Long>> resume) {
        return source.options(spec(start, "a", "b"), resume, PARTITIONS).get("startingOffsets");
    }

    @Test
    @DisplayName("read all topics, committed records only, with headers, losing nothing, in large polls")
    void areComplete() {
        SourceSpec spec = new SourceSpec(List.of("a", "b"), "id INT", false, EARLIEST, 5000L);
        assertThat(source.options(spec, Map.of(), PARTITIONS))
                .isEqualTo(Map.ofEntries(
                        Map.entry("kafka.bootstrap.servers", "broker:9092"),
                        Map.entry("kafka.security.protocol", "SSL"),
                        Map.entry("kafka.isolation.level", "read_committed"),
                        Map.entry("kafka.max.poll.records", "10000"),
                        Map.entry("kafka.max.partition.fetch.bytes", "8388608"),
                        Map.entry("kafka.fetch.max.wait.ms", "5"),
                        Map.entry("kafka.default.api.timeout.ms", "10000"),
                        Map.entry("kafka.request.timeout.ms", "8000"),
                        Map.entry("kafkaConsumer.pollTimeoutMs", "30000"),
                        Map.entry("subscribe", "a,b"),
                        Map.entry("startingOffsets", "earliest"),
                        Map.entry("maxOffsetsPerTrigger", "5000"),
                        Map.entry("includeHeaders", "true"),
                        Map.entry("failOnDataLoss", "true")));
    }

    @Test
    @DisplayName("leave both timeouts to an operator who sets one, because a client refuses some pairs of them")
    void keepTimeoutsTogether() {
        Map<String, String> options = new KafkaSource("broker:9092", Map.of("request.timeout.ms", "20000"))
                .options(spec(EARLIEST, "a"), Map.of(), PARTITIONS);
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
                .options(spec(EARLIEST, "a"), Map.of(), PARTITIONS);
        assertThat(options)
                .containsEntry("kafka.isolation.level", "read_committed")
                .containsEntry("kafka.bootstrap.servers", "broker:9092")
                .containsEntry("kafka.fetch.max.wait.ms", "20")
                .doesNotContainKey("maxOffsetsPerTrigger");
    }

    @Test
    @DisplayName("start at the end, where a record appended later is the first")
    void startAtLatest() {
        assertThat(startingOffsets(LATEST, Map.of())).isEqualTo("latest");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("start at the first whole millisecond of a timestamp, and never at one of Kafka's markers")
    @CsvSource({
        "2023-01-02T03:04:05.678Z, 1672628645678",
        "2023-01-02T03:04:05.678000001Z, 1672628645679",
        "1969-12-31T23:59:59.999Z, 0",
        "1969-12-31T23:59:59.998Z, 0",
    })
    void startAtTimestamp(Instant timestamp, String millis) {
        assertThat(source.options(spec(new StartingOffsets.At(timestamp), "a"), Map.of(), PARTITIONS))
                .containsEntry("startingTimestamp", millis)
                .containsEntry("startingOffsetsByTimestampStrategy", "latest")
                .doesNotContainKey("startingOffsets");
    }

    @Test
    @DisplayName("name every partition where the definition gives offsets, the others from the earliest")
    void startAtOffsets() {
        assertThat(startingOffsets(exact(Map.of("a", Map.of(0, 7L, 2, 9_000_000_000L))), Map.of()))
                .isEqualTo("{\"a\":{\"0\":7,\"1\":-2,\"2\":9000000000},\"b\":{\"0\":-2}}");
    }

    @Test
    @DisplayName("resume where the stores prove, and elsewhere start as defined")
    void resume() {
        Map<String, Map<Integer, Long>> resume = Map.of("a", Map.of(1, 42L), "gone", Map.of(0, 1L));
        assertThat(startingOffsets(EARLIEST, resume))
                .isEqualTo("{\"a\":{\"0\":-2,\"1\":42,\"2\":-2},\"b\":{\"0\":-2}}");
        assertThat(startingOffsets(LATEST, resume)).isEqualTo("{\"a\":{\"0\":-1,\"1\":42,\"2\":-1},\"b\":{\"0\":-1}}");
        assertThat(startingOffsets(exact(Map.of("a", Map.of(0, 5L, 1, 6L))), resume))
                .isEqualTo("{\"a\":{\"0\":5,\"1\":42,\"2\":-2},\"b\":{\"0\":-2}}");
        assertThat(startingOffsets(EARLIEST, Map.of("gone", Map.of(0, 1L)))).isEqualTo("earliest");
    }

    @Test
    @DisplayName("are refused when an offset is given for what does not exist")
    void refuseUnknownPartitions() {
        assertThatThrownBy(() -> startingOffsets(EARLIEST, Map.of("a", Map.of(3, 1L))))
                .hasMessage(
                        "the position to resume from names partition 3 of the topic \"a\", which has partitions 0 to"
                                + " 2; was the topic deleted and created again?");
        assertThatThrownBy(() -> startingOffsets(exact(Map.of("c", Map.of(0, 1L))), Map.of()))
                .hasMessageContaining("names the topic \"c\", which the source does not read");
        assertThatThrownBy(() -> startingOffsets(exact(Map.of("a", Map.of(0, -3L))), Map.of()))
                .hasMessageContaining("has the offset -3 for partition 0 of the topic \"a\"");
        assertThatThrownBy(() -> source.options(spec(exact(Map.of()), "a", "missing"), Map.of(), PARTITIONS))
                .isInstanceOf(MissingTopicException.class)
                .hasMessageContaining("\"missing\" does not exist");
    }

    @ParameterizedTest
    @DisplayName("take only names that Kafka allows, so that no second topic slips in")
    @ValueSource(strings = {"a,b", "", " a", ".", "..", "a/b", "ü", "a\n", "{}"})
    void validateTopics(String topic) {
        assertThatThrownBy(() -> source.options(spec(EARLIEST, topic), Map.of(), PARTITIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a topic name");
    }

    @Test
    @DisplayName("name at least one topic, and each once")
    void needTopics() {
        assertThatThrownBy(() -> source.options(spec(EARLIEST), Map.of(), PARTITIONS))
                .hasMessageContaining("at least one topic");
        assertThatThrownBy(() -> source.options(spec(EARLIEST, "a", "a"), Map.of(), PARTITIONS))
                .hasMessageContaining("each topic once");
    }

    @Test
    @DisplayName("are understood by Spark")
    void suitSpark() {
        for (StartingOffsets start : List.of(
                EARLIEST,
                LATEST,
                new StartingOffsets.At(Instant.EPOCH),
                exact(Map.of("a", Map.of(0, 9_000_000_000L))))) {
            Map<String, String> options = source.options(spec(start, "a", "b"), Map.of(), PARTITIONS);
            assertThat(TestSpark.session()
                            .readStream()
                            .format("kafka")
                            .options(options)
                            .load()
                            .columns())
                    .containsExactly(
                            "key", "value", "topic", "partition", "offset", "timestamp", "timestampType", "headers");
        }
        var offsets = JsonUtils.partitionOffsets(startingOffsets(LATEST, Map.of("a", Map.of(1, 9_000_000_000L))));
        assertThat(offsets.size()).isEqualTo(4);
        assertThat(offsets.apply(new TopicPartition("a", 1))).isEqualTo(9_000_000_000L);
        assertThat(offsets.apply(new TopicPartition("b", 0))).isEqualTo(-1L);
    }

    @Test
    @DisplayName("need Kafka, and say within seconds that it does not answer")
    void sayThatKafkaIsAway() {
        KafkaSource away =
                new KafkaSource("127.0.0.1:1", Map.of("default.api.timeout.ms", "500", "request.timeout.ms", "500"));
        Assertions.assertTimeout(
                Duration.ofSeconds(10),
                () -> assertThatThrownBy(() -> away.options(spec(EARLIEST, "a"), Map.of()))
                        .isInstanceOf(KafkaUnavailableException.class)
                        .hasMessageStartingWith("Kafka at 127.0.0.1:1 cannot be asked"));
    }
}
