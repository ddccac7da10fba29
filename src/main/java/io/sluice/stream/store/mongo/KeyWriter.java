package io.sluice.stream.store.mongo;

import io.sluice.stream.flow.RejectedException;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.bson.BsonType;
import org.bson.io.BasicOutputBuffer;

/**
 * Writes the {@code _id} of a row that is found by its key: the value of the only key column, or a sub-document of the
 * key columns in their order.
 */
final class KeyWriter {

    private static final Set<DataType> TIMES = Set.of(DataTypes.TimestampType, DataTypes.TimestampNTZType);

    private final StructType columns;
    private final int[] indexes;
    private final byte[][] names;
    private final ElementWriter[] writers;

    KeyWriter(List<String> key, StructType columns) {
        this.columns = columns;
        this.indexes = key.stream().mapToInt(columns::fieldIndex).toArray();
        this.names = key.stream().map(Bson::name).toArray(byte[][]::new);
        this.writers =
                key.stream().map(name -> writer(columns.apply(name).dataType())).toArray(ElementWriter[]::new);
    }

    /** What is equal to the database is one key here too: 0.0 and -0.0, and each of the many NaNs. */
    private static ElementWriter writer(DataType type) {
        if (type.equals(DataTypes.DoubleType)) {
            return (out, name, row, i) -> Bson.float64(out, name, one(row.getDouble(i)));
        }
        return type.equals(DataTypes.FloatType)
                ? (out, name, row, i) -> Bson.float64(out, name, one(row.getFloat(i)))
                : ElementWriters.of(type);
    }

    private static double one(double value) {
        return Double.isNaN(value) ? Double.NaN : value + 0.0;
    }

    void write(BasicOutputBuffer out, byte[] id, InternalRow row) throws RejectedException {
        if (indexes.length == 1) {
            writePart(0, out, id, row);
            return;
        }
        Bson.begin(out, BsonType.DOCUMENT, id);
        int start = Bson.open(out);
        for (int part = 0; part < indexes.length; part++) {
            writePart(part, out, names[part], row);
        }
        Bson.close(out, start);
    }

    private void writePart(int part, BasicOutputBuffer out, byte[] name, InternalRow row) throws RejectedException {
        int column = indexes[part];
        if (row.isNullAt(column)) {
            throw new RejectedException(
                    "The key column " + columns.apply(column).name() + " is null");
        }
        if (TIMES.contains(columns.apply(column).dataType()) && row.getLong(column) % 1000 != 0) {
            throw new RejectedException(
                    "The key column " + columns.apply(column).name()
                            + " has microseconds, but a key in Mongo is exact to the millisecond only; truncate it");
        }
        writers[part].write(out, name, row, column);
    }
}
