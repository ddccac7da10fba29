package io.sluice.stream.format;

import io.sluice.stream.column.ColumnType;
import io.sluice.stream.column.SourceColumns;
import io.sluice.stream.text.Excerpt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VarcharType;
import scala.collection.JavaConverters;

/** Finds what a parsed schema has that a source cannot have. */
final class SchemaFaults {

    static final String TYPES = "STRING, BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL(p,s), DATE,"
            + " TIMESTAMP, TIMESTAMP_NTZ, BINARY, ARRAY, STRUCT or MAP";

    private static final String COMMENT = "comment";

    private final List<String> faults = new ArrayList<>();

    private SchemaFaults() {}

    /** One sentence for each fault. */
    static List<String> of(StructType schema) {
        SchemaFaults check = new SchemaFaults();
        check.columns(schema);
        check.fields(schema, "");
        return check.faults;
    }

    private void columns(StructType schema) {
        if (schema.isEmpty()) {
            faults.add("the schema has no columns");
        }
        Set<String> taken = Set.of(SourceColumns.METADATA.fieldNames());
        for (String name : schema.fieldNames()) {
            if (taken.contains(name)) {
                faults.add(
                        "the column name \"" + name + "\" is taken by what every record has itself, which a transform"
                                + " can select under that name; no field of a record can be read into it");
            }
        }
    }

    private void fields(StructType struct, String parent) {
        Set<String> names = new HashSet<>();
        for (StructField field : struct.fields()) {
            String path = parent + Excerpt.ofName(field.name());
            if (field.name().isBlank() || field.name().chars().anyMatch(Character::isISOControl)) {
                faults.add("the name \"" + path + "\" is blank or has control characters");
            }
            if (!names.add(field.name())) {
                faults.add("the name \"" + path + "\" stands twice");
            }
            metadata(field, path);
            type(field.dataType(), path);
        }
    }

    private void metadata(StructField field, String path) {
        Set<String> keys = JavaConverters.setAsJavaSet(field.metadata().map().keySet());
        if (!Set.of(COMMENT).containsAll(keys) && !isFixedLength(keys)) {
            faults.add("\"" + path + "\" has a default or a generated value, which a source cannot have");
        }
        if (isFixedLength(keys)) {
            faults.add(unsupported(path, "CHAR and VARCHAR"));
        }
    }

    private static boolean isFixedLength(Set<String> metadata) {
        return metadata.contains("__CHAR_VARCHAR_TYPE_STRING");
    }

    private void type(DataType type, String path) {
        if (type instanceof StructType struct) {
            if (struct.isEmpty()) {
                faults.add("\"" + path + "\" is a STRUCT without fields");
            }
            fields(struct, path + ".");
        } else if (type instanceof ArrayType array) {
            type(array.elementType(), path + "[]");
        } else if (type instanceof MapType map) {
            type(map.valueType(), path + "[]");
        } else if (ColumnType.find(type).isEmpty() || type instanceof CharType || type instanceof VarcharType) {
            faults.add(unsupported(path, type.sql()));
        }
    }

    private static String unsupported(String path, String type) {
        return "\"" + path + "\" has the type " + type + ", which is not supported; use one of " + TYPES;
    }
}
