package io.sluice.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.format.RecordMask;
import io.sluice.testing.Api;
import io.sluice.testing.Api.Answer;
import io.sluice.testing.NoServers;
import io.sluice.testing.TestKafka;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
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
        classes = TopicsTest.Rooms.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.main.banner-mode=off", "sluice.topics.max-records=1000", NoServers.NO_TELEMETRY})
class TopicsTest {

    @LocalServerPort
    int port;

    @Autowired
    TopicService topics;

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
    @DisplayName("creates the topic, answers positions in order, and gives the same bytes back")
    void appendsAndReadsTheSameBytes() {
        String body = "[ {\"a\" : 1.0}, {\"ä\":\"€\"} ,\"text\", 5]";
        Answer answer = api.post("/api/v1/topics/new.topic/records?key=k", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        JsonNode records = answer.json().get("records");
        assertThat(records.size()).isEqualTo(4);
        Set<Integer> partitions = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            partitions.add(records.get(i).get("partition").asInt());
            assertThat(records.get(i).get("offset").asLong()).isEqualTo(i);
        }
        assertThat(partitions).as("one key, one partition").hasSize(1);

        JsonNode newest = api.get("/api/v1/topics/new.topic/records").json();
        assertThat(newest.size()).isEqualTo(4);
        assertThat(newest.valueStream().map(each -> each.get("payload").asString()))
                .containsExactly("5", "\"text\"", "{\"ä\":\"€\"}", "{\"a\" : 1.0}");
        assertThat(newest.get(0).get("key").asString()).isEqualTo("k");
        assertThat(newest.get(0).get("encoding").asString()).isEqualTo("utf8");

        JsonNode topic = find(api.get("/api/v1/topics").json(), "new.topic");
        assertThat(topic.get("partitions").size()).isEqualTo(4);
        assertThat(topic.get("partitions")
                        .valueStream()
                        .mapToLong(each -> each.get("endOffset").asLong())
                        .sum())
                .isEqualTo(4);
    }

    @Test
    @DisplayName("finds the first record that is not older than a time, and the end where there is none")
    void offsetsOfTime() {
        String topic = TestKafka.freshTopic(2);
        long first = Instant.parse("2026-01-31T08:00:00Z").toEpochMilli();
        try (var producer = TestKafka.producer()) {
            for (int i = 0; i < 3; i++) {
                producer.send(new ProducerRecord<>(topic, 1, first + 1000 * i, null, "{}".getBytes(UTF_8)));
            }
        }
        String path = "/api/v1/topics/" + topic + "/offsets?at=";
        assertThat(api.get(path + "2026-01-31T08:00:00.500Z")
                        .json()
                        .get("partitions")
                        .toString())
                .isEqualTo("[{\"partition\":0,\"offset\":0},{\"partition\":1,\"offset\":1}]");
        assertThat(api.get(path + "2026-01-31T08:00:03Z")
                        .json()
                        .get("partitions")
                        .toString())
                .isEqualTo("[{\"partition\":0,\"offset\":0},{\"partition\":1,\"offset\":3}]");
        assertThat(api.get(path + "yesterday").status()).isEqualTo(400);
        assertThat(api.get(path + "1969-12-31T23:59:59Z").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/topics/no.such/offsets?at=2026-01-31T08:00:00Z")
                        .status())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("appends lines that are no JSON and no UTF-8, byte for byte, to a named partition")
    void appendsLinesToANamedPartition() {
        String topic = TestKafka.freshTopic(3);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("{\"a\":\n".getBytes(UTF_8));
        body.writeBytes(new byte[] {(byte) 0xc3, 0x28, '\n'});
        Answer answer = api.post(
                "/api/v1/topics/" + topic + "/records?partition=2", "application/x-ndjson", body.toByteArray());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.json().toString()).contains("{\"partition\":2,\"offset\":0},{\"partition\":2,\"offset\":1}");
        JsonNode newest =
                api.get("/api/v1/topics/" + topic + "/records?limit=1").json();
        assertThat(newest.size()).isEqualTo(1);
        assertThat(newest.get(0).get("payload").asString()).isEqualTo("wyg=");
        assertThat(newest.get(0).get("encoding").asString()).isEqualTo("base64");
    }

    /** Several at once: whether the broker takes batches out of order in a topic just made is chance. */
    @Test
    @DisplayName("takes many records at once for a topic that they create")
    void manyForNewTopic() {
        String line = "\"" + "x".repeat(1000) + "\"\n";
        byte[] body = line.repeat(1000).getBytes(UTF_8);
        for (int i = 0; i < 20; i++) {
            Answer answer = api.post("/api/v1/topics/many." + i + "/records", "application/x-ndjson", body);
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
            assertThat(answer.json().get("records").size()).isEqualTo(1000);
        }
    }

    @Test
    @DisplayName("shows the newest records over all partitions, with headers and tombstones")
    void showsNewestOverAllPartitions() {
        String topic = TestKafka.freshTopic(3);
        try (var producer = TestKafka.producer()) {
            for (int i = 0; i < 30; i++) {
                producer.send(new ProducerRecord<>(topic, i % 3, 1_000L + i, null, ("" + i).getBytes(UTF_8)));
            }
            var tombstone = new ProducerRecord<byte[], byte[]>(topic, 1, 2_000L, new byte[] {1}, null);
            tombstone.headers().add("source", "nifi".getBytes(UTF_8));
            producer.send(tombstone);
        }
        JsonNode newest =
                api.get("/api/v1/topics/" + topic + "/records?limit=4").json();
        assertThat(newest.get(0).get("headers").toString())
                .isEqualTo("[{\"name\":\"source\",\"value\":\"nifi\",\"encoding\":\"utf8\"}]");
        assertThat(newest.get(0).get("timestamp").asString()).isEqualTo("1970-01-01T00:00:02Z");
        assertThat(newest.get(0).path("payload").isMissingNode()).isTrue();
        assertThat(newest.valueStream().skip(1).map(each -> each.get("payload").asString()))
                .containsExactly("29", "28", "27");
        assertThat(api.get("/api/v1/topics/" + TestKafka.freshTopic(2) + "/records")
                        .body())
                .isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /api/v1/topics/absent/records         | 404 | topic-not-found
                    /api/v1/topics/absent/records?limit=0 | 400 | invalid-parameter
                    /api/v1/topics/absent/records?limit=501 | 400 | invalid-parameter
                    /api/v1/topics/a%20b/records          | 400 | invalid-parameter
                    /api/v1/topics/__consumer_offsets/records | 400 | invalid-parameter
                    """)
    @DisplayName("refuses to read what is not there")
    void refusesReading(String path, int status, String type) {
        api.get(path).assertProblem(status, type);
    }

    @Test
    @DisplayName("appends nothing of a request that it refuses")
    void refusesAppending() {
        String topic = TestKafka.freshTopic(1);
        String path = "/api/v1/topics/" + topic + "/records";
        api.post(path, "[{\"a\":1},{]").assertProblem(400, "unreadable-body");
        api.post(path, "[" + "1,".repeat(1000) + "1]").assertProblem(413, "body-too-large");
        api.post(path, "[1,\"" + "x".repeat(1_100_000) + "\"]").assertProblem(413, "body-too-large");
        api.post(path + "?partition=1", "[1]").assertProblem(400, "invalid-parameter");
        api.post(path, "text/plain", new byte[] {'1'}).assertProblem(415, "unsupported-media-type");
        api.post("/api/v1/topics/__mine/records", "[1]").assertProblem(400, "invalid-parameter");
        assertThat(api.get(path).body()).isEqualTo("[]");
        assertThat(api.post(path, "[]").json().get("records").size()).isZero();
        assertThat(find(api.get("/api/v1/topics").json(), "__mine").isMissingNode())
                .isTrue();
    }

    @Test
    @DisplayName("refuses a name that differs from another by dots and underscores only, and names the other")
    void refusesAlike() {
        assertThat(api.post("/api/v1/topics/too_much.alike/records", "[1]").status())
                .isEqualTo(201);
        Answer answer = api.post("/api/v1/topics/too.much_alike/records", "[1]");
        answer.assertProblem(409, "name-taken");
        assertThat(answer.json().get("detail").asString()).contains("'too_much.alike'");
    }

    @Test
    @DisplayName("answers as many of the newest records as an answer may hold, and says that there are fewer")
    void cutsNewest() {
        String topic = TestKafka.freshTopic(2);
        try (var producer = TestKafka.producer()) {
            for (int i = 0; i < 8; i++) {
                byte[] value = ("\"" + i + "x".repeat(900_000) + "\"").getBytes(UTF_8);
                producer.send(new ProducerRecord<>(topic, i % 2, 1_000L + i, null, value));
            }
        }
        Answer answer = api.get("/api/v1/topics/" + topic + "/records?limit=500");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Sluice-Cut")).isEqualTo("true");
        assertThat(answer.json()
                        .valueStream()
                        .map(each -> each.get("payload").asString().substring(1, 2)))
                .containsExactly("7", "6", "5", "4");
        assertThat(api.get("/api/v1/topics/" + topic + "/records?limit=2").header("Sluice-Cut"))
                .isEmpty();
    }

    @Test
    @DisplayName("leaves an existing topic as it is")
    void leavesAnExistingTopicAlone() {
        assertThat(topics.ensure(TestKafka.freshTopic(2), 7)).isEqualTo(2);
        assertThat(topics.ensure("ensured", 3)).isEqualTo(3);
        assertThat(topics.append("ensured", List.of("x".getBytes(UTF_8)))).hasSize(1);
    }

    private static JsonNode find(JsonNode topics, String name) {
        return topics.valueStream()
                .filter(each -> each.get("name").asString().equals(name))
                .findFirst()
                .orElse(topics.at("/missing"));
    }

    @NoServers
    @ComponentScan(
            basePackages = {"io.sluice.topic", "io.sluice.web"},
            excludeFilters =
                    @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(Test|Application|AwayTest)(\\$.*)?"))
    static class Rooms {

        @Bean
        TopicMasks masks() {
            return (topics, seesMasked) -> RecordMask.NONE;
        }
    }
}
