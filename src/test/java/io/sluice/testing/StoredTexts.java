package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bson.Document;

/**
 * What the stores hold, read past Sluice: the given columns as text by {@code topic/partition/offset/ordinal}, none of
 * which may be there twice.
 */
final class StoredTexts {

    private StoredTexts() {}

    static Map<String, Map<String, String>> postgres(Connection connection, String table, List<String> columns)
            throws SQLException {
        String select = columns.stream()
                .map(column -> '"' + column + '"')
                .collect(Collectors.joining(
                        ", ", "SELECT concat_ws('/', _topic, _partition, _offset, _ordinal) AS \"_at\", ", " FROM "));
        Map<String, Map<String, String>> rows = new TreeMap<>();
        try (ResultSet row = connection.createStatement().executeQuery(select + '"' + table + '"')) {
            while (row.next()) {
                Map<String, String> texts = new TreeMap<>();
                for (String column : columns) {
                    texts.put(column, row.getString(column));
                }
                assertThat(rows.put(row.getString("_at"), texts)).isNull();
            }
        }
        return rows;
    }

    static Map<String, Map<String, String>> mongo(MongoDatabase database, String collection, List<String> columns) {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        for (Document document : database.getCollection(collection).find()) {
            Function<String, String> text = column -> String.valueOf(document.get(column));
            Map<String, String> texts =
                    columns.stream().collect(Collectors.toMap(Function.identity(), text, (a, b) -> a, TreeMap::new));
            assertThat(document.getString("_id")).isEqualTo(position(document.get("_source", Document.class)));
            assertThat(rows.put(document.getString("_id"), texts)).isNull();
        }
        return rows;
    }

    private static String position(Document source) {
        return source.get("topic") + "/" + source.get("partition") + "/" + source.get("offset") + "/"
                + source.get("ordinal");
    }
}
