package io.sluice.stream.transform;

import io.sluice.stream.flow.RecordTransform;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.transform.fault.InvalidTransformException;
import io.sluice.testing.TestSpark;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Runs a SELECT over records that a test writes down as plain values. */
public final class Bench {

    public static final SparkSession SPARK = TestSpark.session();

    static final StructType SOURCE =
            StructType.fromDDL("id INT NOT NULL, name STRING, amount STRING, tags ARRAY<STRING>,"
                    + " point STRUCT<x: INT, y: INT>, scores MAP<STRING, INT>, price DECIMAL(10,2), at TIMESTAMP");

    private final RecordTransform.Factory factory;
    private final RecordTransform transform;

    Bench(@Nullable String sql) throws InvalidTransformException {
        this.factory = Transforms.analyse(SPARK, SOURCE, sql);
        this.transform = factory.open();
    }

    public static List<String> faults(@Nullable String sql) {
        return faults(SOURCE, sql);
    }

    public static List<String> faults(StructType source, @Nullable String sql) {
        try {
            Transforms.analyse(SPARK, source, sql);
            return List.of();
        } catch (InvalidTransformException e) {
            return e.faults();
        }
    }

    StructType output() {
        return factory.output();
    }

    RecordTransform.Factory factory() {
        return factory;
    }

    /** Each row as Spark prints it, such as {@code [1,a]}. */
    List<String> rows(Object... columns) throws RejectedException {
        return rows(transform, output(), columns);
    }

    static List<String> rows(RecordTransform transform, StructType output, Object... columns) throws RejectedException {
        return texts(transform.apply(record(42), row(columns)), output);
    }

    static List<String> texts(List<InternalRow> rows, StructType output) {
        List<String> texts = new ArrayList<>();
        for (InternalRow row : rows) {
            texts.add(CatalystTypeConverters.convertToScala(row, output).toString());
        }
        return texts;
    }

    /** The columns left out are NULL. */
    static InternalRow row(Object... columns) {
        Object[] values = new Object[SOURCE.length()];
        System.arraycopy(columns, 0, values, 0, columns.length);
        return (InternalRow) CatalystTypeConverters.createToCatalystConverter(SOURCE)
                .apply(new org.apache.spark.sql.catalyst.expressions.GenericRow(values));
    }

    static SourceRecord record(long offset) {
        return new SourceRecord(
                "topic_t",
                3,
                offset,
                1_700_000_000_000L,
                "k1".getBytes(),
                null,
                List.of(
                        new SourceRecord.Header("trace", "old".getBytes()),
                        new SourceRecord.Header("empty", null),
                        new SourceRecord.Header("trace", "new".getBytes())));
    }

    static Row struct(Object... values) {
        return org.apache.spark.sql.RowFactory.create(values);
    }
}
