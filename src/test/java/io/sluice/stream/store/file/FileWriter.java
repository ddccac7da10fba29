package io.sluice.stream.store.file;

import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.store.StoreWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Keeps the rows of a task until they are flushed. */
final class FileWriter implements StoreWriter {

    private final FileTarget target;
    private final StructType columns;
    private final Refusals refusals;
    private final List<Held> held = new ArrayList<>();

    private FileWriter(FileTarget target, StructType columns, Refusals refusals) {
        this.target = target;
        this.columns = columns;
        this.refusals = refusals;
    }

    /** Makes writers on executors, which see the same directory. */
    record Writers(FileTarget.Address address, StructType columns) implements StoreWriter.Alone {

        @Override
        public StoreWriter open(Refusals refusals) {
            return new FileWriter(address.target(), columns, refusals);
        }
    }

    private record Held(SourceRecord record, int ordinal, Map<String, @Nullable Object> values) {}

    @Override
    public void write(SourceRecord record, int ordinal, InternalRow row) {
        Row values =
                (Row) CatalystTypeConverters.createToScalaConverter(columns).apply(row);
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Object value = values.get(i);
            named.put(
                    columns.fieldNames()[i],
                    value == null || value instanceof Number || value instanceof Boolean ? value : value.toString());
        }
        String objection = objection(named);
        if (objection == null) {
            held.add(new Held(record, ordinal, named));
        } else {
            refusals.refused(record, ordinal, objection);
        }
    }

    private @Nullable String objection(Map<String, @Nullable Object> values) {
        for (String column : target.sink().key()) {
            if (values.get(column) == null) {
                return "The key column " + column + " is null";
            }
        }
        String version = target.sink().version();
        boolean isNumber = version == null || !(values.get(version) instanceof Double number) || !Double.isNaN(number);
        return isNumber ? null : "The version column " + version + " is NaN";
    }

    @Override
    public void flush() throws IOException {
        Set<String> unwanted = target.unwanted();
        List<FileTarget.Line> lines = new ArrayList<>();
        for (Held each : held) {
            if (each.values().values().stream()
                    .anyMatch(value -> value instanceof String text && unwanted.contains(text))) {
                refusals.refused(each.record(), each.ordinal(), "The file will not have this text");
            } else {
                lines.add(FileTarget.Line.of(each.record(), each.ordinal(), each.values()));
            }
        }
        target.add(lines);
        held.clear();
    }

    @Override
    public void close() {
        held.clear();
    }
}
