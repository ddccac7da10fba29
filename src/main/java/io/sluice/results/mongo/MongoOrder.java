package io.sluice.results.mongo;

import io.sluice.results.query.Cursor;
import io.sluice.results.query.Sort;
import io.sluice.stream.store.mongo.layout.DocumentLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DecimalType;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonParseException;
import org.bson.json.JsonWriterSettings;
import org.jspecify.annotations.Nullable;

/**
 * A total order of a sink's documents, and the documents after one in it. Mongo's comparisons find only values of the
 * same kind, and no null; its order knows all: so each kind that comes after is named.
 */
record MongoOrder(List<Field> fields) {

    private static final String VALUE = "v";
    private static final BsonDouble NAN = new BsonDouble(Double.NaN);
    private static final BsonDouble ZERO = new BsonDouble(0);
    private static final JsonWriterSettings CANONICAL =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    /** What a cursor may hold; above all no operators, which are documents. */
    private static final Set<BsonType> KINDS = Set.of(
            BsonType.STRING,
            BsonType.INT32,
            BsonType.INT64,
            BsonType.DOUBLE,
            BsonType.DECIMAL128,
            BsonType.BOOLEAN,
            BsonType.DATE_TIME,
            BsonType.OBJECT_ID);

    /**
     * A field to sort by.
     *
     * @param path with dots
     * @param mixed whether it has numbers and, where they have too many digits, text
     * @param floating whether it can be NaN
     */
    record Field(String path, boolean descending, boolean mixed, boolean floating) {

        static Field of(String path, Sort sort) {
            boolean mixed = sort.column().type() instanceof DecimalType decimal
                    && decimal.precision() > DocumentLayout.DECIMAL128_DIGITS;
            return new Field(path, sort.descending(), mixed, sort.column().isFloating());
        }

        private List<BsonDocument> beyond(BsonValue value) {
            return descending ? before(value) : after(value);
        }

        private List<BsonDocument> after(BsonValue value) {
            if (value.isNull()) {
                return List.of(is("$ne", BsonNull.VALUE));
            }
            if (isNan(value)) {
                return List.of(numbersIfNanIs("$lt"));
            }
            BsonDocument greater = is("$gt", value);
            return mixed && value.isNumber()
                    ? List.of(greater, is("$type", new BsonString("string")))
                    : List.of(greater);
        }

        private List<BsonDocument> before(BsonValue value) {
            if (value.isNull()) {
                return List.of();
            }
            BsonDocument isNull = is("$eq", BsonNull.VALUE);
            if (isNan(value)) {
                return List.of(numbersIfNanIs("$gt"), isNull);
            }
            Stream<BsonDocument> smaller = Stream.of(is("$lt", value), isNull);
            if (mixed && value.isString()) {
                smaller = Stream.concat(smaller, Stream.of(is("$type", new BsonString("number"))));
            }
            if (floating) {
                BsonDocument notGreater = is("$not", new BsonDocument("$gt", ZERO));
                smaller = Stream.concat(
                        smaller,
                        Stream.of(new BsonDocument("$and", new BsonArray(List.of(is("$eq", NAN), notGreater)))));
            }
            return smaller.toList();
        }

        /** Finds all numbers if NaN is less or greater than they are, of which Mongo and its stand-in do not agree. */
        private BsonDocument numbersIfNanIs(String operator) {
            BsonDocument number = new BsonDocument("$gte", new BsonDouble(Double.NEGATIVE_INFINITY)).append("$ne", NAN);
            return new BsonDocument(path, number)
                    .append("$expr", new BsonDocument(operator, new BsonArray(List.of(NAN, ZERO))));
        }

        private static boolean isNan(BsonValue value) {
            return value.isDouble() && Double.isNaN(value.asDouble().getValue());
        }

        private BsonDocument is(String operator, BsonValue value) {
            return new BsonDocument(path, new BsonDocument(operator, value));
        }
    }

    BsonDocument sort() {
        BsonDocument sort = new BsonDocument();
        fields.forEach(field -> sort.append(field.path(), new BsonInt32(field.descending() ? -1 : 1)));
        return sort;
    }

    /** The values of a document, as text. */
    List<@Nullable String> values(BsonDocument document) {
        List<@Nullable String> values = new ArrayList<>();
        for (Field field : fields) {
            BsonValue value = value(document, field.path());
            values.add(value.isNull() ? null : new BsonDocument(VALUE, value).toJson(CANONICAL));
        }
        return values;
    }

    private static BsonValue value(BsonDocument document, String path) {
        BsonValue value = document;
        for (String name : path.split("\\.", -1)) {
            value = value.isDocument() ? value.asDocument().get(name, BsonNull.VALUE) : BsonNull.VALUE;
        }
        return value;
    }

    /**
     * Makes a condition that the documents after one meet.
     *
     * @throws io.sluice.web.ProblemException INVALID_PARAMETER if the values are none of a document
     */
    BsonDocument after(List<@Nullable String> values) {
        BsonArray branches = new BsonArray();
        List<BsonValue> equal = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            BsonValue value = parse(field, values.get(i));
            field.beyond(value).forEach(beyond -> {
                BsonArray all = new BsonArray(equal);
                all.add(beyond);
                branches.add(new BsonDocument("$and", all));
            });
            equal.add(field.is("$eq", value));
        }
        return new BsonDocument("$or", branches);
    }

    /** Finds the document whose values these are: its _id, which every order ends with, is among them. */
    BsonDocument again(String idText) {
        Field id = fields.get(fields.size() - 1);
        return id.is("$eq", parse(id, idText));
    }

    boolean isId(int index) {
        return fields.get(index).path().equals(DocumentLayout.ID);
    }

    private static BsonValue parse(Field field, @Nullable String text) {
        if (text == null) {
            return BsonNull.VALUE;
        }
        try {
            BsonValue value =
                    Objects.requireNonNullElse(BsonDocument.parse(text).get(VALUE), BsonNull.VALUE);
            if (KINDS.contains(value.getBsonType()) || field.path().equals(DocumentLayout.ID) && isKey(value)) {
                return value;
            }
            throw Cursor.foreign();
        } catch (JsonParseException | BsonInvalidOperationException | IllegalArgumentException e) {
            throw Cursor.foreign();
        }
    }

    /** The _id of an upsert by several columns is a document of their values. */
    private static boolean isKey(BsonValue value) {
        return value.isDocument()
                && value.asDocument().entrySet().stream()
                        .allMatch(entry -> !entry.getKey().startsWith("$")
                                && (entry.getValue().isBinary()
                                        || KINDS.contains(entry.getValue().getBsonType())));
    }
}
