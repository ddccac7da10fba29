package io.sluice.stream.store.mongo.write;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.store.StoreAudit;
import io.sluice.stream.store.mongo.layout.DocumentLayout;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Compares a collection in upsert mode: the documents of the keys that are expected are read, some at a time. Each must be
 * that of the newest row, or newer; and the one that is there must be as its row makes it.
 */
public final class KeyedCollectionAudit implements StoreAudit {

    private static final int MAX_BYTES = 8 << 20;

    private final MongoCollection<RawBsonDocument> collection;
    private final DocumentEncoder encoder;
    private final Bulk bulk;
    /** By key, in the order of their records. */
    private final Map<Object, List<Pending>> pending = new HashMap<>();

    private int documents;
    private long bytes;
    private final Map<RowAt, Found> found = new LinkedHashMap<>();
    private final List<RowAt> held = new ArrayList<>();

    /**
     * @param field the first that differs; null where there is no document of the key
     * @param inPlace whether the document is of the same position
     */
    private record Found(Pending expected, @Nullable String field, boolean inPlace) {}

    public KeyedCollectionAudit(MongoDatabase database, SinkSpec sink, StructType rows) {
        this.collection = CollectionAudit.collection(database, sink);
        this.encoder = new DocumentEncoder(sink, rows);
        this.bulk = new Bulk(collection, MongoWriter.ping(database));
    }

    @Override
    public void expect(SourceRecord record, int ordinal, InternalRow row) throws Exception {
        Pending document = encoder.encode(record, ordinal, row);
        pending.computeIfAbsent(canonical(document.id()), key -> new ArrayList<>())
                .add(document);
        documents++;
        bytes += document.bytes();
        if (documents >= CollectionAudit.READ_AT_ONCE || bytes >= MAX_BYTES) {
            look();
        }
    }

    private void look() {
        if (pending.isEmpty()) {
            return;
        }
        List<BsonValue> ids =
                pending.values().stream().map(each -> each.get(0).id()).toList();
        for (RawBsonDocument stored :
                collection.find(Filters.in(DocumentLayout.ID, ids)).batchSize(2 * CollectionAudit.READ_AT_ONCE)) {
            List<Pending> mine = pending.remove(canonical(stored.get(DocumentLayout.ID)));
            if (mine != null) {
                hold(mine, stored);
            }
        }
        pending.values().forEach(mine -> add(newest(mine), null, false));
        pending.clear();
        documents = 0;
        bytes = 0;
    }

    private void hold(List<Pending> mine, RawBsonDocument stored) {
        Pending newest = newest(mine);
        BsonDocument source = stored.isDocument(DocumentLayout.SOURCE)
                ? stored.getDocument(DocumentLayout.SOURCE)
                : new BsonDocument();
        Pending inPlace = mine.stream()
                .filter(each -> each.precedence().isAt(source))
                .findFirst()
                .orElse(null);
        if (inPlace != null) {
            held.add(at(inPlace));
            if (!CollectionAudit.isSame(inPlace.document(), stored)) {
                String field = field(inPlace, stored);
                if (field != null) {
                    add(inPlace, field, true);
                }
            }
        }
        if (inPlace != newest && newest.precedence().replaces(source)) {
            String field = field(newest, stored);
            add(newest, field == null ? DocumentLayout.SOURCE : field, false);
        }
    }

    private static @Nullable String field(Pending expected, RawBsonDocument stored) {
        BsonDocument mine = CollectionAudit.decoded(expected.document());
        BsonDocument other = CollectionAudit.decoded(stored);
        // The key is the same one, be it written as another type of number.
        mine.remove(DocumentLayout.ID);
        other.remove(DocumentLayout.ID);
        return mine.equals(other) ? null : CollectionAudit.field(mine, other);
    }

    private void add(Pending expected, @Nullable String field, boolean inPlace) {
        found.put(at(expected), new Found(expected, field, inPlace));
    }

    private static Pending newest(List<Pending> ofOneKey) {
        return ofOneKey.stream().max(Comparator.comparing(Pending::precedence)).orElseThrow();
    }

    private static RowAt at(Pending document) {
        return new RowAt(document.record().offset(), document.ordinal());
    }

    /** What is equal as an {@code _id}: a number is one, whatever its type. */
    private static Object canonical(@Nullable BsonValue id) {
        if (id != null && id.isDocument()) {
            List<Object> parts = new ArrayList<>();
            id.asDocument().forEach((name, value) -> {
                parts.add(name);
                parts.add(canonical(value));
            });
            return parts;
        }
        if (id != null
                && id.isNumber()
                && !(id.isDouble() && !Double.isFinite(id.asDouble().getValue()))) {
            return new BigDecimal(text(id)).stripTrailingZeros();
        }
        return String.valueOf(id);
    }

    /** The key of a document, as a text for each of its columns. */
    public static List<String> key(BsonDocument document) {
        BsonValue id = document.get(DocumentLayout.ID);
        return id != null && id.isDocument()
                ? id.asDocument().values().stream()
                        .map(KeyedCollectionAudit::text)
                        .toList()
                : List.of(text(id));
    }

    private static String text(@Nullable BsonValue value) {
        if (value == null) {
            return "";
        }
        return switch (value.getBsonType()) {
            case STRING -> value.asString().getValue();
            case INT32, INT64 -> Long.toString(value.asNumber().longValue());
            case DOUBLE -> Double.toString(value.asDouble().getValue());
            case DECIMAL128 -> value.asDecimal128().getValue().toString();
            case DATE_TIME ->
                Instant.ofEpochMilli(value.asDateTime().getValue()).toString();
            case BOOLEAN -> Boolean.toString(value.asBoolean().getValue());
            case BINARY -> HexFormat.of().formatHex(value.asBinary().getData());
            default -> value.toString();
        };
    }

    @Override
    public void compare(Span span, Differences differences) {
        look();
        held.forEach(differences::held);
        found.forEach((row, what) -> {
            List<String> key = key(what.expected().document());
            if (what.field() == null) {
                differences.missing(row, key);
            } else {
                differences.different(row, key, what.field());
            }
        });
    }

    @Override
    public int repair(List<RowAt> rows) {
        List<Pending> newer = new ArrayList<>();
        int repaired = 0;
        for (RowAt row : rows) {
            Found what = found.get(row);
            if (what != null && what.inPlace()) {
                repaired += overwrite(what.expected()) ? 1 : 0;
            } else if (what != null) {
                newer.add(what.expected());
            }
        }
        return repaired + newer.size() - new UpsertDelivery(bulk).deliver(newer).size();
    }

    /** Writes over a document that is of the same position, and over none that is newer by now, which is as good. */
    private boolean overwrite(Pending document) {
        try {
            collection.replaceOne(
                    and(
                            eq(DocumentLayout.ID, document.id()),
                            document.precedence().inPlace()),
                    document.document());
            return true;
        } catch (MongoWriteException e) {
            return false;
        }
    }

    @Override
    public void forget() {
        pending.clear();
        documents = 0;
        bytes = 0;
        found.clear();
        held.clear();
    }

    /** The client belongs to the JVM. */
    @Override
    public void close() {
        forget();
    }
}
