package io.sluice.results.mongo;

import io.sluice.results.query.Json;
import io.sluice.results.query.StoreReader;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.store.mongo.layout.DocumentLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
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
        if (source.sink().mode() == WriteMode.APPEND) {
            return DataTypes.StringType;
        }
        StructField[] key =
                source.sink().key().stream().map(source.output()::apply).toArray(StructField[]::new);
        return key.length == 1 ? key[0].dataType() : new StructType(key);
    }

    Map<String, @Nullable Object> read(BsonDocument found) {
        return Json.struct(fields(found), document);
    }

    private static Map<String, @Nullable Object> fields(BsonDocument document) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        document.forEach((name, value) -> fields.put(name, plain(value)));
        return fields;
    }

    private static @Nullable Object plain(BsonValue value) {
        return switch (value.getBsonType()) {
            case NULL -> null;
            case DOCUMENT -> fields(value.asDocument());
            case ARRAY -> {
                List<@Nullable Object> elements = new ArrayList<>();
                value.asArray().forEach(element -> elements.add(plain(element)));
                yield elements;
            }
            case STRING -> value.asString().getValue();
            case INT32, INT64 -> value.asNumber().longValue();
            case DOUBLE -> value.asDouble().getValue();
            case DECIMAL128 -> value.asDecimal128().getValue().bigDecimalValue();
            case BOOLEAN -> value.asBoolean().getValue();
            case DATE_TIME -> Instant.ofEpochMilli(value.asDateTime().getValue());
            case BINARY -> Base64.getEncoder().encodeToString(value.asBinary().getData());
            default -> value.toString();
        };
    }
}
