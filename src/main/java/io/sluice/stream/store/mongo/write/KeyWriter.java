package io.sluice.stream.store.mongo.write;

import io.sluice.stream.column.ColumnType;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.store.mongo.layout.Bson;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.bson.BsonType;
import org.bson.io.BasicOutputBuffer;

/**
 * Writes the {@code _id} of a row that is found by its key: the value of the only key column, or a sub-document of the
 * key columns in their order.
 */
final class KeyWriter {

    private final StructType columns;
    private final int[] indexes;
    private final byte[][] names;
    private final ElementWriter[] writers;
    /** Whether the part has microseconds, of which a BSON date keeps the milliseconds. */
    private final boolean[] micros;

    KeyWriter(List<String> key, StructType columns) {
        this.columns = columns;
        this.indexes = key.stream().mapToInt(columns::fieldIndex).toArray();
        this.names = key.stream().map(Bson::name).toArray(byte[][]::new);
        this.writers = new ElementWriter[indexes.length];
        this.micros = new boolean[indexes.length];
        for (int part = 0; part < indexes.length; part++) {
            DataType type = columns.apply(indexes[part]).dataType();
            writers[part] = writer(type);
            micros[part] = hasMicros(ColumnType.of(type));
        }
    }

    /** What is equal to the database is one key here too: 0.0 and -0.0, and each of the many NaNs. */
    private static ElementWriter writer(DataType type) {
        return switch (ColumnType.of(type)) {
            case FLOAT -> (out, name, row, i) -> Bson.float64(out, name, one(row.getFloat(i)));
            case DOUBLE -> (out, name, row, i) -> Bson.float64(out, name, one(row.getDouble(i)));
            case STRING, BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, DECIMAL, DATE, TIMESTAMP, TIMESTAMP_NTZ, BINARY ->
                ElementWriters.of(type);
            case ARRAY, STRUCT, MAP -> ElementWriters.of(type);
        };
    }

    private static boolean hasMicros(ColumnType type) {
        return switch (type) {
            case TIMESTAMP, TIMESTAMP_NTZ -> true;
            case STRING, BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL, DATE, BINARY -> false;
            case ARRAY, STRUCT, MAP -> false; // no store has such a key
        };
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
        if (micros[part] && row.getLong(column) % 1000 != 0) {
            throw new RejectedException(
                    "The key column " + columns.apply(column).name()
                            + " has microseconds, but a key in Mongo is exact to the millisecond only; truncate it");
        }
        writers[part].write(out, name, row, column);
    }
}
