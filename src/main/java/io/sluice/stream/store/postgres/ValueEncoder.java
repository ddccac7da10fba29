package io.sluice.stream.store.postgres;

import io.sluice.stream.flow.RejectedException;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;

/** Writes a value that is not null as COPY text, from Spark's internal format. */
@FunctionalInterface
interface ValueEncoder {

    /** @throws RejectedException if Postgres cannot hold the value; what was written up to there is to be forgotten */
    void write(SpecializedGetters row, int column, CopyBuffer out) throws RejectedException;

    static ValueEncoder of(DataType type) {
        return switch (PostgresTypes.kind(type)) {
            case "string", "varchar", "char" -> (row, i, out) -> out.text(row.getUTF8String(i));
            case "boolean" -> (row, i, out) -> out.put(row.getBoolean(i) ? 't' : 'f');
            case "date" -> (row, i, out) -> IsoTime.date(row.getInt(i), out);
            case "timestamp" ->
                (row, i, out) -> {
                    IsoTime.timestamp(row.getLong(i), ' ', out);
                    out.ascii("+00");
                };
            case "timestamp_ntz" -> (row, i, out) -> IsoTime.timestamp(row.getLong(i), ' ', out);
            case "binary" -> (row, i, out) -> out.hex(row.getBinary(i));
            case "float" -> (row, i, out) -> out.ascii(Float.toString(row.getFloat(i)));
            case "double" -> (row, i, out) -> out.ascii(Double.toString(row.getDouble(i)));
            case "struct", "array", "map" -> JsonEncoder.of(type);
            default -> exact(type);
        };
    }

    /** Integers and decimals, which look the same in COPY and in JSON. */
    static ValueEncoder exact(DataType type) {
        return switch (PostgresTypes.kind(type)) {
            case "byte" -> (row, i, out) -> out.number(row.getByte(i));
            case "short" -> (row, i, out) -> out.number(row.getShort(i));
            case "integer" -> (row, i, out) -> out.number(row.getInt(i));
            case "long" -> (row, i, out) -> out.number(row.getLong(i));
            case "decimal" -> decimal((DecimalType) type);
            default -> throw new IllegalArgumentException("Postgres has no type for " + type.sql());
        };
    }

    private static ValueEncoder decimal(DecimalType type) {
        int precision = type.precision();
        int scale = type.scale();
        return (row, i, out) -> {
            Decimal value = row.getDecimal(i, precision, scale);
            if (value.scale() == 0 && value.precision() <= Decimal.MAX_LONG_DIGITS()) {
                out.number(value.toUnscaledLong());
            } else {
                out.ascii(value.toJavaBigDecimal().toPlainString());
            }
        };
    }
}
