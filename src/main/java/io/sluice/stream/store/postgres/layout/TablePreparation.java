package io.sluice.stream.store.postgres.layout;

import io.sluice.stream.store.Store;
import io.sluice.stream.store.TargetNote;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a start makes of a table that is there.
 *
 * @param before its note, if it is about this table and not one that had the name before
 * @param next its note afterwards
 */
public record TablePreparation(Optional<TargetNote> before, TargetNote next, TableChange.Plan plan) {

    /** @throws Store.IncompatibleTargetException naming every difference that widening cannot bridge */
    public static TablePreparation of(TableLayout layout, ExistingTable table, Optional<TargetNote> note) {
        Optional<TargetNote> before = note.filter(n -> n.isOf(table.oid()));
        TableChange.Plan plan = TableChange.between(
                layout, table, before.map(TargetNote::columns).orElse(Map.of()));
        boolean made = before.filter(n -> n.ours() && n.made()).isPresent();
        return new TablePreparation(
                before,
                made ? TargetNote.made(table.oid(), plan.noted()) : TargetNote.found(table.oid(), false, plan.noted()),
                plan);
    }

    public List<String> statements() {
        return plan.statements();
    }

    public boolean isToBeNoted() {
        return before.filter(n -> n.ours() && n.columns().equals(next.columns()))
                .isEmpty();
    }

    public Store.Fit fit() {
        return new Store.Fit(next.made(), plan.notices());
    }
}
