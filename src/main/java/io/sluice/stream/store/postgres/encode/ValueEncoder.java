package io.sluice.stream.store.postgres.encode;

import io.sluice.stream.column.ColumnType;
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
        return switch (ColumnType.of(type)) {
            case STRING -> (row, i, out) -> out.text(row.getUTF8String(i));
            case BOOLEAN -> (row, i, out) -> out.put(row.getBoolean(i) ? 't' : 'f');
            case DATE -> (row, i, out) -> IsoTime.date(row.getInt(i), out);
            case TIMESTAMP ->
                (row, i, out) -> {
                    IsoTime.timestamp(row.getLong(i), ' ', out);
                    out.ascii("+00");
                };
            case TIMESTAMP_NTZ -> (row, i, out) -> IsoTime.timestamp(row.getLong(i), ' ', out);
            case BINARY -> (row, i, out) -> out.hex(row.getBinary(i));
            case FLOAT -> (row, i, out) -> out.ascii(Float.toString(row.getFloat(i)));
            case DOUBLE -> (row, i, out) -> out.ascii(Double.toString(row.getDouble(i)));
            case TINYINT -> (row, i, out) -> out.number(row.getByte(i));
            case SMALLINT -> (row, i, out) -> out.number(row.getShort(i));
            case INT -> (row, i, out) -> out.number(row.getInt(i));
            case BIGINT -> (row, i, out) -> out.number(row.getLong(i));
            case DECIMAL -> decimal((DecimalType) type);
            case ARRAY, STRUCT, MAP -> JsonEncoder.of(type);
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
