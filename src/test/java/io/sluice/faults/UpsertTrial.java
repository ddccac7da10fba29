package io.sluice.faults;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Keeps the newest row of each key in both stores, from a compacted topic. */
final class UpsertTrial implements Trial {

    private static final Comparator<@Nullable Long> VERSIONS = Comparator.nullsFirst(Comparator.naturalOrder());

    @Override
    public String name() {
        return "faults_upsert";
    }

    @Override
    public String topic() {
        return Records.KEYED_TOPIC;
    }

    @Override
    public String definition() {
        return """
                {"name": "faults_upsert",
                 "source": {"topics": ["faults-keyed"], "maxOffsetsPerTrigger": 200,
                            "schema": "k STRING NOT NULL, v INT, text STRING, d INT"},
                 "transform": "SELECT k, v, text, 60 div d AS share FROM source",
                 "sinks": [{"type": "postgres", "table": "faults_upsert", "mode": "upsert", "key": ["k"],
                            "version": "v"},
                           {"type": "mongo", "collection": "faults_upsert", "mode": "upsert", "key": ["k"],
                            "version": "v"}]}""";
    }

    @Override
    public List<String> columns() {
        return List.of("k", "v", "text", "share");
    }

    @Override
    public List<String> key() {
        return List.of("k");
    }

    @Override
    public List<Row> rows(ConsumerRecord<byte[], byte[]> record) throws Rejection {
        StrictJson json = StrictJson.of(record.value());
        String key = json.text("k");
        Long version = json.number("v");
        String text = json.text("text");
        Long divisor = json.number("d");
        StrictJson.require(key != null);
        if (divisor != null && divisor == 0) {
            throw new Rejection("transform");
        }
        Map<String, @Nullable String> values = new HashMap<>();
        values.put("k", key);
        values.put("v", version == null ? null : version.toString());
        values.put("text", text);
        values.put("share", divisor == null ? null : Long.toString(60 / divisor));
        return List.of(new Row(values, AppendTrial.refused(text)));
    }

    @Override
    public int compareVersions(Row one, Row other) {
        return VERSIONS.compare(version(one), version(other));
    }

    private static @Nullable Long version(Row row) {
        String version = row.values().get("v");
        return version == null ? null : Long.valueOf(version);
    }
}
