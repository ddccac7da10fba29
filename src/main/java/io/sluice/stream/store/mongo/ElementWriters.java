package io.sluice.stream.store.mongo;

import static io.sluice.stream.store.mongo.DocumentLayout.DECIMAL128_DIGITS;
import static java.util.Map.entry;

import io.sluice.stream.flow.RejectedException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
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

    private static final Map<DataType, ElementWriter> SCALARS = Map.ofEntries(
            entry(DataTypes.StringType, (out, name, row, i) -> Bson.string(out, name, row.getUTF8String(i))),
            entry(DataTypes.ByteType, (out, name, row, i) -> Bson.int32(out, name, row.getByte(i))),
            entry(DataTypes.ShortType, (out, name, row, i) -> Bson.int32(out, name, row.getShort(i))),
            entry(DataTypes.IntegerType, (out, name, row, i) -> Bson.int32(out, name, row.getInt(i))),
            entry(DataTypes.LongType, (out, name, row, i) -> Bson.int64(out, name, row.getLong(i))),
            entry(DataTypes.FloatType, (out, name, row, i) -> Bson.float64(out, name, row.getFloat(i))),
            entry(DataTypes.DoubleType, (out, name, row, i) -> Bson.float64(out, name, row.getDouble(i))),
            entry(DataTypes.BooleanType, (out, name, row, i) -> Bson.bool(out, name, row.getBoolean(i))),
            entry(DataTypes.BinaryType, (out, name, row, i) -> Bson.binary(out, name, row.getBinary(i))),
            entry(
                    DataTypes.DateType,
                    (out, name, row, i) -> Bson.date(out, name, TimeUnit.DAYS.toMillis(row.getInt(i)))),
            entry(DataTypes.TimestampType, (out, name, row, i) -> Bson.date(out, name, millis(row.getLong(i)))),
            entry(DataTypes.TimestampNTZType, (out, name, row, i) -> Bson.date(out, name, millis(row.getLong(i)))));

    private ElementWriters() {}

    static boolean isScalar(DataType type) {
        return SCALARS.containsKey(type) || type instanceof DecimalType;
    }

    /** @throws IllegalArgumentException if BSON has nothing for the type; {@link Documentable} tells before */
    static ElementWriter of(DataType type) {
        ElementWriter scalar = SCALARS.get(type);
        if (scalar != null) {
            return scalar;
        }
        if (type instanceof DecimalType decimal) {
            return (out, name, row, i) -> decimal(
                    out,
                    name,
                    row.getDecimal(i, decimal.precision(), decimal.scale()).toJavaBigDecimal());
        }
        if (type instanceof StructType struct) {
            return struct(struct);
        }
        if (type instanceof ArrayType array) {
            return array(of(array.elementType()));
        }
        if (type instanceof MapType map) {
            return map(map.keyType(), of(map.valueType()));
        }
        throw new IllegalArgumentException("No BSON type for " + type.sql());
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

    private static ElementWriter map(DataType keyType, ElementWriter value) {
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
