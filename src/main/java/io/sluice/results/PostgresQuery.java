package io.sluice.results;

import io.sluice.flow.SourceColumns;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.types.DataTypes;

/** SQL over a sink's table. Names come from the definition and are quoted, values are parameters. */
final class PostgresQuery {

    private static final String SCHEMA = "public";

    private final StoredRows.Source source;
    private final Set<String> existing;
    private final String where;
    private final List<Object> parameters = new ArrayList<>();

    PostgresQuery(StoredRows.Source source, Set<String> existing, List<Filter> filters) {
        this.source = source;
        this.existing = existing;
        this.where = filters.stream().map(this::condition).collect(Collectors.joining(" AND ", " WHERE ", ""));
    }

    static String table(StoredRows.Source source) {
        return quote(SCHEMA) + "." + quote(source.sink().target());
    }

    static List<Filter> at(StoredRows.Position position) {
        List<Filter> filters = new ArrayList<>(List.of(
                equal(SourceColumns.TOPIC, position.topic()),
                equal(SourceColumns.PARTITION, (long) position.partition()),
                equal(SourceColumns.OFFSET, position.offset())));
        if (position.ordinal() != null) {
            filters.add(equal(SourceColumns.ORDINAL, position.ordinal().longValue()));
        }
        return filters;
    }

    private static Filter equal(String column, Object value) {
        boolean text = value instanceof String;
        Column typed = new Column(column, text ? DataTypes.StringType : DataTypes.LongType);
        return new Filter(typed, Operator.EQ, List.of(value));
    }

    /** In the order in which the conditions have them. */
    List<Object> parameters() {
        return parameters;
    }

    String count() {
        return "SELECT count(*) FROM " + table(source) + where();
    }

    /** Takes two more parameters: how many rows, and how many to skip. */
    String select(Columns columns, List<Sort> sorts) {
        String list = StreamSupport.stream(columns.all().spliterator(), false)
                .map(c -> existing.contains(c.name()) ? quote(c.name()) : "NULL")
                .collect(Collectors.joining(", "));
        String order = sorts.stream()
                .filter(sort -> existing.contains(sort.column().name()))
                .map(PostgresQuery::order)
                .collect(Collectors.joining(", "));
        return "SELECT " + list + " FROM " + table(source) + where() + " ORDER BY " + order + " LIMIT ? OFFSET ?";
    }

    private String where() {
        return where.equals(" WHERE ") ? "" : where;
    }

    /** Where there are no nulls, saying where they go would only keep Postgres from using the key's index. */
    private static String order(Sort sort) {
        String nulls =
                Columns.POSITION.contains(sort.column()) ? "" : sort.descending() ? " NULLS LAST" : " NULLS FIRST";
        return comparable(sort.column()) + (sort.descending() ? " DESC" : "") + nulls;
    }

    private String condition(Filter filter) {
        if (!existing.contains(filter.column().name())) {
            return filter.findsNull() ? "TRUE" : "FALSE";
        }
        String column = quote(filter.column().name());
        if (filter.operator() == Operator.ISNULL) {
            return column + (filter.findsNull() ? " IS NULL" : " IS NOT NULL");
        }
        filter.values().forEach(value -> parameters.add(parameter(value)));
        return switch (filter.operator()) {
            case EQ -> column + " = ?";
            case NE -> column + " IS DISTINCT FROM ?";
            case LT -> comparable(filter.column()) + " < ?";
            case LE -> comparable(filter.column()) + " <= ?";
            case GT -> comparable(filter.column()) + " > ?";
            case GE -> comparable(filter.column()) + " >= ?";
            case LIKE -> column + " LIKE ?";
            case IN -> filter.values().stream().map(v -> "?").collect(Collectors.joining(", ", column + " IN (", ")"));
            case ISNULL -> throw new IllegalStateException("answered above");
        };
    }

    private static Object parameter(Object value) {
        return value instanceof ByteBuffer bytes ? bytes.array() : Objects.requireNonNull(value);
    }

    /** Text by its bytes, as Mongo compares it, and not by the database's language. */
    private static String comparable(Column column) {
        return quote(column.name()) + (column.kind() == ColumnKind.TEXT ? " COLLATE \"C\"" : "");
    }

    private static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
