package io.sluice.stream.column;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that the relation {@code source} has beside those of the pipeline's schema, and what stores add. */
public final class SourceColumns {

    public static final String TOPIC = "_topic";
    public static final String PARTITION = "_partition";
    public static final String OFFSET = "_offset";
    public static final String ORDINAL = "_ordinal";
    public static final String INGESTED_AT = "_ingested_at";
    public static final String KEY = "_key";
    public static final String HEADERS = "_headers";
    public static final String VALUE = "_value";

    /** What a transform can read of a record beside its decoded columns, in this order after them. */
    public static final StructType METADATA = new StructType(new StructField[] {
        field(TOPIC, false, DataTypes.StringType),
        field(PARTITION, false, DataTypes.IntegerType),
        field(OFFSET, false, DataTypes.LongType),
        field("_timestamp", false, DataTypes.TimestampType),
        field(KEY, true, DataTypes.BinaryType),
        field(HEADERS, false, DataTypes.createMapType(DataTypes.StringType, DataTypes.BinaryType, true)),
        field(VALUE, true, DataTypes.BinaryType),
    });

    /**
     * The source position in the order of a table's key, and so of pages. The partition comes first, which keeps
     * inserts at few right edges of the key's index.
     */
    public static final StructType POSITION = new StructType(new StructField[] {
        field(PARTITION, false, DataTypes.IntegerType),
        field(OFFSET, false, DataTypes.LongType),
        field(ORDINAL, false, DataTypes.IntegerType),
        field(TOPIC, false, DataTypes.StringType),
    });

    /** Names that an output column cannot have, because a store writes its own there. */
    public static final List<String> RESERVED =
            List.of(TOPIC, PARTITION, OFFSET, ORDINAL, INGESTED_AT, "_id", "_source");

    private SourceColumns() {}

    private static StructField field(String name, boolean nullable, org.apache.spark.sql.types.DataType type) {
        return DataTypes.createStructField(name, type, nullable);
    }
}
