package io.sluice.stream.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.LetterSelection;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.RecordTransform;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.format.SourceSchema;
import io.sluice.stream.format.json.JsonFormat;
import io.sluice.stream.ledger.Acknowledged;
import io.sluice.stream.store.StoreWriter;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.stream.transform.Transforms;
import io.sluice.testing.RememberedNotes;
import io.sluice.testing.TestMongo;
import io.sluice.testing.TestPostgres;
import io.sluice.testing.TestSpark;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.spark.sql.types.StructType;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Records with odd values of every type on the whole way of a task: decoded, transformed, and written into a real Postgres
 * and by Mongo's protocol. Whatever they hold, the task ends well, and each row is in both stores and the same, or there
 * is a letter that says which store refuses it.
 */
class OddRecordsTest extends ScriptedPipeline {

    private static final StructType SOURCE = SourceSchema.parse(
            new JsonFormat(),
            "id INT NOT NULL, bytes STRING, num STRING, day INT,"
                    + " micros BIGINT, json STRING, dec STRING, deep ARRAY<STRUCT<a: MAP<STRING, ARRAY<STRING>>>>");

    private static final String SELECT = "SELECT id, CAST(unbase64(bytes) AS STRING) AS s, unbase64(bytes) AS bin,"
            + " CAST(num AS DOUBLE) AS d, CAST(num AS FLOAT) AS f, date_from_unix_date(day) AS day,"
            + " timestamp_micros(micros) AS at, CAST(timestamp_micros(micros) AS TIMESTAMP_NTZ) AS local,"
            + " from_json(json, 'm MAP<STRING,STRING>').m AS m, CAST(dec AS DECIMAL(38,10)) AS dec, deep,"
            + " named_struct('s', CAST(unbase64(bytes) AS STRING), 'd', CAST(num AS DOUBLE), 'a',"
            + " array(timestamp_micros(micros), NULL), 'm', map(CAST(unbase64(bytes) AS STRING), date_from_unix_date(day)))"
            + " AS n, CAST(_key AS STRING) AS k, %s AS sent, _headers AS h FROM source";

    private static final String[] BYTES = {
        "", "YQ==", "w6R6", "8J+YgA==", "77+9", "7Z+/", "AA==", "/w==", "w7w=", "7aCA", "wIA=", "IA==", "YcyI", "w6Q="
    };
    private static final String[] NUMBERS = {
        "0.0", "-0.0", "1.5", "NaN", "Infinity", "-Infinity", "1e-45", "3.4028235e38", "1e308", "x"
    };
    private static final int[] DAYS = {0, 19_000, -719_162, 2_932_896, -719_163, 2_932_897, Integer.MIN_VALUE};
    private static final long[] MICROS = {
        0,
        1_700_000_000_123_000L,
        1_700_000_000_123_456L,
        -62_135_596_800_000_000L,
        253_402_300_799_999_999L,
        253_402_300_800_000_000L,
        1_764_250_000_000_000_000L,
        Long.MIN_VALUE
    };
    private static final String[] JSON = {
        "{}",
        "{\"m\":{}}",
        "{\"m\":{\"a\":\"1\",\"$b.c\":null}}",
        "{\"m\":{\"k\":\"1\",\"k\":\"2\"}}",
        "{\"m\":{\"\":\"\"}}",
        "{\"m\":{\"\\u0000\":\"1\"}}",
        "{\"m\":{\"a\":\"\\u0000\"}}",
        "no json"
    };
    private static final String[] DECIMALS = {
        "0", "-0.5", "1234567890123456789012345678", "9999999999999999999999999999.9999999999", "1e-10", "1e28", "0E10"
    };
    private static final long[] TIMES = {
        0,
        1_700_000_000_123L,
        -1,
        -62_135_596_800_001L,
        253_402_300_800_000L,
        1_764_250_000_000_000_000L,
        Long.MAX_VALUE
    };
    private static final String[] HEADERS = {"", "h", "h\u0000", "\uFFFD", "😀", "$a.b"};

    private final MongoAccess mongo = TestMongo.freshDatabase();
    private final Random random = new Random(20_261_127);
    /** What a record's key columns hold, so that it is known which records are about the same row. */
    private final Map<Long, Odd> odds = new HashMap<>();

    private record Odd(SourceRecord record, String bytes, String number, long micros, int id) {

        String key(String column) {
            return switch (column) {
                case "s" -> bytes;
                case "d" -> Double.toString(Double.parseDouble(number) + 0.0);
                case "at" -> Long.toString(micros);
                default -> Integer.toString(id % 40);
            };
        }
    }

    @ParameterizedTest(name = "key {0}, version {1}, with the time: {2}")
    @DisplayName("whatever a record holds, it is in both stores and the same, or there is a letter")
    @CsvSource({
        ",,true",
        ",,false",
        "s,,false",
        "s,d,false",
        "d,s,false",
        "d,f,false",
        "at,at,false",
        "slot,s,false",
        "slot,d,false",
        "slot,day,false",
        "slot,local,false"
    })
    void everyRecordEndsWell(String key, String version, boolean time) throws Exception {
        String select =
                SELECT.formatted(time ? "_timestamp" : "_offset").replace("SELECT id,", "SELECT id, id % 40 AS slot,");
        RecordTransform.Factory transform = Transforms.analyse(TestSpark.session(), SOURCE, select);
        FlowTask task = task(transform, key, version);
        for (int batch = 0; batch < 3; batch++) {
            try (RecordCarrier writer = new RecordCarrier(task, acknowledged(batch))) {
                for (int i = 0; i < 150; i++) {
                    writer.write(ScriptedFlow.row(next(batch * 150 + i)));
                }
                writer.commit();
            }
        }
        new Replay(UUID.randomUUID(), LetterSelection.ALL, counts -> {}).run(task);

        Map<String, Set<Long>> letters = letters();
        Set<Long> rejected = new HashSet<>(letters.getOrDefault("transform", Set.of()));
        assertThat(letters).doesNotContainKey("decode");
        assertThat(rejected).hasSizeBetween(60, 440);
        Map<Long, List<String>> inPostgres = postgresRows();
        Map<Long, List<String>> inMongo = mongoRows();
        Set<Long> onlyOne = new TreeSet<>(letters.getOrDefault("postgres", Set.of()));
        onlyOne.addAll(letters.getOrDefault("mongo", Set.of()));
        if (key == null) {
            Set<Long> sound = new TreeSet<>(odds.keySet());
            sound.removeAll(rejected);
            assertThat(without(sound, letters.get("postgres"))).isEqualTo(inPostgres.keySet());
            assertThat(without(sound, letters.get("mongo"))).isEqualTo(inMongo.keySet());
        }
        Set<String> uncertain = new HashSet<>();
        onlyOne.forEach(offset -> uncertain.add(group(key, offset)));
        inPostgres.keySet().removeIf(offset -> uncertain.contains(group(key, offset)));
        inMongo.keySet().removeIf(offset -> uncertain.contains(group(key, offset)));
        assertThat(inPostgres).isNotEmpty().isEqualTo(inMongo);
        assertThat(counters().consumed()).isEqualTo(odds.size());
    }

    private static Acknowledged acknowledged(int batch) {
        return new Acknowledged(new Offsets(Map.of("t", batch == 0 ? Map.of() : Map.of(0, batch * 150L))));
    }

    private String group(String key, long offset) {
        return key == null ? Long.toString(offset) : odds.get(offset).key(key);
    }

    private static Set<Long> without(Set<Long> all, Set<Long> some) {
        Set<Long> rest = new TreeSet<>(all);
        rest.removeAll(some == null ? Set.of() : some);
        return rest;
    }

    private FlowTask task(RecordTransform.Factory transform, String key, String version) throws Exception {
        WriteMode mode = key == null ? WriteMode.APPEND : WriteMode.UPSERT;
        List<String> keys = key == null ? List.of() : List.of(key);
        SinkSpec table = new SinkSpec(PostgresStore.TYPE, "odd", mode, keys, version);
        SinkSpec collection = new SinkSpec(MongoStore.TYPE, "odd", mode, keys, version);
        PostgresStore tables = new PostgresStore(postgres);
        MongoStore collections = new MongoStore(mongo);
        tables.prepare(table, transform.output(), new RememberedNotes("t"));
        collections.prepare(collection, transform.output(), new RememberedNotes("t"));
        Map<StoreType, StoreWriter.Factory> stores = Map.of(
                PostgresStore.TYPE, tables.writers(table, transform.output()),
                MongoStore.TYPE, collections.writers(collection, transform.output()));
        FlowTask scripted = ScriptedFlow.task(pipeline, generation, postgres, stored);
        return new FlowTask(
                pipeline,
                "p",
                generation,
                postgres,
                scripted.reader(),
                new JsonFormat().decoder(SOURCE, new FormatSpec("json", Map.of(), true)),
                transform,
                stores,
                Redelivery.NONE);
    }

    /** Most of its values are fine: else each would be rejected for the first odd one. */
    private SourceRecord next(long offset) {
        int odd = random.nextInt(9);
        String bytes = BYTES[random.nextInt(odd == 0 ? BYTES.length : 6)];
        String number = NUMBERS[random.nextInt(odd == 1 ? NUMBERS.length : 5)];
        long micros = MICROS[random.nextInt(odd == 2 ? MICROS.length : 2)];
        String json =
                "{\"id\":%d,\"bytes\":\"%s\",\"num\":\"%s\",\"day\":%d,\"micros\":%d,\"json\":%s,\"dec\":\"%s\",\"deep\":%s}"
                        .formatted(
                                offset,
                                bytes,
                                number,
                                DAYS[random.nextInt(odd == 3 ? DAYS.length : 4)],
                                micros,
                                quoted(JSON[random.nextInt(odd == 4 ? JSON.length : 3)]),
                                DECIMALS[random.nextInt(odd == 5 ? DECIMALS.length : 4)],
                                odd == 6 ? wide() : "[{\"a\":{\"b\":[\"c\",null]}},null]");
        List<SourceRecord.Header> headers = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            headers.add(new SourceRecord.Header(
                    HEADERS[random.nextInt(odd == 7 ? HEADERS.length : 2)],
                    random.nextBoolean() ? null : new byte[] {-1, 0}));
        }
        SourceRecord record = new SourceRecord(
                "t",
                0,
                offset,
                TIMES[random.nextInt(odd == 8 ? TIMES.length : 3)],
                random.nextInt(5) == 0 ? null : new byte[] {(byte) (odd == 8 ? 0xC3 : 'k')},
                json.getBytes(StandardCharsets.UTF_8),
                headers);
        odds.put(offset, new Odd(record, bytes, number, micros, (int) offset));
        return record;
    }

    private static String wide() {
        StringBuilder wide = new StringBuilder("[");
        for (int i = 0; i < 300; i++) {
            wide.append(i == 0 ? "" : ",").append("{\"a\":{\"k").append(i).append("\":[\"\\\\\",\"\\t\\\"\"]}}");
        }
        return wide.append("]").toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private Map<String, Set<Long>> letters() throws Exception {
        Map<String, Set<Long>> letters = new HashMap<>();
        try (Connection c = TestPostgres.connect(postgres);
                ResultSet row = c.createStatement().executeQuery("SELECT stage, \"offset\" FROM sluice.dead_letters")) {
            while (row.next()) {
                letters.computeIfAbsent(row.getString(1), stage -> new TreeSet<>())
                        .add(row.getLong(2));
            }
        }
        return letters;
    }

    private Map<Long, List<String>> postgresRows() throws Exception {
        Map<Long, List<String>> rows = new TreeMap<>();
        try (Connection c = TestPostgres.connect(postgres);
                ResultSet row = c.createStatement()
                        .executeQuery("SELECT _offset, s, d, f, day - date '1970-01-01',"
                                + " floor(extract(epoch FROM at) * 1000)::bigint, m ->> 'a', k,"
                                + " jsonb_array_length(deep), bin FROM odd")) {
            while (row.next()) {
                List<String> values = new ArrayList<>();
                values.add(row.getString(2));
                values.add(Double.toString(row.getDouble(3) + 0.0));
                values.add(Float.toString(row.getFloat(4) + 0.0f));
                for (int i = 5; i <= 9; i++) {
                    values.add(row.getString(i));
                }
                values.add(java.util.HexFormat.of().formatHex(row.getBytes(10)));
                rows.put(row.getLong(1), values);
            }
        }
        return rows;
    }

    private Map<Long, List<String>> mongoRows() {
        Map<Long, List<String>> rows = new TreeMap<>();
        try (MongoClient client = MongoClients.create(mongo.uri())) {
            for (Document d :
                    client.getDatabase(mongo.database()).getCollection("odd").find()) {
                List<String> values = new ArrayList<>();
                values.add(d.getString("s"));
                values.add(Double.toString(d.getDouble("d") + 0.0));
                values.add(Float.toString((float) (d.getDouble("f") + 0.0)));
                values.add(Long.toString(Math.floorDiv(d.getDate("day").getTime(), 86_400_000L)));
                values.add(Long.toString(d.getDate("at").getTime()));
                values.add(
                        d.get("m") == null ? null : d.get("m", Document.class).getString("a"));
                values.add(d.getString("k"));
                values.add(Integer.toString(((List<?>) d.get("deep")).size()));
                values.add(java.util.HexFormat.of()
                        .formatHex(d.get("bin", org.bson.types.Binary.class).getData()));
                rows.put(d.get("_source", Document.class).getLong("offset"), values);
            }
        }
        return rows;
    }
}
