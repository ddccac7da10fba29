package io.sluice.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Appends into both stores, through a transform that filters, fails on some records, and explodes others. */
final class AppendTrial implements Trial {

    @Override
    public String name() {
        return "faults_append";
    }

    @Override
    public String topic() {
        return Records.PLAIN_TOPIC;
    }

    @Override
    public String definition() {
        return """
                {"name": "faults_append",
                 "source": {"topics": ["faults"], "maxOffsetsPerTrigger": 1500, "schema": "id BIGINT NOT NULL, \
                kind STRING NOT NULL, text STRING, d INT, code STRING, items ARRAY<STRING>"},
                 "transform": "SELECT id, kind, text, 100 div d AS share, CAST(code AS INT) AS code, \
                posexplode(items) AS (place, item) FROM source WHERE kind <> 'skip'",
                 "sinks": [{"type": "postgres", "table": "faults_append"},
                           {"type": "mongo", "collection": "faults_append"}]}""";
    }

    @Override
    public List<String> columns() {
        return List.of("id", "kind", "text", "share", "code", "place", "item");
    }

    @Override
    public List<String> key() {
        return List.of();
    }

    @Override
    public List<Row> rows(ConsumerRecord<byte[], byte[]> record) throws Rejection {
        StrictJson json = StrictJson.of(record.value());
        Long id = json.number("id");
        String kind = json.text("kind");
        String text = json.text("text");
        Long divisor = json.number("d");
        String code = json.text("code");
        JsonNode items = json.array("items");
        StrictJson.require(id != null && kind != null);
        if ("skip".equals(kind)) {
            return List.of();
        }
        if ((divisor != null && divisor == 0) || (code != null && !code.matches("-?\\d+"))) {
            throw new Rejection("transform");
        }
        List<Row> rows = new ArrayList<>();
        for (int place = 0; items != null && place < items.size(); place++) {
            Map<String, @Nullable String> values = new HashMap<>();
            values.put("id", String.valueOf(id));
            values.put("kind", kind);
            values.put("text", text);
            values.put("share", divisor == null ? null : Long.toString(100 / divisor));
            values.put("code", code);
            values.put("place", Integer.toString(place));
            values.put("item", items.get(place).asString());
            rows.add(new Row(values, refused(text) || refused(values.get("item"))));
        }
        return rows;
    }

    /** NUL is nothing for Postgres at all, the other for the table's CHECK, see {@link Stores#forbid}. */
    static boolean refused(@Nullable String text) {
        return text != null && (text.indexOf('\0') >= 0 || text.equals("refuse"));
    }
}
