package io.sluice.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.Fault;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.format.Format;
import io.sluice.stream.format.Formats;
import io.sluice.stream.format.RecordDecoder;
import io.sluice.stream.format.RecordMask;
import io.sluice.stream.format.SampleReader;
import io.sluice.stream.format.json.JsonFormat;
import io.sluice.stream.store.Stores;
import io.sluice.testing.Api;
import io.sluice.testing.Api.Answer;
import io.sluice.testing.NoServers;
import io.sluice.testing.TestKafka;
import io.sluice.testing.TestStores;
import io.sluice.topic.TopicMasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

@SpringBootTest(
        classes = SchemasOverRestTest.Rooms.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.main.banner-mode=off", NoServers.NO_TELEMETRY})
@DisplayName("A proposal over REST")
class SchemasOverRestTest {

    private static final CountDownLatch READING = new CountDownLatch(2);
    private static final CountDownLatch GO_ON = new CountDownLatch(1);

    @LocalServerPort
    int port;

    Api api;

    @DynamicPropertySource
    static void broker(DynamicPropertyRegistry registry) {
        registry.add("spring.kafka.bootstrap-servers", TestKafka::bootstrapServers);
    }

    @BeforeEach
    void connect() {
        api = new Api(port);
    }

    @Test
    void hasEveryPropertyOfTheContract() {
        JsonNode proposal = propose(topic("{\"a\":1,\"b\":null}", "{\"a\":3000000000}", "no JSON"), "")
                .json();
        assertThat(proposal.path("schema").asString()).isEqualTo("a BIGINT");
        assertThat(proposal.path("records").asInt()).isEqualTo(3);
        assertThat(proposal.at("/undecodable/count").asInt()).isEqualTo(1);
        assertThat(proposal.at("/undecodable/examples/0").toString())
                .isEqualTo("{\"partition\":0,\"offset\":2,\"reason\":\"the value is not a JSON object\"}");
        assertThat(proposal.path("shapes").toString())
                .isEqualTo("[{\"share\":1.0,\"records\":2,\"schema\":\"a BIGINT\"}]");
        assertThat(proposal.at("/fields/0").toString())
                .isEqualTo(
                        "{\"path\":\"a\",\"type\":\"BIGINT\",\"notNull\":false,\"present\":1.0,\"null\":0.0,"
                                + "\"types\":{\"BIGINT\":1,\"INT\":1},\"examples\":[\"1\",\"3000000000\"],\"narrower\":[{\"type\":"
                                + "\"INT\",\"misses\":1,\"of\":2,\"text\":\"INT fits all but 1 of 2\"}],\"conflicts\":[],\"hints\":[]}");
        assertThat(proposal.path("table").asString()).startsWith("CREATE TABLE").contains("\"a\" bigint");
    }

    @Test
    void isOfTheEndOfTheTopicThatIsAskedFor() {
        String topic = topic("{\"old\":1}", "{\"new\":1}");
        assertThat(propose(topic, "?limit=1").json().path("schema").asString()).isEqualTo("new INT");
        assertThat(propose(topic, "?limit=1&from=oldest").json().path("schema").asString())
                .isEqualTo("old INT");
    }

    @Test
    void ofAnEmptyTopicSaysSo() {
        Answer answer = propose(TestKafka.freshTopic(2), "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().has("schema")).isFalse();
        assertThat(answer.json().at("/notices/0").asString()).contains("has no records to read");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    absent/schema              | 404 | topic-not-found
                    __internal/schema          | 400 | invalid-parameter
                    absent/schema?limit=0      | 400 | invalid-parameter
                    absent/schema?limit=10001  | 400 | invalid-parameter
                    absent/schema?from=middle  | 400 | invalid-parameter
                    absent/schema?format=xml   | 400 | invalid-parameter
                    absent/schema?format=blind | 400 | invalid-parameter
                    absent/schema?tolerance=1  | 400 | invalid-parameter
                    absent/schema?tolerance=x  | 400 | invalid-parameter
                    absent/schema?size=1       | 400 | invalid-parameter
                    """)
    void isRefusedForWhatCannotBe(String path, int status, String type) {
        api.post("/api/v1/topics/" + path, "").assertProblem(status, type);
    }

    @Test
    void isMadeForTwoAtOnceAndTheThirdIsToldToWait() throws InterruptedException {
        String topic = topic("{\"a\":1}");
        List<CompletableFuture<Answer>> two = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            two.add(CompletableFuture.supplyAsync(() -> propose(topic, "?format=slow")));
        }
        READING.await();
        try {
            Answer third = propose(topic, "");
            third.assertProblem(429, "too-many-requests");
            assertThat(third.header("Retry-After")).isNotEmpty();
        } finally {
            GO_ON.countDown();
        }
        for (CompletableFuture<Answer> each : two) {
            assertThat(each.join().status()).isEqualTo(200);
        }
        assertThat(propose(topic, "").status()).isEqualTo(200);
    }

    private Answer propose(String topic, String query) {
        return api.post("/api/v1/topics/" + topic + "/schema" + query, "");
    }

    private static String topic(String... values) {
        String topic = TestKafka.freshTopic(1);
        try (var producer = TestKafka.producer()) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, 0, null, value.getBytes(UTF_8)));
            }
        }
        return topic;
    }

    /** A format from which nothing can be proposed, or one that takes its time. */
    private record OtherFormat(String name, Optional<SampleReader> samples) implements Format {

        @Override
        public List<Fault> faults(Map<String, String> options) {
            return List.of();
        }

        @Override
        public List<String> objections(StructType schema) {
            return List.of();
        }

        @Override
        public RecordDecoder.Factory decoder(StructType schema, FormatSpec spec) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<List<String>> fieldNames(byte[] value, FormatSpec spec) {
            return Optional.empty();
        }
    }

    private static void takeTime(byte[] value, SampleReader.Observer observer) throws RejectedException {
        READING.countDown();
        try {
            GO_ON.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new RejectedException("too slow");
    }

    @NoServers
    @ComponentScan(
            basePackages = {"io.sluice.inference", "io.sluice.topic", "io.sluice.web"},
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*Test(\\$.*)?"))
    static class Rooms {

        @Bean
        TopicMasks masks() {
            return (topics, seesMasked) -> RecordMask.NONE;
        }

        @Bean
        Formats formats() {
            return new Formats(List.of(
                    new JsonFormat(),
                    new OtherFormat("blind", Optional.empty()),
                    new OtherFormat("slow", Optional.of(SchemasOverRestTest::takeTime))));
        }

        @Bean
        Stores stores() {
            return TestStores.nowhere();
        }
    }
}
