package io.sluice.results.mongo;

import io.sluice.results.query.Column;
import io.sluice.results.query.Filter;
import io.sluice.results.query.LikePattern;
import io.sluice.results.query.Sort;
import io.sluice.results.query.StoreReader;
import io.sluice.stream.column.SourceColumns;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.store.mongo.layout.DocumentLayout;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/** Queries over a sink's collection. A caller's values only ever become BSON values, never operators. */
final class MongoQuery {

    static final String TIMESTAMP = "_timestamp";

    private static final Map<String, String> PATHS = Map.of(
            SourceColumns.TOPIC,
            DocumentLayout.source(DocumentLayout.TOPIC),
            SourceColumns.PARTITION,
            DocumentLayout.source(DocumentLayout.PARTITION),
            SourceColumns.OFFSET,
            DocumentLayout.source(DocumentLayout.OFFSET),
            SourceColumns.ORDINAL,
            DocumentLayout.source(DocumentLayout.ORDINAL),
            TIMESTAMP,
            DocumentLayout.source(DocumentLayout.TIMESTAMP));

    private MongoQuery() {}

    static BsonDocument filter(List<Filter> filters) {
        if (filters.isEmpty()) {
            return new BsonDocument();
        }
        List<BsonDocument> conditions = filters.stream()
                .map(f -> new BsonDocument(path(f.column()), condition(f)))
                .toList();
        return new BsonDocument("$and", new BsonArray(conditions));
    }

    /** Makes the order asked for, and behind it the _id, which Mongo keeps unique. */
    static MongoOrder order(List<Sort> sorts) {
        Stream<MongoOrder.Field> fields = sorts.stream().map(sort -> MongoOrder.Field.of(path(sort.column()), sort));
        return new MongoOrder(
                Stream.concat(fields, keyOrder().fields().stream()).toList());
    }

    /** The order of the _id, which has an index. */
    static MongoOrder keyOrder() {
        Column id = new Column(DocumentLayout.ID, DataTypes.StringType);
        return new MongoOrder(List.of(MongoOrder.Field.of(id.name(), new Sort(id, false))));
    }

    /** Finds the documents of a position, which in append mode is the {@code _id} and so has an index. */
    static BsonDocument at(SinkSpec sink, StoreReader.RowPosition position) {
        if (sink.mode() == WriteMode.UPSERT) {
            return filter(position.filters());
        }
        if (position.ordinal() != null) {
            return new BsonDocument(DocumentLayout.ID, new BsonString(position.toString()));
        }
        DocumentLayout.Ids ids = DocumentLayout.Ids.beginningWith(position.toString());
        return new BsonDocument(
                DocumentLayout.ID,
                new BsonDocument("$gte", new BsonString(ids.from())).append("$lt", new BsonString(ids.to())));
    }

    private static String path(Column column) {
        return PATHS.getOrDefault(column.name(), column.name());
    }

    private static BsonValue condition(Filter filter) {
        return switch (filter.operator()) {
            case EQ -> new BsonDocument("$eq", first(filter));
            case NE -> new BsonDocument("$ne", first(filter));
            case LT -> new BsonDocument("$lt", first(filter));
            case LE -> new BsonDocument("$lte", first(filter));
            case GT -> above("$gt", first(filter));
            case GE -> above("$gte", first(filter));
            case LIKE -> new BsonRegularExpression(LikePattern.regex((String) filter.value()), "s");
            case IN ->
                new BsonDocument(
                        "$in",
                        new BsonArray(
                                filter.values().stream().map(MongoQuery::bson).toList()));
            case ISNULL -> new BsonDocument(filter.findsNull() ? "$eq" : "$ne", BsonNull.VALUE);
        };
    }

    /** Lets NaN be above nothing; Mongo's stand-in has it above all numbers. */
    private static BsonDocument above(String operator, BsonValue value) {
        BsonDocument above = new BsonDocument(operator, value);
        return value.isDouble() ? above.append("$ne", new BsonDouble(Double.NaN)) : above;
    }

    private static BsonValue first(Filter filter) {
        return bson(filter.value());
    }

    /** Makes the value that the sink writes; of a time, the milliseconds. */
    private static BsonValue bson(Object value) {
        if (value instanceof BigDecimal number) {
            return decimal(number);
        }
        if (value instanceof Float || value instanceof Double) {
            return new BsonDouble(((Number) value).doubleValue());
        }
        if (value instanceof Number number) {
            return new BsonInt64(number.longValue());
        }
        if (value instanceof Boolean bool) {
            return new BsonBoolean(bool);
        }
        if (value instanceof LocalDate date) {
            return time(date.atStartOfDay());
        }
        if (value instanceof OffsetDateTime time) {
            return new BsonDateTime(time.toInstant().toEpochMilli());
        }
        if (value instanceof LocalDateTime time) {
            return time(time);
        }
        return value instanceof ByteBuffer bytes ? new BsonBinary(bytes.array()) : new BsonString((String) value);
    }

    private static BsonValue time(LocalDateTime time) {
        return new BsonDateTime(time.toInstant(ZoneOffset.UTC).toEpochMilli());
    }

    private static BsonValue decimal(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        return shortest.precision() <= DocumentLayout.DECIMAL128_DIGITS
                ? new BsonDecimal128(new Decimal128(shortest))
                : new BsonString(number.toPlainString());
    }
}
