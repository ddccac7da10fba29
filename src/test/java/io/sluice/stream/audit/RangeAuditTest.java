package io.sluice.stream.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Counters.SinkCounters;
import io.sluice.stream.flow.RecordTransform;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.ledger.Generations;
import io.sluice.stream.ledger.StaleGenerationException;
import io.sluice.stream.letters.LetterWriter;
import io.sluice.stream.store.StoreAudit.RowAt;
import io.sluice.stream.store.StoreAudit.Span;
import io.sluice.testing.TestKafka;
import io.sluice.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.TaskKilledException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * On a real topic and real dead letters. A record is the list of the texts that it yields, separated by commas; with {@code !}
 * before it, it is rejected by the decoder, with {@code ?} by the transform.
 */
@DisplayName("the audit of a range")
class RangeAuditTest {

    private static final StoreType STORE = new StoreType("map");
    private static final Stage OF_STORE = STORE.stage();

    /** One for all tests: tasks keep a connection to each database. */
    private static final LedgerAccess POSTGRES = TestPostgres.freshDatabase();

    private static final Generations GENERATIONS = new Generations(TestPostgres.ledger(POSTGRES));

    private final String topic = TestKafka.freshTopic(1);
    private final MapStore store = new MapStore();
    private long pipeline;
    private long generation;
    private long end;
    /** Happens before each record is decoded. */
    private Runnable decoding = () -> {};

    @BeforeEach
    void createPipeline() throws Exception {
        sql("DELETE FROM sluice.pipelines; DELETE FROM sluice.dead_letters; DELETE FROM sluice.edits");
        pipeline = TestPostgres.pipeline(POSTGRES, "p");
        generation = GENERATIONS.raise(pipeline);
    }

    private void append(String... values) throws Exception {
        try (Producer<byte[], byte[]> producer = TestKafka.producer()) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8)));
            }
        }
        end += values.length;
    }

    private void letter(long offset, Stage stage, int... refused) throws Exception {
        try (Connection connection = TestPostgres.connect(POSTGRES)) {
            LetterWriter letters = new LetterWriter(connection, "p");
            SourceRecord record = new SourceRecord(topic, 0, offset, 0, null, new byte[] {'x'}, List.of());
            if (refused.length == 0) {
                letters.add(record, stage, "because");
            }
            for (int ordinal : refused) {
                letters.hold(record, stage, ordinal, 2, "because");
            }
            letters.flush();
        }
    }

    private void sql(String statement) {
        try (Connection connection = TestPostgres.connect(POSTGRES);
                var any = connection.createStatement()) {
            any.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> select(String columns, String from) throws Exception {
        List<String> all = new ArrayList<>();
        try (Connection connection = TestPostgres.connect(POSTGRES);
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("SELECT concat_ws(' ', " + columns + ") FROM sluice." + from + " ORDER BY 1")) {
            while (row.next()) {
                all.add(row.getString(1));
            }
        }
        return all;
    }

    private RangeReport audit(boolean repair) throws Exception {
        return audit(repair, new AuditRange(new Span(topic, 0, 0, end), 0, false, List.of()));
    }

    private RangeReport audit(boolean repair, AuditRange range) throws Exception {
        AuditTask task = new AuditTask(
                pipeline,
                "p",
                generation,
                POSTGRES,
                TestKafka.consumerSettings(),
                () -> value -> {
                    decoding.run();
                    return decode(value);
                },
                new Texts(),
                Map.of(STORE, store),
                repair);
        return RangeAudit.run(task, range);
    }

    private static InternalRow decode(byte[] value) throws RejectedException {
        String text = new String(value, StandardCharsets.UTF_8);
        if (text.startsWith("!")) {
            throw new RejectedException("does not decode");
        }
        return row(text);
    }

    private static InternalRow row(String text) {
        return new GenericInternalRow(new Object[] {UTF8String.fromString(text)});
    }

    private record Texts() implements RecordTransform.Factory {

        @Override
        public StructType output() {
            return StructType.fromDDL("text STRING");
        }

        @Override
        public RecordTransform open() {
            return (record, decoded) -> {
                String text = decoded.getUTF8String(0).toString();
                if (text.startsWith("?")) {
                    throw new RejectedException("does not transform");
                }
                return text.isEmpty()
                        ? List.of()
                        : Arrays.stream(text.split(","))
                                .map(RangeAuditTest::row)
                                .toList();
            };
        }
    }

    /** All of them, a line each. */
    private static List<String> found(RangeReport report) {
        List<String> all = new ArrayList<>();
        add(all, "row", report.stores().get(STORE));
        add(all, "letter", report.letters());
        return all;
    }

    private static void add(List<String> all, String what, Findings findings) {
        for (Finding.Kind kind : Finding.Kind.values()) {
            findings.examples(kind)
                    .forEach(each -> all.add(what + " " + kind + " " + each.offset()
                            + (each.ordinal() == null ? "" : "/" + each.ordinal())
                            + (each.field() == null ? "" : " " + each.field())));
        }
    }

    @Test
    @DisplayName("finds nothing where everything is where it belongs, and counts what became of the records")
    void whole() throws Exception {
        append("a", "", "b,c", "!d", "?e", "denied");
        store.with(0, 0, "a").with(2, 0, "b").with(2, 1, "c");
        letter(3, Stage.DECODE);
        letter(4, Stage.TRANSFORM);
        letter(5, OF_STORE, 0);
        RangeReport report = audit(false);
        assertThat(found(report)).isEmpty();
        assertThat(report.counters()).isEqualTo(new Counters(6, 1, 2, Map.of(STORE, new SinkCounters(2, 1, 3))));
        assertThat(report.gaps()).isEmpty();
    }

    @Test
    @DisplayName("counts only from where the counters count")
    void counted() throws Exception {
        append("a", "b", "c");
        store.with(0, 0, "a").with(1, 0, "b");
        RangeReport report = audit(false, new AuditRange(new Span(topic, 0, 0, end), 2, false, List.of()));
        assertThat(report.counters()).isEqualTo(new Counters(1, 0, 0, Map.of(STORE, new SinkCounters(1, 0, 1))));
        assertThat(found(report)).containsExactly("row MISSING 2/0");
    }

    @Test
    @DisplayName("names rows that are missing, different and unexpected")
    void damaged() throws Exception {
        append("a,b", "c", "");
        store.with(0, 0, "a").with(1, 0, "altered").with(2, 0, "added");
        assertThat(found(audit(false)))
                .containsExactlyInAnyOrder("row MISSING 0/1", "row DIFFERENT 1/0 text", "row UNEXPECTED 2/0");
    }

    @Test
    @DisplayName("misses the letter of a rejected record, unless a row tells that another definition took it")
    void lettersMissing() throws Exception {
        append("!a", "?b", "!c");
        store.with(2, 0, "c");
        assertThat(found(audit(false)))
                .containsExactlyInAnyOrder(
                        "letter MISSING 0 decode", "letter MISSING 1 transform", "row UNEXPECTED 2/0");
    }

    @Test
    @DisplayName("writes in a letter that is missing which rows the store refuses, and of how many")
    void lettersOfSeveralRows() throws Exception {
        append("a,huge,b,huge");
        audit(true);
        assertThat(select("refused_rows, yielded_rows, reason", "dead_letters"))
                .containsExactly("2 4 too large (row 1)");
    }

    @Test
    @DisplayName("misses the letter of a row that the store cannot hold, be it the store that says so or its client")
    void refusedWithoutLetter() throws Exception {
        append("huge", "denied", "huge", "denied");
        letter(2, OF_STORE, 0);
        letter(3, OF_STORE, 0);
        RangeReport report = audit(true);
        assertThat(found(report)).containsExactlyInAnyOrder("letter MISSING 0 map", "letter MISSING 1 map");
        assertThat(report.counters().sinks()).containsEntry(STORE, new SinkCounters(1, 3, 1));
        // What only the server refuses is known too late for its letter.
        assertThat(select("\"offset\", stage, reason", "dead_letters WHERE reason <> 'because'"))
                .containsExactly("0 map too large");
    }

    @Test
    @DisplayName("leaves in order whatever a store has of a record with a letter: it may be under way there")
    void lettersExcuse() throws Exception {
        append("a", "b", "!c", "!d");
        store.with(1, 0, "older").with(2, 0, "edited");
        for (int offset = 0; offset < 3; offset++) {
            letter(offset, Stage.DECODE);
        }
        RangeReport report = audit(true);
        assertThat(found(report)).containsExactly("letter MISSING 3 decode");
        assertThat(report.rows().isUnexpected(new RowAt(2, 7))).isFalse();
        assertThat(report.rows().isUnexpected(new RowAt(3, 0))).isTrue();
        assertThat(report.counters().rejected()).isEqualTo(4);
        assertThat(store.rows).hasSize(2).doesNotContainValue("a").containsValue("older");
    }

    @Test
    @DisplayName("misses of a record with refused rows only as many as were not refused")
    void someRefused() throws Exception {
        append("a,b", "c,d");
        letter(0, OF_STORE, 0, 1);
        letter(1, OF_STORE, 0);
        RangeReport report = audit(false);
        assertThat(found(report)).containsExactly("row MISSING 1/1");
        assertThat(report.counters().sinks()).containsEntry(STORE, new SinkCounters(0, 2, 1));
    }

    @Test
    @DisplayName("knows the letters before any row, so that a replay meanwhile is no damage")
    void lettersFirst() throws Exception {
        append("!a", "b");
        letter(0, Stage.DECODE);
        letter(1, Stage.TRANSFORM);
        store.opening = () -> sql("DELETE FROM sluice.dead_letters");
        assertThat(found(audit(false))).isEmpty();
    }

    @Test
    @DisplayName("takes a record as a replay has carried it: with the last value that was put in place of its own")
    void edited() throws Exception {
        append("!a", "b");
        for (String value : List.of("'older', now()", "'edited', now()", "'not carried', NULL")) {
            sql("INSERT INTO sluice.edits (pipeline, topic, partition, \"offset\", edited_by, value, carried_at)"
                    + " VALUES ('p', '" + topic + "', 0, 0, 'somebody', " + value + ")");
        }
        store.with(0, 0, "edited").with(1, 0, "b");
        assertThat(found(audit(false))).isEmpty();
    }

    @Test
    @DisplayName("tells what may be among letters that an order has deleted, and does not repair it")
    void forgotten() throws Exception {
        append("!a", "!b", "c", "d", "?e", "denied");
        AuditRange range = new AuditRange(
                new Span(topic, 0, 0, end),
                0,
                false,
                List.of(new AuditRange.Forgotten("decode", 1, 2), new AuditRange.Forgotten("map", 2, 5)));
        assertThat(found(audit(true, range)))
                .containsExactlyInAnyOrder(
                        "letter MISSING 0 decode",
                        "letter FORGOTTEN 1 decode",
                        "row FORGOTTEN 2/0",
                        "row FORGOTTEN 3/0",
                        "letter MISSING 4 transform",
                        "letter FORGOTTEN 5 map");
        assertThat(store.rows).isEmpty();
        assertThat(select("\"offset\", stage", "dead_letters")).containsExactly("0 decode", "4 transform");
    }

    @Test
    @DisplayName(
            "repairs rows and letters, leaves what is unexpected, and notes for a store without a ledger from where on")
    void repaired() throws Exception {
        append("a", "b", "c", "!d", "?e", "");
        store.with(0, 0, "a").with(2, 0, "altered").with(5, 0, "added");
        RangeReport report = audit(true);
        assertThat(found(report)).hasSize(5);
        assertThat(report.stores().get(STORE).repaired()).isEqualTo(2);
        assertThat(report.letters().repaired()).isEqualTo(2);
        assertThat(store.rows.values()).containsExactly("a", "b", "c", "added");
        assertThat(select("\"offset\", stage, reason", "dead_letters"))
                .containsExactly("3 decode does not decode", "4 transform does not transform");
        assertThat(select("pipeline_id, topic, partition, lowest", "replays"))
                .containsExactly(pipeline + " " + topic + " 0 1");
        assertThat(found(audit(true))).containsExactly("row UNEXPECTED 5/0");

        store.inLedger = true;
        store.rows.remove(new RowAt(0, 0));
        assertThat(found(audit(true))).contains("row MISSING 0/0");
        assertThat(select("lowest", "replays")).containsExactly("1");
    }

    @Test
    @DisplayName("writes nothing once the pipeline was started again, and without repair nothing at all")
    void stale() throws Exception {
        append("a", "!b");
        assertThat(found(audit(false))).hasSize(2);
        GENERATIONS.raise(pipeline);
        assertThatThrownBy(() -> audit(true)).isInstanceOf(StaleGenerationException.class);
        assertThat(store.rows).isEmpty();
        assertThat(select("1", "dead_letters")).isEmpty();
        assertThat(found(audit(false))).hasSize(2);
    }

    @Test
    @DisplayName("does not expect the row of a record with a letter where rows stand for each other by key")
    void upsertsWithLetters() throws Exception {
        append("a", "b,c", "d");
        store.mode = WriteMode.UPSERT;
        letter(0, Stage.DECODE);
        letter(1, OF_STORE, 0);
        RangeReport report = audit(true);
        assertThat(found(report)).containsExactly("row MISSING 2/0");
        assertThat(store.rows.values()).containsExactly("d");
        ExpectedRows held = report.rowsOf(STORE);
        assertThat(held.isUnexpected(new RowAt(1, 0))).isFalse();
        assertThat(held.isUnexpected(new RowAt(2, 0))).isFalse();
        assertThat(held.isUnexpected(new RowAt(2, 1))).isTrue();
    }

    @Test
    @DisplayName("tells the offsets of markers and of records that were aborted as gaps")
    void gaps() throws Exception {
        append("a");
        Map<String, Object> settings =
                Map.of("bootstrap.servers", TestKafka.bootstrapServers(), "transactional.id", topic);
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, new byte[] {'x'})).get();
            producer.abortTransaction();
        }
        end += 2;
        TestKafka.awaitEnd(new TopicPartition(topic, 0), end);
        append("b");
        store.with(0, 0, "a").with(3, 0, "b");
        RangeReport report = audit(false);
        assertThat(found(report)).isEmpty();
        assertThat(report.gaps()).containsExactly(new Span(topic, 0, 1, 3));
        assertThat(report.counters().consumed()).isEqualTo(2);
        store.with(1, 0, "aborted");
        assertThat(found(audit(false))).containsExactly("row UNEXPECTED 1/0");
    }

    @Test
    @DisplayName("tells from where on Kafka has records, and does not miss those before")
    void retention() throws Exception {
        append("a", "b", "c");
        TestKafka.admin()
                .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
                .all()
                .get();
        store.with(2, 0, "c").with(0, 0, "a");
        RangeReport report = audit(false);
        assertThat(found(report)).isEmpty();
        assertThat(report.gaps()).isEmpty();
        assertThat(report.rows().span()).isEqualTo(new Span(topic, 0, 2, 3));
    }

    @Test
    @DisplayName("writes nothing any more once its task is killed")
    void killed() throws Exception {
        append("a", "!b");
        TaskContextImpl task = TaskContext$.MODULE$.empty();
        TaskContext$.MODULE$.setTaskContext(task);
        decoding = () -> task.markInterrupted("cancelled");
        try {
            assertThatThrownBy(() -> audit(true)).isInstanceOf(TaskKilledException.class);
        } finally {
            TaskContext$.MODULE$.unset();
        }
        assertThat(store.rows).isEmpty();
        assertThat(select("1", "dead_letters")).isEmpty();
    }
}
