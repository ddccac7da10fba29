package io.sluice.stream.store.postgres.encode;

import io.sluice.stream.column.ColumnType;
import io.sluice.stream.flow.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Writes nested values as JSON, escaped for COPY on the way: numbers exactly, binary as base64, dates and times as ISO
 * 8601, nulls as null. NaN and the infinities, which JSON has no numbers for, are strings, as in Spark's own JSON.
 */
final class JsonEncoder {

    private JsonEncoder() {}

    static ValueEncoder of(DataType type) {
        return switch (ColumnType.of(type)) {
            case STRUCT -> struct((StructType) type);
            case ARRAY -> array((ArrayType) type);
            case MAP -> map((MapType) type);
            case STRING -> (row, i, out) -> string(row.getUTF8String(i).getBytes(), out);
            case BOOLEAN -> (row, i, out) -> out.ascii(row.getBoolean(i) ? "true" : "false");
            case DATE -> quoted((row, i, out) -> IsoTime.date(row.getInt(i), out));
            case TIMESTAMP ->
                quoted((row, i, out) -> {
                    IsoTime.timestamp(row.getLong(i), 'T', out);
                    out.put('Z');
                });
            case TIMESTAMP_NTZ -> quoted((row, i, out) -> IsoTime.timestamp(row.getLong(i), 'T', out));
            case BINARY ->
                quoted((row, i, out) -> {
                    CopyBuffer.checkSize(row.getBinary(i).length);
                    byte[] base64 = Base64.getEncoder().encode(row.getBinary(i));
                    out.raw(base64, 0, base64.length);
                });
            case FLOAT -> (row, i, out) -> number(row.getFloat(i), Float.toString(row.getFloat(i)), out);
            case DOUBLE -> (row, i, out) -> number(row.getDouble(i), Double.toString(row.getDouble(i)), out);
            // Looks the same in COPY and in JSON.
            case TINYINT, SMALLINT, INT, BIGINT, DECIMAL -> ValueEncoder.of(type);
        };
    }

    private static ValueEncoder struct(StructType type) {
        StructField[] fields = type.fields();
        byte[][] names = new byte[fields.length][];
        ValueEncoder[] values = new ValueEncoder[fields.length];
        for (int f = 0; f < fields.length; f++) {
            names[f] = fields[f].name().getBytes(StandardCharsets.UTF_8);
            values[f] = of(fields[f].dataType());
        }
        return (row, i, out) -> {
            InternalRow struct = row.getStruct(i, fields.length);
            out.put('{');
            for (int f = 0; f < fields.length; f++) {
                comma(f, out);
                string(names[f], out);
                out.put(':');
                orNull(values[f], struct, f, out);
            }
            out.put('}');
        };
    }

    private static ValueEncoder array(ArrayType type) {
        ValueEncoder element = of(type.elementType());
        return (row, i, out) -> {
            ArrayData array = row.getArray(i);
            out.put('[');
            for (int e = 0; e < array.numElements(); e++) {
                comma(e, out);
                orNull(element, array, e, out);
            }
            out.put(']');
        };
    }

    private static ValueEncoder map(MapType type) {
        ValueEncoder value = of(type.valueType());
        return (row, i, out) -> {
            MapData map = row.getMap(i);
            out.put('{');
            for (int e = 0; e < map.numElements(); e++) {
                comma(e, out);
                string(map.keyArray().getUTF8String(e).getBytes(), out);
                out.put(':');
                orNull(value, map.valueArray(), e, out);
            }
            out.put('}');
        };
    }

    private static void comma(int index, CopyBuffer out) {
        if (index > 0) {
            out.put(',');
        }
    }

    private static void orNull(ValueEncoder encoder, SpecializedGetters row, int i, CopyBuffer out)
            throws RejectedException {
        if (row.isNullAt(i)) {
            out.ascii("null");
        } else {
            encoder.write(row, i, out);
        }
    }

    private static void number(double value, String text, CopyBuffer out) {
        boolean finite = Double.isFinite(value);
        out.ascii(finite ? text : '"' + text + '"');
    }

    private static ValueEncoder quoted(ValueEncoder encoder) {
        return (row, i, out) -> {
            out.put('"');
            encoder.write(row, i, out);
            out.put('"');
        };
    }

    /** Every control character is escaped by JSON, so of COPY's specials only its backslashes are left to double. */
    private static void string(byte[] utf8, CopyBuffer out) throws RejectedException {
        CopyBuffer.checkSize(utf8.length);
        out.put('"');
        for (byte b : utf8) {
            if (b == 0) {
                throw CopyBuffer.nul();
            } else if (b == '"') {
                out.ascii("\\\\\"");
            } else if (b == '\\') {
                out.ascii("\\\\\\\\");
            } else if (b > 0 && b < ' ') {
                out.ascii(String.format(Locale.ROOT, "\\\\u%04x", b));
            } else {
                out.put(b);
            }
        }
        out.put('"');
    }
}
