package io.sluice.stream.store.mongo.write;

import static io.sluice.stream.store.mongo.layout.DocumentLayout.DECIMAL128_DIGITS;

import io.sluice.stream.column.ColumnType;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.store.mongo.layout.Bson;
import io.sluice.stream.store.mongo.layout.Documentable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.bson.BsonType;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * How each Spark type stands in a document. A DATE and a TIMESTAMP become a BSON date, whose finest unit is the
 * millisecond: what is finer is cut off. A FLOAT becomes the double of the same value.
 */
final class ElementWriters {

    private ElementWriters() {}

    /** @throws IllegalArgumentException if BSON has nothing for the type; {@link Documentable} tells before */
    static ElementWriter of(DataType type) {
        return switch (ColumnType.of(type)) {
            case STRING -> (out, name, row, i) -> Bson.string(out, name, row.getUTF8String(i));
            case TINYINT -> (out, name, row, i) -> Bson.int32(out, name, row.getByte(i));
            case SMALLINT -> (out, name, row, i) -> Bson.int32(out, name, row.getShort(i));
            case INT -> (out, name, row, i) -> Bson.int32(out, name, row.getInt(i));
            case BIGINT -> (out, name, row, i) -> Bson.int64(out, name, row.getLong(i));
            case FLOAT -> (out, name, row, i) -> Bson.float64(out, name, row.getFloat(i));
            case DOUBLE -> (out, name, row, i) -> Bson.float64(out, name, row.getDouble(i));
            case DECIMAL -> decimal((DecimalType) type);
            case BOOLEAN -> (out, name, row, i) -> Bson.bool(out, name, row.getBoolean(i));
            case BINARY -> (out, name, row, i) -> Bson.binary(out, name, row.getBinary(i));
            case DATE -> (out, name, row, i) -> Bson.date(out, name, TimeUnit.DAYS.toMillis(row.getInt(i)));
            case TIMESTAMP, TIMESTAMP_NTZ -> (out, name, row, i) -> Bson.date(out, name, millis(row.getLong(i)));
            case ARRAY -> array(of(((ArrayType) type).elementType()));
            case STRUCT -> struct((StructType) type);
            case MAP -> map((MapType) type);
        };
    }

    /** Milliseconds of Spark's microseconds, towards the past. */
    static long millis(long micros) {
        return Math.floorDiv(micros, 1000L);
    }

    /** The decimal as Decimal128; null if that would round it. */
    static @Nullable Decimal128 decimal128(BigDecimal value) {
        BigDecimal shortest = value.precision() <= DECIMAL128_DIGITS ? value : value.stripTrailingZeros();
        return shortest.precision() <= DECIMAL128_DIGITS ? new Decimal128(shortest) : null;
    }

    private static ElementWriter decimal(DecimalType type) {
        int precision = type.precision();
        int scale = type.scale();
        return (out, name, row, i) ->
                decimal(out, name, row.getDecimal(i, precision, scale).toJavaBigDecimal());
    }

    private static void decimal(BasicOutputBuffer out, byte[] name, BigDecimal value) {
        Decimal128 lossless = decimal128(value);
        if (lossless == null) {
            Bson.string(out, name, value.toPlainString().getBytes(StandardCharsets.UTF_8));
        } else {
            Bson.decimal128(out, name, lossless);
        }
    }

    private static ElementWriter struct(StructType type) {
        Fields fields = new Fields(type);
        return (out, name, row, i) -> {
            Bson.begin(out, BsonType.DOCUMENT, name);
            int start = Bson.open(out);
            fields.write(out, row.getStruct(i, fields.size()));
            Bson.close(out, start);
        };
    }

    private static ElementWriter array(ElementWriter element) {
        return (out, name, row, i) -> {
            Bson.begin(out, BsonType.ARRAY, name);
            int start = Bson.open(out);
            ArrayData values = row.getArray(i);
            for (int index = 0; index < values.numElements(); index++) {
                element.writeNullable(out, Bson.name(index), values, index);
            }
            Bson.close(out, start);
        };
    }

    private static ElementWriter map(MapType type) {
        DataType keyType = type.keyType();
        ElementWriter value = of(type.valueType());
        return (out, name, row, i) -> {
            Bson.begin(out, BsonType.DOCUMENT, name);
            int start = Bson.open(out);
            ArrayData keys = row.getMap(i).keyArray();
            ArrayData values = row.getMap(i).valueArray();
            for (int entry = 0; entry < keys.numElements(); entry++) {
                value.writeNullable(out, mapKey(keys, entry, keyType), values, entry);
            }
            Bson.close(out, start);
        };
    }

    /** Mongo holds every key from version 5 on, also one with a dollar or a dot; only NUL ends a name in BSON. */
    private static byte[] mapKey(ArrayData keys, int entry, DataType type) throws RejectedException {
        byte[] key = String.valueOf(keys.get(entry, type)).getBytes(StandardCharsets.UTF_8);
        for (byte b : key) {
            if (b == 0) {
                throw new RejectedException(
                        "A map has a key with a NUL character, which no field name in Mongo can have");
            }
        }
        return Arrays.copyOf(key, key.length + 1);
    }

    /** The fields of a struct or of a whole row. */
    static final class Fields {

        private final byte[][] names;
        private final ElementWriter[] writers;

        Fields(StructType type) {
            StructField[] fields = type.fields();
            this.names = Arrays.stream(fields).map(f -> Bson.name(f.name())).toArray(byte[][]::new);
            this.writers = Arrays.stream(fields).map(f -> of(f.dataType())).toArray(ElementWriter[]::new);
        }

        int size() {
            return writers.length;
        }

        void write(BasicOutputBuffer out, SpecializedGetters row) throws RejectedException {
            for (int i = 0; i < writers.length; i++) {
                writers[i].writeNullable(out, names[i], row, i);
            }
        }
    }
}
