package io.sluice.stream.audit;

import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.store.StoreAudit;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * A store of texts by their places; in upsert mode a text is its own key. A text that begins with {@code huge} cannot be made
 * into a row, one that begins with {@code denied} the store itself refuses.
 */
final class MapStore implements StoreAudit.Factory {

    private static final long serialVersionUID = 1L;

    final transient Map<StoreAudit.RowAt, String> rows = new TreeMap<>((one, other) -> one.offset() != other.offset()
            ? Long.compare(one.offset(), other.offset())
            : Integer.compare(one.ordinal(), other.ordinal()));

    WriteMode mode = WriteMode.APPEND;
    boolean inLedger;
    /** Happens as a task begins to look at the store. */
    transient Runnable opening = () -> {};

    MapStore with(long offset, int ordinal, String text) {
        rows.put(new StoreAudit.RowAt(offset, ordinal), text);
        return this;
    }

    @Override
    public boolean isInLedger() {
        return inLedger;
    }

    @Override
    public WriteMode mode() {
        return mode;
    }

    @Override
    public StoreAudit open(Connection ledger) {
        opening.run();
        return new Audit();
    }

    private final class Audit implements StoreAudit {

        private final Map<RowAt, String> expected = new LinkedHashMap<>();

        @Override
        public void expect(SourceRecord record, int ordinal, InternalRow row) throws RejectedException {
            String text = row.getUTF8String(0).toString();
            if (text.startsWith("huge")) {
                throw new RejectedException("too large");
            }
            expected.put(new RowAt(record.offset(), ordinal), text);
        }

        @Override
        public void compare(Span span, Differences differences) {
            expected.forEach((at, text) -> {
                List<String> key = mode == WriteMode.UPSERT ? List.of(text) : List.of();
                String stored = rows.get(at);
                if (text.startsWith("denied")) {
                    differences.refused(at, "denied");
                } else if (stored == null) {
                    differences.missing(at, key);
                } else {
                    differences.held(at);
                    if (!stored.equals(text)) {
                        differences.different(at, key, "text");
                    }
                }
            });
            if (mode == WriteMode.APPEND) {
                rows.keySet().stream()
                        .filter(at -> span.contains(at.offset()) && !expected.containsKey(at))
                        .forEach(differences::unexpected);
            }
        }

        @Override
        public int repair(List<RowAt> repaired) {
            repaired.forEach(at -> rows.put(at, expected.get(at)));
            return repaired.size();
        }

        @Override
        public void forget() {
            expected.clear();
        }

        @Override
        public void close() {}
    }
}
