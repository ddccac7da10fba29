package io.sluice.stream.task;

import io.sluice.stream.flow.RecordTransform;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.StoreWriter;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** A flow whose records say what is to become of them: {@code drop}, {@code fails}, {@code explode 3}, … */
final class ScriptedFlow {

    /** How many rows {@code some of 3} has once everything is mended; before it has 3, of which Mongo refuses the second. */
    static volatile int someOf = 3;

    private ScriptedFlow() {}

    static List<String> newStore() {
        return Collections.synchronizedList(new ArrayList<>());
    }

    /** The source's row is the record itself. */
    static InternalRow row(SourceRecord record) {
        return new GenericInternalRow(new Object[] {record});
    }

    static FlowTask task(long pipeline, long generation, LedgerAccess postgres, List<String> stored) {
        return task(pipeline, generation, postgres, stored, false);
    }

    /** @param mended whether everything is fine now, but for what says {@code forever} */
    static FlowTask task(long pipeline, long generation, LedgerAccess postgres, List<String> stored, boolean mended) {
        return task(pipeline, generation, postgres, stored, mended, Redelivery.NONE);
    }

    static FlowTask task(
            long pipeline,
            long generation,
            LedgerAccess postgres,
            List<String> stored,
            boolean mended,
            Redelivery redelivery) {
        return new FlowTask(
                pipeline,
                "p",
                generation,
                postgres,
                () -> row -> (SourceRecord) ((GenericInternalRow) row).genericGet(0),
                () -> value -> decode(value, mended),
                new ScriptedTransform(mended),
                Map.of(
                        PostgresStore.TYPE, scripted(PostgresStore.TYPE, stored, mended),
                        MongoStore.TYPE, scripted(MongoStore.TYPE, stored, mended)),
                redelivery);
    }

    private static StoreWriter.Alone scripted(StoreType type, List<String> stored, boolean mended) {
        return refusals -> new ListWriter(type, refusals, stored, mended);
    }

    private static boolean hurts(String text, boolean mended) {
        return !mended || text.contains("forever");
    }

    private static InternalRow decode(byte[] value, boolean mended) throws RejectedException {
        String text = new String(value, StandardCharsets.ISO_8859_1);
        if ((text.startsWith("bad") || text.charAt(0) == 0) && hurts(text, mended)) {
            throw new RejectedException(text.charAt(0) == 0 ? "not text: \0\u0001" : text);
        }
        return textRow(text);
    }

    private static InternalRow textRow(String text) {
        return new GenericInternalRow(new Object[] {UTF8String.fromString(text)});
    }

    private record ScriptedTransform(boolean mended) implements RecordTransform.Factory {

        @Override
        public StructType output() {
            return StructType.fromDDL("text STRING");
        }

        @Override
        public RecordTransform open() {
            return (record, decoded) -> {
                String text = decoded.getUTF8String(0).toString();
                if (text.startsWith("fails") && hurts(text, mended)) {
                    throw new RejectedException(text);
                }
                if (text.equals("some of 3")) {
                    return Collections.nCopies(mended ? someOf : 3, decoded);
                }
                if (text.startsWith("explode ")) {
                    return Collections.nCopies(text.charAt(8) - '0', decoded);
                }
                return text.startsWith("drop") || mended && text.endsWith("drop") ? List.of() : List.of(decoded);
            };
        }
    }

    /** Only Mongo refuses, and only at the flush, as a real store may. */
    private record ListWriter(
            StoreType type,
            Refusals heard,
            List<String> stored,
            boolean mended,
            Map<SourceRecord, List<Integer>> refusals)
            implements StoreWriter {

        ListWriter(StoreType type, Refusals heard, List<String> stored, boolean mended) {
            this(type, heard, stored, mended, new LinkedHashMap<>());
        }

        @Override
        public void write(SourceRecord record, int ordinal, InternalRow row) throws Exception {
            String text = row.getUTF8String(0).toString();
            if (text.equals("store down")) {
                throw new Exception("down");
            }
            if (text.equals("no memory")) {
                throw new OutOfMemoryError(text);
            }
            String id = type.label().toUpperCase(Locale.ROOT) + " " + record.partition() + "/" + record.offset() + "/"
                    + ordinal;
            boolean hurts = text.equals("some of 3")
                    ? ordinal == 1 && hurts(text, mended)
                    : text.contains("refused") && hurts(text, mended);
            if (hurts && type.equals(MongoStore.TYPE)) {
                refusals.computeIfAbsent(record, first -> new ArrayList<>()).add(ordinal);
            } else if (!stored.contains(id)) {
                stored.add(id);
            }
        }

        @Override
        public void flush() {
            refusals.forEach(
                    (record, ordinals) -> ordinals.forEach(ordinal -> heard.refused(record, ordinal, "refused")));
            refusals.clear();
        }

        @Override
        public void close() {}
    }
}
