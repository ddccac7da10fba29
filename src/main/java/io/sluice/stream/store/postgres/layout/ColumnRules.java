package io.sluice.stream.store.postgres.layout;

import io.sluice.stream.column.SourceColumns;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What a column of a sink's table may be. */
public final class ColumnRules {

    /** NAMEDATALEN - 1; Postgres would cut a longer name silently. */
    private static final int MAX_NAME_BYTES = 63;

    /** MaxHeapAttributeNumber, but for the columns that say where a row came from. */
    private static final int MAX_COLUMNS = 1600 - 5;

    private static final Set<String> SYSTEM = Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

    private ColumnRules() {}

    public static Optional<String> objection(StructType rows) {
        return rows.length() <= MAX_COLUMNS
                ? Optional.empty()
                : Optional.of(
                        "the " + rows.length() + " columns are more than the " + MAX_COLUMNS
                                + " that a table in Postgres can have beside Sluice's own; select fewer, or put some in a struct");
    }

    public static Optional<String> objection(StructField column) {
        return objection(column.name())
                .or(() -> PostgresTypes.objection(column.dataType())
                        .map(reason -> "column " + column.name() + " " + reason));
    }

    private static Optional<String> objection(String name) {
        if (name.isEmpty()) {
            return Optional.of("a column in Postgres needs a name; give it one with AS");
        }
        if (name.indexOf('\0') >= 0) {
            return Optional.of("the name of a column in Postgres cannot contain U+0000; rename it with AS");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            return Optional.of("the name of column " + name + " is longer than the " + MAX_NAME_BYTES
                    + " bytes that Postgres keeps; rename it with AS");
        }
        if (SYSTEM.contains(name) || SourceColumns.RESERVED.contains(name)) {
            return Optional.of("the name " + name + " is taken in every table; rename the column with AS");
        }
        return Optional.empty();
    }
}
