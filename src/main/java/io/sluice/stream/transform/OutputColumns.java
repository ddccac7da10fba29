package io.sluice.stream.transform;

import io.sluice.stream.column.SourceColumns;
import io.sluice.stream.transform.fault.InvalidTransformException;
import io.sluice.stream.transform.fault.SelectFaults;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The columns that the stores get: their names, and that they have a type which can be stored at all. */
final class OutputColumns {

    private static final Set<String> CARRIED = Set.of(SourceColumns.METADATA.fieldNames());

    private final SelectFaults faults = new SelectFaults();
    private final Set<String> names = new HashSet<>();

    private OutputColumns() {}

    /**
     * What {@code source} has of the schema: CHAR and VARCHAR are text, as a record pads nothing.
     *
     * @param stored whether its columns are stored as they are; else a transform reads them, and they may have names that
     *     the stores keep for themselves, such as {@code _id}
     */
    static StructType ofSource(StructType schema, boolean stored) throws InvalidTransformException {
        StructType columns = plain(CharVarcharUtils.replaceCharVarcharWithStringInSchema(schema));
        OutputColumns check = new OutputColumns();
        for (StructField column : columns.fields()) {
            check.column(column, "the source column " + column.name(), null, stored);
        }
        return check.checked(columns);
    }

    static StructType of(StructType analysed, SelectList written) throws InvalidTransformException {
        StructType columns = plain(analysed);
        OutputColumns check = new OutputColumns();
        for (StructField column : columns.fields()) {
            check.column(column, "the column " + column.name(), written.originOf(column.name()), true);
        }
        return check.checked(columns);
    }

    private void column(StructField column, String what, @Nullable Origin origin, boolean stored) {
        String name = column.name();
        if (CARRIED.contains(name)) {
            faults.add(
                    origin,
                    what + " needs another name: every record's position is kept anyway, and" + " what else " + name
                            + " may hold is stored under a name like source" + name);
        } else if (stored && SourceColumns.RESERVED.contains(name)) {
            faults.add(origin, what + " needs another name: the stores keep one of their own under " + name);
        }
        if (!names.add(name)) {
            faults.add(origin, what + " stands twice; give one of them another name with AS");
        }
        Optional<String> objection = StorableTypes.objection(column.dataType());
        objection.ifPresent(why -> faults.add(origin, what + " " + why));
    }

    private StructType checked(StructType columns) throws InvalidTransformException {
        if (columns.isEmpty()) {
            faults.add(null, "there is no column to store");
        }
        faults.throwIfAny();
        return columns;
    }

    /** Returns the columns without the notes that Spark's analysis leaves on columns. */
    private static StructType plain(StructType columns) {
        return new StructType(Stream.of(columns.fields())
                .map(column -> new StructField(column.name(), column.dataType(), column.nullable(), Metadata.empty()))
                .toArray(StructField[]::new));
    }
}
