package io.sluice.results.postgres;

import io.sluice.results.query.Batch;
import io.sluice.results.query.Column;
import io.sluice.results.query.ColumnKind;
import io.sluice.results.query.Columns;
import io.sluice.results.query.Filter;
import io.sluice.results.query.Operator;
import io.sluice.results.query.Sort;
import io.sluice.results.query.StoreReader;
import io.sluice.stream.flow.WriteMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** SQL over a sink's table. Names come from the definition and are quoted, values are parameters. */
final class PostgresQuery {

    private static final String SCHEMA = "public";

    private final StoreReader.Source source;
    private final Map<String, Attribute> existing;
    private final String from;
    private final List<Object> parameters = new ArrayList<>();

    /** A column as the catalogue has it. */
    record Attribute(String type, boolean notNull) {}

    PostgresQuery(StoreReader.Source source, Map<String, Attribute> existing, List<Filter> filters) {
        this.source = source;
        this.existing = existing;
        this.from = filters.stream()
                .map(filter -> " AND " + condition(filter))
                .collect(Collectors.joining("", " FROM " + table(source) + " WHERE TRUE", ""));
    }

    static String table(StoreReader.Source source) {
        return quote(SCHEMA) + "." + quote(source.sink().target());
    }

    /** @param order a total one */
    PostgresList<Map<String, @Nullable Object>> list(Columns columns, List<KeyColumn> order) {
        String list = StreamSupport.stream(columns.all().spliterator(), false)
                .map(c -> existing.containsKey(c.name()) ? quote(c.name()) : "NULL")
                .collect(Collectors.joining(", "));
        PostgresRowReader reader = new PostgresRowReader(columns);
        return new PostgresList<>(list, from, parameters, order, (row, number) -> reader.read(row), Batch::weight);
    }

    /** The order asked for; behind it the position and the table's key, until no two rows can have all in common. */
    List<KeyColumn> order(List<Sort> sorts) {
        List<Sort> all = new ArrayList<>(sorts);
        key().forEach(column -> all.add(new Sort(column, false)));
        Set<String> names = new HashSet<>();
        Set<String> open = new HashSet<>(keyNames());
        List<KeyColumn> order = new ArrayList<>();
        for (Sort sort : all) {
            Attribute attribute = existing.get(sort.column().name());
            if (attribute != null && !open.isEmpty() && names.add(sort.column().name())) {
                order.add(column(sort, comparable(sort.column()), attribute));
                open.remove(attribute.notNull() ? sort.column().name() : "");
            }
        }
        return order;
    }

    /** The order of the table's own key, which has an index. */
    List<KeyColumn> keyOrder() {
        return key().stream()
                .map(column -> column(
                        new Sort(column, false),
                        quote(column.name()),
                        Objects.requireNonNull(existing.get(column.name()), "the sink made it with its key")))
                .toList();
    }

    private KeyColumn column(Sort sort, String expression, Attribute attribute) {
        boolean unique = keyNames().contains(sort.column().name());
        return new KeyColumn(expression, attribute.type(), sort.descending(), !attribute.notNull(), unique);
    }

    private List<Column> key() {
        return source.sink().mode() == WriteMode.APPEND
                ? Columns.POSITION
                : source.sink().key().stream()
                        .map(name ->
                                new Column(name, source.output().apply(name).dataType()))
                        .toList();
    }

    private List<String> keyNames() {
        return key().stream().map(Column::name).toList();
    }

    private String condition(Filter filter) {
        if (!existing.containsKey(filter.column().name())) {
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
            case GT -> above(filter, " > ?");
            case GE -> above(filter, " >= ?");
            case LIKE -> column + " LIKE ?";
            case IN -> filter.values().stream().map(v -> "?").collect(Collectors.joining(", ", column + " IN (", ")"));
            case ISNULL -> throw new IllegalStateException("answered above");
        };
    }

    /** NaN is above nothing, as in Mongo; to Postgres it is above all numbers. */
    private static String above(Filter filter, String comparison) {
        String type = filter.column().type().typeName();
        String column = comparable(filter.column());
        return type.equals("double") || type.equals("float")
                ? "(" + column + comparison + " AND " + column + " <> 'NaN')"
                : column + comparison;
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
