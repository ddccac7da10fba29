package io.sluice.stream.transform.evaluation;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Counts values of one type with all that is in them, as often as it is there: an array may have the same long text a
 * million times, and is small until it is written out. Public because the code that Spark generates passes it on. Each is
 * equal to itself alone: of two columns that are equal Spark computes one, and writes both.
 */
public final class Extent implements Serializable {

    private static final long serialVersionUID = 1L;

    /** What an element takes, with the object that it may be. */
    private static final int ELEMENT = 24;

    /** What a text takes beside its bytes. */
    static final int TEXT = 48;

    private final DataType type;
    private final Allowance allowance;
    private final int times;

    /** @param times as much as the values have is taken of the allowance */
    public Extent(DataType type, Allowance allowance, int times) {
        this.type = type;
        this.allowance = allowance;
        this.times = times;
    }

    void take(long bytes) {
        allowance.take(times * bytes);
    }

    void take(ArrayData array) {
        elements(array, ((ArrayType) type).elementType());
    }

    void take(MapData map) {
        entries(map, (MapType) type);
    }

    void take(InternalRow struct) {
        fields(struct, (StructType) type);
    }

    /** Counts elements without an extent of their own by their number alone. */
    private void elements(ArrayData array, DataType element) {
        take((long) ELEMENT * array.numElements());
        if (varies(element)) {
            for (int i = 0; i < array.numElements(); i++) {
                value(array, i, element);
            }
        }
    }

    private void entries(MapData map, MapType its) {
        elements(map.keyArray(), its.keyType());
        elements(map.valueArray(), its.valueType());
    }

    private void fields(InternalRow struct, StructType its) {
        take((long) ELEMENT * its.length());
        for (int i = 0; i < its.length(); i++) {
            value(struct, i, its.apply(i).dataType());
        }
    }

    private void value(SpecializedGetters values, int index, DataType its) {
        if (!varies(its) || values.isNullAt(index)) {
            return;
        }
        if (its instanceof StringType) {
            take(TEXT + values.getUTF8String(index).numBytes());
        } else if (its instanceof BinaryType) {
            take(TEXT + values.getBinary(index).length);
        } else if (its instanceof ArrayType array) {
            elements(values.getArray(index), array.elementType());
        } else if (its instanceof MapType map) {
            entries(values.getMap(index), map);
        } else if (its instanceof StructType struct) {
            fields(values.getStruct(index, struct.length()), struct);
        }
    }

    /** Whether values of the type may be large. */
    public static boolean varies(DataType type) {
        return type instanceof StringType
                || type instanceof BinaryType
                || type instanceof ArrayType
                || type instanceof MapType
                || type instanceof StructType;
    }
}
