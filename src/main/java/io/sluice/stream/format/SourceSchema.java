package io.sluice.stream.format;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Reads the schema of a source. Thread-safe. */
public final class SourceSchema {

    private static final int LONGEST = 64 * 1024;
    private static final int DEEPEST = 50;
    private static final String UNKNOWN_TYPE = "[UNSUPPORTED_DATATYPE]";
    private static final Pattern POSITION = Pattern.compile("\\(line (\\d+), pos (\\d+)\\)");

    private SourceSchema() {}

    /**
     * Reads a Spark SQL column list, such as {@code quote STRING NOT NULL, size INT}. Executes nothing.
     *
     * @throws InvalidSchemaException if it is no column list, or has columns that the format cannot be read into or that
     *     Sluice needs itself
     */
    public static StructType parse(Format format, String ddl) {
        rejectUnparsable(ddl);
        StructType schema = fromDdl(ddl);
        List<String> faults = new ArrayList<>(SchemaFaults.of(schema));
        faults.addAll(format.objections(schema));
        if (!faults.isEmpty()) {
            throw new InvalidSchemaException(faults);
        }
        return schema;
    }

    /** Whether a path names a field: of a struct, of the elements of an array, or any key of a map. */
    public static boolean has(StructType schema, List<String> path) {
        DataType type = schema;
        for (String step : path) {
            while (type instanceof ArrayType array) {
                type = array.elementType();
            }
            if (type instanceof StructType struct
                    && List.of(struct.fieldNames()).contains(step)) {
                type = struct.apply(step).dataType();
            } else if (type instanceof MapType map) {
                type = map.valueType();
            } else {
                return false;
            }
        }
        return true;
    }

    /** Spark's parser recurses over nested types and comments and would end in a stack overflow. */
    private static void rejectUnparsable(String ddl) {
        if (ddl.isBlank()) {
            throw invalid("the schema is empty; name at least one column, such as: id BIGINT NOT NULL");
        }
        if (ddl.length() > LONGEST) {
            throw invalid("the schema is longer than " + LONGEST + " characters");
        }
        if (ddl.contains("/*")) {
            throw invalid("the schema has a comment in /* */; use COMMENT 'text' after a column instead");
        }
        if (depth(ddl) > DEEPEST) {
            throw invalid("the schema is nested deeper than " + DEEPEST + " levels");
        }
    }

    /** An upper bound: behind quotes or a dash, which may begin a text or a comment, no closing bracket counts. */
    private static int depth(String ddl) {
        boolean text = false;
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < ddl.length(); i++) {
            char c = ddl.charAt(i);
            text |= c == '\'' || c == '"' || c == '-';
            if (c == '`' && !text && ddl.indexOf('`', i + 1) > 0) {
                i = ddl.indexOf('`', i + 1);
            } else if (c == '<') {
                deepest = Math.max(deepest, ++depth);
            } else if (c == '>' && !text) {
                depth--;
            }
        }
        return deepest;
    }

    @SuppressWarnings("CatchGeneric") // Spark's ParseException is checked, but no signature declares it
    private static StructType fromDdl(String ddl) {
        try {
            return StructType.fromDDL(ddl);
        } catch (Exception e) {
            String message = String.valueOf(e.getMessage());
            throw invalid("the schema is not a column list such as: id BIGINT NOT NULL, name STRING ("
                    + firstSentence(message) + ")"
                    + (message.contains(UNKNOWN_TYPE) ? "; use one of " + SchemaFaults.TYPES : ""));
        }
    }

    /** Spark's messages show the whole text again below the first line. */
    private static String firstSentence(String message) {
        String line = message.strip().lines().findFirst().orElse("");
        String sentence = line.replaceFirst("^\\[[A-Z_.]+] ", "").replaceFirst("\\.?\\(line .*$", "");
        Matcher position = POSITION.matcher(message);
        return position.find()
                ? sentence + " at line " + position.group(1) + ", column " + (Integer.parseInt(position.group(2)) + 1)
                : sentence;
    }

    private static InvalidSchemaException invalid(String fault) {
        return new InvalidSchemaException(List.of(fault));
    }
}
