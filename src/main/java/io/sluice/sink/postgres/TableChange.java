package io.sluice.sink.postgres;

import static io.sluice.flow.SourceColumns.INGESTED_AT;

import io.sluice.flow.Store;
import io.sluice.flow.WriteMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns an existing table into one that takes a pipeline's rows: by widening only, or not at all. */
final class TableChange {

    private static final String ADVICE =
            "change the transform's columns, choose another table, or rename or drop this one";

    private final TableLayout wanted;
    private final ExistingTable table;
    private final List<String> clauses = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();

    private TableChange(TableLayout wanted, ExistingTable table) {
        this.wanted = wanted;
        this.table = table;
    }

    /**
     * The statements that widen the table; none if it fits as it is.
     *
     * @throws Store.IncompatibleTargetException naming every difference that widening cannot bridge
     */
    static List<String> between(TableLayout wanted, ExistingTable table) {
        return new TableChange(wanted, table).statements();
    }

    private List<String> statements() {
        if (table.isTable()) {
            wanted.columns().forEach(this::compare);
            table.columns().values().forEach(this::leftOver);
            compareKey();
        } else {
            differences.add("it is " + kind() + ", not a table");
        }
        if (!differences.isEmpty()) {
            differences.add(ADVICE);
            throw Store.IncompatibleTargetException.of("Table " + wanted.name(), differences);
        }
        return clauses.isEmpty()
                ? List.of()
                : List.of("ALTER TABLE " + wanted.quoted() + " " + String.join(", ", clauses));
    }

    private void compare(TableLayout.Column column) {
        ExistingTable.Column existing = table.columns().get(column.name());
        if (existing == null) {
            add(column);
            return;
        }
        compareType(column, existing);
        if (existing.readOnly()) {
            differences.add("column " + column.name() + " is generated and cannot be written");
        }
        if (column.name().equals(INGESTED_AT) && !existing.filled()) {
            alter(column.name(), "SET DEFAULT now()");
        }
        if (!column.notNull()) {
            dropNotNull(existing);
        }
    }

    private void add(TableLayout.Column column) {
        boolean filled = column.name().equals(INGESTED_AT);
        if (wanted.key().contains(column.name())) {
            differences.add("it has no column " + column.name() + " " + column.type());
        } else if (table.ours() && table.cut() && !table.empty() && !filled) {
            // It may be the one that somebody has dropped, with what was stored in it.
            differences.add("it has no column " + column.name() + " " + column.type() + ", and somebody has dropped a"
                    + " column of it. If the rows that are there need no value in it, add it: ALTER TABLE "
                    + wanted.quoted() + " ADD COLUMN " + column.definition(false));
        } else {
            clauses.add("ADD COLUMN " + column.definition(table.empty() || filled));
        }
    }

    private void compareType(TableLayout.Column column, ExistingTable.Column existing) {
        Optional<String> type = TypeFit.reconcile(column.type(), existing.type());
        if (type.isEmpty()) {
            differences.add(
                    "column " + column.name() + " is " + existing.type() + " and the pipeline yields " + column.type());
        } else if (!type.get().equals(existing.type())) {
            alter(column.name(), "TYPE " + type.get());
        }
    }

    /** In a table that somebody else made, a NOT NULL is a rule of theirs: rows that break it are refused one by one. */
    private void dropNotNull(ExistingTable.Column existing) {
        if (!existing.notNull()) {
            return;
        }
        if (table.ours() && !table.primaryKey().contains(existing.name())) {
            alter(existing.name(), "DROP NOT NULL");
        }
    }

    private void leftOver(ExistingTable.Column existing) {
        boolean written =
                wanted.columns().stream().anyMatch(column -> column.name().equals(existing.name()));
        if (written || !existing.notNull() || existing.filled() || existing.readOnly()) {
            return;
        }
        dropNotNull(existing);
        if (!table.ours()) {
            differences.add("column " + existing.name() + " is NOT NULL, has no default, and the pipeline does not"
                    + " yield it; give it a default");
        }
    }

    private void compareKey() {
        Set<String> key = new HashSet<>(wanted.key());
        if (!table.keys().contains(key)) {
            differences.add("it has no unique key on exactly (" + String.join(", ", wanted.key()) + "), which "
                    + (wanted.mode() == WriteMode.APPEND ? "append" : "upsert") + " needs; " + keys());
        }
    }

    private String keys() {
        return table.keys().isEmpty()
                ? "it has no unique key at all"
                : "its unique keys are "
                        + table.keys().stream()
                                .map(key -> key.stream().sorted().collect(Collectors.joining(", ", "(", ")")))
                                .sorted()
                                .collect(Collectors.joining(" and "));
    }

    private void alter(String column, String change) {
        clauses.add("ALTER COLUMN " + PostgresNames.quote(column) + " " + change);
    }

    private String kind() {
        return switch (table.kind()) {
            case "v" -> "a view";
            case "m" -> "a materialized view";
            case "f" -> "a foreign table";
            case "S" -> "a sequence";
            case "i", "I" -> "an index";
            default -> "another kind of relation";
        };
    }
}
