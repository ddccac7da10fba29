package io.sluice.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dead letters as they are stored, by position and stage. */
final class Letters {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String SELECT = """
            SELECT topic || '/' || partition || '/' || "offset" || ' ' || stage,
                (extract(epoch FROM "timestamp") * 1000)::bigint, key, value, headers, refused_rows, reason
            FROM sluice.dead_letters WHERE pipeline = ?""";

    private Letters() {}

    static String text(
            long timestamp, byte @Nullable [] key, byte @Nullable [] value, String headers, int refusedRows) {
        return "at %d, key %s, value %s, headers %s, %d rows refused"
                .formatted(timestamp, Texts.bytes(key), Texts.bytes(value), headers, refusedRows);
    }

    static Map<String, List<String>> read(Connection postgres, String pipeline) throws SQLException {
        Map<String, List<String>> letters = new HashMap<>();
        try (PreparedStatement select = postgres.prepareStatement(SELECT)) {
            select.setString(1, pipeline);
            select.setFetchSize(500);
            ResultSet row = select.executeQuery();
            while (row.next()) {
                String text = row.getString(7).isBlank()
                        ? "without a reason"
                        : text(
                                row.getLong(2),
                                row.getBytes(3),
                                row.getBytes(4),
                                headers(row.getString(5)),
                                row.getInt(6));
                letters.computeIfAbsent(row.getString(1), id -> new ArrayList<>())
                        .add(text);
            }
        }
        return letters;
    }

    private static String headers(String json) {
        StringBuilder text = new StringBuilder();
        for (JsonNode header : JSON.readTree(json)) {
            JsonNode value = header.path("value");
            text.append(header.path("key").asString())
                    .append('=')
                    .append(value.isNull() ? "∅" : value.asString())
                    .append(' ');
        }
        return text.toString();
    }
}
