package io.sluice.results.postgres;

import static io.sluice.stream.store.postgres.layout.PostgresNames.quote;

import io.sluice.results.query.Batch;
import io.sluice.results.query.Column;
import io.sluice.results.query.ColumnKind;
import io.sluice.results.query.Columns;
import io.sluice.results.query.Filter;
import io.sluice.results.query.Filter.Operator;
import io.sluice.results.query.Sort;
import io.sluice.results.query.StoreReader;
import io.sluice.results.table.KeyColumn;
import io.sluice.results.table.KeyColumn.Trait;
import io.sluice.results.table.TableList;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.store.postgres.layout.PostgresNames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * SQL over a sink's table. Names come from the definition and are quoted, values are parameters.
 *
 * @param existing the table's columns as the catalogue has them, by name
 */
record PostgresQuery(StoreReader.Source source, Map<String, Attribute> existing, List<Filter> filters) {

    /** Types of which no value is large, as the catalogue writes them. */
    private static final Set<String> SMALL =
            Set.of("smallint", "integer", "bigint", "real", "double precision", "boolean", "date", "uuid");

    /** A column as the catalogue has it. */
    record Attribute(String type, boolean notNull) {}

    static String table(StoreReader.Source source) {
        return PostgresNames.table(source.sink().target());
    }

    /**
     * Makes the list of the rows that meet all filters.
     *
     * @param order total: no two rows have all of it in common
     */
    TableList<Map<String, @Nullable Object>> list(Columns columns, List<KeyColumn> order) {
        String list = StreamSupport.stream(columns.all().spliterator(), false)
                .map(c -> existing.containsKey(c.name()) ? quote(c.name()) : "NULL")
                .collect(Collectors.joining(", "));
        String from = filters.stream()
                .map(filter -> " AND " + condition(filter))
                .collect(Collectors.joining("", " FROM " + table(source) + " WHERE TRUE", ""));
        List<Object> parameters = filters.stream().flatMap(this::parameters).toList();
        PostgresRowReader reader = new PostgresRowReader(columns);
        return new TableList<>(
                list, from, parameters, bytes(columns), order, (row, n) -> reader.read(row), Batch::weight);
    }

    /** What may be large in a row. Of text and bytes Postgres knows the size without unpacking them. */
    private String bytes(Columns columns) {
        StringBuilder sum = new StringBuilder("0::bigint");
        for (Column column : columns.all()) {
            Attribute attribute = existing.get(column.name());
            if (attribute != null) {
                bytes(quote(column.name()), attribute.type())
                        .ifPresent(
                                size -> sum.append(" + coalesce(").append(size).append(", 0)::bigint"));
            }
        }
        return sum.toString();
    }

    private static Optional<String> bytes(String column, String type) {
        if (type.equals("text") || type.equals("bytea") || type.startsWith("character")) {
            return Optional.of("octet_length(" + column + ")");
        }
        return SMALL.contains(type) || type.startsWith("numeric(") || type.startsWith("timestamp")
                ? Optional.empty()
                : Optional.of("octet_length(" + column + "::text)");
    }

    /** Makes the order asked for, and behind it the position and the key, until no two rows can have all in common. */
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
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (sort.descending()) {
            traits.add(Trait.DESCENDING);
        }
        if (!attribute.notNull()) {
            traits.add(Trait.NULLABLE);
        }
        if (keyNames().contains(sort.column().name())) {
            traits.add(Trait.UNIQUE);
        }
        return new KeyColumn(expression, attribute.type(), traits);
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
        if (isWithout(filter)) {
            return filter.findsNull() ? "TRUE" : "FALSE";
        }
        String column = quote(filter.column().name());
        return switch (filter.operator()) {
            case EQ -> column + " = ?";
            case NE -> column + " IS DISTINCT FROM ?";
            case LT -> comparable(filter.column()) + " < ?";
            case LE -> comparable(filter.column()) + " <= ?";
            case GT -> above(filter, " > ?");
            case GE -> above(filter, " >= ?");
            case LIKE -> column + " LIKE ?";
            case IN -> filter.values().stream().map(v -> "?").collect(Collectors.joining(", ", column + " IN (", ")"));
            case ISNULL -> column + (filter.findsNull() ? " IS NULL" : " IS NOT NULL");
        };
    }

    /** The values of the condition's question marks. */
    private Stream<Object> parameters(Filter filter) {
        return isWithout(filter) || filter.operator() == Operator.ISNULL
                ? Stream.of()
                : filter.values().stream().map(value -> value instanceof ByteBuffer bytes ? bytes.array() : value);
    }

    /** Whether the table does not have the column yet, which then counts as null. */
    private boolean isWithout(Filter filter) {
        return !existing.containsKey(filter.column().name());
    }

    /** Lets NaN be above nothing, as all stores have it here; to Postgres it is above all numbers. */
    private static String above(Filter filter, String comparison) {
        String column = comparable(filter.column());
        return filter.column().isFloating()
                ? "(" + column + comparison + " AND " + column + " <> 'NaN')"
                : column + comparison;
    }

    /** Compares text by its bytes, as all stores do here, and not by the database's language. */
    private static String comparable(Column column) {
        return quote(column.name()) + (column.kind() == ColumnKind.TEXT ? " COLLATE \"C\"" : "");
    }
}
