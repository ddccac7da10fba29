package io.sluice.stream.store.postgres.layout;

import static io.sluice.stream.column.SourceColumns.INGESTED_AT;

import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns an existing table into one that takes a pipeline's rows: by widening only, or not at all. A type or a NOT NULL
 * that Sluice did not set itself is a rule of somebody's, and stays.
 */
final class TableChange {

    private static final String ADVICE =
            "change the transform's columns, choose another table, or rename or drop this one";

    private final TableLayout wanted;
    private final ExistingTable table;
    private final Map<String, String> noted;
    private final List<String> clauses = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();

    private TableChange(TableLayout wanted, ExistingTable table, Map<String, String> noted) {
        this.wanted = wanted;
        this.table = table;
        this.noted = new HashMap<>(noted);
    }

    /**
     * @param statements that widen the table; none if it fits as it is
     * @param notices what they change, and which rules of somebody's refuse rows; one text for each
     * @param noted the columns as Sluice made or changed them last, afterwards
     */
    record Plan(List<String> statements, List<String> notices, Map<String, String> noted) {}

    /**
     * @param noted the columns as Sluice made or changed them last; empty for a table that it did not make
     * @throws Store.IncompatibleTargetException naming every difference that widening cannot bridge
     */
    static Plan between(TableLayout wanted, ExistingTable table, Map<String, String> noted) {
        return new TableChange(wanted, table, noted).plan();
    }

    private Plan plan() {
        if (table.isTable()) {
            wanted.columns().forEach(this::compare);
            table.columns().values().forEach(this::leftOver);
            compareKey();
        } else {
            differences.add("it is " + ExistingTable.oddity(table.kind()) + ", not a table");
        }
        if (!differences.isEmpty()) {
            differences.add(ADVICE);
            throw Store.IncompatibleTargetException.of("Table " + wanted.name(), differences);
        }
        List<String> statements = clauses.isEmpty()
                ? List.of()
                : List.of("ALTER TABLE " + wanted.quoted() + " " + String.join(", ", clauses));
        return new Plan(statements, List.copyOf(notices), noted);
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
            notice("column " + column.name() + " gets the default now()");
        }
        if (!column.notNull() && !dropNotNull(existing) && isBinding(existing)) {
            notice("column " + existing.name() + " is NOT NULL and the pipeline may yield null there; such a row is"
                    + " refused and becomes a dead letter. If it is to be stored: ALTER TABLE " + wanted.quoted()
                    + " ALTER COLUMN " + PostgresNames.quote(existing.name()) + " DROP NOT NULL");
        }
    }

    private void add(TableLayout.Column column) {
        boolean filled = column.name().equals(INGESTED_AT);
        boolean lost = noted.containsKey(column.name()) || (table.ours() && table.cut());
        if (wanted.key().contains(column.name())) {
            differences.add("it has no column " + column.name() + " " + column.type());
        } else if (lost && !table.empty() && !filled) {
            // It may be the one that somebody has dropped, with what was stored in it.
            differences.add("it has no column " + column.name() + " " + column.type() + ", and somebody has dropped a"
                    + " column of it. If the rows that are there need no value in it, add it: ALTER TABLE "
                    + wanted.quoted() + " ADD COLUMN " + column.definition(false));
        } else {
            boolean mayBeNotNull = table.empty() || filled;
            clauses.add("ADD COLUMN " + column.definition(mayBeNotNull));
            noted.put(column.name(), new ColumnNote(column.type(), column.notNull() && mayBeNotNull).text());
            notice("column " + column.name() + " " + column.type() + " is added"
                    + (mayBeNotNull ? "" : "; it is null in the rows that are stored already"));
        }
    }

    private void compareType(TableLayout.Column column, ExistingTable.Column existing) {
        Optional<String> type = TypeFit.reconcile(column.type(), existing.type());
        if (type.isEmpty()) {
            differences.add(
                    "column " + column.name() + " is " + existing.type() + " and the pipeline yields " + column.type());
        } else if (!type.get().equals(existing.type())) {
            widen(existing, column.type(), type.get());
        }
    }

    private void widen(ExistingTable.Column existing, String yielded, String wider) {
        ColumnNote note = note(existing);
        if (!note.type().equals(existing.type())) {
            differences.add("column " + existing.name() + " is " + existing.type() + " and the pipeline yields "
                    + yielded + "; Sluice did not make it so and does not widen it. If it may be wider: ALTER TABLE "
                    + wanted.quoted() + " ALTER COLUMN " + PostgresNames.quote(existing.name()) + " TYPE " + wider);
            return;
        }
        alter(existing.name(), "TYPE " + wider);
        noted.put(existing.name(), new ColumnNote(wider, note.notNull()).text());
        notice("column " + existing.name() + " " + existing.type() + " is widened to " + wider);
    }

    /** @return whether it was Sluice's own, and goes */
    private boolean dropNotNull(ExistingTable.Column existing) {
        ColumnNote note = note(existing);
        if (!note.notNull() || !isBinding(existing)) {
            return false;
        }
        alter(existing.name(), "DROP NOT NULL");
        noted.put(existing.name(), new ColumnNote(note.type(), false).text());
        notice("NOT NULL of column " + existing.name() + ", which Sluice had set, is dropped");
        return true;
    }

    /** Whether a NOT NULL refuses rows that nothing else does: a key refuses nulls by itself. */
    private boolean isBinding(ExistingTable.Column existing) {
        return existing.notNull() && !table.primaryKey().contains(existing.name());
    }

    private void leftOver(ExistingTable.Column existing) {
        boolean written =
                wanted.columns().stream().anyMatch(column -> column.name().equals(existing.name()));
        if (written || !existing.notNull() || existing.filled() || existing.readOnly() || dropNotNull(existing)) {
            return;
        }
        differences.add("column " + existing.name() + " is NOT NULL, has no default, and the pipeline does not"
                + " yield it; give it a default");
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

    private ColumnNote note(ExistingTable.Column column) {
        return ColumnNote.of(noted.get(column.name()));
    }

    private void alter(String column, String change) {
        clauses.add("ALTER COLUMN " + PostgresNames.quote(column) + " " + change);
    }

    private void notice(String text) {
        notices.add("Table " + wanted.name() + ": " + text);
    }
}
