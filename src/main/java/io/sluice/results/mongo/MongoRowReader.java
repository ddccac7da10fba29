package io.sluice.results.mongo;

import io.sluice.results.query.Json;
import io.sluice.results.query.StoreReader;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.WriteMode;
import io.sluice.stream.store.mongo.DocumentLayout;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Makes the item of a document: {@code _id}, the output columns, {@code _source}. */
final class MongoRowReader {

    private static final StructType SOURCE = new StructType()
            .add(DocumentLayout.TOPIC, DataTypes.StringType)
            .add(DocumentLayout.PARTITION, DataTypes.IntegerType)
            .add(DocumentLayout.OFFSET, DataTypes.LongType)
            .add(DocumentLayout.ORDINAL, DataTypes.IntegerType)
            .add(DocumentLayout.TIMESTAMP, DataTypes.TimestampType);

    private final StructType document;

    MongoRowReader(StoreReader.Source source) {
        StructType fields = new StructType().add(DocumentLayout.ID, idType(source));
        for (StructField column : source.output().fields()) {
            fields = fields.add(column);
        }
        this.document = fields.add(DocumentLayout.SOURCE, SOURCE);
    }

    private static DataType idType(StoreReader.Source source) {
        SinkSpec sink = source.sink();
        if (sink.mode() == WriteMode.APPEND) {
            return DataTypes.StringType;
        }
        StructField[] key = sink.key().stream().map(source.output()::apply).toArray(StructField[]::new);
        return key.length == 1 ? key[0].dataType() : new StructType(key);
    }

    Map<String, @Nullable Object> read(BsonDocument found) {
        return struct(found, document);
    }

    private static Map<String, @Nullable Object> struct(BsonDocument value, StructType type) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        Arrays.stream(type.fields())
                .forEach(field -> fields.put(field.name(), value(value.get(field.name()), field.dataType())));
        return fields;
    }

    private static @Nullable Object value(@Nullable BsonValue value, DataType type) {
        if (value == null || value.isNull()) {
            return null;
        }
        if (value instanceof BsonDocument nested) {
            return type instanceof StructType struct ? struct(nested, struct) : map(nested, type);
        }
        if (value instanceof BsonArray array) {
            return array(array, type);
        }
        return switch (value.getBsonType()) {
            case STRING -> text(value.asString().getValue(), type);
            case INT32, INT64 -> value.asNumber().longValue();
            case DOUBLE -> floating(value.asDouble().getValue(), type);
            case DECIMAL128 -> decimal(value.asDecimal128().getValue().bigDecimalValue(), type);
            case BOOLEAN -> value.asBoolean().getValue();
            case DATE_TIME -> time(Instant.ofEpochMilli(value.asDateTime().getValue()), type);
            case BINARY -> Base64.getEncoder().encodeToString(value.asBinary().getData());
            default -> value.toString();
        };
    }

    private static Map<String, @Nullable Object> map(BsonDocument value, DataType type) {
        DataType valueType = type instanceof MapType map ? map.valueType() : DataTypes.NullType;
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        value.forEach((key, entry) -> entries.put(key, value(entry, valueType)));
        return entries;
    }

    private static List<@Nullable Object> array(BsonArray value, DataType type) {
        DataType elementType = type instanceof ArrayType array ? array.elementType() : DataTypes.NullType;
        List<@Nullable Object> elements = new ArrayList<>();
        value.forEach(element -> elements.add(value(element, elementType)));
        return elements;
    }

    /** A decimal that no Decimal128 holds is text in Mongo, and a number again here. */
    private static Object text(String value, DataType type) {
        return type instanceof DecimalType ? decimal(new BigDecimal(value), type) : value;
    }

    private static Object floating(double value, DataType type) {
        if (type.equals(DataTypes.FloatType)) {
            return (float) value;
        }
        return value;
    }

    private static Object decimal(BigDecimal value, DataType type) {
        return type instanceof DecimalType decimal ? Json.decimal(value, decimal) : value;
    }

    private static String time(Instant value, DataType type) {
        LocalDateTime local = LocalDateTime.ofInstant(value, ZoneOffset.UTC);
        return switch (type.typeName()) {
            case "date" -> local.toLocalDate().toString();
            case "timestamp_ntz" -> Json.local(local);
            default -> Json.timestamp(value);
        };
    }
}
