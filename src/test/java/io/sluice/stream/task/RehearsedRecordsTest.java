package io.sluice.stream.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Rehearsal;
import io.sluice.engine.Rehearsed;
import io.sluice.engine.Rehearsed.Rejection;
import io.sluice.engine.run.TestRehearsals;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.RecordTransform;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.flow.TriggerSpec;
import io.sluice.stream.format.SourceSchema;
import io.sluice.stream.format.json.JsonFormat;
import io.sluice.stream.ledger.Acknowledged;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.stream.transform.Transforms;
import io.sluice.testing.RememberedNotes;
import io.sluice.testing.TestPostgres;
import io.sluice.testing.TestSpark;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a rehearsal says of records, against what becomes of the same records in a task. */
class RehearsedRecordsTest extends ScriptedPipeline {

    private static final String SCHEMA = "id INT NOT NULL, n STRING, tags ARRAY<STRING>, deep STRUCT<a: INT, b: DATE>";
    private static final String SELECT = "SELECT id, CAST(n AS INT) AS n, tag, deep.a AS a, _key AS key"
            + " FROM source LATERAL VIEW explode(tags) AS tag WHERE 100 / (id - 7) <> 20";
    private static final FormatSpec FORMAT = new FormatSpec("json", Map.of(), true);

    private final Random random = new Random(20_261_128);

    @Test
    @DisplayName("Of records that are damaged at random, the same are stored, filtered and rejected, by the same words")
    void sameAsTask() throws Exception {
        List<SourceRecord> records = new ArrayList<>();
        for (int offset = 0; offset < 600; offset++) {
            records.add(new SourceRecord("t", 0, offset, 0, new byte[] {(byte) offset}, value(), List.of()));
        }
        try (RecordCarrier task = new RecordCarrier(task(), new Acknowledged(new Offsets(Map.of("t", Map.of()))))) {
            for (SourceRecord record : records) {
                task.write(ScriptedFlow.row(record));
            }
            task.commit();
        }

        List<String> rows = new ArrayList<>();
        List<String> letters = new ArrayList<>();
        int filtered = 0;
        try (Rehearsal flow = TestRehearsals.create().open(spec())) {
            for (SourceRecord record : records) {
                Rehearsed rehearsed = flow.of(record, Duration.ofSeconds(30));
                for (Map<String, Object> row : rehearsed.rows()) {
                    rows.add(record.offset() + " " + row.values());
                }
                for (Rejection why : rehearsed.rejections()) {
                    letters.add(record.offset() + " " + why.stage().label() + " " + why.reason());
                }
                filtered += rehearsed.outcome() == Rehearsed.Outcome.FILTERED ? 1 : 0;
            }
        }

        assertThat(letters).isEqualTo(deadLetters());
        assertThat(rows).isEqualTo(storedRows());
        assertThat((long) filtered).isEqualTo(counters().filtered());
        assertThat(letters).hasSizeGreaterThan(50).anyMatch(each -> each.contains(" transform "));
        assertThat(rows).hasSizeGreaterThan(50);
        assertThat(filtered).isGreaterThan(10);
    }

    /** A sound record, of which now and then some bytes are others, or missing. */
    private byte[] value() {
        String tags = random.ints(random.nextInt(4), 0, 99)
                .mapToObj(i -> "\"t" + i + "\"")
                .collect(Collectors.joining(","));
        byte[] value = "{\"id\":%d,\"n\":\"%s\",\"tags\":[%s],\"deep\":{\"a\":%d,\"b\":\"2026-11-28\"}}"
                .formatted(random.nextInt(20), random.nextInt(10) == 0 ? "x" : "5", tags, random.nextInt())
                .getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(10) == 0) {
            return null;
        }
        for (int damage = random.nextInt(4) - 1; damage > 0; damage--) {
            value[random.nextInt(value.length)] = (byte) random.nextInt(256);
        }
        return value;
    }

    private FlowTask task() throws Exception {
        StructType source = SourceSchema.parse(new JsonFormat(), SCHEMA);
        RecordTransform.Factory transform = Transforms.analyse(TestSpark.session(), source, SELECT);
        PostgresStore tables = new PostgresStore(postgres);
        SinkSpec table = SinkSpec.append(PostgresStore.TYPE, "rehearsed");
        tables.prepare(table, transform.output(), new RememberedNotes("t"));
        return new FlowTask(
                pipeline,
                "p",
                generation,
                postgres,
                ScriptedFlow.task(pipeline, generation, postgres, stored).reader(),
                new JsonFormat().decoder(source, FORMAT),
                transform,
                Map.of(PostgresStore.TYPE, tables.writers(table, transform.output())),
                Redelivery.NONE);
    }

    private static FlowSpec spec() {
        SourceSpec source = new SourceSpec(List.of("t"), SCHEMA, FORMAT, new StartingOffsets.Earliest(), null);
        TriggerSpec trigger = new TriggerSpec(TriggerSpec.Mode.PROCESSING_TIME, Duration.ZERO);
        return new FlowSpec(source, SELECT, List.of(), trigger);
    }

    private List<String> storedRows() throws Exception {
        List<String> rows = new ArrayList<>();
        try (Connection c = TestPostgres.connect(postgres);
                ResultSet row = c.createStatement()
                        .executeQuery("SELECT _offset, id, n, tag, a, encode(key, 'base64') FROM rehearsed"
                                + " ORDER BY _offset, _ordinal")) {
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 2; i <= 6; i++) {
                    values.add(row.getString(i));
                }
                rows.add(row.getLong(1) + " " + values);
            }
        }
        return rows;
    }
}
