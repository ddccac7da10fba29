package io.sluice.results.query;

import static io.sluice.web.ProblemException.invalidParameter;

import io.sluice.stream.column.SourceColumns;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns that a caller can filter and sort by in one store; what is not among them never reaches a query. */
public final class Columns {

    /** The source position, in an order that the key of a table serves. */
    public static final List<Column> POSITION = columns(SourceColumns.POSITION);

    private final Map<String, Column> byName = new LinkedHashMap<>();

    /**
     * Joins the columns that the rows of a store have.
     *
     * @param own what the store adds to the flow's output and the position
     */
    public Columns(StructType output, Column... own) {
        Stream.of(columns(output), POSITION, List.of(own))
                .flatMap(List::stream)
                .forEach(column -> byName.put(column.name(), column));
    }

    private static List<Column> columns(StructType fields) {
        return Arrays.stream(fields.fields())
                .map(field -> new Column(field.name(), field.dataType()))
                .toList();
    }

    public static Column timestamp(String name) {
        return new Column(name, DataTypes.TimestampType);
    }

    public Iterable<Column> all() {
        return byName.values();
    }

    Optional<Column> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Finds the columns whose name, followed by a colon, begins the text; a name can have colons itself. */
    List<Column> before(String text) {
        return byName.values().stream()
                .filter(c -> text.startsWith(c.name() + ":"))
                .toList();
    }

    ProblemException unknown(String name) {
        return invalidParameter(
                "There is no column '" + Limits.echo(name) + "'; the columns are " + Limits.list(byName.keySet()));
    }

    ProblemException notSortable(Column column) {
        String sortable = Limits.list(byName.values().stream()
                .filter(c -> c.kind().isSortable())
                .map(Column::name)
                .toList());
        return invalidParameter("The column '" + column.name() + "' has no order; sort by one of " + sortable);
    }
}
