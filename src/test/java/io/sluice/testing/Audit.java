package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares what a topic holds with what Sluice stored and counted of it: topic and stores are read past Sluice, and what
 * should have become of each record is worked out anew.
 */
public final class Audit {

    private static final JsonMapper JSON = new JsonMapper();

    private final Sluice sluice;

    public Audit(Sluice sluice) {
        this.sluice = sluice;
    }

    /** What should become of a record. */
    public interface Transform {

        /**
         * The row, as texts; empty if it is filtered out.
         *
         * @throws ArithmeticException if the record is to be rejected
         */
        Optional<Map<String, String>> apply(JsonNode record);
    }

    /** The rows that should be there, and how the others should have been counted. */
    private record Expected(Map<String, Map<String, String>> rows, long filtered, long rejected) {

        /** Postgres holds no NUL in text. */
        Map<String, Map<String, String>> inPostgres() {
            return rows.entrySet().stream()
                    .filter(row -> row.getValue().values().stream().noneMatch(text -> text.indexOf('\0') >= 0))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
        }
    }

    /**
     * Waits until the pipeline has consumed the topic, which nobody appends to any more, and then holds it to every
     * position, every value and every counter. Its table and its collection have its name.
     *
     * @return how many records Postgres refused, so that a caller can see that there were some
     */
    public long assertExact(String pipeline, String topic, List<String> columns, Transform transform)
            throws SQLException {
        String kafka =
                String.join(",", sluice.bean(KafkaConnectionDetails.class).getBootstrapServers());
        Map<String, String> records = TopicRecords.committed(kafka, topic);
        Expected expected = expected(records, transform);
        sluice.api().awaitConsumed(pipeline, records.size());
        try (Connection postgres = sluice.bean(DataSource.class).getConnection()) {
            assertThat(StoredTexts.postgres(postgres, pipeline, columns)).isEqualTo(expected.inPostgres());
        }
        var mongo = sluice.bean(MongoDatabaseFactory.class).getMongoDatabase();
        assertThat(StoredTexts.mongo(mongo, pipeline, columns)).isEqualTo(expected.rows());
        long refused = expected.rows().size() - expected.inPostgres().size();
        assertCounters(sluice.api().counters(pipeline), records.size(), expected, refused);
        assertThat(deadLetters(pipeline)).isEqualTo(expected.rejected() + refused);
        return refused;
    }

    private static Expected expected(Map<String, String> records, Transform transform) {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        long filtered = 0;
        long rejected = 0;
        for (Map.Entry<String, String> record : records.entrySet()) {
            try {
                Optional<Map<String, String>> row = transform.apply(JSON.readTree(record.getValue()));
                row.ifPresent(texts -> rows.put(record.getKey() + "/0", texts));
                filtered += row.isEmpty() ? 1 : 0;
            } catch (JacksonException | ArithmeticException e) {
                rejected++;
            }
        }
        return new Expected(rows, filtered, rejected);
    }

    private static void assertCounters(JsonNode counters, long consumed, Expected expected, long refused) {
        assertThat(counters.path("consumed").asLong()).isEqualTo(consumed);
        assertThat(counters.path("filtered").asLong()).isEqualTo(expected.filtered());
        assertThat(counters.path("rejected").asLong()).isEqualTo(expected.rejected());
        assertThat(counters.path("sinks")).hasSize(2).allSatisfy(sink -> {
            long refusedHere = sink.path("sink").asString().equals("postgres") ? refused : 0;
            assertThat(sink.path("rejected").asLong()).isEqualTo(refusedHere);
            assertThat(sink.path("stored").asLong())
                    .isEqualTo(expected.rows().size() - refusedHere)
                    .isEqualTo(consumed - expected.filtered() - expected.rejected() - refusedHere);
        });
    }

    private long deadLetters(String pipeline) {
        return JdbcClient.create(sluice.bean(DataSource.class))
                .sql("SELECT count(*) FROM sluice.dead_letters WHERE pipeline = ?")
                .param(pipeline)
                .query(Long.class)
                .single();
    }
}
